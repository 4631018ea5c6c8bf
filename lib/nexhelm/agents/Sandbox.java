package nexhelm.agents;

import static nexhelm.tool.Tool.Comfort.ASKS;
import static nexhelm.tool.Tool.Comfort.SAVES;
import static nexhelm.tool.Tool.Effect.DESTRUCTIVE;
import static nexhelm.tool.Tool.Effect.WRITE;
import static nexhelm.tool.Tool.Foreign.ALL;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.Scope;
import nexhelm.client.Backend;
import nexhelm.client.Session;
import nexhelm.client.Transcript;
import nexhelm.json.Json;
import nexhelm.render.SandboxViews;
import nexhelm.render.Views;
import nexhelm.tool.Agent;
import nexhelm.tool.Arg;
import nexhelm.tool.Tool;

/** The sandbox: what is in it, and the blueprint it is built from before each run. */
final class Sandbox {

    private static final String VIEW = "sandbox_user_id:s sandbox_user_email:s built:b provider:s container:s held_by:o"
            + " items:[id:s kind:s path:s title:s size:i sha256:s]";
    private static final String BLUEPRINT =
            "provider:s container:o folders:a docs:a templates:a sheets:a forms:a contacts:a mailbox:a calendar:a"
                    + " todos:a";

    static final Agent AGENT = new Agent(
            "sandbox",
            "sandbox",
            "The sandbox that runs work in, and its blueprint.",
            List.of(
                    Tool.of("list", Nothing.class, Sandbox::list)
                            .title("List sandboxes")
                            .help("List the sandboxes of your organisation.")
                            .then("show tells how one stands.")
                            .needs(Scope.LAB_READ)
                            .answers(Fields.ACCOUNTS)
                            .view(Views::sandboxAccounts),
                    Tool.of("show", One.class, Sandbox::read)
                            .title("Show a sandbox")
                            .help("Show how a sandbox stands: built or empty, which run holds it, how much is in it.")
                            .then("files lists what it holds.")
                            .needs(Scope.LAB_READ)
                            .answers(VIEW)
                            .view(SandboxViews::sandbox),
                    Tool.of("files", One.class, Sandbox::read)
                            .title("List what a sandbox holds")
                            .help("List what a sandbox holds now: documents, mails, contacts, todos.")
                            .then("get reads one of them.")
                            .needs(Scope.LAB_READ)
                            .answers(VIEW)
                            .view(SandboxViews::files),
                    Tool.of("get", Get.class, Sandbox::get)
                            .title("Read from a sandbox")
                            .help("Read one document, mail, contact or todo of a sandbox.")
                            .then("Compare it with what the trace of a run claims.")
                            .needs(Scope.LAB_READ)
                            .answers("id:s kind:s path:s title:s size:i sha256:s content:s")
                            .view(SandboxViews::content),
                    Tool.of("reset", One.class, Sandbox::reset)
                            .title("Rebuild a sandbox")
                            .help("Wipe a sandbox that no run holds and build it from its blueprint, to look at it.")
                            .then("What was in it is lost: ask first; then files.")
                            .needs(Scope.LAB_WRITE)
                            .answers(VIEW + " declined:b")
                            .effect(DESTRUCTIVE)
                            .with(ASKS)
                            .view(SandboxViews::sandbox),
                    Tool.of("blueprint_init", Init.class, Sandbox::init)
                            .verb("blueprint init")
                            .title("Begin a blueprint")
                            .help("Write a blueprint to begin with; from a transcript, one that holds what its steps"
                                    + " name, with made-up values that say so.")
                            .told("Make a blueprint to begin with; from a transcript, one that holds what its steps"
                                    + " name, with made-up values that say so.")
                            .then("blueprint_check it, then blueprint_apply keeps it.")
                            .needs(Scope.LAB_READ)
                            .answers(BLUEPRINT)
                            .foreign(ALL)
                            .with(SAVES)
                            .view(Views::json),
                    Tool.of("blueprint_check", Check.class, Sandbox::check)
                            .verb("blueprint check")
                            .title("Check a blueprint")
                            .help("Say whether a blueprint can be built; an error names line, column and field.")
                            .told("Say whether a blueprint can be built; an error names the field.")
                            .then("blueprint_apply keeps it.")
                            .needs(Scope.LAB_READ)
                            .answers("valid:b provider:s errors:[field:s problem:s]")
                            .view(SandboxViews::checked),
                    Tool.of("blueprint_apply", Apply.class, Sandbox::apply)
                            .verb("blueprint apply")
                            .title("Keep a blueprint")
                            .help("Keep a blueprint for your organisation: its sandbox is built from it before each"
                                    + " run from now on.")
                            .then("It replaces the one before (export that first): ask first. The next run, or reset,"
                                    + " builds from it.")
                            .needs(Scope.LAB_WRITE)
                            .overwrites()
                            .answers("id:s organization_id:s sandbox_user_id:s provider:s active:b blueprint:o"
                                    + " created_at:s updated_at:s updated_by:s")
                            .effect(WRITE)
                            .view(SandboxViews::kept),
                    Tool.of("blueprint_export", Export.class, Sandbox::export)
                            .verb("blueprint export")
                            .title("Export a blueprint")
                            .help("Export the blueprint that the sandbox is built from, as JSON.")
                            .then("Edited, it goes back in through blueprint_check and blueprint_apply.")
                            .needs(Scope.LAB_READ)
                            .answers(BLUEPRINT)
                            .foreign(ALL)
                            .with(SAVES)
                            .view(Views::json),
                    Tool.of("mail_deliver", Mail.class, Sandbox::deliver)
                            .verb("mail deliver")
                            .title("Deliver a mail")
                            .help("Put a mail into the inbox of a sandbox, as if it had come before the run.")
                            .then("The next run finds it; files lists it.")
                            .needs(Scope.LAB_WRITE)
                            .answers("id:s kind:s path:s title:s size:i sha256:s")
                            .effect(WRITE)
                            .view(SandboxViews::delivered)),
            Map.of("blueprint", "What a sandbox is built from before each run.", "mail", "The mailbox of a sandbox."));

    private Sandbox() {}

    record Nothing() {}

    record One(
            @Arg(help = "Sandbox account; your organisation's when none is named.", positional = true)
            Optional<String> sandboxUserId) {}

    record Get(
            @Arg(
                    help = "Id, path or title of the item.",
                    told = "Id of the item; its path or title (without marks) too.",
                    positional = true)
            String item,

            @Arg(
                    help = "Sandbox account; your organisation's when none is named.",
                    flags = {"-s"})
            Optional<String> sandboxUserId) {}

    record Init(
            @Arg(
                    help = "The transcript that it should fit.",
                    files = {"--from", "--transcript-file"})
            Optional<String> transcriptText) {}

    record Check(
            @Arg(help = "File with the blueprint (- is standard input).", positional = true, mcp = false)
            Optional<String> file,

            @Arg(
                    help = "The blueprint.",
                    cli = false,
                    files = {"--blueprint-file"})
            Optional<JsonNode> blueprint) {}

    record Apply(
            @Arg(help = "File with the blueprint (- is standard input).", positional = true, mcp = false)
            Optional<String> file,

            @Arg(
                    help = "The blueprint.",
                    cli = false,
                    files = {"--blueprint-file"})
            Optional<JsonNode> blueprint,

            @Arg(
                    help = "Provider, where the blueprint names none: google or sharepoint.",
                    choices = {"google", "sharepoint"})
            Optional<String> provider) {
        Apply {
            known(provider);
        }
    }

    record Export(
            @Arg(
                    help = "That of this provider: google or sharepoint; the one in use when none is named.",
                    choices = {"google", "sharepoint"})
            Optional<String> provider) {
        Export {
            known(provider);
        }
    }

    private static void known(Optional<String> provider) {
        provider.filter(word -> !word.equals("google") && !word.equals("sharepoint"))
                .ifPresent(word -> {
                    throw Failure.usage("provider is google or sharepoint, not '" + word + "'");
                });
    }

    record Mail(
            @Arg(help = "Address of the sender.") String from,
            @Arg(help = "Subject.") String subject,

            @Arg(
                    help = "What it says.",
                    flags = {"-m"},
                    files = {"-F", "--text-file"})
            String text,

            @Arg(help = "Address it goes to; the sandbox's own when none is named.")
            Optional<String> to,

            @Arg(help = "When it was sent, as 2026-03-31; now when left out.")
            Optional<String> date,

            @Arg(
                    help = "Sandbox account; your organisation's when none is named.",
                    flags = {"-s"})
            Optional<String> sandboxUserId) {}

    private static JsonNode list(Session session, Nothing in) {
        return LabWorkflow.listing(
                session, "/workflow-lab/sandbox-accounts", LabWorkflow.query(session), "sandbox_accounts");
    }

    private static JsonNode read(Session session, One in) {
        return LabWorkflow.listing(
                session,
                Backend.path("/workflow-lab/sandbox/{}/items", id(session, in.sandboxUserId())),
                LabWorkflow.query(session),
                "items");
    }

    private static JsonNode get(Session session, Get in) {
        String sandbox = id(session, in.sandboxUserId());
        JsonNode view = read(session, new One(Optional.of(sandbox)));
        for (String key : new String[] {"id", "path", "title"}) {
            for (JsonNode item : view.path("items")) {
                if (item.path(key).asText().equals(in.item())
                        && !item.path("kind").asText().equals("folder")) {
                    return session.backend()
                            .object(
                                    session.backend()
                                            .get(
                                                    Backend.path(
                                                            "/workflow-lab/sandbox/{}/items/{}",
                                                            sandbox,
                                                            item.path("id").asText()),
                                                    LabWorkflow.query(session)),
                                    "get");
                }
            }
        }
        throw Failure.input("the sandbox holds nothing called '" + in.item() + "'"
                        + (view.path("built").asBoolean() ? "" : "; it is empty between runs"))
                .hint("nex sandbox files lists what is in it");
    }

    private static JsonNode reset(Session session, One in) {
        String sandbox = id(session, in.sandboxUserId());
        if (!session.progress().confirmAlways("Wipe the sandbox " + sandbox + " and build it anew?")) {
            return Json.object().put("declined", true);
        }
        return session.backend()
                .object(
                        session.backend()
                                .post(
                                        Backend.path("/workflow-lab/sandbox/{}/reset", sandbox),
                                        LabWorkflow.user(session)),
                        "reset");
    }

    private static JsonNode init(Session session, Init in) {
        if (in.transcriptText().isEmpty()) {
            return beginning();
        }
        String transcript = session.speaker() == Session.Speaker.ASSISTANT
                ? in.transcriptText().get()
                : Transcript.normal(in.transcriptText().get());
        if (transcript.isBlank()) {
            throw Failure.input("the transcript is empty");
        }
        ObjectNode proposed = session.backend()
                .object(
                        session.backend()
                                .post(
                                        "/workflow-lab/sandbox-environments/propose",
                                        LabWorkflow.user(session).put("transcript", transcript)),
                        "propose");
        session.progress().note("every value is made up and marked [synthetic]: put in what your work really needs");
        return session.backend().object(proposed.path("blueprint"), "propose");
    }

    private static ObjectNode beginning() {
        ObjectNode blueprint = Json.object().put("provider", "google");
        blueprint
                .putObject("container")
                .put("type", "folder_root")
                .put("name_template", "Sandbox — {{organization_name}}");
        blueprint.putArray("folders").addObject().put("path", "Clients/Sample Client");
        blueprint
                .putArray("docs")
                .addObject()
                .put("path", "Clients/Sample Client")
                .put("title", "Welcome letter")
                .put("text", "[synthetic] Dear Sample Client,\n");
        blueprint
                .putArray("templates")
                .addObject()
                .put("title", "Letter template")
                .put("text", "[synthetic] Dear [name],\n");
        ObjectNode sheet = blueprint
                .putArray("sheets")
                .addObject()
                .put("path", "Clients/Sample Client")
                .put("title", "Fees [synthetic]");
        sheet.putArray("header").add("Service").add("Hours").add("Rate").add("Fee");
        sheet.putArray("rows").addArray().add("Advice").add(2).add(150);
        sheet.putObject("formulas").put("D2", "=B2*C2");
        ObjectNode form = blueprint.putArray("forms").addObject().put("title", "Client data form [synthetic]");
        ArrayNode fields = form.putArray("fields");
        fields.addObject().put("name", "client_name").put("label", "Name").put("required", true);
        ObjectNode channel =
                fields.addObject().put("label", "Preferred contact").put("kind", "radio");
        channel.putArray("options").add("e-mail").add("telephone").add("letter");
        fields.addObject().put("label", "Newsletter").put("kind", "checkbox");
        blueprint
                .putArray("contacts")
                .addObject()
                .put("name", "Sample Client")
                .put("email", "sample.client@synthetic.example")
                .put("role", "client [synthetic]")
                .put("household", "Sample")
                .putArray("notes")
                .add("[synthetic] Prefers e-mail.");
        blueprint
                .putArray("mailbox")
                .addObject()
                .put("from", "sample.client@synthetic.example")
                .put("to", "sandbox@synthetic.example")
                .put("subject", "A question")
                .put("date", "2026-01-15")
                .put("text", "[synthetic] Could you send me the letter?\n");
        blueprint
                .putArray("calendar")
                .addObject()
                .put("title", "Team meeting [synthetic]")
                .put("start", "2026-01-19T09:00")
                .put("end", "2026-01-19T10:00");
        blueprint
                .putArray("todos")
                .addObject()
                .put("title", "Call the sample client [synthetic]")
                .put("assignee", "office");
        return blueprint;
    }

    private static JsonNode check(Session session, Check in) {
        return source(session, in.file(), in.blueprint()).checked(session, Optional.empty());
    }

    private static JsonNode apply(Session session, Apply in) {
        BlueprintFile source = source(session, in.file(), in.blueprint());
        source.checked(session, in.provider());
        ObjectNode body = source.body(session, in.provider());
        return session.backend().object(session.backend().post("/workflow-lab/sandbox-environments", body), "apply");
    }

    private static BlueprintFile source(Session session, Optional<String> file, Optional<JsonNode> given) {
        return session.speaker() == Session.Speaker.PERSON && file.isPresent()
                ? BlueprintFile.read(session.world(), file.get())
                : BlueprintFile.of(given.orElseThrow(() -> session.speaker() == Session.Speaker.PERSON
                        ? Failure.usage("name the FILE with the blueprint")
                        : Failure.input("blueprint is required")));
    }

    private static JsonNode export(Session session, Export in) {
        JsonNode kept = LabWorkflow.listing(
                        session,
                        "/workflow-lab/sandbox-environments",
                        LabWorkflow.query(session),
                        "sandbox_environments")
                .path("sandbox_environments");
        for (JsonNode one : kept) {
            if (in.provider()
                    .map(word -> word.equals(one.path("provider").asText()))
                    .orElse(one.path("active").asBoolean())) {
                return session.backend().object(one.path("blueprint"), "export");
            }
        }
        throw Failure.input("there is no blueprint"
                + in.provider().map(word -> " for " + word).orElse(""));
    }

    private static JsonNode deliver(Session session, Mail in) {
        ObjectNode mail = LabWorkflow.user(session)
                .put("from", in.from())
                .put("subject", in.subject())
                .put("text", in.text());
        in.to().ifPresent(to -> mail.put("to", to));
        in.date().ifPresent(date -> mail.put("date", date));
        return session.backend()
                .object(
                        session.backend()
                                .post(
                                        Backend.path("/workflow-lab/sandbox/{}/mail", id(session, in.sandboxUserId())),
                                        mail),
                        "mail deliver");
    }

    /** The sandbox named, else the remembered one, else the organisation's. */
    private static String id(Session session, Optional<String> named) {
        Optional<String> known = named.filter(id -> !id.isBlank())
                .or(() -> session.speaker() == Session.Speaker.ASSISTANT
                        ? Optional.empty()
                        : session.config().defaultSandboxUserId());
        return known.orElseGet(() -> {
            JsonNode first = list(session, new Nothing())
                    .path("sandbox_accounts")
                    .path(0)
                    .path("sandbox_user_id");
            if (!first.isTextual()) {
                throw Failure.input("your organisation has no sandbox account");
            }
            return first.textValue();
        });
    }
}
