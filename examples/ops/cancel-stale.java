///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Cancels the active runs of a sandbox on which nothing happened for some hours, and says what it did.
//JAVA 17+
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.core:jackson-databind:2.20.1
//SOURCES NexProcess.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Frees a sandbox that forgotten runs hold; for cron, so it never asks. */
@Command(
        name = "cancel-stale",
        sortOptions = false,
        description = "Cancels your active runs of a sandbox on which nothing happened for some hours.",
        footer = {
            "",
            "Standard output is the report. Exit codes:",
            "  0    done, also when there was nothing to cancel",
            "  1    a run could not be cancelled, or nex failed unexpectedly",
            "  2    wrong options, no nex, or nex is not set up",
            "  3, 4 nex's own: the backend refused, or an input is invalid"
        })
class cancel_stale implements Callable<Integer> {

    private static final Set<String> ENDED =
            Set.of("cancelled", "verified_auto", "verified_manual", "rejected", "failed");

    @Option(
            names = "--hours",
            required = true,
            paramLabel = "N",
            description = "How many hours without a change make a run stale; 0.5 is half an hour.")
    private double hours;

    @Option(
            names = {"-s", "--sandbox-user-id"},
            paramLabel = "ID",
            description = "The sandbox account; needed when there is more than one.")
    private String sandbox;

    @Option(
            names = "--keep-designed",
            description = "Leave runs that were designed and never started: they hold nothing.")
    private boolean keepDesigned;

    @Option(names = "--dry-run", description = "Cancel nothing, only report.")
    private boolean dryRun;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile of nex to use.")
    private String profile;

    @Option(
            names = "--nex",
            paramLabel = "COMMAND",
            description = "How to call nex (default: this checkout's, else on PATH).")
    private String nexCommand;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    public static void main(String[] args) {
        var command = new CommandLine(new cancel_stale());
        command.setExecutionExceptionHandler((e, line, parsed) -> {
            line.getErr().println("cancel-stale: this should not have happened: " + e);
            return 1;
        });
        System.exit(command.execute(args));
    }

    /** An active run and how long nothing happened to it; empty when it does not say. */
    private record Active(String id, String status, Optional<Duration> quiet) {

        boolean isOlderThan(Duration limit) {
            return quiet.filter(time -> time.compareTo(limit) >= 0).isPresent();
        }

        String line(String result) {
            return "%-36s  %-21s  %8s  %s"
                    .formatted(id, status, quiet.map(Active::words).orElse("?"), result);
        }

        private static String words(Duration time) {
            return time.toHours() >= 48
                    ? time.toDays() + " d"
                    : time.toMinutes() >= 60
                            ? "%d h %02d".formatted(time.toHours(), time.toMinutesPart())
                            : Math.max(0, time.toMinutes()) + " min";
        }
    }

    @Override
    public Integer call() {
        try {
            if (!(hours >= 0 && hours <= 100_000)) {
                throw new NexProcess.Failed(2, 0, "--hours must be a number from 0 to 100000");
            }
            var nex = new NexProcess(Optional.ofNullable(nexCommand), Optional.ofNullable(profile));
            String account = sandbox != null ? sandbox : onlySandbox(nex);
            return report(nex, account, active(nex, account));
        } catch (NexProcess.Failed e) {
            err.println("cancel-stale: " + e.getMessage());
            return e.exit;
        }
    }

    private int report(NexProcess nex, String account, List<Active> active) {
        var limit = Duration.ofMillis((long) (hours * 3_600_000));
        int cancelled = 0;
        int gone = 0;
        int failed = 0;
        for (Active run : active) {
            if (run.quiet().isEmpty()) {
                out.println(run.line("left alone: it does not say when it changed"));
            } else if (!run.isOlderThan(limit)) {
                out.println(run.line("kept"));
            } else if (dryRun) {
                out.println(run.line("would be cancelled"));
                cancelled++;
            } else {
                try {
                    nex.call("workflow", "cancel", run.id());
                    out.println(run.line("cancelled"));
                    cancelled++;
                } catch (NexProcess.Failed e) {
                    boolean over = endedMeanwhile(nex, run, e);
                    out.println(run.line(over ? "had just ended by itself" : "FAILED: " + e.getMessage()));
                    gone += over ? 1 : 0;
                    failed += over ? 0 : 1;
                }
            }
        }
        out.println("sandbox %s: %d active, %d %s%s%s, %d kept"
                .formatted(
                        NexProcess.line(account),
                        active.size(),
                        cancelled,
                        dryRun ? "would be cancelled" : "cancelled",
                        gone > 0 ? ", " + gone + " ended meanwhile" : "",
                        failed > 0 ? ", " + failed + " FAILED" : "",
                        active.size() - cancelled - gone - failed));
        return failed > 0 ? 1 : 0;
    }

    /** Between the list and the cancel, a person or the agent may have been quicker. */
    private static boolean endedMeanwhile(NexProcess nex, Active run, NexProcess.Failed refusal) {
        if (refusal.status < 400 || refusal.status > 499) {
            return false;
        }
        try {
            return ENDED.contains(NexProcess.text(nex.call("workflow", "show", run.id()), "status"));
        } catch (NexProcess.Failed e) {
            return false;
        }
    }

    private List<Active> active(NexProcess nex, String account) throws NexProcess.Failed {
        JsonNode runs = NexProcess.list(nex.call("workflow", "list", "-n", "" + NexProcess.MOST_RUNS), "runs");
        if (runs.size() >= NexProcess.MOST_RUNS) {
            err.println("cancel-stale: only the newest " + NexProcess.MOST_RUNS + " runs were looked at");
        }
        var active = new ArrayList<Active>();
        Instant now = Instant.now();
        for (JsonNode run : runs) {
            String id = NexProcess.text(run, "id");
            String status = NexProcess.text(run, "status");
            if (!id.isEmpty()
                    && NexProcess.text(run, "sandbox_user_id").equals(account)
                    && !ENDED.contains(status)
                    && !(keepDesigned && status.equals("designed"))) {
                active.add(new Active(id, status, NexProcess.lastChange(run).map(time -> Duration.between(time, now))));
            }
        }
        return active;
    }

    private static String onlySandbox(NexProcess nex) throws NexProcess.Failed {
        var ids = new ArrayList<String>();
        for (JsonNode account : NexProcess.list(nex.call("workflow", "sandbox-accounts"), "sandbox_accounts")) {
            ids.add(NexProcess.text(account, "sandbox_user_id"));
        }
        if (ids.size() != 1) {
            throw new NexProcess.Failed(
                    2,
                    0,
                    ids.isEmpty()
                            ? "the backend lists no sandbox account; name one with -s"
                            : "there are several sandbox accounts; name one with -s: " + String.join(", ", ids));
        }
        return ids.get(0);
    }
}
