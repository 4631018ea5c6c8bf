///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Reports the runs that wait for a person, what each waits for, since when, and where to decide.
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The nightly report: whoever reads it can decide without looking anything up. */
@Command(
        name = "awaiting-human",
        sortOptions = false,
        description = "Reports your runs that wait for a person: for an approval, an answer or a verdict.",
        footer = {
            "",
            "Standard output is the report, longest wait first. Exit codes:",
            "  0    done, also when nobody is waited for",
            "  5    with --exit-status: somebody is waited for",
            "  1    nex failed unexpectedly",
            "  2    wrong options, no nex, or nex is not set up",
            "  3, 4 nex's own: the backend refused, or an input is invalid"
        })
class awaiting_human implements Callable<Integer> {

    @Option(names = "--csv", description = "As CSV (RFC 4180, with a header) instead of text.")
    private boolean csv;

    @Option(names = "--hours", paramLabel = "N", defaultValue = "0", description = "Only waits of at least N hours.")
    private double hours;

    @Option(names = "--exit-status", description = "End with 5 when somebody is waited for.")
    private boolean exitStatus;

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
        var command = new CommandLine(new awaiting_human());
        command.setExecutionExceptionHandler((e, line, parsed) -> {
            line.getErr().println("awaiting-human: this should not have happened: " + e);
            return 1;
        });
        System.exit(command.execute(args));
    }

    /** A run that waits; {@code kind} is approval, question or verdict. */
    private record Wait(String id, String kind, String name, String prompt, Optional<Instant> since, String link) {

        double hours(Instant now) {
            return since.map(time -> Math.max(0, Duration.between(time, now).toMillis()) / 3_600_000.0)
                    .orElse(Double.NaN);
        }

        String decide() {
            return switch (kind) {
                case "approval" -> "nex workflow answer " + id + " --approve   (or --reject)";
                case "question" -> "nex workflow answer " + id + " -m 'TEXT'";
                case "verdict" -> "nex workflow evaluator " + id + " --verdict approved   (or rejected)";
                default -> "nex workflow show " + id;
            };
        }
    }

    @Override
    public Integer call() {
        try {
            if (!(hours >= 0)) {
                throw new NexProcess.Failed(2, 0, "--hours must be a number, 0 or more");
            }
            Instant now = Instant.now();
            // a wait that does not say since when is shown always: nobody shall be forgotten
            List<Wait> waits = waits(new NexProcess(Optional.ofNullable(nexCommand), Optional.ofNullable(profile)))
                    .filter(wait -> !(wait.hours(now) < hours))
                    .sorted(Comparator.comparing(wait -> wait.since().orElse(Instant.EPOCH)))
                    .toList();
            if (csv) {
                printCsv(waits, now);
            } else {
                print(waits, now);
            }
            return exitStatus && !waits.isEmpty() ? 5 : 0;
        } catch (NexProcess.Failed e) {
            err.println("awaiting-human: " + e.getMessage());
            return e.exit;
        }
    }

    private Stream<Wait> waits(NexProcess nex) throws NexProcess.Failed {
        JsonNode runs = NexProcess.list(nex.call("workflow", "list", "-n", "" + NexProcess.MOST_RUNS), "runs");
        if (runs.size() >= NexProcess.MOST_RUNS) {
            err.println("awaiting-human: only the newest " + NexProcess.MOST_RUNS + " runs were looked at");
        }
        var waits = new ArrayList<Wait>();
        for (JsonNode run : runs) {
            if (NexProcess.text(run, "status").equals("awaiting_human_verify")) {
                waits.add(of(run, "verdict", "Is what it did right?"));
            } else if (NexProcess.text(run, "verifier_client_task_status").equals("waiting")) {
                JsonNode asked =
                        nex.call("workflow", "show", NexProcess.text(run, "id")).path("interaction");
                String kind = NexProcess.text(asked, "kind");
                waits.add(of(run, kind.isEmpty() ? "answer" : kind, NexProcess.text(asked, "prompt")));
            }
        }
        return waits.stream();
    }

    private static Wait of(JsonNode run, String kind, String prompt) {
        String name = NexProcess.text(run.path("proposal"), "task_name");
        return new Wait(
                NexProcess.text(run, "id"),
                kind,
                name.isEmpty() ? NexProcess.text(run.path("proposal"), "title") : name,
                prompt,
                NexProcess.lastChange(run),
                NexProcess.text(run, "view_url"));
    }

    private void print(List<Wait> waits, Instant now) {
        out.println(
                waits.isEmpty()
                        ? "Nobody is waited for."
                        : waits.size() == 1 ? "1 run waits for a person." : waits.size() + " runs wait for a person.");
        for (Wait wait : waits) {
            out.println();
            out.println(Stream.of(
                            wait.name(),
                            wait.kind(),
                            wait.since().isEmpty() ? "for an unknown time" : "for " + words(wait.hours(now)))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" · ")));
            Stream.of(wait.prompt(), wait.link(), wait.decide())
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> out.println("  " + line));
        }
    }

    private void printCsv(List<Wait> waits, Instant now) {
        out.print("run_id,waits_for,name,prompt,since,hours,link\r\n");
        for (Wait wait : waits) {
            out.print(Stream.of(
                                    wait.id(),
                                    wait.kind(),
                                    wait.name(),
                                    wait.prompt(),
                                    wait.since()
                                            .map(time -> time.truncatedTo(ChronoUnit.SECONDS)
                                                    .toString())
                                            .orElse(""),
                                    wait.since()
                                            .map(time -> String.format(java.util.Locale.ROOT, "%.1f", wait.hours(now)))
                                            .orElse(""),
                                    wait.link())
                            .map(awaiting_human::cell)
                            .collect(Collectors.joining(","))
                    + "\r\n");
        }
        out.flush();
    }

    /** One CSV cell; a spreadsheet must not take text from a transcript for a formula. */
    private static String cell(String text) {
        String safe = text.matches("[=+@\\-].*") ? "'" + text : text;
        return safe.matches(".*[\",].*") || !safe.equals(text) ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    private static String words(double hours) {
        return hours < 1
                ? Math.round(hours * 60) + " min"
                : hours < 48 ? Math.round(hours) + " h" : Math.round(hours / 24) + " days";
    }
}
