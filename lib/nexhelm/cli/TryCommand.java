package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.Failure;
import nexhelm.agents.Agents;
import nexhelm.agents.BlueprintFile;
import nexhelm.agents.RunWorkflow;
import nexhelm.auth.Config;
import nexhelm.client.Links;
import nexhelm.client.Patience;
import nexhelm.client.Recording;
import nexhelm.client.Session;
import nexhelm.client.Transcript;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.render.Style;
import nexhelm.render.Views;
import nexhelm.tool.Tool;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code try}: the whole loop on one transcript, at the local engine; live on stderr, a summary on stdout. */
final class TryCommand implements Command {

    private static final Pattern UNDONE = Pattern.compile("^Not done[:,] (.*?)\\. (?:For|Handed|“)");

    private static final List<String> VERDICTS = List.of("approved", "rejected");

    @Override
    public void declare(CommandSpec spec) {
        Options.text(
                spec,
                "FILE",
                "The transcript (- is standard input); without it a bundled one.",
                "-f",
                "--transcript-file");
        Options.text(
                spec,
                "FILE",
                "The blueprint that its sandbox is built from; without it, with -f, one is made up for the transcript.",
                "--blueprint");
        Options.flag(
                spec, "Stop at gates and for missing data and wait for a person, instead of rehearsing.", "--hitl");
        Options.choice(spec, "VERDICT", VERDICTS, "Record this verdict at the end: approved or rejected.", "--verdict");
        Options.flag(spec, "JSON on stdout.", "--json");
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        Optional<String> verdict = Options.value(given, "--verdict");
        verdict.filter(word -> !VERDICTS.contains(word)).ifPresent(word -> {
            throw Failure.input("--verdict is approved or rejected, not '" + word + "'");
        });
        if (Options.value(given, "--blueprint").isPresent()
                && Options.value(given, "--transcript-file").isEmpty()) {
            throw Failure.usage("--blueprint goes with -f: name the transcript that it is for, as in nex try -f FILE"
                    + " --blueprint " + Options.value(given, "--blueprint").orElse("FILE"));
        }
        String transcript = Transcript.normal(Options.value(given, "--transcript-file")
                .map(file -> Recording.read(world, file))
                .orElseGet(SampleTranscript::text));
        if (transcript.isBlank()) {
            throw Failure.input("the transcript is empty");
        }
        Optional<BlueprintFile> blueprint =
                Options.value(given, "--blueprint").map(file -> BlueprintFile.read(world, file));
        boolean json = Options.has(given, "--json");
        Terminal terminal = world.terminal();
        Style style = new Style(terminal.color() && terminal.errTty());
        Config config = LocalLogin.enter(world);
        var live = new TryLive(world, style);
        var session = new Session(world, config, live);

        blueprint.ifPresent(file -> file.checked(session, Optional.empty()));

        heading(terminal, style, "analyse");
        JsonNode gaps =
                call("workflow", "integration_engineer", session, Json.object().put("transcript_text", transcript));
        Page page = new Page(terminal.width(), style);
        Views.analysis(gaps, page);
        terminal.err().print(page);

        heading(terminal, style, "design");
        ObjectNode run = design(session, transcript, blueprint);
        page = new Page(terminal.width(), style);
        page.line(Style.line(run.path("proposal").path("task_name").asText("")));
        page.prose(run.path("proposal").path("description").asText(""));
        terminal.err().print(page);
        String id = run.path("id").asText();
        Optional<TryStage> stage = TryStage.of(session, run);
        stage.ifPresent(own -> {
            heading(terminal, style, "sandbox");
            Page shown = new Page(terminal.width(), style, world::typed);
            own.show(shown);
            terminal.err().print(shown);
        });

        heading(terminal, style, "run");
        cancelEarlier(session, id);
        ObjectNode result = start(session, id, Options.has(given, "--hitl"));
        result = whileWaiting(session, result, terminal);
        ObjectNode summary = judge(session, result, verdict, terminal, style);
        stage.ifPresent(own -> summary.set("sandbox", own.json()));
        if (json) {
            terminal.out().println(Json.pretty(summary));
        } else {
            print(summary, RunWorkflow.answers(result), world);
        }
        return switch (summary.path("stop_reason").asText()) {
            case "error" -> 1;
            case "cut_off" -> 6;
            default -> 0;
        };
    }

    /** Runs that an earlier try left active hold the sandbox; other runs are nobody's to cancel. */
    private static void cancelEarlier(Session session, String own) {
        JsonNode runs = call(
                        "workflow",
                        "list",
                        session,
                        Json.object().put("limit", 200).put("active", true))
                .path("runs");
        for (JsonNode run : runs) {
            if (run.path("origin").asText("").equals("try")
                    && !run.path("id").asText().equals(own)) {
                call(
                        "workflow",
                        "cancel",
                        session,
                        Json.object().put("run_id", run.path("id").asText()));
                session.progress()
                        .note("cancelled the run " + run.path("id").asText() + " that an earlier try left "
                                + run.path("status").asText());
            }
        }
    }

    /** Two at once want the same sandbox: the second one is told so in words. */
    private static ObjectNode start(Session session, String id, boolean hitl) {
        try {
            ObjectNode run = Json.object().put("run_id", id).put("hitl", hitl);
            return (ObjectNode)
                    call("workflow", "run", session, hitl ? run : run.put("kickoff_prompt", RunWorkflow.REHEARSAL));
        } catch (Failure e) {
            if (e.status() != 409) {
                throw e;
            }
            throw Failure.of(Failure.Kind.BACKEND, 3, e.getMessage().replaceFirst("^\\S+ \\S+ -> 409: ", ""))
                    .hint("your workflow is designed; when the sandbox is free: nex workflow run " + id);
        }
    }

    private static ObjectNode design(Session session, String transcript, Optional<BlueprintFile> blueprint) {
        ObjectNode body = Json.object()
                .put("user_id", session.config().userId())
                .put("use_real_client", false)
                .put("transcript_text", transcript)
                .put("origin", "try");
        blueprint.ifPresentOrElse(
                file -> body.set("blueprint", file.blueprint()), () -> body.put("propose_blueprint", true));
        JsonNode accounts =
                call("workflow", "sandbox_accounts", session, Json.object()).path("sandbox_accounts");
        if (!accounts.isEmpty()) {
            body.put("sandbox_user_id", accounts.get(0).path("sandbox_user_id").asText());
        }
        return Links.enrich(
                session.backend().object(session.backend().create("/workflow-lab/runs", body), "designer"),
                session.config());
    }

    /** On a terminal a waiting gate is put to the person, as often as the run stops at one. */
    private static ObjectNode whileWaiting(Session session, ObjectNode result, Terminal terminal) {
        ObjectNode current = result;
        while (current.path("stop_reason").asText().equals("interaction") && terminal.inTty() && terminal.errTty()) {
            JsonNode asked = lastInteraction(current);
            boolean approval = asked.path("kind").asText("approval").equals("approval");
            ObjectNode answer = Json.object().put("run_id", current.path("id").asText());
            if (approval) {
                String said = terminal.prompt("approve, reject or later? [a/r/L] ")
                        .trim()
                        .toLowerCase(java.util.Locale.ROOT);
                if (!said.startsWith("a") && !said.startsWith("r")) {
                    return current;
                }
                answer.put(said.startsWith("a") ? "approve" : "reject", true);
            } else {
                String said = terminal.prompt("your answer (Enter for later): ");
                if (said.isBlank()) {
                    return current;
                }
                answer.put("message", said);
            }
            ObjectNode next = (ObjectNode) call("workflow", "answer", session, answer);
            next.set("events", current.withArray("events").deepCopy().addAll(next.withArray("events")));
            current = next;
        }
        return current;
    }

    private static JsonNode lastInteraction(JsonNode result) {
        JsonNode last = Json.object();
        for (JsonNode event : result.path("events")) {
            last = event.path("type").asText().equals("interaction") ? event.path("data") : last;
        }
        return last;
    }

    private static ObjectNode judge(
            Session session, ObjectNode result, Optional<String> verdict, Terminal terminal, Style style) {
        String id = result.path("id").asText();
        String stop = result.path("stop_reason").asText();
        ObjectNode finalise = Json.object().put("run_id", id);
        if (result.path("thread_id").isTextual()) {
            finalise.put("verifier_thread_id", result.path("thread_id").textValue());
        }
        JsonNode files = call("workflow", "files", session, Json.object().put("run_id", id))
                .path("files");
        ObjectNode judged =
                (ObjectNode) call("workflow", "show", session, Json.object().put("run_id", id));
        boolean cancelled = judged.path("status").asText().equals("cancelled"); // by a later try, or by somebody else
        if (!cancelled && (stop.equals("complete") || stop.equals("error"))) {
            heading(terminal, style, "evaluate");
            judged = (ObjectNode) call("workflow", "evaluator", session, finalise);
            Optional<String> decided = judged.path("status").asText().equals("awaiting_human_verify")
                    ? verdict.or(() -> ask(terminal))
                    : Optional.empty();
            if (decided.isPresent()) {
                judged = (ObjectNode)
                        call("workflow", "evaluator", session, finalise.put("reviewer_verdict", decided.get()));
            }
        }
        ObjectNode summary = Json.object()
                .put("run_id", id)
                .put("task_name", judged.path("proposal").path("task_name").asText(""))
                .put("stop_reason", stop)
                .put("status", judged.path("status").asText());
        if (result.path("error").isTextual()) {
            summary.put("error", result.path("error").textValue());
        }
        var handedOver = summary.putArray("handed_over");
        for (JsonNode event : result.path("events")) {
            JsonNode data = event.path("data");
            if (data.path("state").asText().equals("handed_over")) {
                handedOver.add(
                        data.path("step").asText() + ". " + data.path("title").asText()
                                + undone(data.path("summary").asText()));
            }
        }
        summary.put("verdict", verdict(judged.path("status").asText()));
        if (judged.path("worked_by").isObject()) {
            summary.set("worked_by", judged.path("worked_by"));
        }
        summary.set("files", files.isArray() ? files : Json.array());
        summary.put("view_url", OpenCommand.link(session, Optional.of(id)));
        return summary;
    }

    private static Optional<String> ask(Terminal terminal) {
        if (!terminal.inTty() || !terminal.errTty()) {
            return Optional.empty();
        }
        String said = terminal.prompt("Your verdict: approve, reject or later? [a/r/L] ")
                .trim()
                .toLowerCase(java.util.Locale.ROOT);
        return said.startsWith("a")
                ? Optional.of("approved")
                : said.startsWith("r") ? Optional.of("rejected") : Optional.empty();
    }

    /** Why nobody did it, where it is not simply a person's work. */
    private static String undone(String summary) {
        Matcher reason = UNDONE.matcher(summary);
        return reason.find() ? " (" + reason.group(1) + ")" : "";
    }

    private static String verdict(String status) {
        return switch (status) {
            case "verified_manual" -> "approved";
            case "rejected" -> "rejected";
            case "verified_auto" -> "verified without side effects, no person needed";
            case "failed" -> "none: the run failed";
            case "cancelled" -> "none: the run was cancelled";
            case "awaiting_human_verify" -> "none yet: a person decides";
            default -> "none yet: the run waits";
        };
    }

    private static void print(ObjectNode summary, String answers, World world) {
        Terminal terminal = world.terminal();
        Page page = Command.page(world);
        String id = summary.path("run_id").asText();
        if (terminal.outTty() && terminal.errTty()) {
            page.blank();
        }
        page.row("run", id);
        page.row("workflow", summary.path("task_name"));
        page.row("stop_reason", summary.path("stop_reason"));
        if (summary.has("error")) {
            page.row("error", summary.path("error"));
        }
        page.row("status", summary.path("status"));
        page.row("verdict", summary.path("verdict"));
        if (summary.has("worked_by")) {
            JsonNode by = summary.path("worked_by");
            String worked = by.path("verifier").asText("");
            page.row(
                    "who worked",
                    Views.by("designed", by.path("designer").asText("offline"))
                            + (worked.isEmpty() ? "" : ", " + Views.by("carried out", worked)));
        }
        if (summary.has("sandbox")) {
            page.row("sandbox", TryStage.line(summary.path("sandbox")));
        }
        if (!summary.path("handed_over").isEmpty()) {
            page.row("left to people", summary.path("handed_over").size() + " step(s), each on a list");
            summary.path("handed_over")
                    .forEach(step -> page.hang("    ", "    ", Page.cell(step), UnaryOperator.identity()));
        }
        page.row("written in the sandbox", summary.path("files").size() + " item(s)");
        for (JsonNode file : summary.path("files")) {
            page.line("    " + Page.cell(file.path("change")) + "  " + Page.cell(file.path("kind")) + "  "
                    + Page.cell(file.path("path").isMissingNode() ? file.path("title") : file.path("path")));
        }
        page.row("look at it", summary.path("view_url"));
        if (summary.path("view_url").asText().contains("/link/")) {
            page.row("", world.typed("(signs you in once, within 5 minutes; later: nex open " + id + ")"));
        }
        String profile = LocalLogin.flag(world);
        page.blank().line("try next:");
        page.suggest("  nex workflow trace " + id + profile);
        boolean waits = summary.path("stop_reason").asText().equals("interaction");
        boolean open = summary.path("status").asText().equals("awaiting_human_verify");
        page.suggest("  nex"
                + (waits
                        ? " workflow answer " + id + " " + answers + profile
                        : open
                                ? " workflow evaluator " + id + " --verdict approved" + profile + "   (or rejected)"
                                : " workflow export " + id + " -o workflow.json" + profile));
        page.suggest("  nex try -f YOUR-TRANSCRIPT.txt");
        terminal.out().print(page);
    }

    private static void heading(Terminal terminal, Style style, String text) {
        terminal.err().println(style.bold("── " + text + " ──"));
    }

    private static JsonNode call(String group, String tool, Session session, ObjectNode input) {
        Tool<?> found = Agents.group(group).orElseThrow().tools().stream()
                .filter(t -> t.name().equals(tool))
                .findFirst()
                .orElseThrow();
        return Patience.with(session.progress(), () -> found.call(session, input));
    }
}
