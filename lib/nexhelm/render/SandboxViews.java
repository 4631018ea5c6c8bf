package nexhelm.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How sandboxes and their blueprints look to a person. */
public final class SandboxViews {

    private SandboxViews() {}

    /** How a sandbox stands. */
    public static void sandbox(JsonNode result, Page page) {
        if (result.path("declined").asBoolean()) {
            page.line("not confirmed, so nothing was changed");
            return;
        }
        Stream.of("sandbox_user_id", "sandbox_user_email", "built", "provider", "container")
                .forEach(key -> page.row(key, result.path(key)));
        JsonNode run = result.path("held_by");
        page.row(
                "held_by",
                run.isObject()
                        ? Page.cell(run.path("run_id")) + " (" + Page.cell(run.path("status")) + ") of "
                                + Page.cell(run.path("operator_email"))
                                + (run.path("blueprint_origin").asText().equals("proposed")
                                        ? ", made up for its transcript"
                                        : run.path("blueprint_origin").asText().equals("given")
                                                ? ", built from its own blueprint"
                                                : "")
                        : "-");
        Map<String, Integer> kinds = new TreeMap<>();
        result.path("items").forEach(item -> kinds.merge(item.path("kind").asText(), 1, Integer::sum));
        kinds.forEach((kind, count) -> page.row(kind + "s", count.toString()));
        if (!result.path("built").asBoolean()) {
            page.line("it is built when a run starts and wiped when the run ends");
        }
    }

    /** What a sandbox holds. */
    public static void files(JsonNode result, Page page) {
        var rows = new ArrayList<List<String>>();
        for (JsonNode item : result.path("items")) {
            rows.add(Stream.of("kind", "size", "id", "path")
                    .map(key -> Page.cell(item.path(key)))
                    .toList());
        }
        if (rows.isEmpty()) {
            page.suggest("the sandbox is empty: it is built when a run starts, or by nex sandbox reset");
        } else {
            page.table(List.of("KIND", "BYTES", "ID", "PATH"), rows);
        }
    }

    /** What an item says. */
    public static void content(JsonNode result, Page page) {
        page.line(Style.safe(result.path("content").asText()).stripTrailing());
    }

    /** A blueprint that can be built. */
    public static void checked(JsonNode result, Page page) {
        page.line(page.style().good("ok") + " the blueprint can be built (" + Page.cell(result.path("provider")) + ")");
    }

    /** A blueprint that was kept. */
    public static void kept(JsonNode result, Page page) {
        page.line(page.style().good("ok") + " kept for " + Page.cell(result.path("provider"))
                + ": the sandbox is built from it before each run");
        page.row("id", result.path("id"));
        page.row("sandbox_user_id", result.path("sandbox_user_id"));
        page.suggest("next: nex sandbox reset builds it now, to look at it");
    }

    /** A mail that is in the inbox now. */
    public static void delivered(JsonNode result, Page page) {
        page.line(page.style().good("ok") + " delivered " + Page.cell(result.path("title")));
        page.row("id", result.path("id"));
    }
}
