package nexhelm.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nexhelm.Failure;
import nexhelm.auth.BackendUrl;
import nexhelm.client.Backend;
import nexhelm.client.Chat;
import nexhelm.client.Patience;
import nexhelm.client.Session;
import nexhelm.client.Supabase;
import nexhelm.http.Http;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.render.Style;
import nexhelm.tool.Arg;
import nexhelm.world.Folder;
import nexhelm.world.TextFile;

/** Drives a stored task definition once, as its owner, and keeps the evidence in a folder. */
final class TaskRun {

    private static final String KICKOFF = "Carry this task through for its client without help: prepare every document"
            + " that the meeting needs, ask nothing, and stop before anything is written outside of the task.";
    private static final long POLL_MILLIS = 5000;

    private TaskRun() {}

    record Inputs(
            @Arg(help = "The task definition.", positional = true)
            String taskDefinitionId,

            @Arg(
                    help = "Row of the client in the CRM.",
                    flags = {"-c", "--synced-client-id"})
            Optional<String> syncedClientId,

            @Arg(help = "E-mail of the owner that the task is run as.", flags = "--as")
            Optional<String> as,

            @Arg(help = "User id of the owner; goes before --as.")
            Optional<String> ownerUserId,

            @Arg(help = "Use this client task instead of creating one.")
            Optional<Integer> clientTaskId,

            @Arg(help = "Let the agent change nothing.") boolean readOnly,

            @Arg(
                    help = "What the agent is told.",
                    flags = {"-k", "--kickoff"})
            Optional<String> kickoff,

            @Arg(
                    help = "Folder of the evidence.",
                    flags = {"-o", "--out"},
                    fallback = "./baseline")
            String out,

            @Arg(help = "Longest silence of the agent in seconds.", fallback = "900", min = 1, max = 86_400)
            int timeout,

            @Arg(
                    help = "How long to wait for documents in seconds; after an error they are asked for once.",
                    fallback = "180",
                    min = 0,
                    max = 3600)
            int poll,

            @Arg(help = "Replace the run that the folder holds.")
            boolean force) {}

    static JsonNode run(Session session, Inputs in) {
        if (in.ownerUserId().filter(id -> !id.isBlank()).isEmpty()
                && in.as().filter(mail -> !mail.isBlank()).isEmpty()) {
            throw Failure.usage("name the owner: --as E-MAIL or --owner-user-id ID");
        }
        session.config(); // a missing login is told before the database is asked
        var tables = Supabase.of(session.world(), session.progress());
        var evidence = new EvidenceFolder(session.world().path(in.out()), in.out(), in.force());
        String wanted = in.taskDefinitionId();
        Backend.path("{}", wanted);
        JsonNode definition = tables.rows(
                        "task_definitions",
                        query("id", "eq." + wanted, "select", "id,name,organization_id,human_estimated_minutes"))
                .path(0);
        if (definition.isMissingNode()) {
            throw Failure.unexpected("there is no task definition " + wanted);
        }
        String owner = owner(tables, in);
        long task = in.clientTaskId()
                .map(Integer::longValue)
                .orElseGet(() -> newTask(tables, definition, wanted, owner, in.syncedClientId()));
        session.progress()
                .note((in.clientTaskId().isPresent() ? "using the client task " : "created the client task ") + task);
        session.progress().note("running as " + owner);
        Chat.Outcome outcome = chat(session, in, owner, task);
        ObjectNode result = result(in, owner, task, outcome);
        evidence.trace(outcome.events());
        evidence.record(result);
        fetch(session, tables, evidence, result, in.poll());
        return result;
    }

    /** 1 for an agent's error, 6 when it was cut off, 7 when it wrote outside, 8 when a contract failed. */
    static int exit(JsonNode result) {
        String stop = result.path("stop_reason").asText();
        boolean contract = result.path("contract_report").isObject()
                && !result.path("contract_report").path("ok").asBoolean();
        return stop.equals("error")
                ? 1
                : stop.equals("cut_off")
                        ? 6
                        : !result.path("executed_external_writes").isEmpty()
                                ? 7
                                : contract ? 8 : result.path("failures").isEmpty() ? 0 : 1;
    }

    static void view(JsonNode result, Page page) {
        Style style = page.style();
        page.row("client_task_id", result.path("client_task_id"))
                .row("stop_reason", result.path("stop_reason"))
                .row("events", result.path("event_count"))
                .row("thread", result.path("thread_id"));
        if (result.has("error") && !result.path("error").isNull()) {
            page.line(style.bad("✗ error: " + Style.line(result.path("error").asText())));
        }
        JsonNode writes = result.path("executed_external_writes");
        page.line(
                writes.isEmpty()
                        ? style.good("✓ nothing was written outside of the task")
                        : style.bad("✗ written outside of the task: " + Style.line(String.join(", ", texts(writes)))));
        if (result.path("saved_paths").isEmpty()) {
            page.line("no documents");
        }
        result.path("saved_paths").forEach(path -> page.line("saved " + Style.line(path.asText())));
        result.path("failures")
                .forEach(row -> page.line(style.bad("! ")
                        + Style.line(row.path("filename").asText() + ": "
                                + row.path("reason").asText())));
        contract(result.path("contract_report"), page);
    }

    private static void contract(JsonNode report, Page page) {
        if (!report.isObject()) {
            return;
        }
        Style style = page.style();
        page.line((report.path("ok").asBoolean() ? style.good("contract OK") : style.bad("contract FAIL")) + " passed="
                + Page.cell(report.path("passed_count")) + " failed=" + Page.cell(report.path("failed_count"))
                + " unresolved=" + Page.cell(report.path("unresolved_count")));
        for (JsonNode row : report.path("failed")) {
            page.line("  " + Page.cell(row.path("field")) + " [" + Page.cell(row.path("assertion")) + "] "
                    + Page.cell(row.path("reason")));
        }
    }

    private static String owner(Supabase tables, Inputs in) {
        if (in.ownerUserId().filter(id -> !id.isBlank()).isPresent()) {
            return in.ownerUserId().get().trim();
        }
        String mail = in.as().orElseThrow().trim();
        return Optional.of(tables.rows("user_profiles", query("email", "eq." + mail, "select", "id"))
                        .path(0)
                        .path("id")
                        .asText(""))
                .filter(id -> !id.isEmpty())
                .orElseThrow(() -> Failure.unexpected(
                        "nobody has the e-mail " + mail + "; name the owner by" + " --owner-user-id"));
    }

    private static long newTask(
            Supabase tables, JsonNode definition, String id, String owner, Optional<String> syncedClient) {
        ObjectNode row = Json.object();
        row.set("organization_id", definition.path("organization_id"));
        row.put("task_definition_id", id)
                .put("task_name", definition.path("name").asText("Task"))
                .put("status", "in_progress")
                .put("created_by", owner)
                .put("assigned_to", owner)
                .set("task_input", Json.object());
        row.set("human_estimated_minutes", definition.path("human_estimated_minutes"));
        syncedClient
                .filter(client -> !client.isBlank())
                .ifPresent(client -> row.put("synced_client_id", client).put("display_order", 0));
        JsonNode made = tables.insert(
                        "client_tasks", query("select", "id"), Json.array().add(row))
                .path(0)
                .path("id");
        if (!made.canConvertToLong() && !made.asText("").matches("\\d{1,18}")) {
            throw Failure.unexpected("the database named no client task");
        }
        return made.asLong();
    }

    /** The agent at work; a refusal leaves a task in progress behind, so it is told how to go on with that one. */
    private static Chat.Outcome chat(Session session, Inputs in, String owner, long task) {
        try {
            return Chat.post(session, message(in, owner, task), Duration.ofSeconds(in.timeout()));
        } catch (Failure e) {
            throw e.exit(1).hint("the client task stays in progress; go on with it: --client-task-id " + task);
        }
    }

    private static ObjectNode message(Inputs in, String owner, long task) {
        ObjectNode body = Json.object()
                .put("user_id", owner)
                .put("message", in.kickoff().filter(text -> !text.isBlank()).orElse(KICKOFF))
                .put("provider", "openai")
                .put("client_task_id", task)
                .put("task_definition_id", in.taskDefinitionId());
        in.syncedClientId()
                .filter(client -> !client.isBlank())
                .ifPresent(client -> body.put("synced_client_id", client));
        return in.readOnly() ? body.put("read_only", true) : body;
    }

    private static ObjectNode result(Inputs in, String owner, long task, Chat.Outcome outcome) {
        ObjectNode result = Json.object()
                .put("client_task_id", task)
                .put("owner_user_id", owner)
                .put("run_as_user_id", owner)
                .put("thread_id", outcome.threadId().isEmpty() ? null : outcome.threadId())
                .put("stop_reason", outcome.stop().wire())
                .put("error", outcome.error().isEmpty() ? null : outcome.error())
                .put("read_only", in.readOnly());
        ArrayNode writes = result.putArray("executed_external_writes");
        ExternalWrites.in(outcome.events()).forEach(writes::add);
        result.putArray("documents");
        result.putArray("saved_paths");
        result.put("out_dir", Path.of(in.out()).normalize().toString());
        result.put("event_count", outcome.events().size());
        result.set("contract_report", contract(outcome.events()).orElse(null));
        return result;
    }

    /** The report that the last tool brought. */
    private static Optional<JsonNode> contract(ArrayNode events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            JsonNode event = events.get(i);
            if (!event.path("type").asText("").contains("tool")) {
                continue;
            }
            JsonNode data = event.path("data");
            JsonNode output = data.path("output");
            if (!output.isObject() && output.asText("").isEmpty()) {
                output = data.path("result");
            }
            JsonNode report = (output.isTextual() ? parsed(output.textValue()) : output).path("contract_report");
            if (report.isObject()) {
                return Optional.of(report);
            }
        }
        return Optional.empty();
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.parse(text);
        } catch (Json.Malformed e) {
            return Json.object(); // a tool's plain words
        }
    }

    /** Waits for the documents and saves them; what fails is kept in the record, and the others are still fetched. */
    private static void fetch(
            Session session, Supabase tables, EvidenceFolder evidence, ObjectNode result, int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        boolean once = result.path("stop_reason").asText().equals("error");
        JsonNode rows = documents(tables, result);
        while (rows.isEmpty() && !once && System.nanoTime() < end) {
            session.progress().note("waiting for documents");
            Patience.pause(Math.max(1, Math.min(POLL_MILLIS, (end - System.nanoTime()) / 1_000_000)));
            rows = documents(tables, result);
        }
        for (JsonNode row : rows) {
            String name = row.path("filename").asText("");
            try {
                String saved = evidence.save(name, download(session, row, result));
                result.withArray("documents").add(saved);
                result.withArray("saved_paths")
                        .add(Path.of(result.path("out_dir").asText(), saved).toString());
                session.progress().note("saved " + saved);
            } catch (Failure e) {
                session.progress().note("! " + name + ": " + e.getMessage());
                result.withArray("failures").addObject().put("filename", name).put("reason", e.getMessage());
            }
            evidence.record(result);
        }
    }

    private static JsonNode documents(Supabase tables, ObjectNode result) {
        return tables.rows(
                "client_task_output_documents",
                query(
                        "client_task_id",
                        "eq." + result.path("client_task_id").asText(),
                        "select",
                        "filename,s3_key,s3_bucket,content_type,file_size,created_at",
                        "order",
                        "created_at"));
    }

    private static byte[] download(Session session, JsonNode row, ObjectNode result) {
        JsonNode answer = session.backend()
                .post(
                        "/presigned-download-url",
                        Json.object()
                                .put("s3_key", row.path("s3_key").asText())
                                .put("user_id", result.path("owner_user_id").asText()));
        String url = Stream.of("url", "download_url", "presigned_url")
                .map(key -> answer.path(key).asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseThrow(() -> Failure.unexpected("the backend gave no address to download it from"));
        BackendUrl.secure(url.replaceFirst("[?#].*", ""), "the download address"); // its query is what it is for
        try {
            Http.Response file = session.world().http().send(Http.Request.of("GET", url, Map.of(), Optional.empty()));
            if (file.status() != 200) {
                throw Failure.backend(file.status(), "the download answered " + file.status());
            }
            return file.bytes();
        } catch (IOException e) {
            throw Failure.network("the download broke off: " + e.getMessage());
        }
    }

    private static Map<String, String> query(String... namesAndValues) {
        var query = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return query;
    }

    private static Iterable<String> texts(JsonNode list) {
        return () -> list.valueStream().map(JsonNode::asText).iterator();
    }

    /** The folder of a run's evidence: {@code run.json}, {@code trace.jsonl} and the documents beside them. */
    private static final class EvidenceFolder {
        private final Path root;
        private final Folder names;

        EvidenceFolder(Path root, String said, boolean force) {
            this.root = root;
            this.names = new Folder(root);
            if (Files.exists(root.resolve("run.json"), LinkOption.NOFOLLOW_LINKS) && !force) {
                throw Failure.input(said + " holds a recorded run already")
                        .hint("--force replaces it, -o DIR names another folder");
            }
            names.place(".", "run.json", "");
            names.place(".", "trace.jsonl", "");
        }

        void trace(ArrayNode events) {
            write(
                    "trace.jsonl",
                    String.join("\n", events.valueStream().map(Json::compact).toList()));
        }

        void record(ObjectNode result) {
            write("run.json", Json.pretty(result));
        }

        /** Saves a document under the last part of its name, made fit for every system and unlike the others. */
        String save(String name, byte[] bytes) {
            String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
            String place = names.place(".", last, "").substring(2);
            names.write(Map.of(place, bytes), true);
            return place;
        }

        private void write(String name, String text) {
            try {
                Files.createDirectories(root);
                TextFile.replace(root.resolve(name), text, false);
            } catch (IOException e) {
                throw Failure.input("cannot write " + root.resolve(name) + ": " + TextFile.reason(e));
            }
        }
    }
}
