package nexhelm.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import nexhelm.json.Json;

/** Plain HTTP calls to an engine process as the user of this machine: no code of the client under test in between. */
public final class LocalClient {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final String url;
    private final String token;
    private final String userId;

    private LocalClient(String url, String token, String userId) {
        this.url = url;
        this.token = token;
        this.userId = userId;
    }

    /** A status and what came with it. */
    public record Answer(int status, JsonNode body) {
        public JsonNode ok() {
            if (status != 200) {
                throw new AssertionError(status + " " + Json.compact(body));
            }
            return body;
        }

        public String detail() {
            return body.path("detail").asText();
        }
    }

    /** Signs in with the secret of the state file. */
    public static LocalClient of(RunningEngine engine) throws IOException {
        var secret = Json.object().put("local_secret", engine.localSecret());
        JsonNode bundle = new LocalClient(engine.url(), "", "")
                .post("/auth/cli-token/local", secret)
                .ok();
        return new LocalClient(
                engine.url(),
                bundle.path("cli_token").asText(),
                bundle.path("user_id").asText());
    }

    public String token() {
        return token;
    }

    public String userId() {
        return userId;
    }

    /** The beginning of most bodies. */
    public ObjectNode body() {
        return Json.object().put("user_id", userId);
    }

    public Answer get(String path) throws IOException {
        return answer(send("GET", path, HttpRequest.BodyPublishers.noBody()));
    }

    public Answer post(String path, JsonNode body) throws IOException {
        return answer(send("POST", path, HttpRequest.BodyPublishers.ofString(Json.compact(body))));
    }

    /** A call whose answer is read while it comes, for instance a stream of events. */
    public HttpResponse<InputStream> stream(String path, JsonNode body) throws IOException {
        return body == null
                ? send("GET", path, HttpRequest.BodyPublishers.noBody())
                : send("POST", path, HttpRequest.BodyPublishers.ofString(Json.compact(body)));
    }

    /** Designs a run. */
    public JsonNode design(String transcript) throws IOException {
        return post("/workflow-lab/runs", body().put("use_real_client", false).put("transcript_text", transcript))
                .ok();
    }

    /** A call on a run: {@code start-verification}, {@code finalise}, {@code cancel}. */
    public Answer act(String runId, String what) throws IOException {
        return post("/workflow-lab/runs/" + runId + "/" + what, body());
    }

    public JsonNode show(String runId) throws IOException {
        return get("/workflow-lab/runs/" + runId).ok();
    }

    private HttpResponse<InputStream> send(String method, String path, HttpRequest.BodyPublisher body)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Answer answer(HttpResponse<InputStream> response) throws IOException {
        try (InputStream stream = response.body()) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(response.statusCode(), text.isBlank() ? Json.object() : Json.parse(text));
        } catch (Json.Malformed e) {
            throw new IOException("no JSON", e);
        }
    }
}
