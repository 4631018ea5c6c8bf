package nexhelm.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import nexhelm.json.Json;

/** How evidence looks on a terminal: the trace as a tree, two runs compared, files that were downloaded. */
public final class Evidence {

    private static final int MOST_OF_A_VALUE = 160;

    private Evidence() {}

    /** A run's trace: the conversation, or the tree where that was asked for. */
    public static void trace(JsonNode result, Page page) {
        if (result.path("steps").isArray()) {
            tree(result, page);
        } else {
            Views.trace(result, page);
        }
    }

    private static void tree(JsonNode run, Page page) {
        Style style = page.style();
        page.line(style.bold(Page.cell(run.path("name"))) + "  " + Page.cell(run.path("status")) + "  "
                + style.dim(took(run) + started(run)));
        for (String key : List.of("summary", "error")) {
            if (run.path(key).isTextual()) {
                page.line((key.equals("error") ? style.bad("✗ ") : "")
                        + Style.line(run.path(key).textValue()));
            }
        }
        JsonNode steps = run.path("steps");
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            step(steps.get(i), last ? "└─ " : "├─ ", last ? "   " : "│  ", page);
        }
        JsonNode files = run.path("files");
        if (!files.isEmpty()) {
            page.blank()
                    .suggest("wrote " + files.size() + (files.size() == 1 ? " file" : " files")
                            + ": nex workflow files " + Page.cell(run.path("run_id")) + " --get");
        }
    }

    private static void step(JsonNode step, String branch, String under, Page page) {
        Style style = page.style();
        String performer = step.path("performer").asText("agent");
        page.line(branch + style.bold(Page.cell(step.path("step")) + ". " + Page.cell(step.path("title"))) + "  "
                + state(step.path("state").asText(), style)
                + (performer.equals("agent") ? "" : "  " + style.dim(Style.line(performer))) + style.dim(took(step)));
        List<JsonNode> acts = new ArrayList<>();
        for (String kind : List.of("calls", "gates", "said")) {
            step.path(kind).forEach(acts::add);
        }
        acts.sort(Comparator.comparingLong(act -> act.path("order").asLong()));
        boolean summed = step.path("summary").isTextual()
                && acts.stream().noneMatch(act -> act.path("text").equals(step.path("summary")));
        for (int i = 0; i < acts.size(); i++) {
            boolean last = i == acts.size() - 1 && !summed;
            act(acts.get(i), under + (last ? "└─ " : "├─ "), under + (last ? "   " : "│  "), page);
        }
        if (summed) {
            page.hang(
                    under + "└─ ",
                    under + "   ",
                    Style.line(step.path("summary").textValue()),
                    style::dim);
        }
    }

    private static String state(String state, Style style) {
        String word = state.replace('_', ' ');
        return switch (state) {
            case "done" -> style.good(word);
            case "lacking", "stopped" -> style.bad(word);
            case "not_reached" -> style.dim(word);
            default -> style.warn(Style.line(word));
        };
    }

    private static void act(JsonNode act, String branch, String under, Page page) {
        Style style = page.style();
        if (act.has("tool") && act.has("output")) {
            boolean ok = act.path("status").asText().equals("ok");
            page.line(branch + "→ " + Page.cell(act.path("tool"))
                    + (act.path("effect").asText().equals("write") ? " (writes)" : "") + style.dim(took(act)));
            values(act.path("input"), under + "     ", page);
            page.line(under + (ok ? style.good("← ok") : style.bad("← " + Page.cell(act.path("status")))));
            values(act.path("output"), under + "     ", page);
        } else if (act.has("prompt")) {
            String who = act.path("answered_by").isTextual()
                    ? " by " + Style.line(act.path("answered_by").textValue())
                    : "";
            String text = act.path("text").asText("");
            page.hang(
                    branch,
                    under + "  ",
                    "? " + asked(act),
                    line -> line.startsWith("? ") ? style.warn("?") + line.substring(1) : line);
            page.line(under
                    + (act.path("decision").isTextual()
                            ? "= " + Page.cell(act.path("decision")) + who
                                    + (text.isEmpty() || act.path("text").isNull() ? "" : ": " + Style.line(text))
                            : "= nobody answered yet"));
        } else {
            page.hang(branch, under, Style.line(act.path("text").asText()), UnaryOperator.identity());
        }
    }

    /** A question whole, because what it lacks may stand at its end; an approval may show a whole letter. */
    private static String asked(JsonNode act) {
        String prompt = Style.line(act.path("prompt").asText());
        return act.path("kind").asText().equals("question") ? prompt : clip(prompt);
    }

    private static void values(JsonNode values, String under, Page page) {
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            String key = Style.line(value.getKey()) + ": ";
            String shown = clip(plain(value.getValue()));
            page.line(
                    under + page.style().dim(key) + (page.narrow() ? page.fit(shown, (under + key).length()) : shown));
        }
    }

    private static String plain(JsonNode value) {
        return value.isValueNode() ? Style.line(value.asText()) : Style.line(Json.compact(value));
    }

    private static String clip(String text) {
        return text.codePointCount(0, text.length()) <= MOST_OF_A_VALUE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_OF_A_VALUE)) + "…";
    }

    private static String started(JsonNode run) {
        String at = run.path("started_at").asText("");
        return at.length() < 16
                ? ""
                : ", from " + Style.line(at.substring(0, 10) + " " + at.substring(11, 16)) + " UTC";
    }

    private static String took(JsonNode span) {
        return span.path("duration_ms").isNumber()
                ? "  " + duration(span.path("duration_ms").asLong())
                : "";
    }

    /** A time span as a person says it. */
    static String duration(long ms) {
        return ms < 1000
                ? ms + " ms"
                : ms < 60_000
                        ? ms / 1000 + "." + ms % 1000 / 100 + " s"
                        : ms < 3_600_000
                                ? ms / 60_000 + " min " + ms % 60_000 / 1000 + " s"
                                : ms / 3_600_000 + " h " + ms % 3_600_000 / 60_000 + " min";
    }

    /** What --get downloaded. */
    static void saved(JsonNode result, Page page) {
        JsonNode saved = result.path("saved");
        page.line(
                saved.isEmpty()
                        ? "nothing was written, so there is nothing to download"
                        : saved.size() + (saved.size() == 1 ? " file" : " files") + " in "
                                + Page.cell(result.path("folder")));
        boolean before = false;
        for (JsonNode file : saved) {
            before |= file.path("version").asText().equals("before");
            page.line("  " + Page.cell(file.path("file")));
        }
        for (JsonNode file : result.path("not_kept")) {
            page.line(page.style().warn("  not kept, too large: ") + Page.cell(file.path("path")) + " ("
                    + Page.cell(file.path("version")) + ")");
        }
        if (before) {
            page.line("what changed: diff -ru before after");
        }
    }

    /** Two runs side by side: {@code -} is the first, {@code +} the second. */
    public static void comparison(JsonNode result, Page page) {
        Style style = page.style();
        head("-", result.path("a"), page);
        head("+", result.path("b"), page);
        page.blank();
        if (result.path("same").asBoolean()) {
            page.line(style.good("the same: steps, outcomes, calls and files"));
            return;
        }
        page.heading("steps");
        for (JsonNode step : result.path("steps")) {
            step(step, page);
        }
        if (!result.path("files").isEmpty()) {
            page.blank().heading("files");
            result.path("files").forEach(file -> file(file, page));
        }
        page.blank();
        if (result.path("regressions").isEmpty()) {
            page.line(style.good("nothing got worse"));
        } else {
            page.line(style.bad("worse:"));
            result.path("regressions")
                    .forEach(worse -> page.line(
                            style.bad("  ✗ ") + Style.line(worse.path("text").asText())));
        }
    }

    private static void head(String sign, JsonNode run, Page page) {
        page.line(sign + " " + Page.cell(run.path("run_id")) + "  " + Page.cell(run.path("status")) + "  stop_reason: "
                + Page.cell(run.path("stop_reason")) + page.style().dim(took(run)) + "  "
                + Page.cell(run.path("name")));
    }

    private static void step(JsonNode step, Page page) {
        Style style = page.style();
        String title = Page.cell(step.path("title"));
        switch (step.path("change").asText()) {
            case "only_a" ->
                page.line(
                        style.bad("- " + title + "  " + Page.cell(step.path("a").path("state"))));
            case "only_b" ->
                page.line(style.good(
                        "+ " + title + "  " + Page.cell(step.path("b").path("state"))));
            case "same" ->
                page.line(
                        style.dim("  " + title + "  " + Page.cell(step.path("b").path("state"))));
            default -> {
                page.line("~ " + title);
                step.path("differences")
                        .forEach(difference -> pair(Page.cell(difference.path("what")), difference, "    ", page));
                step.path("calls").forEach(call -> call(call, page));
            }
        }
    }

    private static void call(JsonNode call, Page page) {
        String tool = Page.cell(call.path("tool"));
        switch (call.path("change").asText()) {
            case "only_a" -> page.line("    " + page.style().bad("- → " + tool));
            case "only_b" -> page.line("    " + page.style().good("+ → " + tool));
            default -> page.line("    ~ → " + tool);
        }
        call.path("fields").forEach(field -> pair(Page.cell(field.path("field")), field, "        ", page));
    }

    private static void pair(String name, JsonNode pair, String indent, Page page) {
        if (!pair.path("a").isNull()) {
            page.line(indent + page.style().bad("- " + name + ": " + clip(plain(pair.path("a")))));
        }
        if (!pair.path("b").isNull()) {
            page.line(indent + page.style().good("+ " + name + ": " + clip(plain(pair.path("b")))));
        }
    }

    private static void file(JsonNode file, Page page) {
        Style style = page.style();
        String name = Page.cell(file.path("kind")) + " " + Page.cell(file.path("path"));
        switch (file.path("change").asText()) {
            case "only_a" -> page.line(style.bad("- " + name));
            case "only_b" -> page.line(style.good("+ " + name));
            case "same" -> page.line(style.dim("  " + name));
            default -> page.line("~ " + name);
        }
        for (JsonNode signed : file.path("diff")) {
            String line = Style.safe(signed.asText()).replace("\n", " ");
            page.line("    "
                    + (line.startsWith("+")
                            ? style.good(line)
                            : line.startsWith("-") ? style.bad(line) : line.startsWith("@") ? style.dim(line) : line));
        }
    }
}
