package nexhelm.engine.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import nexhelm.json.Json;

/**
 * A schedule that lets a task definition run by itself.
 *
 * @param next when it fires next; none while it is paused, over, or fired by mails
 */
public record Schedule(
        String id,
        String userId,
        String organizationId,
        String definitionId,
        String name,
        Optional<String> description,
        Recurrence recurrence,
        ObjectNode config,
        Optional<String> clientId,
        Optional<ObjectNode> input,
        boolean skipIfRunning,
        Status status,
        Optional<Instant> next,
        String createdAt,
        String updatedAt) {

    /** {@code ENDED} has no firing left. */
    public enum Status {
        ACTIVE,
        PAUSED,
        ENDED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What a client sees of it that has just changed it. */
    public ObjectNode brief() {
        return Json.object()
                .put("id", id)
                .put("name", name)
                .put("frequency", recurrence.frequency().word())
                .put("status", status.word());
    }

    /** The same among others. */
    public ObjectNode row() {
        return brief().put("next_run_at", next.map(Instant::toString).orElse(null));
    }

    /** All that clients see. */
    public ObjectNode json() {
        ObjectNode json = row().put("task_definition_id", definitionId).put("description", description.orElse(null));
        json.set("schedule_config", config);
        json.put("client_id", clientId.orElse(null));
        json.set("task_input", input.orElse(null));
        return json.put("skip_if_running", skipIfRunning);
    }
}
