package nexhelm.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import nexhelm.json.Json;

/** How workspaces and what happens in them look to a person. */
public final class CodeViews {

    private CodeViews() {}

    /** A workspace that has just begun, without its token. */
    public static void started(JsonNode result, Page page) {
        workspace(result, page);
        page.blank()
                .suggest("next: nex code tree")
                .suggest("  or: nex workspace enter (another workspace, which ssh reaches by name)")
                .suggest("  or: nex workspace end");
    }

    /** One workspace; its token is never shown. */
    public static void workspace(JsonNode result, Page page) {
        if (!result.isObject() || result.isEmpty()) {
            Page.generic(result, page);
            return;
        }
        result.properties().stream()
                .filter(field -> !field.getKey().equals("session_token")
                        && !field.getKey().equals("left"))
                .forEach(field -> page.row(field.getKey(), field.getValue()));
        result.path("left").forEach(left -> page.line(page.style().warn("! left here: " + Style.line(left.asText()))));
    }

    public static void workspaces(JsonNode result, Page page) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode workspace : result.path("workspaces")) {
            rows.add(List.of(
                    Page.cell(workspace.path("workspace_id")),
                    Page.cell(workspace.path("status")),
                    Page.cell(workspace.path("branch")),
                    Page.cell(workspace.path("expires_at"))));
        }
        if (rows.isEmpty()) {
            page.line("no workspaces");
        } else {
            page.table(List.of("ID", "STATUS", "BRANCH", "EXPIRES"), rows);
        }
    }

    /** The text of a file: byte by byte where it is kept, without control characters on a terminal. */
    public static void file(JsonNode result, Page page) {
        if (result.path("content").isTextual()) {
            page.verbatim(result.path("content").textValue());
            text(result.path("content").textValue(), page);
            truncated(result, page);
        } else {
            Page.generic(result, page);
        }
    }

    /** Hits as {@code path:line: text}. */
    public static void matches(JsonNode result, Page page) {
        if (result.path("matches").isEmpty()) {
            page.line("no matches");
        }
        for (JsonNode match : result.path("matches")) {
            page.line(page.style().link(Style.line(match.path("path").asText())) + ":"
                    + match.path("line").asText() + ": "
                    + Style.safe(match.path("text").asText()).stripTrailing());
        }
        truncated(result, page);
    }

    /** Files and folders, indented by their depth. */
    public static void tree(JsonNode result, Page page) {
        for (JsonNode entry : result.path("entries")) {
            String path =
                    entry.isTextual() ? entry.textValue() : entry.path("path").asText();
            boolean folder = path.endsWith("/") || entry.path("type").asText("").matches("dir.*|folder|tree");
            String plain = path.replaceFirst("/$", "");
            int cut = plain.lastIndexOf('/');
            String indent =
                    "  ".repeat((int) plain.chars().filter(c -> c == '/').count());
            String name = Style.line(plain.substring(cut + 1));
            page.line(indent + (folder ? page.style().bold(name + "/") : name));
        }
        if (result.path("entries").isEmpty()) {
            page.line("nothing there");
        }
        truncated(result, page);
    }

    /** What a test, linter or type checker said, and how it ended. */
    public static void checked(JsonNode result, Page page) {
        text(result.path("stdout").asText(""), page);
        text(result.path("stderr").asText(""), page);
        truncated(result, page);
        String took = result.path("duration_s").isNumber()
                ? " in " + result.path("duration_s").asText() + " s"
                : "";
        if (exit(result) == 0) {
            page.line(page.style().good("✓ passed") + took);
        } else if (result.path("timed_out").asBoolean()) {
            page.line(page.style().bad("✗ cut off at its time limit") + took);
        } else {
            page.line(page.style().bad("✗ failed")
                    + took
                    + (result.has("exit_code") ? " (exit " + Page.cell(result.path("exit_code")) + ")" : ""));
        }
    }

    /** 0 when a check passed, else 1; an answer that says neither passed. */
    public static int exit(JsonNode result) {
        boolean failed = result.path("timed_out").asBoolean()
                || result.has("exit_code") && result.path("exit_code").asInt(1) != 0
                || result.has("passed")
                        && result.path("passed").isBoolean()
                        && !result.path("passed").asBoolean();
        return failed ? 1 : 0;
    }

    public static void logs(JsonNode result, Page page) {
        for (JsonNode line : result.path("lines")) {
            page.line(Style.safe(line.isTextual() ? line.textValue() : Json.compact(line)));
        }
        if (result.path("lines").isEmpty()) {
            page.line("no lines");
        }
    }

    public static void pullRequest(JsonNode result, Page page) {
        if (result.path("url").isTextual()) {
            page.link("pull request", result.path("url").asText());
        } else {
            Page.generic(result, page);
        }
    }

    private static void text(String text, Page page) {
        if (!text.isEmpty()) {
            page.line(Style.safe(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text));
        }
    }

    private static void truncated(JsonNode result, Page page) {
        if (result.path("truncated").asBoolean()) {
            page.line(page.style().warn("… there is more"));
        }
    }
}
