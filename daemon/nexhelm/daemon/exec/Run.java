package nexhelm.daemon.exec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nexhelm.engine.http.Refusal;
import nexhelm.json.Json;

/** One command of a workspace, from its start until nothing of it is left. */
public final class Run {

    private static final int TIMED_OUT = 124; // as timeout(1)
    private static final int LONGEST_LINE = 4000;
    private static final int KILLED = 137; // as a shell says of SIGKILL

    private final Sandbox sandbox;
    private final Limits limits;
    private final Places places;
    private final Consumer<Run> onEnd;
    private volatile Family family;
    private volatile boolean stopped;

    /** @param onEnd told once nothing of it is left */
    public Run(Sandbox sandbox, Limits limits, Places places, Consumer<Run> onEnd) {
        this.onEnd = onEnd;
        this.sandbox = sandbox;
        this.limits = limits;
        this.places = places;
    }

    /**
     * Runs to the end or to a limit.
     *
     * @param folder of the repository, with slashes
     * @param line   is given each line of output
     * @return {@code exit_code}, {@code stdout} (both streams, as they came), {@code duration_s}, {@code timed_out},
     *     {@code truncated}, and {@code stopped_by} when a limit ended it
     */
    public ObjectNode toEnd(String folder, List<String> program, Duration limit, Consumer<String> line) {
        try {
            return untilOver(folder, program, limit, line);
        } finally {
            onEnd.accept(this);
        }
    }

    private ObjectNode untilOver(String folder, List<String> program, Duration limit, Consumer<String> line) {
        long start = System.nanoTime();
        Output output = new Output(limits.outputBytes());
        Process process = start(folder, program, false);
        Thread reader = new Thread(() -> read(process.getInputStream(), output, line), "output of a command");
        reader.setDaemon(true);
        reader.start();
        String stoppedBy = watch(process, start + limit.toNanos());
        family.end();
        try {
            reader.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int code = process.isAlive() ? KILLED : process.exitValue();
        ObjectNode result = Json.object()
                .put("exit_code", stoppedBy.isEmpty() ? code : stoppedBy.equals("time") ? TIMED_OUT : KILLED)
                .put("stdout", output.text())
                .put("duration_s", Math.round((System.nanoTime() - start) / 1e6) / 1000.0)
                .put("timed_out", stoppedBy.equals("time"))
                .put("truncated", output.isCut());
        if (!stoppedBy.isEmpty()) {
            result.put("stopped_by", stoppedBy);
        }
        return result;
    }

    /**
     * Runs a program between streams, such as a shell, for as long as it takes.
     *
     * @return its exit code
     */
    public int serve(String folder, List<String> program, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        try {
            Process process = start(folder, program, true);
            copy(in, process.getOutputStream(), "input");
            Thread outputs = copy(process.getInputStream(), out, "output");
            Thread errors = copy(process.getErrorStream(), err, "errors");
            String stoppedBy =
                    watch(process, System.nanoTime() + Duration.ofDays(2).toNanos());
            family.end();
            outputs.join();
            errors.join();
            return stoppedBy.isEmpty() ? process.exitValue() : KILLED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return KILLED;
        } finally {
            if (family != null) {
                family.end();
            }
            onEnd.accept(this);
        }
    }

    private static Thread copy(InputStream from, OutputStream to, String name) {
        Thread thread = new Thread(
                () -> {
                    byte[] bytes = new byte[64 << 10];
                    try (to) {
                        for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
                            to.write(bytes, 0, n);
                            to.flush();
                        }
                    } catch (IOException e) {
                        // one of the two ends is gone
                    }
                },
                name + " of a program");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private Process start(String folder, List<String> program, boolean separateErrors) {
        String mark = "NEX_WORKSPACE_RUN=" + UUID.randomUUID();
        ProcessBuilder builder = new ProcessBuilder(sandbox.command(limits, places, folder, program))
                .directory(places.repo().resolve(folder).toFile())
                .redirectErrorStream(!separateErrors);
        builder.environment().clear();
        builder.environment().putAll(sandbox.environment(limits, places));
        builder.environment().put("NEX_WORKSPACE_RUN", mark.substring(mark.indexOf('=') + 1));
        try {
            Process process = builder.start();
            family = new Family(process, mark);
            if (!separateErrors) {
                process.getOutputStream().close();
            }
            if (stopped) {
                family.end();
            }
            return process;
        } catch (IOException e) {
            throw Refusal.of(502, "cannot_run", "The command cannot be started.");
        }
    }

    /** Ends it from another thread. */
    public void stop() {
        stopped = true;
        if (family != null) {
            family.end();
        }
    }

    /** The limit that was reached, empty when it ended by itself. */
    private String watch(Process process, long end) {
        int looks = 0;
        try {
            while (!process.waitFor(Math.min(200, millisUntil(end)), TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() >= end) {
                    return "time";
                }
                if (stopped) {
                    return "stop";
                }
                // what runs for long, as a shell does, is looked at less often
                if (++looks % (looks < 150 ? 2 : 10) == 0) {
                    var members = family.members();
                    if (Family.memory(members) > limits.memoryBytes()) {
                        return "memory";
                    }
                    if (members.size() > limits.processes()) {
                        return "processes";
                    }
                }
            }
            return stopped ? "stop" : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "stop";
        }
    }

    private static long millisUntil(long end) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }

    private static void read(InputStream in, Output output, Consumer<String> line) {
        byte[] bytes = new byte[8192];
        ByteArrayOutputStream started = new ByteArrayOutputStream();
        try (in) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                output.add(bytes, n);
                for (int i = 0; i < n; i++) {
                    if (bytes[i] == '\n') {
                        line.accept(started.toString(StandardCharsets.UTF_8));
                        started.reset();
                    } else if (started.size() < LONGEST_LINE) {
                        started.write(bytes[i]);
                    }
                }
            }
        } catch (IOException e) {
            // the process was ended
        }
        if (started.size() > 0) {
            line.accept(started.toString(StandardCharsets.UTF_8));
        }
    }
}
