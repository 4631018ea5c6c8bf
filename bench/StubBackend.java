import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A backend on loopback that answers at once, and the configuration in a home that leads to it. */
final class StubBackend implements AutoCloseable {
    static final int RUNS = 20;

    static {
        // The JDK's server writes head and body apart; without this each answer on a kept connection waits 40 ms for
        // the
        // client's delayed acknowledgement, which no real backend's server lets happen. Read once, when it is loaded.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;

    StubBackend(Path home) throws IOException {
        byte[] answer = IntStream.range(0, RUNS)
                .mapToObj("""
                    {"id": "run-%d", "status": "designed", "user_id": "u-1", "organization_id": "o-1",
                     "task_definition_id": "td-1", "sandbox_user_id": "s-1", "use_real_client": false,
                     "created_at": "2026-03-04T09:12:55Z", "updated_at": "2026-03-04T09:14:01Z"}\
                    """::formatted)
                .collect(Collectors.joining(",", "{\"runs\": [", "]}"))
                .getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] one = """
            {"id": "run-1", "status": "designed", "user_id": "u-1", "organization_id": "o-1",
             "task_definition_id": "td-1", "sandbox_user_id": "s-1", "use_real_client": false,
             "created_at": "2026-03-04T09:12:55Z", "updated_at": "2026-03-04T09:14:01Z"}\
            """.getBytes(StandardCharsets.UTF_8);
        answer("/workflow-lab/runs", answer);
        answer("/workflow-lab/runs/run-1", one);
        server.setExecutor(Executors.newFixedThreadPool(10, work -> {
            var thread = new Thread(work, "stub");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        Path config = Files.createDirectories(home.resolve(".nex")).resolve("config");
        Files.writeString(config, """
            {"backend_url": "http://127.0.0.1:%d", "user_id": "u-1", "client_id": "c_1",
             "frontend_url": "http://127.0.0.1:%1$d", "user_email": "bench@example.com", "cli_token": "bench",
             "cli_token_expires_at": 4102444800, "scopes": ["lab.read", "lab.write", "agent.run", "tasks.read"]}
            """.formatted(server.getAddress().getPort()));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    }

    private void answer(String path, byte[] json) {
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, json.length);
                exchange.getResponseBody().write(json);
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
