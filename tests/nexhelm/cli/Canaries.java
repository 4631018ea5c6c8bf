package nexhelm.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;

/** Secrets planted wherever the program keeps or meets some, a backend that repeats what it was sent, and the search for them. */
public final class Canaries implements AutoCloseable {
    private static final String MARK = "canary7f";
    private static final String TOKEN = MARK + "-Cli/Token+1==";
    private static final String GITHUB = MARK + "-github-2";
    private static final String SERVICE = MARK + "-service-key-3";
    private static final String SESSION = MARK + "-session-4";
    private static final String KEY = MARK + "-ssh-key-5";
    private static final String PASSWORD = MARK + "-Pass \"word\" 6";
    private static final String SHARED = MARK + "-shared-7";
    private static final String SIGNATURE = MARK + "-signature-8";
    private static final String MODEL = MARK + "-model-key-9";

    /** Where secrets are meant to be: names below home. */
    private static final String MEANT =
            "\\.nex/(config|profiles/.*|tasks-run\\.env|active_workspace|workspaces/.*|keys/.*)|\\.ssh/id_ed25519|"
                    + "frontend/\\.env\\.local";

    /** How the backend answers. */
    public enum Mood {
        OBJECT,
        LIST,
        UNAUTHORIZED,
        INVALID,
        BROKEN,
        PAGE,
        HALF,
        REDIRECT
    }

    private final Path home;
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Mood mood = Mood.OBJECT;

    public Canaries(Path home) {
        this.home = home;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "canary-backend");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    /** The address of the backend, which is also GitHub, the database and the workspace. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void mood(Mood now) {
        mood = now;
    }

    /** How many requests arrived. */
    public int asked() {
        return asked.get();
    }

    /** A home with a secret in every place; what a command removed before is there again. */
    public TestWorld planted() {
        return TestWorld.in(home)
                .config(TestWorld.configOf(url())
                        .replace(TestWorld.TOKEN, TOKEN)
                        .replaceFirst(
                                "\\{", "{\"github_fgt\": \"" + GITHUB + "\", \"default_sandbox_user_id\": \"s-1\","))
                .file(
                        ".nex/tasks-run.env",
                        "SUPABASE_URL=" + url() + "\nSUPABASE_SERVICE_ROLE_KEY=" + SERVICE,
                        "rw-------")
                .file(".nex/active_workspace", workspace().replace("{", "{\"workspace_id\": \"r-1\", "), "rw-------")
                .file(".nex/workspaces/r-1.json", workspace(), "rw-------")
                .file(".nex/keys/r-1", privateKey(), "rw-------")
                .file(".ssh/id_ed25519", privateKey(), "rw-------")
                .file("frontend/.env.local", "APP_API_SHARED_SECRET=" + SHARED + "\nJWT_ISSUER=i\nJWT_AUDIENCE=a\n")
                .file("proj/r-1", "{\"note\": \"a document\"}")
                .env("NEX_DEBUG", "1")
                .env("NEX_PASSWORD", PASSWORD)
                .env("NEX_JWT_SECRET", SHARED)
                .env("NEX_GITHUB_TOKEN", GITHUB)
                .env("NEX_GITHUB_URL", url())
                .env("NEX_GOOGLE_DOCS_URL", url())
                .env("OPENAI_API_KEY", MODEL)
                .env("NEX_ENGINE", "/bin/false")
                .env("NEX_JBANG", "/bin/false")
                .env("BROWSER", "true")
                .env("EDITOR", "true")
                .env("VISUAL", "true")
                .env("JBANG_DIR", home.resolve("jbang").toString())
                .env("PATH", home.resolve("bin").toString());
    }

    private String workspace() {
        return "{\"endpoint\": \"" + url() + "\", \"session_token\": \"" + SESSION + "\"}";
    }

    private static String privateKey() {
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + KEY + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    /** The planted secrets that a text shows, whole or in their better part, plain, in JSON or in an address. */
    public static List<String> in(String text) {
        var found = new ArrayList<String>();
        if (!text.contains(MARK)) {
            return found;
        }
        for (String secret : List.of(TOKEN, GITHUB, SERVICE, SESSION, KEY, PASSWORD, SHARED, SIGNATURE, MODEL)) {
            if (text.contains(secret.substring(0, MARK.length() + 4))
                    || text.contains(URLEncoder.encode(secret, StandardCharsets.UTF_8))) {
                found.add(secret);
            }
        }
        return found.isEmpty() ? List.of("a part of a secret") : found;
    }

    /** The files below home that show a secret and are not meant to. */
    public List<String> files() {
        try (Stream<Path> files = Files.walk(home)) {
            var found = new ArrayList<String>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = home.relativize(file).toString();
                List<String> here = in(Files.readString(file, StandardCharsets.ISO_8859_1));
                if (!name.matches(MEANT) && !here.isEmpty()) {
                    found.add(name + " holds " + here);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            var sent = new TreeMap<String, String>();
            exchange.getRequestHeaders().forEach((name, values) -> sent.put(name, String.join(", ", values)));
            sent.put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            sent.put("authorization", sent.getOrDefault("Authorization", "").replaceFirst("Bearer ", ""));
            String path = exchange.getRequestURI().getPath();
            boolean stream = sent.getOrDefault("Accept", "").contains("event-stream");
            String echo = Json.compact(Json.array().add(sent.toString()));
            echo = echo.substring(1, echo.length() - 1);
            Map<String, String> headers = new TreeMap<>();
            int status = 200;
            String body;
            headers.put("Content-Type", "application/json");
            switch (mood) {
                case OBJECT -> {
                    headers.put("Content-Type", stream ? "text/event-stream" : "application/json");
                    body = stream
                            ? "data: {\"type\": \"text\", \"content\": " + echo
                                    + "}\n\ndata: {\"type\": \"error\", \"message\": " + echo + "}\n\n"
                            : object(path, echo);
                }
                case LIST -> body = "[" + object(path, echo) + "]";
                case UNAUTHORIZED -> {
                    status = 401;
                    body = "{\"detail\": " + echo + ", \"msg\": " + echo + ", \"error_description\": " + echo + "}";
                }
                case INVALID -> {
                    status = 422;
                    body = "{\"detail\": [{\"loc\": [\"body\"], \"input\": " + echo + "}]}";
                }
                case BROKEN -> {
                    status = 500;
                    headers.put("Content-Type", "text/plain");
                    body = "Traceback: " + sent + " at " + url() + "/f?X-Amz-Signature=" + SIGNATURE;
                }
                case PAGE -> {
                    headers.put("Content-Type", "text/html");
                    body = "<html>" + sent + "</html>";
                }
                case HALF -> body = "{\"detail\": " + echo;
                default -> {
                    status = 302;
                    headers.put(
                            "Location",
                            url() + "/" + sent.get("authorization") + "?t="
                                    + URLEncoder.encode(sent.toString(), StandardCharsets.UTF_8));
                    body = "moved";
                }
            }
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean none = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
            if (!none) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    /** An answer with what many commands look for, and what was sent. */
    private String object(String path, String echo) {
        String more = path.endsWith("/start")
                ? "\"workspace_id\": \"r-1\", \"endpoint\": \"" + url() + "\", \"session_token\": \"" + SESSION + "\","
                : path.contains("presigned")
                        ? "\"url\": \"" + url() + "/f?X-Amz-Signature=" + SIGNATURE + "\","
                        : path.contains("/token") ? "\"access_token\": \"" + SESSION + "\"," : "";
        return "{" + more + "\"id\": \"r-1\", \"run_id\": \"r-1\", \"status\": \"completed\", \"name\": " + echo
                + ", \"content\": " + echo + ", \"stdout\": " + echo + ", \"description\": " + echo
                + ", \"error\": " + echo + ", \"task_definition\": {\"name\": " + echo + ", \"steps\": []}"
                + ", \"runs\": [{\"id\": \"r-1\", \"name\": " + echo + "}], \"messages\": [{\"text\": " + echo + "}]}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
