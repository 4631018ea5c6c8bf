package nexhelm.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process to run: where, with which environment and standard input. Its time is limited. */
public final class Command {
    /** How a process ended and what it wrote. */
    public record Result(int code, String out, String err) {
        /** The standard output of a process that must have succeeded. */
        public String ok() {
            if (code != 0) {
                throw new AssertionError("exit " + code + "\nstdout: " + out + "\nstderr: " + err);
            }
            return out;
        }
    }

    private final ProcessBuilder builder;
    private byte[] input = {};

    private Command(List<String> words) {
        builder = new ProcessBuilder(words);
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    /** The wrapper of the checkout under test. */
    public static Command jbang(String... words) {
        List<String> all = new ArrayList<>(List.of(Checkout.wrapper().toString()));
        all.addAll(List.of(words));
        return new Command(all);
    }

    public Command in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    public Command env(String name, Object value) {
        builder.environment().put(name, value.toString());
        return this;
    }

    public Command without(String... names) {
        List.of(names).forEach(builder.environment()::remove);
        return this;
    }

    public Command stdin(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Starts it with pipes and leaves the rest, also its end, to the caller. */
    public Process start() {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Result run(Duration limit) {
        Process process = start();
        var out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()), Command::thread);
        var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), Command::thread);
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException e) {
            // The process ended without reading it all.
        }
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                end(process);
                throw new AssertionError("still running after " + limit.toSeconds() + " s: " + builder.command()
                        + "\nstdout: " + out.join() + "\nstderr: " + err.join());
            }
        } catch (InterruptedException e) {
            end(process);
            throw new AssertionError("interrupted: " + builder.command(), e);
        }
        return new Result(process.exitValue(), out.join(), err.join());
    }

    /** Ends a process and what it started. */
    public static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "reads a process");
        thread.setDaemon(true);
        thread.start();
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(" + e.getMessage() + ")";
        }
    }
}
