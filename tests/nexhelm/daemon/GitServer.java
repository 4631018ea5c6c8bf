package nexhelm.daemon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import nexhelm.support.Command;
import nexhelm.support.Needs;

/** {@code git http-backend} behind a loopback web server, with one repository {@code /acme/app.git}. */
final class GitServer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final Path root;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Optional<String> token = Optional.empty();
    private volatile Optional<String> redirect = Optional.empty();

    private GitServer(Path root) throws IOException {
        this.root = root;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(workers);
        server.start();
    }

    /** A repository whose branch main holds these files: path to content. */
    static GitServer with(Path folder, Map<String, String> files) throws IOException {
        Needs.program("git");
        Path work = Files.createDirectories(folder.resolve("work"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = work.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return fromWork(folder, work);
    }

    /** A repository whose branch main holds what a folder does, also links and modes. */
    static GitServer fromWork(Path folder, Path work) throws IOException {
        git(work, "init", "-q", "-b", "main");
        git(work, "add", "-A");
        git(work, "commit", "-q", "-m", "first");
        Path bare = folder.resolve("srv/acme/app.git");
        Files.createDirectories(bare.getParent());
        git(work, "clone", "-q", "--bare", work.toString(), bare.toString());
        git(bare, "config", "http.receivepack", "true");
        return new GitServer(folder.resolve("srv"));
    }

    /** Runs git in a folder, without the configuration of this machine, and gives its output. */
    static String git(Path folder, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "git";
        System.arraycopy(words, 0, all, 1, words.length);
        return Command.of(all)
                .in(folder)
                .env("GIT_CONFIG_NOSYSTEM", "1")
                .env("GIT_CONFIG_GLOBAL", "/dev/null")
                .env("GIT_AUTHOR_NAME", "Test")
                .env("GIT_AUTHOR_EMAIL", "test@example.org")
                .env("GIT_COMMITTER_NAME", "Test")
                .env("GIT_COMMITTER_EMAIL", "test@example.org")
                .run(LIMIT)
                .ok()
                .strip();
    }

    /** Asks the bare repository. */
    String bare(String... words) {
        return git(root.resolve("acme/app.git"), words);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/acme/app.git";
    }

    /** From now on only this token may. */
    void requireToken(String wanted) {
        token = Optional.of(wanted);
    }

    /** From now on every request is sent elsewhere. */
    void redirectTo(String url) {
        redirect = Optional.of(url);
    }

    /** Method, path and what Authorization carried. */
    List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sent = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .map(header -> new String(
                            Base64.getDecoder().decode(header.replaceFirst("^Basic ", "")), StandardCharsets.UTF_8))
                    .orElse("");
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + sent);
            if (redirect.isPresent()) {
                exchange.getResponseHeaders().add("Location", redirect.get() + exchange.getRequestURI());
                exchange.sendResponseHeaders(302, -1);
            } else if (token.isPresent() && !sent.equals("x-access-token:" + token.get())) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else {
                backend(exchange, sent);
            }
        }
    }

    /** As CGI (RFC 3875) has it. */
    private void backend(HttpExchange exchange, String sent) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "safe.directory");
        environment.put("GIT_CONFIG_VALUE_0", "*");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put(
                "QUERY_STRING",
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        header(exchange, "Content-Type").ifPresent(type -> environment.put("CONTENT_TYPE", type));
        header(exchange, "Content-Encoding").ifPresent(type -> environment.put("HTTP_CONTENT_ENCODING", type));
        header(exchange, "Git-Protocol").ifPresent(version -> environment.put("GIT_PROTOCOL", version));
        if (!sent.isEmpty()) {
            environment.put("REMOTE_USER", "tester");
        }
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        byte[] body = exchange.getRequestBody().readAllBytes();
        workers.execute(() -> {
            try (var in = process.getOutputStream()) {
                in.write(body);
            } catch (IOException e) {
                // it has read what it wanted
            }
        });
        try (InputStream out = process.getInputStream()) {
            int status = 200;
            for (String line = line(out); !line.isEmpty(); line = line(out)) {
                String[] parts = line.split(": ", 2);
                if (parts[0].equals("Status")) {
                    status = Integer.parseInt(parts[1].substring(0, 3));
                } else {
                    exchange.getResponseHeaders().add(parts[0], parts[1]);
                }
            }
            byte[] content = out.readAllBytes();
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
