package nexhelm.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.json.JsonPlace;
import nexhelm.render.Style;
import nexhelm.world.TextFile;
import nexhelm.world.World;

/**
 * A blueprint as somebody wrote it.
 *
 * @param name what errors call it
 * @param text the text it was written in, empty where there is none
 */
public record BlueprintFile(JsonNode blueprint, String name, String text) {

    /** Reads a file, or standard input for {@code -}; what is no JSON object is invalid input. */
    public static BlueprintFile read(World world, String file) {
        String text = TextFile.read(world, file);
        try {
            JsonNode blueprint = Json.parse(text);
            Optional<JsonPlace.Twice> twice = JsonPlace.twice(text);
            if (twice.isPresent()) {
                throw Failure.input(file + ": " + twice.get().place() + ": '"
                        + Style.line(twice.get().field()) + "' is given twice in one object; keep one of them");
            }
            if (blueprint.isObject()) {
                return new BlueprintFile(blueprint, file, text);
            }
            throw Failure.input(file + ": line 1, column 1: is not a JSON object");
        } catch (Json.Malformed e) {
            throw Failure.input(file + " is " + e.getMessage());
        }
    }

    static BlueprintFile of(JsonNode blueprint) {
        return new BlueprintFile(blueprint, "blueprint", "");
    }

    /** What the engine says of it; a wrong field is invalid input, with line, column and field. */
    public JsonNode checked(Session session, Optional<String> provider) {
        ObjectNode result = session.backend()
                .object(
                        session.backend().post("/workflow-lab/sandbox-environments/check", body(session, provider)),
                        "check");
        JsonNode error = result.path("errors").path(0);
        if (!error.isMissingNode()) {
            String field = error.path("field").asText();
            String place = text.isEmpty() ? "" : JsonPlace.of(text, field) + ": ";
            throw Failure.input(
                    name + ": " + place + field + ": " + error.path("problem").asText());
        }
        return result;
    }

    ObjectNode body(Session session, Optional<String> provider) {
        ObjectNode body = LabWorkflow.user(session);
        provider.ifPresent(word -> body.put("provider", word));
        body.set("blueprint", blueprint);
        return body;
    }
}
