package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.engine.language.English;
import nexhelm.engine.language.Language;
import nexhelm.engine.persona.Verifier.Answer;
import nexhelm.engine.persona.Verifier.Decision;
import nexhelm.engine.persona.Verifier.StepContext;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/**
 * Performs one step by rules. What it reads in documents and mails is data: only the step's instruction and the operator's
 * first message say what to do.
 */
public final class OfflineAgent {

    private final English english = new English();

    public StepResult perform(StepContext context) {
        try {
            return step(context);
        } catch (Stopped stopped) {
            return stopped.result();
        } catch (ToolFailure failure) {
            return new StepResult.Lacking(failure.getMessage());
        }
    }

    /**
     * Puts a step that lacks data on a person's list with what it would need, so that the run goes on: where somebody who was
     * asked had no more to say, where the papers are made up, and where the operator's first message wants it so.
     */
    public StepResult leave(StepContext context, StepResult.Lacking lacking) {
        Limits limits = Limits.in(context.kickoff(), english);
        if (!context.attended() && !context.madeUp() && !limits.goesOn()) {
            return lacking;
        }
        try {
            return new Handing(Bench.of(context, english, limits)).without(lacking.what());
        } catch (Stopped | ToolFailure e) {
            return lacking;
        }
    }

    private StepResult step(StepContext context) throws Stopped, ToolFailure {
        Limits limits = Limits.in(context.kickoff(), english);
        if (!context.memory().has("begun")) {
            context.memory().put("begun", true);
            limits.notUnderstood().forEach(sentence -> context.say("Not understood: “" + sentence + "”"));
        }
        ObjectNode step = context.step();
        String performer = step.path("performer").asText("agent");
        boolean agents = performer.equals("agent");
        String tool = step.path("tool").isTextual() ? step.path("tool").asText() : "";
        if (agents && !step.path("language").asText("en").equals("en")) {
            throw Stopped.lacking("a tool for instructions in "
                    + Language.named(step.path("language").asText())
                    + ": the offline agent follows English ones (reword the step and drop its \"language\")");
        }
        Bench bench = Bench.of(context, english, limits);
        if (agents && tool.isEmpty() && step.path("hitl").asText("").isEmpty()) {
            return new Reckoning(bench.instruction(), bench.findings()).spelled()
                    ? told(context, new Reading(bench).read("read_document")) // arithmetic takes no tool
                    : new Handing(bench).withoutTool();
        }
        Conditions.Answer condition =
                bench.instruction().condition().isEmpty() ? Conditions.Answer.YES : new Conditions(bench).holds();
        if (!agents && condition == Conditions.Answer.NO) {
            return unneeded(bench);
        }
        if (!agents) {
            boolean decides = !step.path("hitl").asText("").isEmpty()
                    && !step.path("hitl").isNull();
            return decides ? decidedBy(performer, bench) : new Handing(bench).over(performer);
        }
        if (tool.isEmpty()) {
            return decision(context);
        }
        if (context.readOnly() && tool.matches("(?:create|update|send|delete|post|patch)_.*")) {
            String refused = "Not done: this run is read-only, so " + tool + " was not called.";
            context.say(refused);
            throw Stopped.declined(refused);
        }
        if (condition == Conditions.Answer.NO) {
            return unneeded(bench);
        }
        if (condition == Conditions.Answer.UNKNOWN) {
            return new Handing(bench).over("operator");
        }
        return told(context, done(bench, tool));
    }

    /** A step whose condition does not hold, whoever was to do it. */
    private static StepResult unneeded(Bench bench) {
        return new StepResult.Done("Not needed: it does not hold that "
                + bench.instruction()
                        .condition()
                        .replaceFirst("(?i)^(if|unless)\\s+", "")
                        .replaceAll("\\.$", "")
                + ".");
    }

    private static StepResult told(StepContext context, StepResult result) {
        if (result instanceof StepResult.Done done && !done.summary().isEmpty()) {
            context.say(done.summary());
        }
        return result;
    }

    /** A step that is nothing but a person's decision. */
    private static StepResult decision(StepContext context) {
        String reason = context.step().path("hitl").asText();
        Answer answer = context.approve(
                context.step().path("instruction").asText(reason) + "\nWhy you are asked: " + reason,
                "",
                Json.object());
        context.memory().put("simulated", answer.decision() == Decision.SIMULATED);
        return answer.decision() == Decision.REJECTED
                ? new StepResult.Declined("A person said no.")
                : new StepResult.Done(
                        answer.decision() == Decision.SIMULATED
                                ? "Approval simulated for the rehearsal."
                                : "A person agreed.");
    }

    /** A decision that the workflow leaves to somebody by name; in a rehearsal it also goes on their list. */
    private static StepResult decidedBy(String performer, Bench bench) throws Stopped, ToolFailure {
        StepResult result = decision(bench.context());
        return result instanceof StepResult.Done
                        && bench.context().memory().path("simulated").asBoolean()
                ? new Handing(bench).over(performer)
                : result;
    }

    private static StepResult done(Bench bench, String tool) throws Stopped, ToolFailure {
        Reading reading = new Reading(bench);
        Writing writing = new Writing(bench);
        Amending amending = new Amending(bench);
        if (!tool.startsWith("create_") && !tool.startsWith("update_") && !tool.startsWith("send_")) {
            bench.acts().gate(tool, Json.object(), bench.instruction().text());
        }
        return switch (tool) {
            case "list_documents" -> reading.list();
            case "search_documents",
                    "read_document",
                    "search_mail",
                    "read_mail",
                    "read_sheet",
                    "read_csv",
                    "read_pdf" -> reading.read(tool);
            case "list_sheets",
                    "find_sheet_rows",
                    "create_sheet",
                    "create_sheet_rows",
                    "update_sheet_cells",
                    "create_csv" -> inTables(bench, tool);
            case "list_events", "find_free_slots", "create_event", "send_event_invitation", "update_event" ->
                inCalendar(bench, tool);
            case "find_household" -> new Records(bench).household();
            case "update_contact" -> new Records(bench).update();
            case "create_contact_note" -> new Records(bench).note();
            case "create_pdf_form" -> new FormWork(bench).fill();
            case "create_pdf" -> writing.pdf();
            case "find_contact" -> reading.contact();
            case "list_todos" -> reading.todos();
            case "create_folder" -> writing.folder();
            case "create_document" -> writing.create();
            case "create_document_copy" -> amending.copy();
            case "update_document" ->
                new FormWork(bench).namedFields() ? new FormWork(bench).fill() : amending.change();
            case "update_document_location" -> amending.move();
            case "create_mail_draft" -> new Mailing(bench).write(false);
            case "send_mail" -> new Mailing(bench).write(true);
            case "create_todo" -> new Handing(bench).todo();
            case "update_todo" -> new Handing(bench).change();
            default -> throw Stopped.lacking("a tool called " + tool);
        };
    }

    private static StepResult inTables(Bench bench, String tool) throws Stopped, ToolFailure {
        SheetWork work = new SheetWork(bench);
        SheetChoice choice = new SheetChoice(bench);
        boolean sheets = choice.meant().isPresent();
        return switch (tool) {
            case "list_sheets" -> work.list();
            case "create_sheet" -> new TableMaking(bench).sheet();
            case "create_csv" -> new TableMaking(bench).csv();
            case "find_sheet_rows" -> sheets ? work.find() : new Reading(bench).read("read_document");
            default ->
                sheets || !choice.meansDocument()
                        ? work.write(tool.equals("create_sheet_rows"))
                        : new Amending(bench).change();
        };
    }

    private static StepResult inCalendar(Bench bench, String tool) throws Stopped, ToolFailure {
        Scheduling calendar = new Scheduling(bench);
        return switch (tool) {
            case "list_events" -> calendar.events();
            case "find_free_slots" -> calendar.slots();
            case "create_event" -> calendar.book();
            case "send_event_invitation" -> calendar.invite();
            default -> calendar.move();
        };
    }
}
