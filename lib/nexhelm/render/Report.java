package nexhelm.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.json.Json;

/**
 * What a report of a run says, read from the answers of the engine, and its form in Markdown. {@link ReportPage} is the
 * same as a web page.
 */
public final class Report {

    static final int MOST_OF_A_FILE = 40_000;
    private static final int MOST_OF_A_VALUE = 400;
    private static final Set<String> MACHINERY = Set.of("limit", "recursive", "characters", "box");
    private static final String ID = "([a-z]+_)?[0-9a-f]{12}|[0-9a-f]{8}-[0-9a-f-]{27}|int_.*";

    private Report() {}

    /** A decision: what was asked, what was said, by whom and when. */
    record Decision(String step, String asked, String said, String who, String when) {}

    /** A call as a client reads it. */
    record Act(String what, boolean failed, List<Map.Entry<String, String>> values, Optional<ReportRows.Shown> table) {}

    static String title(JsonNode all) {
        String name = all.path("run").path("proposal").path("task_name").asText("");
        return name.isEmpty() ? all.path("trace").path("name").asText("Workflow") : name;
    }

    static String state(String state) {
        return switch (state) {
            case "done" -> "Done";
            case "handed_over" -> "Handed over to a person";
            case "declined" -> "Not done: declined or ruled out";
            case "lacking" -> "Could not be done";
            case "waiting" -> "Waits for a person";
            case "not_reached" -> "Not reached";
            case "started" -> "At work";
            case "stopped" -> "Stopped";
            default -> state.replace('_', ' ');
        };
    }

    /** What the client said, in the order of the steps, each once. */
    static List<String> quotes(JsonNode all) {
        Set<String> quotes = new LinkedHashSet<>();
        for (JsonNode said : all.path("run").path("proposal").path("rationale").path("client_said")) {
            quotes.add(
                    said.isTextual()
                            ? said.asText().strip()
                            : said.path("quote").asText("").strip());
        }
        for (JsonNode step : all.path("trace").path("steps")) {
            String quote = step.path("source").path("quote").asText("").strip();
            if (quote.contains(" ")
                    && quote.length() > 12
                    && quotes.stream().noneMatch(known -> known.contains(quote))) {
                quotes.add(quote);
            }
        }
        quotes.remove("");
        return List.copyOf(quotes);
    }

    /** How a step ended, without naming the step again. */
    static String summary(JsonNode step) {
        return step.path("summary").isTextual()
                ? step.path("summary")
                        .textValue()
                        .replaceFirst("^Step \\d+ \\(.*?\\) cannot be carried out: ", "")
                        .strip()
                : "";
    }

    /** Who does a step. */
    static String performer(JsonNode step) {
        String performer = step.path("performer").asText("agent");
        return performer.equals("agent") ? "Agent" : capital(performer);
    }

    static List<Decision> decisions(JsonNode all) {
        List<Decision> decisions = new ArrayList<>();
        for (JsonNode step : all.path("trace").path("steps")) {
            for (JsonNode gate : step.path("gates")) {
                String said = switch (gate.path("decision").asText("")) {
                    case "approved" -> "Approved";
                    case "rejected" -> "Rejected";
                    case "answered" -> "Answered";
                    case "simulated" -> "Rehearsed: nobody was asked";
                    default -> "Not answered yet";
                };
                String text = gate.path("text").isTextual()
                        ? gate.path("text").textValue().strip()
                        : "";
                decisions.add(new Decision(
                        step.path("title").asText(),
                        question(gate.path("prompt").asText()),
                        said + (text.isEmpty() ? "" : ": " + text),
                        gate.path("answered_by").isTextual()
                                ? gate.path("answered_by").textValue()
                                : "–",
                        when(gate.path("answered_at").asText(""))));
            }
        }
        return decisions;
    }

    static String verdict(JsonNode all) {
        JsonNode trace = all.path("trace");
        String note = trace.path("reviewer_note").isTextual()
                        && !trace.path("reviewer_note").textValue().isBlank()
                ? ": " + trace.path("reviewer_note").textValue().strip()
                : "";
        if (trace.path("reviewer_verdict").isTextual()) {
            boolean approved = trace.path("reviewer_verdict").asText().equals("approved");
            return (approved ? "Approved" : "Rejected")
                    + (trace.path("reviewed_by").isTextual()
                            ? " by " + trace.path("reviewed_by").textValue()
                            : "")
                    + note;
        }
        return switch (trace.path("status").asText()) {
            case "verified_auto" -> "Verified automatically: it completed and changed nothing.";
            case "failed" ->
                "Failed"
                        + (trace.path("error").isTextual()
                                ? ": " + trace.path("error").textValue()
                                : "");
            case "cancelled" ->
                "Cancelled"
                        + (trace.path("error").isTextual()
                                ? ": " + trace.path("error").textValue()
                                : "");
            case "designed" -> "Designed, and not run yet.";
            default -> "No verdict yet.";
        };
    }

    static boolean good(JsonNode all) {
        return List.of("verified_auto", "verified_manual")
                .contains(all.path("trace").path("status").asText());
    }

    /** What the design lacks, what was not understood, what could not be done and what is left to people. */
    static List<String> missing(JsonNode all) {
        List<String> missing = new ArrayList<>();
        all.path("run")
                .path("proposal")
                .path("missing")
                .forEach(lack -> missing.add("No tool yet: "
                        + (lack.isTextual()
                                ? lack.asText()
                                : lack.path("capability").asText())));
        all.path("run").path("not_applied").forEach(wish -> missing.add("Not understood: " + wish.asText()));
        for (JsonNode step : all.path("trace").path("steps")) {
            String state = step.path("state").asText();
            boolean run = !all.path("trace").path("stop_reason").isNull();
            if (run && state.equals("handed_over")) {
                missing.add("Left to a person: " + step.path("title").asText()
                        + (summary(step).isEmpty() ? "" : " – " + summary(step)));
            } else if (run && !state.equals("done")) {
                String why = summary(step).isEmpty() ? "" : " – " + summary(step);
                missing.add(step.path("title").asText() + ": " + state(state).toLowerCase(Locale.ROOT) + why);
            }
        }
        return missing;
    }

    /** The question itself; what it is about stands with the files. */
    private static String question(String prompt) {
        return prompt.strip().split("\\R", 2)[0];
    }

    /** The calls of a step with the values that mean something to a reader. */
    static List<Act> acts(JsonNode step, ReportRows shown) {
        List<Act> acts = new ArrayList<>();
        for (JsonNode call : step.path("calls")) {
            boolean failed = !call.path("status").asText().equals("ok");
            boolean shownBelow = !call.path("files").isEmpty();
            List<Map.Entry<String, String>> values = new ArrayList<>();
            call.path("input").properties().stream()
                    .filter(field -> !shownBelow || !field.getKey().equals("text"))
                    .forEach(field -> value(field.getKey(), field.getValue(), values));
            boolean table = ReportRows.isTable(call.path("output"));
            for (Map.Entry<String, JsonNode> field : call.path("output").properties()) {
                if (table && (field.getKey().equals("header") || field.getKey().equals("rows"))) {
                    continue;
                }
                if (field.getKey().equals("text")) {
                    String told = shown.text(field.getValue().asText());
                    value("text", Json.object().textNode(told), values);
                } else if (values.stream().noneMatch(value -> value.getKey().equals(words(field.getKey())))) {
                    value(field.getKey(), field.getValue(), values);
                }
            }
            acts.add(new Act(
                    words(call.path("tool").asText()),
                    failed,
                    values,
                    table ? Optional.of(shown.table(call.path("output"))) : Optional.empty()));
        }
        return acts;
    }

    /** Of what a search returned only the number is told: it may be about other clients. */
    private static void value(String name, JsonNode value, List<Map.Entry<String, String>> values) {
        boolean found = value.isArray() && value.path(0).isObject();
        String text = found ? value.size() + " found" : plain(value);
        boolean told = values.stream().anyMatch(known -> known.getValue().equals(text));
        if (!text.isBlank() && !text.matches(ID) && !told && !MACHINERY.contains(name)) {
            values.add(Map.entry(
                    words(name),
                    text.codePointCount(0, text.length()) <= MOST_OF_A_VALUE
                            ? text
                            : text.substring(0, text.offsetByCodePoints(0, MOST_OF_A_VALUE)) + "…"));
        }
    }

    /** A value in words: of a list its elements, of an object its fields, without ids. */
    private static String plain(JsonNode value) {
        if (value.isValueNode()) {
            return value.isNull()
                    ? ""
                    : value.isBoolean()
                            ? value.booleanValue() ? "yes" : "no"
                            : value.asText().strip();
        }
        List<String> parts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(element -> parts.add(plain(element)));
        } else {
            value.properties().forEach(field -> {
                String text = plain(field.getValue());
                if (!text.isBlank() && !text.matches(ID) && !parts.contains(text)) {
                    parts.add(text);
                }
            });
        }
        parts.removeIf(part -> part.isBlank() || part.matches(ID));
        return String.join(value.isArray() ? "; " : ", ", parts);
    }

    /** A name of a tool or field in words. */
    static String words(String name) {
        return capital(name.replace('_', ' '));
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    static String when(String stored) {
        return stored.length() < 16 || !stored.contains("T")
                ? "–"
                : stored.substring(0, 10) + " " + stored.substring(11, 16) + " UTC";
    }

    /** Where a file lies and what became of it. */
    static String place(JsonNode file) {
        String path = file.path("path").asText();
        String title = file.path("title").asText();
        String folder = path.endsWith("/" + title)
                ? path.substring(0, path.length() - title.length() - 1).replace("/", " / ")
                : "";
        return (folder.isEmpty() ? "" : folder + " · ") + file.path("kind").asText() + ", "
                + file.path("change").asText();
    }

    /** True when there is something to show of what a file was before. */
    static boolean changed(JsonNode file) {
        return file.path("before_text").isTextual() && !file.path("before_text").equals(file.path("after_text"));
    }

    static String clip(String text) {
        return text.length() <= MOST_OF_A_FILE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, MOST_OF_A_FILE))) + "\n…";
    }

    /** The report as Markdown; whatever came from the run is text in it, never markup. */
    public static String markdown(JsonNode all) {
        var out = new StringBuilder();
        JsonNode trace = all.path("trace");
        out.append("# ").append(md(title(all))).append("\n\n");
        paragraph(out, all.path("run").path("proposal").path("summary").asText(""));
        out.append("**").append(md(verdict(all))).append("**\n\n");
        heading(out, "What was asked");
        for (String quote : quotes(all)) {
            out.append("> ").append(md(quote).replace("\n", "\n> ")).append("\n\n");
        }
        if (quotes(all).isEmpty()) {
            paragraph(out, "The workflow was written by hand.");
        }
        heading(out, "What was designed");
        int n = 0;
        for (JsonNode step : trace.path("steps")) {
            out.append(++n)
                    .append(". ")
                    .append(line(step.path("title").asText()))
                    .append(" (")
                    .append(line(performer(step)))
                    .append(
                            step.path("hitl").isTextual()
                                    ? "; a person decides: "
                                            + line(step.path("hitl").textValue())
                                    : "")
                    .append(")\n");
        }
        out.append('\n');
        heading(out, "What was done");
        ReportRows rows = ReportRows.of(all);
        n = 0;
        for (JsonNode step : trace.path("steps")) {
            out.append("### ")
                    .append(++n)
                    .append(". ")
                    .append(line(step.path("title").asText()))
                    .append("\n\n**")
                    .append(md(state(step.path("state").asText())))
                    .append("**");
            out.append(summary(step).isEmpty() ? "" : " – " + md(summary(step))).append("\n\n");
            for (Act act : acts(step, rows)) {
                out.append("- ")
                        .append(line(act.what()))
                        .append(act.failed() ? " (did not work)" : "")
                        .append('\n');
                act.values()
                        .forEach(value -> out.append("    - ")
                                .append(line(value.getKey()))
                                .append(": ")
                                .append(line(value.getValue()))
                                .append('\n'));
                act.table().ifPresent(table -> table(out, table));
            }
            out.append(acts(step, rows).isEmpty() ? "" : "\n");
        }
        decided(out, decisions(all));
        files(out, all.path("files"), rows);
        if (!missing(all).isEmpty()) {
            heading(out, "What is missing");
            missing(all).forEach(lack -> out.append("- ").append(line(lack)).append('\n'));
            out.append('\n');
        }
        out.append("---\n\n").append(md(footer(all))).append('\n');
        return out.toString();
    }

    static String footer(JsonNode all) {
        JsonNode trace = all.path("trace");
        return "Rehearsed in a sandbox on "
                + when(trace.path("started_at").asText(trace.path("created_at").asText("")))
                + " for " + trace.path("operator").asText("–") + ". Report of "
                + when(all.path("written_at").asText(""))
                + ", reference " + trace.path("run_id").asText("") + "."
                + (trace.path("blueprint_origin").asText().equals("proposed")
                        ? " The papers, people and amounts it worked with were made up for the rehearsal."
                        : "");
    }

    private static void heading(StringBuilder out, String text) {
        out.append("## ").append(text).append("\n\n");
    }

    private static void paragraph(StringBuilder out, String text) {
        if (!text.isBlank()) {
            out.append(md(text)).append("\n\n");
        }
    }

    private static void decided(StringBuilder out, List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        heading(out, "Who decided");
        out.append("| Step | Asked | Decision | By | When |\n|---|---|---|---|---|\n");
        decisions.forEach(d -> out.append("| ")
                .append(line(d.step()))
                .append(" | ")
                .append(line(d.asked()))
                .append(" | ")
                .append(line(d.said()))
                .append(" | ")
                .append(line(d.who()))
                .append(" | ")
                .append(line(d.when()))
                .append(" |\n"));
        out.append('\n');
    }

    /** Rows as a table inside the list of what was done. */
    private static void table(StringBuilder out, ReportRows.Shown table) {
        if (!table.rows().isEmpty()) {
            out.append("\n    ").append(row(table.header())).append("\n    |");
            table.header().forEach(column -> out.append("---|"));
            table.rows().forEach(cells -> out.append("\n    ").append(row(cells)));
            out.append("\n\n");
        }
        if (!table.rest().isEmpty()) {
            out.append("    - ").append(table.rest()).append('\n');
        }
    }

    private static String row(List<String> cells) {
        var row = new StringBuilder("|");
        cells.forEach(cell -> row.append(' ').append(line(cell)).append(" |"));
        return row.toString();
    }

    /** What a file says after, or said before, without rows of others. */
    static JsonNode content(JsonNode file, String version, ReportRows rows) {
        JsonNode text = file.path(version + "_text");
        if (!text.isTextual()) {
            return text;
        }
        String other = file.path(version.equals("after") ? "before_text" : "after_text")
                .asText("");
        boolean made = !file.path("before_text").isTextual() && version.equals("after");
        return made
                ? text
                : Json.object()
                        .textNode(
                                file.path("kind").asText().equals("sheet")
                                        ? rows.sheet(text.textValue(), other)
                                        : rows.text(text.textValue()));
    }

    private static void files(StringBuilder out, JsonNode files, ReportRows rows) {
        if (files.isEmpty()) {
            return;
        }
        heading(out, "What was written");
        for (JsonNode file : files) {
            out.append("### ")
                    .append(line(file.path("title").asText()))
                    .append("\n\n")
                    .append(line(place(file)))
                    .append("\n\n");
            if (!file.path("change").asText().equals("deleted")) {
                fenced(out, content(file, "after", rows));
            }
            if (changed(file)) {
                out.append("Before:\n\n");
                fenced(out, content(file, "before", rows));
            }
        }
    }

    /** A text as it is: the fence is longer than any in the text. */
    private static void fenced(StringBuilder out, JsonNode text) {
        if (!text.isTextual()) {
            out.append("(too large to keep)\n\n");
            return;
        }
        String content = Style.safe(clip(text.textValue()));
        int longest = 2;
        for (var run = java.util.regex.Pattern.compile("`+").matcher(content); run.find(); ) {
            longest = Math.max(longest, run.group().length());
        }
        String fence = "`".repeat(longest + 1);
        out.append(fence)
                .append("text\n")
                .append(content)
                .append(content.endsWith("\n") ? "" : "\n")
                .append(fence)
                .append("\n\n");
    }

    private static String line(String text) {
        return md(Style.line(text));
    }

    /** Text whose signs mean nothing to Markdown or HTML. */
    private static String md(String text) {
        return Style.safe(text)
                .replaceAll("([\\\\`*_{}\\[\\]#|~])", "\\\\$1")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("(?m)^(\\s*)([-+=]|\\d+(?=[.)]))", "$1\\\\$2")
                .replaceAll("(?m)^(\\s*)\\\\(\\d+)([.)])", "$1$2\\\\$3")
                .replaceAll("(?i)\\b(https?|www|ftp|mailto)([:.])", "$1\\\\$2");
    }
}
