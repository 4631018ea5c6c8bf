package nexhelm.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nexhelm.json.Json;

/** How results look to a person: pure functions from JSON to text. */
public final class Views {

    private static final List<String> RUN_ROWS = List.of(
            "id",
            "status",
            "task_definition_id",
            "verifier_client_task_id",
            "verifier_client_task_status",
            "use_real_client",
            "target_client_id",
            "created_at",
            "updated_at",
            "completed_at",
            "error_message");

    private Views() {}

    /** A run: its rows, its links, its proposal. */
    public static void run(JsonNode run, Page page) {
        if (!run.isObject() || run.path("id").isMissingNode()) {
            Page.generic(run, page);
            return;
        }
        RUN_ROWS.forEach(key -> page.row(key, run.path(key)));
        if (run.has("view_url")) {
            page.link("view", run.path("view_url").asText());
        }
        if (run.has("verification_task_url")) {
            page.link("task", run.path("verification_task_url").asText());
        }
        proposal(run.path("proposal"), page);
        if (run.path("blueprint_origin").asText().equals("proposed")) {
            page.line("its sandbox is made up for the transcript: every value in it is [synthetic]");
        }
        for (JsonNode note : run.path("not_applied")) {
            page.line(page.style().warn("not applied: ") + Style.line(note.asText()));
        }
        workedBy(run.path("worked_by"), "designer", "designed", page);
        if (run.path("worked_by").path("verifier").isTextual()) {
            page.line(by("worked on", run.path("worked_by").path("verifier").textValue()));
        }
        if (run.path("refined_from_run_id").isTextual()) {
            page.blank().line("refined from: " + Page.cell(run.path("refined_from_run_id")));
        }
    }

    /** What was done, and who did it: a person, a model by its name, or the rules, which work offline. */
    public static String by(String done, String worker) {
        return done
                + switch (worker) {
                    case "offline" -> " offline";
                    case "person" -> " by a person";
                    case "assistant" -> " by an assistant";
                    default -> " by " + Style.line(worker.replaceFirst("^model:", ""));
                };
    }

    /** Who thought it out. */
    private static void workedBy(JsonNode workedBy, String persona, String done, Page page) {
        String who = workedBy.path(persona).asText("");
        JsonNode note = workedBy.path(persona + "_note");
        if (!who.isEmpty()) {
            page.blank().line(by(done, who));
        }
        if (note.isTextual()) {
            page.line(page.style().warn("note: ") + Style.line(note.textValue()));
        }
    }

    private static void proposal(JsonNode proposal, Page page) {
        if (!proposal.isObject() || proposal.isEmpty()) {
            return;
        }
        page.blank().heading("proposal");
        String title = proposal.path("task_name").asText(proposal.path("title").asText(""));
        if (!title.isEmpty()) {
            page.line(page.style().bold(Style.line(title)));
        }
        if (proposal.path("summary").isTextual()) {
            page.prose(proposal.path("summary").textValue());
        }
        if (proposal.path("step_performers").isArray()) {
            page.line("performers: " + String.join(", ", texts(proposal.path("step_performers"))));
        }
        if (proposal.path("description").isTextual()) {
            page.blank().prose(proposal.path("description").textValue());
        }
        if (proposal.path("missing").isArray() && !proposal.path("missing").isEmpty()) {
            page.blank().line(page.style().warn("missing: ") + String.join("; ", texts(proposal.path("missing"))));
        }
    }

    /** A designed run and what comes next. */
    public static void designed(JsonNode run, Page page) {
        run(run, page);
        page.blank().suggest("next: nex workflow verifier " + Page.cell(run.path("id")));
        page.suggest("  or: nex workflow run " + Page.cell(run.path("id")));
    }

    /** A run whose verification was started by hand. */
    public static void verifying(JsonNode run, Page page) {
        run(run, page);
        page.blank().suggest("next: open the task link, then nex workflow trace " + Page.cell(run.path("id")));
    }

    /** Runs as a table. */
    public static void runs(JsonNode result, Page page) {
        var rows = new ArrayList<List<String>>();
        for (JsonNode run : result.path("runs")) {
            rows.add(Stream.of("id", "status", "created_at", "view_url")
                    .limit(page.narrow() ? 2 : 4)
                    .map(key -> Page.cell(run.path(key)) + (key.equals("status") ? waits(run) : ""))
                    .toList());
        }
        if (rows.isEmpty()) {
            page.line("no runs");
        } else {
            page.table(List.of("ID", "STATUS", "CREATED", "VIEW").subList(0, page.narrow() ? 2 : 4), rows);
        }
    }

    /** A run at work may stand still until a person answers. */
    private static String waits(JsonNode run) {
        return run.path("status").asText().equals("verifying")
                        && run.path("verifier_client_task_status").asText().equals("waiting")
                ? ", waits"
                : "";
    }

    /** What a bulk or single cancel did. */
    public static void cancelled(JsonNode result, Page page) {
        if (result.has("id")) {
            run(result, page);
            return;
        }
        JsonNode done = result.path("cancelled");
        boolean dry = result.path("dry_run").asBoolean();
        if (result.path("declined").asBoolean()) {
            page.line("not confirmed, so nothing was cancelled");
        } else if (done.isEmpty()) {
            page.line("nothing to cancel");
        } else {
            page.line((dry ? "would cancel " : "cancelled ") + done.size() + " run(s)"
                    + (result.path("skipped").asInt() > 0
                            ? ", " + result.path("skipped").asInt() + " left alone"
                            : ""));
            for (JsonNode run : done) {
                page.line(
                        "  " + Page.cell(run.path("id")) + " (" + (dry ? "is " : "now ") + Page.cell(run.path("status"))
                                + ", task_def=" + Page.cell(run.path("task_definition_id")) + ")");
            }
        }
        for (JsonNode failed : result.path("failed")) {
            page.line(page.style().bad("  not cancelled: ") + Page.cell(failed.path("id")) + ": "
                    + Page.cell(failed.path("message")));
        }
        JsonNode blockers = result.path("cross_operator_blockers");
        for (JsonNode run : blockers) {
            page.line("- run " + Page.cell(run.path("id")) + ": " + operator(run) + " (status="
                    + Page.cell(run.path("status")) + ")");
        }
    }

    private static String operator(JsonNode run) {
        String name = (run.path("operator_first_name").asText("") + " "
                        + run.path("operator_last_name").asText(""))
                .strip();
        String email = run.path("operator_email").asText("");
        return Style.line(
                name.isEmpty() && email.isEmpty()
                        ? "user_id=" + Page.cell(run.path("user_id"))
                        : email.isEmpty() ? name : name.isEmpty() ? email : name + " <" + email + ">");
    }

    /** Sandbox accounts as a table. */
    public static void sandboxAccounts(JsonNode result, Page page) {
        var rows = new ArrayList<List<String>>();
        for (JsonNode account : result.path("sandbox_accounts")) {
            JsonNode organization = account.path("organization_name").asText("").isEmpty()
                    ? account.path("organization_id")
                    : account.path("organization_name");
            rows.add(List.of(
                    Page.cell(account.path("sandbox_user_id")),
                    Page.cell(account.path("sandbox_user_email")),
                    Page.cell(organization),
                    account.path("providers").isEmpty() ? "-" : String.join(", ", texts(account.path("providers")))));
        }
        if (rows.isEmpty()) {
            page.line("no sandbox accounts");
            return;
        }
        page.table(List.of("sandbox_user_id", "email", "organization", "sandbox_env_providers"), rows);
        page.line(
                page.style().dim("providers are the scopes of the snapshot (google, sharepoint), not linked accounts"));
    }

    /** The gap report. */
    public static void analysis(JsonNode result, Page page) {
        JsonNode needed = result.path("capabilities_needed");
        int missing = 0;
        int blockers = 0;
        var rows = new ArrayList<List<String>>();
        for (JsonNode capability : needed) {
            boolean exists = !capability.path("existing_tool").asText("").isEmpty()
                    && !capability.path("existing_tool").isNull();
            missing += exists ? 0 : 1;
            blockers += !exists && capability.path("priority").asText().equals("blocker") ? 1 : 0;
            rows.add(List.of(
                    Page.cell(capability.path("priority")),
                    page.fit(Page.cell(capability.path("capability")), 46),
                    exists ? "exists" : "missing",
                    exists
                            ? Page.cell(capability.path("existing_tool"))
                            : "~ " + Page.cell(capability.path("closest_analog"))));
        }
        page.line(page.style().bold("── analysis ──") + "  " + missing + " missing of " + needed.size() + " ("
                + blockers + " blocker)");
        String summary = result.path("summary").asText("");
        if (!summary.isEmpty()) {
            page.prose(summary);
        }
        workedBy(result.path("worked_by"), "integration_engineer", "analysed", page);
        if (rows.isEmpty()) {
            page.line("no capabilities named");
            return;
        }
        page.table(List.of("PRIORITY", "CAPABILITY", "STATUS", "TOOL / ANALOG"), rows);
        if (missing > 0) {
            page.line("what is missing has to be built before this workflow runs end to end");
        }
    }

    /** A run with its conversation. */
    public static void trace(JsonNode result, Page page) {
        run(result, page);
        for (String key : new String[] {"threads_by_task_status", "messages_status"}) {
            if (result.has(key)) {
                page.blank().prose(result.path(key).asText());
            }
        }
        if (result.path("messages").isEmpty()) {
            return;
        }
        page.blank().heading("conversation");
        for (JsonNode message : result.path("messages")) {
            page.line(page.style().bold("── " + Page.cell(message.path("role")) + " ──"));
            content(message.path("content"), page);
        }
    }

    private static void content(JsonNode content, Page page) {
        if (content.isTextual()) {
            page.prose(content.textValue());
        } else if (content.isArray()) {
            content.forEach(block -> block(block, page));
        } else {
            page.line(Style.safe(Json.compact(content)));
        }
    }

    private static void block(JsonNode block, Page page) {
        switch (block.path("type").asText("")) {
            case "text" -> page.prose(block.path("text").asText());
            case "tool_use" -> {
                page.line("→ tool " + Page.cell(block.path("name")) + " [" + Page.cell(block.path("status")) + "] "
                        + Style.line(Json.compact(
                                block.path("input").isMissingNode() ? Json.object() : block.path("input"))));
                JsonNode result = block.path("result");
                if (!result.isMissingNode()
                        && !result.isNull()
                        && !result.asText("x").isEmpty()) {
                    page.line("← " + clip(Page.cell(result)));
                }
            }
            case "" -> page.line(Style.safe(Json.compact(block)));
            default -> page.line("(" + Page.cell(block.path("type")) + ") " + Style.safe(Json.compact(block)));
        }
    }

    /** The exported definition is JSON for people too. */
    public static void json(JsonNode result, Page page) {
        page.line(Json.pretty(result));
    }

    /** What a run wrote. */
    public static void files(JsonNode result, Page page) {
        if (result.has("folder")) {
            Evidence.saved(result, page);
            return;
        }
        var rows = new ArrayList<List<String>>();
        for (JsonNode file : result.path("files")) {
            rows.add(Stream.of("change", "kind", "size", "id", "path")
                    .map(key -> Page.cell(file.path(key)))
                    .toList());
        }
        if (rows.isEmpty()) {
            page.line("nothing was written");
        } else {
            page.table(List.of("CHANGE", "KIND", "BYTES", "ID", "PATH"), rows);
        }
    }

    /** Definitions of tasks. */
    public static void definitions(JsonNode rows, Page page) {
        list(rows, page, "no task definitions", List.of("id", "name", "description"), 80);
    }

    /** Schedules of tasks. */
    public static void schedules(JsonNode rows, Page page) {
        boolean next = false;
        for (JsonNode row : rows) {
            next |= row.path("next_run_at").isTextual();
        }
        list(
                rows,
                page,
                "no task schedules",
                next
                        ? List.of("id", "name", "frequency", "status", "next_run_at")
                        : List.of("id", "name", "frequency", "status"),
                0);
    }

    private static void list(JsonNode rows, Page page, String none, List<String> keys, int clip) {
        var cells = new ArrayList<List<String>>();
        for (JsonNode row : rows) {
            cells.add(keys.stream()
                    .map(key -> {
                        String cell =
                                row.path(key).isMissingNode() || row.path(key).isNull()
                                        ? "?"
                                        : Page.cell(row.path(key));
                        return clip > 0 && cell.length() > clip ? cell.substring(0, clip) : cell;
                    })
                    .toList());
        }
        if (cells.isEmpty()) {
            page.line(none);
        } else {
            page.table(
                    keys.stream()
                            .map(key -> key.equals("frequency") ? "FREQ" : key.toUpperCase(java.util.Locale.ROOT))
                            .toList(),
                    cells);
        }
    }

    /** Text of at most 280 characters, as the stream shows results. */
    public static String clip(String text) {
        return text.length() > 280 ? text.substring(0, 277) + "..." : text;
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(element -> texts.add(Page.cell(element)));
        return texts;
    }
}
