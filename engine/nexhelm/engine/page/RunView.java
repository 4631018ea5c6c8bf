package nexhelm.engine.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.run.Checkpoint;
import nexhelm.engine.run.Definitions;
import nexhelm.engine.run.Event;
import nexhelm.engine.run.Evidence;
import nexhelm.engine.run.Interaction;
import nexhelm.engine.run.OwnBlueprint;
import nexhelm.engine.run.Run;
import nexhelm.engine.run.RunStatus;
import nexhelm.engine.run.Runs;
import nexhelm.engine.run.Threads;
import nexhelm.engine.run.Turn;
import org.jdbi.v3.core.Handle;

/**
 * Everything the page of a run shows, read at one moment.
 *
 * @param working whether an agent is at work, so that the page listens for more
 * @param blueprint what its sandbox is built from, when it has a blueprint of its own
 * @param asked   what waits for a person's answer
 * @param people  all that people were asked, with what they said
 * @param mine    whether the visitor started the run
 */
record RunView(
        Run run,
        ObjectNode definition,
        String operator,
        List<Event> events,
        List<Checkpoint> checkpoints,
        Optional<Interaction> asked,
        List<Interaction> people,
        Optional<OwnBlueprint> blueprint,
        List<Evidence.Changed> files,
        Map<String, Evidence.Texts> texts,
        boolean started,
        boolean working,
        boolean mine) {

    static RunView of(Handle handle, Evidence evidence, Run run, Caller caller) {
        Optional<Turn> turn = run.threadId().flatMap(thread -> Threads.lastTurn(handle, thread));
        return new RunView(
                run,
                Definitions.of(handle, run),
                Runs.operator(handle, run),
                run.threadId().map(thread -> Threads.events(handle, thread, 0)).orElse(List.of()),
                Checkpoint.ofRun(handle, run.id()),
                run.status().isFinal() ? Optional.empty() : Interaction.waiting(handle, run.id()),
                Interaction.ofRun(handle, run.id()),
                OwnBlueprint.of(handle, run),
                evidence.files(handle, run),
                evidence.texts(handle, run),
                turn.isPresent(),
                turn.filter(Turn::isOpen).isPresent(),
                run.userId().equals(caller.user().id()));
    }

    List<ObjectNode> steps() {
        List<ObjectNode> steps = new ArrayList<>();
        for (JsonNode step : definition.path("steps")) {
            steps.add((ObjectNode) step);
        }
        return steps;
    }

    /** The events of a step; the same as a live page adds. */
    List<Event> eventsOf(int step) {
        return events.stream()
                .filter(event -> event.data().path("step").asInt(-1) == step)
                .toList();
    }

    /** Where a step stands: its checkpoint, else the last thing that was said of it. */
    Optional<String> stateOf(int step) {
        return checkpoints.stream()
                .filter(checkpoint -> checkpoint.step() == step)
                .map(Checkpoint::state)
                .findFirst()
                .or(() ->
                        asked.filter(interaction -> interaction.step() == step).map(interaction -> "waiting"))
                .or(() -> eventsOf(step).stream()
                        .filter(event -> event.type().equals("status"))
                        .map(event -> event.data().path("state").asText())
                        .reduce((first, second) -> second));
    }

    long lastEvent() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).id();
    }

    /** Whether a person works on it without an agent, or could begin to. */
    boolean byHand() {
        return run.status() == RunStatus.VERIFYING && (!started || working && workedByHand());
    }

    boolean workedByHand() {
        return run.record().path("worked_by").path("verifier").asText().equals("person");
    }

    /** Where the run stands, as people see it. */
    String state() {
        return run.stands();
    }

    /** Whether a verdict can be given now. */
    boolean canBeJudged() {
        return run.status().holdsSandbox() && started && !working;
    }
}
