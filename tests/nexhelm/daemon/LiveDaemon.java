package nexhelm.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nexhelm.daemon.exec.Limits;
import nexhelm.daemon.exec.Sandbox;
import nexhelm.daemon.git.Remote;
import nexhelm.json.Json;
import org.junit.jupiter.api.Assumptions;

/** A daemon in this process, on a free port, and its client. */
final class LiveDaemon implements AutoCloseable {

    static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final Daemon daemon;
    private final Path data;
    private final String secret;

    private LiveDaemon(Daemon daemon, Path data, String secret) {
        this.daemon = daemon;
        this.data = data;
        this.secret = secret;
    }

    static LiveDaemon start(Path data, GitServer git) throws Exception {
        return start(data, Optional.empty(), Limits.standard(), Clock.systemUTC(), git.url());
    }

    static LiveDaemon start(Path data, Optional<String> gitHubApi, Limits limits, Clock clock, String... repos)
            throws Exception {
        return start(data, gitHubApi, limits, Sandbox.NONE, clock, repos);
    }

    static LiveDaemon start(
            Path data, Optional<String> gitHubApi, Limits limits, Sandbox sandbox, Clock clock, String... repos)
            throws Exception {
        DaemonMain.logToStderr();
        Assumptions.assumeTrue(Daemon.namesEveryFile(), "needs a locale with UTF-8, such as LANG=C.UTF-8");
        Daemon daemon = Daemon.start(new Settings(
                data,
                "127.0.0.1",
                0,
                List.of(repos).stream().map(Remote::parse).toList(),
                gitHubApi,
                limits,
                sandbox,
                clock));
        JsonNode state = Json.parse(Files.readString(data.resolve("workspace.json")));
        return new LiveDaemon(daemon, data, state.path("control_secret").asText());
    }

    record Answer(int status, String body) {
        JsonNode ok() throws Exception {
            if (status != 200) {
                throw new AssertionError(status + " " + body);
            }
            return Json.parse(body);
        }

        String kind() throws Exception {
            return Json.parse(body).path("kind").asText();
        }

        /** The sentence of a refusal. */
        String detail() throws Exception {
            return Json.parse(body).path("detail").asText();
        }

        String refused() throws Exception {
            return status + " " + kind();
        }
    }

    String url() {
        return daemon.url();
    }

    String secret() {
        return secret;
    }

    Daemon daemon() {
        return daemon;
    }

    Answer control(String path, ObjectNode body) throws Exception {
        return send("POST", url() + path, secret, Json.compact(body));
    }

    Answer control(String path) throws Exception {
        return send("GET", url() + path, secret, "");
    }

    /** A session with everything allowed. */
    Session session() throws Exception {
        return session(Json.object().put("owner_id", "u-1").put("scope", "eng_default"));
    }

    Session session(ObjectNode wish) throws Exception {
        return new Session(control("/workspaces", wish).ok());
    }

    /** The client of one workspace. */
    final class Session {
        private final JsonNode started;

        Session(JsonNode started) {
            this.started = started;
        }

        String id() {
            return started.path("workspace_id").asText();
        }

        String endpoint() {
            return started.path("endpoint").asText();
        }

        String token() {
            return started.path("session_token").asText();
        }

        JsonNode started() {
            return started;
        }

        /** The folder of its files, on the disk of this test. */
        Path folder() {
            return data.resolve("workspaces").resolve(id());
        }

        Path repo() {
            return folder().resolve("repo");
        }

        Answer post(String path, ObjectNode body) throws Exception {
            return send("POST", endpoint() + path, token(), Json.compact(body));
        }

        Answer read(String path) throws Exception {
            return post("/code/read", Json.object().put("path", path));
        }

        Answer write(String path, String content) throws Exception {
            return post(
                    "/code/write",
                    Json.object().put("path", path).put("content", content).put("create_parents", true));
        }

        Answer patch(String path, String diff) throws Exception {
            return post("/code/patch", Json.object().put("path", path).put("diff", diff));
        }

        Answer search(String pattern) throws Exception {
            return post("/code/search", Json.object().put("pattern", pattern));
        }
    }

    static Answer send(String method, String url, String token, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(120))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    @Override
    public void close() {
        daemon.close();
    }
}
