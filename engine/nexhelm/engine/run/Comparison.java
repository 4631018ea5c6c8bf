package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * Two runs step by step: what only one of them has, what ended otherwise, and where the second does worse. Steps belong
 * together when they come from the same words of the transcript, else when they have the same title.
 */
public final class Comparison {

    /** Ids follow from the order in which things came to be; two runs may count differently and mean the same. */
    private static final String ID = "[a-z]+_[0-9a-f]{12}";

    private static final int MOST_OF_A_VALUE = 300;
    private static final List<String> STEP_FIELDS = List.of("title", "performer", "tool", "hitl", "state", "summary");

    private final ObjectNode a;
    private final ObjectNode b;
    private final ArrayNode regressions = Json.array();
    private boolean differs;
    private boolean otherWorkflow;

    private Comparison(ObjectNode a, ObjectNode b) {
        this.a = a;
        this.b = b;
    }

    /** Compares two runs that the caller may see. */
    public static ObjectNode of(Handle handle, Evidence evidence, Run runA, Run runB) {
        var comparison = new Comparison(Trace.of(handle, evidence, runA), Trace.of(handle, evidence, runB));
        return comparison.json(evidence.texts(handle, runA), evidence.texts(handle, runB));
    }

    private ObjectNode json(Map<String, Evidence.Texts> textsA, Map<String, Evidence.Texts> textsB) {
        ObjectNode answer = Json.object();
        answer.set("a", head(a));
        answer.set("b", head(b));
        stopReason();
        verdict();
        ArrayNode steps = steps();
        ArrayNode files = files(textsA, textsB);
        if (otherWorkflow) {
            regressions.removeAll();
            regression(
                    "workflow",
                    "These are runs of different workflows, \"%s\" and \"%s\": hardly a step of one is in the other, so what"
                                    .formatted(
                                            a.path("name").asText(),
                                            b.path("name").asText())
                            + " is missing is not counted as worse.");
        }
        answer.put("same", !differs);
        answer.set("regressions", regressions);
        answer.set("steps", steps);
        answer.set("files", files);
        return answer;
    }

    private static ObjectNode head(ObjectNode tree) {
        ObjectNode head = Json.object();
        for (String key : List.of(
                "run_id",
                "name",
                "status",
                "operator",
                "stop_reason",
                "created_at",
                "duration_ms",
                "summary",
                "error",
                "reviewer_verdict")) {
            head.set(key, tree.get(key));
        }
        return head;
    }

    private void stopReason() {
        String before = a.path("stop_reason").asText("null");
        String after = b.path("stop_reason").asText("null");
        differs |= !before.equals(after);
        if (!before.equals("null") && rank(after) > rank(before)) {
            regression(
                    "stop_reason",
                    "The run ended with " + before + ", now "
                            + (after.equals("null") ? "it has not ended" : "with " + after) + ".");
        }
    }

    /** A verdict that got worse, whoever gave it. */
    private void verdict() {
        String before = a.path("status").asText();
        String after = b.path("status").asText();
        boolean good = before.startsWith("verified_");
        boolean bad = Set.of("rejected", "failed", "cancelled").contains(after);
        if (bad && (good || before.equals("awaiting_human_verify") && !after.equals("cancelled"))) {
            differs = true;
            regression("verdict", "The run was " + judged(before, a) + ", now it is " + judged(after, b) + ".");
        }
    }

    private static String judged(String status, JsonNode run) {
        String verdict = run.path("reviewer_verdict").asText("null");
        String word = status.replace('_', ' ');
        return verdict.equals("null") || verdict.equals(word) ? word : word + " (" + verdict + ")";
    }

    private static int rank(String stopReason) {
        return switch (stopReason) {
            case "complete" -> 0;
            case "interaction" -> 1;
            case "null" -> 2;
            default -> 3;
        };
    }

    private ArrayNode steps() {
        List<JsonNode> as = list(a.path("steps"));
        List<JsonNode> bs = list(b.path("steps"));
        Map<Integer, Integer> pairs = new HashMap<>();
        List<Function<JsonNode, String>> keys = List.of(
                step -> quote(step).isEmpty() ? "" : quote(step) + "\n" + title(step),
                Comparison::quote,
                Comparison::title);
        for (Function<JsonNode, String> key : keys) {
            pair(as, bs, pairs, key);
        }
        otherWorkflow = !as.isEmpty()
                && !bs.isEmpty()
                && (pairs.isEmpty()
                        || !a.path("name").equals(b.path("name"))
                                && pairs.size() * 3 <= Math.min(as.size(), bs.size()));
        Set<Integer> emitted = new LinkedHashSet<>();
        ArrayNode steps = Json.array();
        for (int j = 0; j < bs.size(); j++) {
            Integer i = pairs.get(j);
            for (int k = 0; i != null && k < i; k++) {
                if (!pairs.containsValue(k) && emitted.add(k)) {
                    steps.add(step(as.get(k), null));
                }
            }
            steps.add(step(i == null ? null : as.get(i), bs.get(j)));
        }
        for (int k = 0; k < as.size(); k++) {
            if (!pairs.containsValue(k) && emitted.add(k)) {
                steps.add(step(as.get(k), null));
            }
        }
        return steps;
    }

    private static void pair(
            List<JsonNode> as, List<JsonNode> bs, Map<Integer, Integer> pairs, Function<JsonNode, String> key) {
        for (int j = 0; j < bs.size(); j++) {
            String wanted = key.apply(bs.get(j));
            for (int i = 0; i < as.size() && !pairs.containsKey(j) && !wanted.isEmpty(); i++) {
                if (!pairs.containsValue(i) && key.apply(as.get(i)).equals(wanted)) {
                    pairs.put(j, i);
                }
            }
        }
    }

    private static String quote(JsonNode step) {
        return step.path("source").path("quote").asText("").strip();
    }

    private static String title(JsonNode step) {
        return step.path("title").asText("").strip().toLowerCase(Locale.ROOT);
    }

    private ObjectNode step(JsonNode before, JsonNode after) {
        JsonNode any = after == null ? before : after;
        ObjectNode step = Json.object().put("title", any.path("title").asText());
        ArrayNode differences = Json.array();
        ArrayNode calls = Json.array();
        if (before != null && after != null) {
            for (String field : STEP_FIELDS) {
                differ(differences, field, before.path(field), after.path(field));
            }
            differ(differences, "gates", gates(before), gates(after));
            calls(list(before.path("calls")), list(after.path("calls")), calls);
        }
        String change = before == null
                ? "only_b"
                : after == null ? "only_a" : differences.isEmpty() && calls.isEmpty() ? "same" : "changed";
        differs |= !change.equals("same");
        step.put("change", change);
        step.set("a", side(before));
        step.set("b", side(after));
        step.set("differences", differences);
        step.set("calls", calls);
        if (before != null
                && before.path("state").asText().equals("done")
                && (after == null || !after.path("state").asText().equals("done"))) {
            regression(
                    "step",
                    "\"" + before.path("title").asText() + "\" was done, now it "
                            + (after == null
                                    ? "is no longer a step."
                                    : told(after.path("state").asText()) + "."));
        }
        return step;
    }

    private static String told(String state) {
        return switch (state) {
            case "handed_over" -> "is handed over to a person";
            case "declined" -> "is declined";
            case "lacking" -> "lacks something";
            case "waiting" -> "waits for a person";
            case "not_reached" -> "is not reached";
            case "started" -> "is at work";
            default -> "is " + state.replace('_', ' ');
        };
    }

    private static JsonNode side(JsonNode step) {
        if (step == null) {
            return Json.object().nullNode();
        }
        ObjectNode side = Json.object();
        for (String key : List.of("step", "title", "state", "summary", "duration_ms")) {
            side.set(key, step.get(key));
        }
        return side;
    }

    private static JsonNode gates(JsonNode step) {
        List<String> gates = list(step.path("gates")).stream()
                .map(gate -> decided(gate) + ": " + gate.path("prompt").asText())
                .toList();
        return gates.isEmpty() ? Json.object().nullNode() : Json.object().textNode(String.join("\n", gates));
    }

    private static String decided(JsonNode gate) {
        String kind = gate.path("kind").asText();
        return switch (gate.path("decision").asText("open")) {
            case "open" -> kind + " open";
            case "simulated" -> kind + " simulated";
            default -> gate.path("decision").asText();
        };
    }

    private static void differ(ArrayNode differences, String what, JsonNode before, JsonNode after) {
        if (!normal(before).equals(normal(after))) {
            differences.add(pairOf("what", what, before, after));
        }
    }

    private static ObjectNode pairOf(String key, String name, JsonNode before, JsonNode after) {
        ObjectNode pair = Json.object().put(key, name);
        pair.set("a", clipped(before));
        pair.set("b", clipped(after));
        return pair;
    }

    /** Calls in their order, matched by tool; those that are the same are left out. */
    private void calls(List<JsonNode> as, List<JsonNode> bs, ArrayNode out) {
        int[][] common = new int[as.size() + 1][bs.size() + 1];
        for (int i = as.size() - 1; i >= 0; i--) {
            for (int j = bs.size() - 1; j >= 0; j--) {
                common[i][j] = tool(as.get(i)).equals(tool(bs.get(j)))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < as.size() || j < bs.size()) {
            if (i < as.size() && j < bs.size() && tool(as.get(i)).equals(tool(bs.get(j)))) {
                call(as.get(i++), bs.get(j++), out);
            } else if (j >= bs.size() || i < as.size() && common[i + 1][j] >= common[i][j + 1]) {
                out.add(one("only_a", as.get(i++)));
            } else {
                out.add(one("only_b", bs.get(j++)));
            }
        }
    }

    private static String tool(JsonNode call) {
        return call.path("tool").asText();
    }

    private static ObjectNode one(String change, JsonNode call) {
        ObjectNode one = Json.object().put("change", change).put("tool", tool(call));
        ArrayNode fields = one.putArray("fields");
        call.path("input").properties().forEach(field -> {
            ObjectNode value = Json.object().put("field", "input." + field.getKey());
            value.set("a", change.equals("only_a") ? clipped(field.getValue()) : value.nullNode());
            value.set("b", change.equals("only_b") ? clipped(field.getValue()) : value.nullNode());
            fields.add(value);
        });
        return one;
    }

    private static void call(JsonNode before, JsonNode after, ArrayNode out) {
        ArrayNode fields = Json.array();
        fields("", before, after, "status", fields);
        for (String part : List.of("input", "output")) {
            Set<String> names = new LinkedHashSet<>();
            before.path(part).fieldNames().forEachRemaining(names::add);
            after.path(part).fieldNames().forEachRemaining(names::add);
            names.stream()
                    .filter(name -> !name.endsWith("_at"))
                    .forEach(name -> fields(part + ".", before.path(part), after.path(part), name, fields));
        }
        if (!fields.isEmpty()) {
            ObjectNode changed = Json.object().put("change", "changed").put("tool", tool(before));
            changed.set("fields", fields);
            out.add(changed);
        }
    }

    private static void fields(String prefix, JsonNode before, JsonNode after, String name, ArrayNode fields) {
        if (!normal(before.path(name)).equals(normal(after.path(name)))) {
            fields.add(pairOf("field", prefix + name, before.path(name), after.path(name)));
        }
    }

    private ArrayNode files(Map<String, Evidence.Texts> textsA, Map<String, Evidence.Texts> textsB) {
        Map<String, JsonNode> as = byPath(a.path("files"));
        Map<String, JsonNode> bs = byPath(b.path("files"));
        Set<String> keys = new LinkedHashSet<>(as.keySet());
        keys.addAll(bs.keySet());
        ArrayNode files = Json.array();
        for (String key : keys) {
            files.add(file(Optional.ofNullable(as.get(key)), Optional.ofNullable(bs.get(key)), textsA, textsB));
        }
        return files;
    }

    /** Files by kind and path; a path that is there twice counts on. */
    private static Map<String, JsonNode> byPath(JsonNode files) {
        Map<String, JsonNode> paths = new LinkedHashMap<>();
        for (JsonNode file : files) {
            String key = file.path("kind").asText() + " " + file.path("path").asText();
            for (int n = 2; paths.containsKey(key); n++) {
                key = file.path("kind").asText() + " " + file.path("path").asText() + " " + n;
            }
            paths.put(key, file);
        }
        return paths;
    }

    private ObjectNode file(
            Optional<JsonNode> before,
            Optional<JsonNode> after,
            Map<String, Evidence.Texts> textsA,
            Map<String, Evidence.Texts> textsB) {
        JsonNode any = after.or(() -> before).orElseThrow();
        boolean both = before.isPresent() && after.isPresent();
        boolean same = both
                && before.get().path("sha256").equals(after.get().path("sha256"))
                && before.get().path("change").equals(after.get().path("change"));
        differs |= !same;
        ObjectNode file = Json.object()
                .put("path", any.path("path").asText())
                .put("kind", any.path("kind").asText())
                .put("change", same ? "same" : both ? "changed" : before.isPresent() ? "only_a" : "only_b");
        file.set("a", before.map(node -> node.path("change")).orElseGet(file::nullNode));
        file.set("b", after.map(node -> node.path("change")).orElseGet(file::nullNode));
        ArrayNode lines = file.putArray("diff");
        if (!same) {
            Optional<String> textA = before.isEmpty() ? Optional.of("") : text(before.get(), textsA);
            Optional<String> textB = after.isEmpty() ? Optional.of("") : text(after.get(), textsB);
            if (textA.isPresent() && textB.isPresent()) {
                TextDiff.of(textA.get(), textB.get()).forEach(lines::add);
            } else {
                lines.add("@ too large to have been kept");
            }
        }
        if (before.isPresent() && after.isEmpty()) {
            regression(
                    "file",
                    any.path("path").asText() + " was "
                            + before.get().path("change").asText() + ", now the run does not touch it.");
        }
        return file;
    }

    private static Optional<String> text(JsonNode file, Map<String, Evidence.Texts> texts) {
        Evidence.Texts kept = texts.getOrDefault(file.path("id").asText(), Evidence.Texts.NONE);
        return file.path("change").asText().equals("deleted") ? Optional.of("") : kept.after();
    }

    private void regression(String kind, String sentence) {
        regressions.add(Json.object().put("kind", kind).put("text", sentence));
    }

    /** A value without what differs between any two runs. */
    private static String normal(JsonNode value) {
        return value.isMissingNode() ? "null" : Json.compact(value).replaceAll("\"" + ID + "\"", "\"id\"");
    }

    private static JsonNode clipped(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Json.object().nullNode();
        }
        String text = value.isValueNode() ? value.asText() : Json.compact(value);
        return Json.object()
                .textNode(
                        text.codePointCount(0, text.length()) <= MOST_OF_A_VALUE
                                ? text
                                : text.substring(0, text.offsetByCodePoints(0, MOST_OF_A_VALUE)) + "…");
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }
}
