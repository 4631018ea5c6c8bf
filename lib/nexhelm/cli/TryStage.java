package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import nexhelm.client.Backend;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Page;

/** What the sandbox of one try is built from, where that is not the organisation's blueprint. */
record TryStage(String origin, JsonNode holds) {

    /** Asks only where the run says that it has a blueprint of its own. */
    static Optional<TryStage> of(Session session, ObjectNode run) {
        if (!run.path("blueprint_origin").isTextual()) {
            return Optional.empty();
        }
        String id = run.path("id").asText();
        JsonNode answer = session.backend()
                .object(
                        session.backend().get(Backend.path("/workflow-lab/runs/{}/blueprint", id), Map.of()),
                        "blueprint");
        return Optional.of(new TryStage(answer.path("origin").asText(), answer.path("holds")));
    }

    void show(Page page) {
        page.line(line(json()));
        for (JsonNode one : holds) {
            page.line("    " + Page.cell(one.path("kind")) + "  " + Page.cell(one.path("name")));
        }
        if (synthetic()) {
            page.suggest("with papers like yours: nex sandbox blueprint init --from FILE -o MINE.json, edit it,"
                    + " nex try -f FILE --blueprint MINE.json");
        }
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("blueprint_origin", origin).put("synthetic", synthetic());
        json.set("holds", holds);
        return json;
    }

    private boolean synthetic() {
        return origin.equals("proposed");
    }

    /** "made up for this transcript ([synthetic]): 2 folders, 5 documents, 1 mail". */
    static String line(JsonNode stage) {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        stage.path("holds").forEach(one -> kinds.merge(one.path("kind").asText(), 1, Integer::sum));
        var counts = new StringJoiner(", ");
        kinds.forEach((kind, n) -> counts.add(n + " " + kind + (n == 1 ? "" : "s")));
        return (stage.path("synthetic").asBoolean()
                        ? "made up for this transcript, every value [synthetic]: "
                        : "built from the blueprint that you gave: ")
                + counts;
    }
}
