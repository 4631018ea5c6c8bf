package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import nexhelm.json.Json;

/** The server as a process: what is written to it, and what it writes. */
public final class Server implements AutoCloseable {
    public static final String TOKEN = "nexsvc-4f1c9a7e2b8d";

    private static final long LIMIT = Duration.ofSeconds(20).toNanos();

    private final Process process;
    private final OutputStream in;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final StringBuffer errors = new StringBuffer();
    private final List<Thread> readers = new ArrayList<>();
    private int ids = 100;

    private Server(Process process) {
        this.process = process;
        this.in = process.getOutputStream();
        readers.add(reader(process.getInputStream(), lines::add));
        readers.add(reader(process.getErrorStream(), line -> errors.append(line).append('\n')));
    }

    /** Starts it in a home folder. */
    public static Server start(Path home, String... args) {
        return start(home, Map.of(), args);
    }

    public static Server start(Path home, Map<String, String> env, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                classPath(),
                ServerMain.class.getName()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(NEX_|NEXHELM_|JWT_|APP_).*|(?i).*_proxy"));
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(env);
        try {
            return new Server(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a config for a backend. */
    public static void config(Path home, String backend, String... scopes) {
        ObjectNode config = Json.object()
                .put("backend_url", backend)
                .put("user_id", "u-1")
                .put("client_id", "c-1")
                .put("frontend_url", "https://preview.nexhelm.test")
                .put("user_email", "odalys@nexhelm.ai")
                .put("cli_token", TOKEN)
                .put("cli_token_expires_at", 4102444800L);
        var list = config.putArray("scopes");
        List.of(scopes).forEach(list::add);
        try {
            Files.createDirectories(home.resolve(".nex"));
            Files.writeString(home.resolve(".nex/config"), Json.readable(config));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The handshake. */
    public Server open() {
        return open("{}");
    }

    public Server open(String capabilities) {
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                + "\"capabilities\":" + capabilities + ",\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}");
        answer(1);
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return this;
    }

    public void send(String line) {
        write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) {
        try {
            in.write(bytes);
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request without waiting; returns its id. */
    public int request(String method, String params) {
        int id = ++ids;
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
        return id;
    }

    public int startCall(String tool, String arguments) {
        return request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    /** The result of a call. */
    public JsonNode call(String tool, String arguments) {
        return answer(startCall(tool, arguments)).path("result");
    }

    /** The text of a call's result. */
    public String text(String tool, String arguments) {
        return call(tool, arguments).path("content").path(0).path("text").asText();
    }

    /** The answer to a request, waited for. */
    public JsonNode answer(int id) {
        return await(message -> message.path("id").asInt() == id && !message.has("method"));
    }

    /** The first message that fits, waited for. */
    public JsonNode await(Predicate<JsonNode> wanted) {
        long end = System.nanoTime() + LIMIT;
        while (System.nanoTime() < end) {
            for (JsonNode message : messages()) {
                if (wanted.test(message)) {
                    return message;
                }
            }
            pause(5);
        }
        throw new AssertionError("no such message among " + lines + "\nstderr: " + errors);
    }

    /** Everything on standard output so far; anything but JSON-RPC is an error. */
    public List<JsonNode> messages() {
        return lines.stream().map(Server::message).toList();
    }

    public String errors() {
        return errors.toString();
    }

    public String output() {
        return String.join("\n", lines);
    }

    public long pid() {
        return process.pid();
    }

    /** Ends standard input and returns the exit code. */
    public int end(Duration limit) {
        try {
            in.close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running " + limit + " after the end of its input");
            }
            for (Thread reader : readers) {
                reader.join(5000);
            }
            return process.exitValue();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The path of nex-mcp: the tests' own has a logger and the engine besides. */
    public static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(logback|selenium|opennlp|jetty|javalin|sqlite)[^/\\\\]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static JsonNode message(String line) {
        try {
            JsonNode message = Json.parse(line);
            if (!message.path("jsonrpc").asText().equals("2.0")) {
                throw new AssertionError("not JSON-RPC on standard output: " + line);
            }
            return message;
        } catch (Json.Malformed e) {
            throw new AssertionError("not JSON on standard output: " + line);
        }
    }

    private static Thread reader(java.io.InputStream stream, java.util.function.Consumer<String> lines) {
        var thread = new Thread(() -> {
            try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.accept(line);
                }
            } catch (IOException e) {
                // the process was ended
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
