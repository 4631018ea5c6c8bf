package nexhelm.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import nexhelm.Failure;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.render.Style;
import nexhelm.tool.Arg;
import nexhelm.world.TextFile;

/** Compares what two recorded runs left in the fields of their contract: a regression test for task definitions. */
final class TaskDiff {

    private TaskDiff() {}

    record Inputs(
            @Arg(help = "The run to compare with: a run.json, or the folder that holds it.", positional = true)
            String baseline,

            @Arg(help = "The other run.", positional = true) String other) {}

    static JsonNode diff(Session session, Inputs in) {
        ObjectNode before = snapshot(session, in.baseline());
        ObjectNode after = snapshot(session, in.other());
        var fields = new TreeSet<String>();
        before.fieldNames().forEachRemaining(fields::add);
        after.fieldNames().forEachRemaining(fields::add);
        ObjectNode result = Json.object().put("parity", !fields.isEmpty());
        ArrayNode mismatches = result.putArray("mismatches");
        for (String field : fields) {
            JsonNode a = before.path(field);
            JsonNode b = after.path(field);
            if (a.isBoolean() || b.isBoolean()) {
                if (holds(a) != holds(b)) {
                    mismatches
                            .addObject()
                            .put("field", field)
                            .put("parity", "soft")
                            .put("baseline", holds(a))
                            .put("new", holds(b));
                }
            } else if (!same(a, b)) {
                ObjectNode row = mismatches.addObject().put("field", field).put("parity", "strict");
                row.set("baseline", value(a));
                row.set("new", value(b));
                if (a.isMissingNode() || b.isMissingNode()) {
                    row.put("missing", a.isMissingNode() ? "baseline" : "new");
                }
            }
        }
        if (fields.isEmpty()) {
            result.put("reason", "neither run has a snapshot; record both again with a contract");
        } else {
            result.put("parity", mismatches.isEmpty());
        }
        return result;
    }

    /** 0 when all fields agree, 1 when some differ, 2 when there is nothing to compare. */
    static int exit(JsonNode result) {
        return result.has("reason") ? 2 : result.path("parity").asBoolean() ? 0 : 1;
    }

    static void view(JsonNode result, Page page) {
        Style style = page.style();
        if (result.has("reason")) {
            page.line(style.warn("⚠ " + result.path("reason").asText()));
            return;
        }
        JsonNode mismatches = result.path("mismatches");
        if (mismatches.isEmpty()) {
            page.line(style.good("✓ parity") + " — all fields match (strict exact, soft presence)");
            return;
        }
        page.line(style.bad("✗ " + mismatches.size() + (mismatches.size() == 1 ? " field" : " fields") + " drifted:"));
        for (JsonNode row : mismatches) {
            page.line("  [" + row.path("parity").asText() + "] "
                    + Style.line(row.path("field").asText()) + ": baseline=" + shown(row, "baseline") + " new="
                    + shown(row, "new"));
        }
    }

    private static String shown(JsonNode row, String side) {
        return row.path("missing").asText().equals(side) ? "(absent)" : Style.line(Json.compact(row.path(side)));
    }

    /** The fields of a run's contract; a run without a contract has none. */
    private static ObjectNode snapshot(Session session, String name) {
        Path path = session.world().path(name);
        String file = session.files().isPresent()
                ? name.endsWith(".json") ? name : name + "/run.json"
                : Files.isDirectory(path) ? path.resolve("run.json").toString() : name;
        JsonNode run;
        try {
            run = Json.parse(
                    session.files().isPresent()
                            ? session.files().get().text(file)
                            : TextFile.read(session.world(), file));
        } catch (Json.Malformed e) {
            throw Failure.input(file + " is not JSON: " + e.getMessage());
        }
        if (!run.isObject()) {
            throw Failure.input(file + " is no recorded run: it holds no JSON object");
        }
        return Optional.of(run.path("contract_report").path("snapshot"))
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseGet(Json::object);
    }

    private static JsonNode value(JsonNode value) {
        return value.isMissingNode() ? Json.object().nullNode() : value;
    }

    /** Something is there: not false, 0, empty, null or absent. */
    private static boolean holds(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.decimalValue().signum() != 0;
            case STRING -> !value.textValue().isEmpty();
            case ARRAY, OBJECT -> !value.isEmpty();
            default -> false;
        };
    }

    /** Equal, numbers by value at any depth. */
    private static boolean same(JsonNode a, JsonNode b) {
        return a.equals(
                (x, y) -> x.isNumber() && y.isNumber()
                        ? x.decimalValue().compareTo(y.decimalValue())
                        : x.equals(y) ? 0 : 1,
                b);
    }
}
