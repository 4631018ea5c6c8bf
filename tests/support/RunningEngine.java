package nexhelm.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nexhelm.engine.EngineMain;
import nexhelm.json.Json;

/** An engine in a process of its own, on a free port: it can be killed, and started again on the same folder. */
public final class RunningEngine implements AutoCloseable {

    private final Process process;
    private final JsonNode state;

    private RunningEngine(Process process, JsonNode state) {
        this.process = process;
        this.state = state;
    }

    /** Runs when the engine is started as it ships. */
    public static void main(String[] args) {
        System.exit(EngineMain.run(args));
    }

    /** The engine as it ships: {@code nex-engine serve}. */
    public static RunningEngine start(Path data, String... options) {
        return start(data, Map.of(), options);
    }

    /** The engine as it ships, with more in its environment. */
    public static RunningEngine start(Path data, Map<String, String> environment, String... options) {
        List<String> words = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
        words.addAll(List.of(options));
        return start(RunningEngine.class.getName(), data, words, environment);
    }

    /** Another main class of the tests that starts an engine on a folder. */
    public static RunningEngine start(String main, Path data, List<String> words) {
        return start(main, data, words, Map.of());
    }

    private static RunningEngine start(String main, Path data, List<String> words, Map<String, String> environment) {
        Path log = data.resolveSibling(data.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(java(main, words))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("HOME", data.toString());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            return new RunningEngine(process, await(process, data, log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds an account that signs in with a password. */
    public static void addUser(Path data, String email, String password) {
        String[] words = {"user", "add", email, "--password-stdin", "--data", data.toString()};
        Command.of(java(RunningEngine.class.getName(), List.of(words)).toArray(String[]::new))
                .stdin(password + "\n")
                .run(java.time.Duration.ofSeconds(60))
                .ok();
    }

    public String url() {
        return state.path("url").asText();
    }

    /** What signs in the user of this machine. */
    public String localSecret() {
        return state.path("local_secret").asText();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: no shutdown hook runs, nothing is flushed. */
    public void kill() {
        process.destroyForcibly();
        ended();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        process.destroy();
        ended();
    }

    private void ended() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the engine does not stop");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError("interrupted", e);
        }
    }

    private static List<String> java(String main, List<String> words) {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        all.addAll(words);
        return all;
    }

    /** The state file of this very process: after a kill the one before it is still there. */
    private static JsonNode await(Process process, Path data, Path log) throws IOException {
        Path file = data.resolve("engine.json");
        for (int i = 0; i < 1200; i++) {
            if (!process.isAlive()) {
                throw new AssertionError(
                        "the engine ended with " + process.exitValue() + ":\n" + Files.readString(log));
            }
            try {
                JsonNode state = Files.exists(file) ? Json.parse(Files.readString(file)) : Json.object();
                if (state.path("pid").asLong() == process.pid()) {
                    return state;
                }
                TimeUnit.MILLISECONDS.sleep(25);
            } catch (Json.Malformed e) {
                throw new AssertionError("the state file is half written", e);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                throw new AssertionError("interrupted", e);
            }
        }
        process.destroyForcibly();
        throw new AssertionError("the engine did not start in 30 s:\n" + Files.readString(log));
    }
}
