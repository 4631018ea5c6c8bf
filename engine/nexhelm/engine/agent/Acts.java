package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.agent.Limits.Act;
import nexhelm.engine.agent.Limits.Ban;
import nexhelm.engine.language.English;
import nexhelm.engine.persona.Verifier.Answer;
import nexhelm.engine.persona.Verifier.Decision;
import nexhelm.engine.persona.Verifier.StepContext;
import nexhelm.engine.tool.ToolFailure;

/** The only way to a tool that writes: what the operator ruled out is not done, what a person decides is asked first. */
final class Acts {

    private final StepContext context;
    private final Limits limits;
    private final People people;
    private final English english;
    private boolean approved;

    Acts(StepContext context, Limits limits, People people, English english) {
        this.context = context;
        this.limits = limits;
        this.people = people;
        this.english = english;
    }

    /** The sentence of the first message that rules an act out, for these recipients or that document. */
    Optional<String> ruledOut(String tool, ObjectNode input, String about) {
        String thing = about.isEmpty() ? "" : about + " " + kind(tool);
        for (Act act : acts(tool)) {
            for (Ban ban : limits.on(act)) {
                if (ban.scope().isEmpty() || concerns(ban, input, thing)) {
                    return Optional.of(ban.sentence());
                }
            }
        }
        return Optional.empty();
    }

    private static List<Act> acts(String tool) {
        return switch (tool) {
            case "send_mail" -> List.of(Act.SEND);
            case "send_event_invitation" -> List.of(Act.SEND, Act.INVITE);
            case "create_mail_draft" -> List.of(Act.DRAFT);
            case "create_todo", "update_todo" -> List.of(Act.TODO);
            case "create_folder" -> List.of(Act.FOLDER);
            case "update_document", "update_sheet_cells", "create_sheet_rows" -> List.of(Act.CHANGE);
            case "update_document_location" -> List.of(Act.MOVE);
            case "create_event", "update_event" -> List.of(Act.EVENT);
            case "update_contact", "create_contact_note" -> List.of(Act.CONTACT);
            default -> List.of(Act.DOCUMENT);
        };
    }

    /** What people call the things that a tool writes: "do not touch the spreadsheet" names none by its title. */
    private static String kind(String tool) {
        return switch (tool) {
            case "create_sheet", "create_sheet_rows", "update_sheet_cells" -> "spreadsheet sheet excel workbook";
            case "create_pdf", "create_pdf_form" -> "pdf form";
            case "create_csv" -> "csv";
            case "create_event", "update_event", "send_event_invitation" ->
                "calendar event meeting appointment invitation invite";
            case "update_contact", "create_contact_note" -> "crm contact client record";
            default -> "";
        };
    }

    /** A ban that names people holds for what reaches them; one that names a thing, for that thing. In doubt it holds. */
    private boolean concerns(Ban ban, ObjectNode input, String about) {
        Instruction scope = Instruction.read(english, "touch " + ban.scope());
        List<Person> named =
                scope.phrases().stream().flatMap(p -> people.in(p).stream()).toList();
        JsonNode reached = input.has("to") ? input.get("to") : input.path("attendees");
        if (!named.isEmpty() && reached.isArray()) {
            for (JsonNode address : reached) {
                if (named.stream().anyMatch(p -> p.email().equalsIgnoreCase(address.asText()))) {
                    return true;
                }
            }
            return false;
        }
        if (about.isEmpty() || scope.phrases().stream().noneMatch(Phrase::telling)) {
            return true;
        }
        return scope.phrases().stream().anyMatch(p -> p.telling() && p.coveredBy(Stems.set(about)) >= 0.6);
    }

    /** Does a write, unless it is ruled out or a person says no. */
    ObjectNode write(String tool, ObjectNode input, String about) throws Stopped, ToolFailure {
        allowed(tool, input, about);
        gate(tool, input, about);
        return context.call(tool, input);
    }

    /** Does a write that no gate of the step is meant for: a todo that hands work to a person. */
    ObjectNode unasked(String tool, ObjectNode input, String about) throws Stopped, ToolFailure {
        allowed(tool, input, about);
        return context.call(tool, input);
    }

    private void allowed(String tool, ObjectNode input, String about) throws Stopped {
        if (context.readOnly()) {
            throw Stopped.declined("This run is read-only: " + tool + " was not called.");
        }
        Optional<String> ban = ruledOut(tool, input, about);
        if (ban.isPresent()) {
            throw Stopped.declined("Not done, as asked: “" + ban.get() + "”");
        }
    }

    /** Asks the person whom the step's gate names, once a step. */
    void gate(String tool, ObjectNode input, String about) throws Stopped {
        String reason = context.step().path("hitl").asText("");
        if (approved || reason.isEmpty() || context.step().path("hitl").isNull()) {
            return;
        }
        Answer answer = context.approve(Prompts.approval(reason, tool, input, about), tool, input);
        if (answer.decision() == Decision.REJECTED) {
            throw Stopped.declined("A person said no"
                    + (answer.text().isBlank() ? "" : ": “" + answer.text().strip() + "”") + "; nothing was done.");
        }
        approved = true;
    }
}
