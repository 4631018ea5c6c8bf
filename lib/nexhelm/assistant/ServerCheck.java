package nexhelm.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import nexhelm.Version;
import nexhelm.json.Json;

/** Starts the MCP server once, as a host would, and looks at its handshake. */
public final class ServerCheck {

    /** The shortest patience among hosts: Codex gives up after ten seconds. */
    public static final Duration HOSTS = Duration.ofSeconds(10);

    private static final String HELLO = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
        "clientInfo":{"name":"nex doctor","version":"%s"}}}
        """.formatted(Version.STRING);

    private ServerCheck() {}

    /**
     * What is wrong with the server that a command starts; nothing when its handshake is in order.
     *
     * @param patience how long to wait for the answer
     */
    public static Optional<String> fault(List<String> command, Duration patience) {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.of("cannot be started");
        }
        try {
            greet(process);
            Optional<String> line = firstLine(process, patience);
            boolean ended = process.waitFor(2, TimeUnit.SECONDS);
            if (line.isEmpty()) {
                return Optional.of(
                        ended && process.exitValue() != 0
                                ? "ended with " + process.exitValue() + " before it answered"
                                : "did not answer within " + patience.toSeconds() + " s");
            }
            return wrong(line.get()).or(() -> ended ? Optional.empty() : Optional.of("does not end with its input"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was not waited for");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Says hello; its input stays open until the answer came, and is closed then. */
    private static void greet(Process process) {
        try {
            process.getOutputStream().write(HELLO.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            // it has ended already: its exit code says more than a broken pipe
        }
    }

    private static Optional<String> firstLine(Process process, Duration patience) throws InterruptedException {
        BlockingQueue<Optional<String>> first = new ArrayBlockingQueue<>(1);
        var reader = new Thread(() -> {
            try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                first.offer(Optional.ofNullable(in.readLine()));
            } catch (IOException e) {
                first.offer(Optional.empty());
            }
        });
        reader.setDaemon(true);
        reader.start();
        Optional<String> line = first.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended already
        }
        return line == null ? Optional.empty() : line;
    }

    private static Optional<String> wrong(String line) {
        try {
            JsonNode result = Json.parse(line).path("result");
            String version = result.path("serverInfo").path("version").asText("");
            if (!result.path("serverInfo").path("name").asText().equals("nexhelm")
                    || !result.path("capabilities").has("tools")) {
                return Optional.of("answers, but not as nexhelm's server");
            }
            return version.equals(Version.STRING)
                    ? Optional.empty()
                    : Optional.of("is version " + version + ", and nex is " + Version.STRING + ": nex install");
        } catch (Json.Malformed e) {
            return Optional.of("writes something else than JSON to standard output");
        }
    }
}
