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
        for (Ban ban : limits.on(act(tool))) {
            if (ban.scope().isEmpty() || concerns(ban, input, about)) {
                return Optional.of(ban.sentence());
            }
        }
        return Optional.empty();
    }

    private static Act act(String tool) {
        return switch (tool) {
            case "send_mail" -> Act.SEND;
            case "create_mail_draft" -> Act.DRAFT;
            case "create_todo", "update_todo" -> Act.TODO;
            case "create_folder" -> Act.FOLDER;
            case "update_document" -> Act.CHANGE;
            case "update_document_location" -> Act.MOVE;
            default -> Act.DOCUMENT;
        };
    }

    /** A ban that names people holds for mail to them; one that names a thing, for that thing. In doubt it holds. */
    private boolean concerns(Ban ban, ObjectNode input, String about) {
        Instruction scope = Instruction.read(english, "touch " + ban.scope());
        List<Person> named =
                scope.phrases().stream().flatMap(p -> people.in(p).stream()).toList();
        if (!named.isEmpty() && input.has("to")) {
            for (JsonNode address : input.get("to")) {
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
