package nexhelm.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.Tokens;
import nexhelm.http.Http;
import nexhelm.json.Json;
import nexhelm.world.World;

/** The daemon of a workspace: files, commands and git behind one address and one session token. */
public final class Daemon {

    private static final Duration SILENCE = Duration.ofSeconds(120);

    private final World world;
    private final Workspaces.Coordinates workspace;

    public Daemon(World world, Workspaces.Coordinates workspace) {
        this.world = world;
        this.workspace = workspace;
    }

    /** The daemon of the workspace named, else of the active one. */
    public static Daemon of(Session session, Optional<String> workspaceId) {
        return new Daemon(session.world(), new Workspaces(session.world()).find(workspaceId));
    }

    /** POST of an action; a refusal and an unreachable daemon are exit code 3. */
    public JsonNode post(String path, ObjectNode body) {
        return post(path, body, SILENCE);
    }

    /** The same, for work that is silent for longer. */
    public JsonNode post(String path, ObjectNode body, Duration silence) {
        return call("POST", path, Optional.of(body), silence);
    }

    /** GET of what the daemon says of itself. */
    public JsonNode get(String path) {
        return call("GET", path, Optional.empty(), Duration.ofSeconds(10));
    }

    private JsonNode call(String method, String path, Optional<ObjectNode> body, Duration silence) {
        var headers = Map.of("Authorization", "Bearer " + workspace.token());
        Http.Response answer;
        try {
            answer = world.http()
                    .send(Http.Request.of(method, workspace.endpoint() + path, headers, body.map(Json::compact))
                            .read(silence));
        } catch (IOException e) {
            throw Failure.network(
                            "network error: the workspace " + workspace.id() + " cannot be reached: " + e.getMessage())
                    .exit(3);
        }
        String said = Tokens.hide(answer.body(), workspace.token());
        if (answer.status() >= 300) {
            Failure refused = Failure.backend(
                    answer.status(),
                    "daemon error " + path.substring(1).replace('/', '.') + " -> " + answer.status() + ": "
                            + detail(said));
            throw answer.status() == 401
                    ? refused.hint("the session may be over"
                            + workspace
                                    .expires()
                                    .map(at -> " (it ends at " + at + ")")
                                    .orElse("")
                            + "; nex workspace start or enter begins another")
                    : refused;
        }
        try {
            return said.isBlank() ? Json.object() : Json.parse(said);
        } catch (Json.Malformed e) {
            throw Failure.backend(
                    answer.status(),
                    "the workspace answered no JSON to " + method + " " + path + "; is that its address?");
        }
    }

    /** What a refusal says: its detail where it has one, else its first characters. */
    private static String detail(String said) {
        String words = said;
        try {
            JsonNode detail = Json.parse(said).path("detail");
            words = detail.isTextual() && !detail.textValue().isBlank() ? detail.textValue() : said;
        } catch (Json.Malformed e) {
            // the text itself is the detail
        }
        String line = words.strip().replaceAll("\\s+", " ");
        return line.substring(0, Math.min(300, line.length()));
    }
}
