package nexhelm.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.json.Json;

/** A client of an engine that was started on a folder, signed in as its local user. */
final class LiveEngine implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final Optional<Engine> engine;
    private final String url;
    private final String token;
    private final String userId;

    private LiveEngine(Optional<Engine> engine, String url, String token, String userId) {
        this.engine = engine;
        this.url = url;
        this.token = token;
        this.userId = userId;
    }

    /** Starts an engine in this process, with scripted personas. */
    static LiveEngine start(Path data) throws Exception {
        return start(data, Duration.ZERO);
    }

    static LiveEngine start(Path data, Duration pace) throws Exception {
        return start(data, pace, "");
    }

    /** With those who may act as somebody else. */
    static LiveEngine start(Path data, Duration pace, String allowList) throws Exception {
        EngineMain.logToStderr();
        Settings plain = Settings.local(data);
        Engine engine = Engine.start(
                new Settings(
                        data,
                        plain.host(),
                        0,
                        plain.publicUrl(),
                        plain.sharedSecret(),
                        plain.emailDomain(),
                        pace,
                        plain.clock(),
                        Settings.impersonators(allowList)),
                Script.personas());
        return connect(Optional.of(engine), data);
    }

    /** Signs in to the engine whose state file is in a folder. */
    static LiveEngine connect(Optional<Engine> engine, Path data) throws Exception {
        JsonNode state = Json.parse(Files.readString(data.resolve("engine.json")));
        LiveEngine nobody = new LiveEngine(engine, state.path("url").asText(), "", "");
        JsonNode bundle = nobody.post(
                        "/auth/cli-token/local",
                        Json.object()
                                .put("local_secret", state.path("local_secret").asText()))
                .json();
        return new LiveEngine(
                engine,
                nobody.url,
                bundle.path("cli_token").asText(),
                bundle.path("user_id").asText());
    }

    /** An engine without a login. */
    static LiveEngine at(String url) {
        return new LiveEngine(Optional.empty(), url, "", "");
    }

    /** The same engine with another token. */
    LiveEngine as(String otherToken, String otherUser) {
        return new LiveEngine(Optional.empty(), url, otherToken, otherUser);
    }

    record Answer(int status, String body, HttpResponse<String> response) {
        JsonNode json() throws Exception {
            return Json.parse(body);
        }

        /** The body of an answer that must be a success. */
        JsonNode ok() throws Exception {
            if (status != 200) {
                throw new AssertionError(status + " " + body);
            }
            return json();
        }

        String kind() throws Exception {
            return json().path("kind").asText();
        }

        String detail() throws Exception {
            return json().path("detail").asText();
        }
    }

    String url() {
        return url;
    }

    String token() {
        return token;
    }

    String userId() {
        return userId;
    }

    Answer get(String path, String... headers) throws Exception {
        return send("GET", path, Optional.empty(), headers);
    }

    Answer post(String path, JsonNode body, String... headers) throws Exception {
        return send("POST", path, Optional.of(Json.compact(body)), headers);
    }

    Answer send(String method, String path, Optional<String> body, String... headers) throws Exception {
        HttpResponse<String> response =
                HTTP.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    private HttpRequest request(String method, String path, Optional<String> body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    /** Designs a run from a script. */
    JsonNode design(String script) throws Exception {
        return post(
                        "/workflow-lab/runs",
                        Json.object()
                                .put("user_id", userId)
                                .put("use_real_client", false)
                                .put("transcript_text", script))
                .ok();
    }

    /** Designs and starts verification. */
    JsonNode started(String script) throws Exception {
        return post(
                        runPath(design(script)) + "/start-verification",
                        Json.object().put("user_id", userId))
                .ok();
    }

    static String runPath(JsonNode run) {
        return "/workflow-lab/runs/" + run.path("id").asText();
    }

    JsonNode show(JsonNode run) throws Exception {
        return get(runPath(run)).ok();
    }

    ObjectNode message(JsonNode run) {
        return Json.object()
                .put("user_id", userId)
                .put("message", "go")
                .put("provider", "openai")
                .put("client_task_id", run.path("verifier_client_task_id").asInt())
                .put("task_definition_id", run.path("task_definition_id").asText());
    }

    /** Chats and reads the stream to its end. */
    List<JsonNode> chat(JsonNode run, Map<String, JsonNode> extra) throws Exception {
        ObjectNode body = message(run);
        body.setAll(extra);
        Answer answer = post("/langchain-agent/chat", body, "Accept", "text/event-stream");
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
        return events(answer.body());
    }

    List<JsonNode> chat(JsonNode run) throws Exception {
        return chat(run, Map.of());
    }

    static List<JsonNode> events(String stream) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (String line : stream.split("\n")) {
            if (line.startsWith("data:")) {
                events.add(Json.parse(line.substring(5)));
            }
        }
        return events;
    }

    static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    static JsonNode last(List<JsonNode> events) {
        return events.get(events.size() - 1);
    }

    JsonNode finalise(JsonNode run) throws Exception {
        return post(runPath(run) + "/finalise", Json.object().put("user_id", userId))
                .ok();
    }

    Answer answer(JsonNode run, JsonNode asked, String decision, String text, String... headers) throws Exception {
        ObjectNode body = Json.object()
                .put("message", "answer")
                .put("thread_id", show(run).path("verifier_thread_id").asText());
        body.set(
                "interaction_response",
                Json.object()
                        .put(
                                "interaction_id",
                                asked.path("data").path("interaction_id").asText())
                        .put("decision", decision)
                        .put("text", text));
        return post("/langchain-agent/chat", body, headers);
    }

    Answer judge(JsonNode run, String verdict, String... headers) throws Exception {
        return post(runPath(run) + "/finalise", Json.object().put("reviewer_verdict", verdict), headers);
    }

    @Override
    public void close() {
        engine.ifPresent(Engine::close);
    }
}
