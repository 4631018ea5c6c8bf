package nexhelm.agents;

import static nexhelm.tool.Tool.Effect.DESTRUCTIVE;
import static nexhelm.tool.Tool.Effect.RUN;
import static nexhelm.tool.Tool.Effect.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.Scope;
import nexhelm.client.Backend;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Views;
import nexhelm.tool.Agent;
import nexhelm.tool.Arg;
import nexhelm.tool.Tool;

/** Stored task definitions and their schedules. */
final class Tasks {

    static final Agent AGENT = new Agent(
            "tasks",
            "tasks",
            "Stored task definitions and their schedules.",
            List.of(
                    Tool.of("list_definitions", Nothing.class, Tasks::listDefinitions)
                            .verb("list-defs")
                            .title("List task definitions")
                            .help("List the task definitions of your organisation.")
                            .then("get_definition shows one whole.")
                            .needs(Scope.TASKS_READ)
                            .answers("task_definitions:[" + Fields.DEFINED + "]")
                            .rows("task_definitions")
                            .view(Views::definitions),
                    Tool.of("get_definition", Definition.class, Tasks::getDefinition)
                            .verb("get-def")
                            .title("Get a task definition")
                            .help("Show one task definition with its steps.")
                            .then("create_schedule lets it run by itself.")
                            .needs(Scope.TASKS_READ)
                            .answers(Fields.DEFINED + " summary:s workflow:* inputs:a steps:a"),
                    Tool.of("run", TaskRun.Inputs.class, TaskRun::run)
                            .title("Run a task definition")
                            .help("Drive a task definition once as its owner, answer no approval, and keep trace,"
                                    + " record and documents in a folder.")
                            .then("diff compares two such folders.")
                            .needs(Scope.AGENT_RUN)
                            .only(Tool.Surface.CLI) // it needs the database's service key, which is a person's to use
                            .effect(RUN)
                            .exits(TaskRun::exit)
                            .view(TaskRun::view),
                    Tool.of("diff", TaskDiff.Inputs.class, TaskDiff::diff)
                            .title("Compare two recorded runs")
                            .help("Compare the contract fields of two folders that `tasks run` made: values exactly,"
                                    + " true and false by whether something is there.")
                            .told("Compare the contract fields of two recorded runs below the files root: values"
                                    + " exactly, true and false by whether something is there.")
                            .then("parity true: nothing got lost; else mismatches names the fields.")
                            .onDisk() // it reads two files on this machine
                            .answers("parity:b reason:s mismatches:[field:s parity:s baseline:* new:* missing:s]")
                            .exits(TaskDiff::exit)
                            .view(TaskDiff::view),
                    Tool.of("list_schedules", Nothing.class, Tasks::listSchedules)
                            .title("List task schedules")
                            .help("List the schedules that fire task definitions.")
                            .then("get_schedule shows one whole.")
                            .needs(Scope.TASKS_READ)
                            .answers("task_schedules:[" + Fields.SCHEDULE + " next_run_at:s] schedules:["
                                    + Fields.SCHEDULE + "]")
                            .rows("task_schedules", "schedules")
                            .view(Views::schedules),
                    Tool.of("get_schedule", Schedule.class, Tasks::getSchedule)
                            .title("Get a task schedule")
                            .help("Show one schedule.")
                            .then("firings says what it did; pause_schedule stops it.")
                            .needs(Scope.TASKS_READ)
                            .answers(Fields.SCHEDULE + " firings:a"),
                    Tool.of("create_schedule", NewSchedule.class, Tasks::createSchedule)
                            .title("Create a task schedule")
                            .help("Let a task definition run by itself at given times.")
                            .then("It acts for real at those times: ask first. trigger_schedule fires it once now.")
                            .needs(Scope.TASKS_WRITE)
                            .answers(Fields.SCHEDULE)
                            .effect(WRITE),
                    Tool.of("trigger_schedule", Schedule.class, (s, in) -> act(s, in, "trigger"))
                            .verb("trigger")
                            .title("Trigger a task schedule")
                            .help("Fire a schedule once now.")
                            .then("It acts for real, outside the sandbox: ask first.")
                            .needs(Scope.TASKS_WRITE)
                            .answers(Fields.SCHEDULE + " run_id:s")
                            .effect(RUN),
                    Tool.of("pause_schedule", Schedule.class, (s, in) -> act(s, in, "pause"))
                            .verb("pause")
                            .title("Pause a task schedule")
                            .help("Stop a schedule from firing until it is resumed.")
                            .then("resume_schedule undoes it.")
                            .needs(Scope.TASKS_WRITE)
                            .answers(Fields.SCHEDULE)
                            .effect(WRITE),
                    Tool.of("resume_schedule", Schedule.class, (s, in) -> act(s, in, "resume"))
                            .verb("resume")
                            .title("Resume a task schedule")
                            .help("Let a paused schedule fire again.")
                            .then("It acts for real from then on: ask first.")
                            .needs(Scope.TASKS_WRITE)
                            .answers(Fields.SCHEDULE)
                            .effect(WRITE),
                    Tool.of("delete_schedule", Schedule.class, Tasks::deleteSchedule)
                            .title("Delete a task schedule")
                            .help("Delete a schedule for good.")
                            .then("It cannot be undone: ask first; pause_schedule is the reversible way.")
                            .needs(Scope.TASKS_WRITE)
                            .answers("deleted:b id:s ok:b result:*")
                            .effect(DESTRUCTIVE)
                            .with(Tool.Comfort.ASKS)));

    private Tasks() {}

    record Nothing() {}

    record Definition(
            @Arg(help = "Id of the task definition.", positional = true)
            String taskDefinitionId) {}

    record Schedule(
            @Arg(help = "Id of the schedule.", positional = true)
            String taskScheduleId) {}

    record NewSchedule(
            @Arg(help = "Task definition to run.", positional = true)
            String taskDefinitionId,

            @Arg(help = "Name of the schedule.") String name,

            @Arg(
                    help = "How often: hourly, daily, weekly, monthly, quarterly, once or on_client_email; other words"
                            + " are for the backend to judge.",
                    told = "How often.",
                    choices = {"hourly", "daily", "weekly", "monthly", "quarterly", "once", "on_client_email"})
            String frequency,

            @Arg(help = "When, as the frequency asks for it; a JSON object.")
            JsonNode scheduleConfig,

            @Arg(help = "Client that the task is for.") Optional<String> clientId,
            @Arg(help = "What it is for.") Optional<String> description,
            @Arg(help = "Input of the task; a JSON object.") Optional<JsonNode> taskInput,

            @Arg(help = "Skip a firing while the last one still runs.", fallback = "true")
            boolean skipIfRunning) {}

    private static JsonNode listDefinitions(Session session, Nothing in) {
        JsonNode answer = session.backend().get("/task_definitions", LabWorkflow.query(session));
        ObjectNode result = Json.object();
        result.set(
                "task_definitions",
                answer.path("task_definitions").isArray() ? answer.path("task_definitions") : list(answer));
        return result;
    }

    private static JsonNode getDefinition(Session session, Definition in) {
        return session.backend()
                .get(Backend.path("/task_definitions/{}", in.taskDefinitionId()), LabWorkflow.query(session));
    }

    private static JsonNode listSchedules(Session session, Nothing in) {
        JsonNode answer = session.backend().get("/task-schedules", LabWorkflow.query(session));
        if (answer.path("task_schedules").isArray() || answer.path("schedules").isArray()) {
            return answer;
        }
        ObjectNode result = Json.object();
        result.set("task_schedules", list(answer));
        return result;
    }

    private static JsonNode getSchedule(Session session, Schedule in) {
        return session.backend()
                .get(Backend.path("/task-schedules/{}", in.taskScheduleId()), LabWorkflow.query(session));
    }

    private static JsonNode createSchedule(Session session, NewSchedule in) {
        ObjectNode body = LabWorkflow.user(session)
                .put("task_definition_id", in.taskDefinitionId())
                .put("name", in.name())
                .put("frequency", in.frequency());
        body.set("schedule_config", in.scheduleConfig());
        body.put("skip_if_running", in.skipIfRunning());
        in.clientId().filter(text -> !text.isEmpty()).ifPresent(id -> body.put("client_id", id));
        in.description().filter(text -> !text.isEmpty()).ifPresent(text -> body.put("description", text));
        in.taskInput().ifPresent(input -> body.set("task_input", input));
        return session.backend().create("/task-schedules", body);
    }

    private static JsonNode act(Session session, Schedule in, String what) {
        return session.backend()
                .call(
                        "POST",
                        Backend.path("/task-schedules/{}/" + what, in.taskScheduleId()),
                        LabWorkflow.query(session),
                        Optional.of(Json.object()),
                        Map.of());
    }

    private static JsonNode deleteSchedule(Session session, Schedule in) {
        String path = Backend.path("/task-schedules/{}", in.taskScheduleId());
        if (!session.progress().confirmAlways("Delete the schedule " + in.taskScheduleId() + " for good?")) {
            return Json.object().put("deleted", false);
        }
        return session.backend().call("DELETE", path, LabWorkflow.query(session), Optional.empty(), Map.of());
    }

    private static JsonNode list(JsonNode answer) {
        if (answer.isArray() || answer.isNull()) {
            return answer.isNull() ? Json.array() : answer;
        }
        throw Failure.backend(200, "the backend answered no list");
    }
}
