package nexhelm.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

            @Arg(help = "Longest time for all downloads together in seconds.", fallback = "600", min = 1, max = 86_400)
            int downloadLimit,

            @Arg(help = "Replace the run that the folder holds.")
            boolean force) {}

    static JsonNode run(Session session, Inputs in) {
        if (in.ownerUserId().filter(id -> !id.isBlank()).isEmpty()
                && in.as().filter(mail -> !mail.isBlank()).isEmpty()) {
            throw Failure.usage("name the owner: --as E-MAIL or --owner-user-id ID");
        }
        session.config(); // a missing login is told before the database is asked
        var tables = Supabase.of(session.world(), session.progress());
        var record = new TaskRecord(
                session.world().path(in.out()),
                in.out(),
                in.force(),
                session.progress(),
                session.world().clock());
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
        record.begin(definition);
        session.progress().whenInterrupted(() -> {
            record.end("interrupted", "the command was ended before the run was over");
            session.progress().note("interrupted; what was seen until then is in " + in.out());
            record.task()
                    .ifPresent(task -> session.progress()
                            .note("  go on: nex tasks run " + wanted + " --client-task-id " + task + " --force"));
        });
        try {
            return drive(new Session(session.world(), session.config(), record), in, tables, record, owner, definition);
        } catch (Failure e) {
            record.end(e.kind() == Failure.Kind.ABORTED ? "interrupted" : "failed", e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            record.end(
                    "failed", "this should not have happened: " + e.getClass().getSimpleName());
            throw e;
        }
    }

    /** From the client task to the last document. */
    private static JsonNode drive(
            Session session, Inputs in, Supabase tables, TaskRecord record, String owner, JsonNode definition) {
        ObjectNode facts = Json.object()
                .put("owner_user_id", owner)
                .put("run_as_user_id", owner)
                .put("read_only", in.readOnly())
                .put("out_dir", folder(in));
        record.goesOn("client task", facts);
        long task = in.clientTaskId()
                .map(Integer::longValue)
                .orElseGet(() -> newTask(tables, definition, in.taskDefinitionId(), owner, in.syncedClientId()));
        session.progress()
                .note((in.clientTaskId().isPresent() ? "using the client task " : "created the client task ") + task);
        session.progress().note("running as " + owner);
        record.goesOn("chat", facts.put("client_task_id", task));
        Chat.Outcome outcome = chat(session, in, owner, task);
        ObjectNode result = result(in, owner, task, outcome);
        record.trace(outcome.events());
        record.goesOn("documents", result);
        fetch(session, tables, record, result, in);
        record.end(result);
        return result;
    }

    /** 7 when the agent wrote outside, else 1 for its error, 6 when it was cut off, 8 when a contract failed. */
    static int exit(JsonNode result) {
        String stop = result.path("stop_reason").asText();
        boolean contract = result.path("contract_report").isObject()
                && !result.path("contract_report").path("ok").asBoolean();
        if (!result.path("executed_external_writes").isEmpty()) {
            return 7;
        }
        return switch (stop) {
            case "error" -> 1;
            case "cut_off" -> 6;
            default -> contract ? 8 : result.path("failures").isEmpty() ? 0 : 1;
        };
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
                        + Style.line(
                                row.path("filename").asText(row.path("step").asText()) + ": "
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
            throw e.exit(1)
                    .hint("the client task stays in progress; go on with it: --client-task-id " + task
                            + " --force (which replaces the record of this try in " + in.out() + ")");
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
        result.put("out_dir", folder(in));
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

    private static String folder(Inputs in) {
        return Path.of(in.out()).normalize().toString();
    }

    /** Waits for the documents and saves them; what fails is kept in the record, and the others are still fetched. */
    private static void fetch(Session session, Supabase tables, TaskRecord record, ObjectNode result, Inputs in) {
        JsonNode rows;
        try {
            rows = awaited(session, tables, result, in.poll());
        } catch (Failure e) {
            failed(session, result, "step", "documents", e);
            return;
        }
        var downloads = new Downloads(Duration.ofSeconds(in.downloadLimit()));
        int n = 0;
        for (JsonNode row : rows) {
            String name = row.path("filename").asText("");
            session.progress().waiting("fetching " + ++n + " of " + rows.size() + ": " + name);
            try {
                String saved = record.save(name, downloads.get(() -> download(session, row, result)));
                result.withArray("documents").add(saved);
                result.withArray("saved_paths")
                        .add(Path.of(result.path("out_dir").asText(), saved).toString());
                if (!saved.equals(name)) {
                    result.withObject("/server_names").put(saved, name);
                }
                session.progress().note("saved " + saved);
            } catch (Failure e) {
                failed(session, result, "filename", name, e);
            }
            record.goesOn("documents", result);
        }
    }

    private static void failed(Session session, ObjectNode result, String key, String what, Failure e) {
        if (e.kind() == Failure.Kind.ABORTED) {
            throw e;
        }
        session.progress().note("! " + what + ": " + e.getMessage());
        result.withArray("failures").addObject().put(key, what).put("reason", e.getMessage());
    }

    /** The documents as soon as there are some; a database that is away for a moment is asked again. */
    private static JsonNode awaited(Session session, Supabase tables, ObjectNode result, int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        boolean once = result.path("stop_reason").asText().equals("error");
        while (true) {
            boolean last = once || System.nanoTime() >= end;
            try {
                JsonNode rows = documents(tables, result);
                if (!rows.isEmpty() || last) {
                    return rows;
                }
                session.progress().note("waiting for documents");
            } catch (Failure e) {
                if (last || !e.retryable()) {
                    throw e;
                }
                session.progress().note("waiting for documents: " + e.getMessage());
            }
            Patience.pause(Math.max(1, Math.min(POLL_MILLIS, (end - System.nanoTime()) / 1_000_000)));
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

    /** Downloads that end with their time: what arrives in drops would otherwise last for ever. */
    private static final class Downloads {
        private final long end;

        Downloads(Duration limit) {
            this.end = System.nanoTime() + limit.toNanos();
        }

        byte[] get(Callable<byte[]> download) {
            var task = new FutureTask<>(download);
            var thread = new Thread(task, "download");
            thread.setDaemon(true);
            thread.start();
            try {
                return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw Failure.network("the time for downloads is over; --download-limit gives them more");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Failure failure
                        ? failure
                        : Failure.unexpected("the download failed: "
                                + e.getCause().getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Failure.of(Failure.Kind.ABORTED, 130, "interrupted");
            }
        }
    }
}
