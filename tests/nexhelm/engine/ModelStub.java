package nexhelm.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.model.ModelSettings;
import nexhelm.engine.persona.Personas;
import nexhelm.http.StubServer;
import nexhelm.json.Json;

/** A server with the wire format of OpenAI's chat completions, and an engine that designs with it. */
final class ModelStub implements AutoCloseable {

    static final String ROUTE = "POST /v1/chat/completions";
    static final String KEY = "sk-nobody-may-see-this-0123456789";

    final StubServer server = StubServer.start();
    final LiveEngine engine;

    ModelStub(Path data) throws Exception {
        this(data, 20);
    }

    ModelStub(Path data, int seconds) throws Exception {
        EngineMain.logToStderr();
        var settings = new ModelSettings("tiny-1", server.url() + "/v1", Optional.of(KEY), Duration.ofSeconds(seconds));
        engine = LiveEngine.connect(Optional.of(Engine.start(Settings.local(data), Personas.with(settings))), data);
    }

    ModelStub answers(StubServer.Reply... replies) {
        server.on(ROUTE, replies);
        return this;
    }

    /** A completion whose message is this text. */
    static StubServer.Reply says(String text) {
        return completion(text, "stop");
    }

    static StubServer.Reply says(JsonNode answer) {
        return says(Json.compact(answer));
    }

    static StubServer.Reply completion(String text, String finish) {
        return message(
                Json.object().put("role", "assistant").put("content", text).putNull("refusal"), finish);
    }

    static StubServer.Reply message(ObjectNode message, String finish) {
        ObjectNode completion = Json.object()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1_772_600_000)
                .put("model", "tiny-1-2026-01-01");
        completion
                .putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", finish)
                .putNull("logprobs")
                .set("message", message);
        completion
                .putObject("usage")
                .put("prompt_tokens", 900)
                .put("completion_tokens", 200)
                .put("total_tokens", 1100);
        return StubServer.json(Json.compact(completion));
    }

    static StubServer.Reply error(int status, String message) {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", message)
                .put("type", "invalid_request_error")
                .putNull("param")
                .putNull("code");
        return StubServer.json(status, Json.compact(body));
    }

    /** A design of these steps. */
    static ObjectNode design(ObjectNode... steps) {
        ObjectNode answer =
                Json.object().put("name", "Send the weekly report").put("summary", "Sends the report each Friday.");
        List.of(steps).forEach(answer.putArray("steps")::add);
        answer.putArray("not_applied");
        return answer;
    }

    static ObjectNode step(String title, String tool, String quote) {
        return Json.object()
                .put("title", title)
                .put("instruction", title + ", as it was said.")
                .put("performer", "agent")
                .put("tool", tool)
                .put("approval", "")
                .put("quote", quote);
    }

    /** The requests as they came, newest last. */
    JsonNode request(int index) throws Exception {
        return Json.parse(server.seen().get(index).body());
    }

    @Override
    public void close() {
        engine.close();
        server.close();
    }
}
