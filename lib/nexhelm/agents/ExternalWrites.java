package nexhelm.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds in an agent's events the tools that wrote something outside of the lab. */
final class ExternalWrites {

    /** Tools that write, but only into the task itself. */
    private static final Set<String> INTERNAL = Set.of(
            "prefill_pdf",
            "save_output_document",
            "create_task_todo",
            "update_task_todo",
            "set_thread_name",
            "create_nexhelm_client_task");

    private static final Set<String> VERBS = Set.of(
            "send",
            "upload",
            "create",
            "update",
            "delete",
            "post",
            "add",
            "remove",
            "patch",
            "archive",
            "move",
            "share",
            "grant",
            "revoke",
            "schedule",
            "publish",
            "rename",
            "reply",
            "forward",
            "insert",
            "write",
            "submit",
            "cancel",
            "assign");

    private static final List<String> NOT_DONE = List.of("interrupt", "approval", "request", "pending");

    private ExternalWrites() {}

    /** The names of the tools that wrote, sorted. A tool that was begun and then stopped for an approval did not. */
    static List<String> in(JsonNode events) {
        var done = new TreeSet<String>();
        var begun = new HashSet<String>();
        for (JsonNode event : events) {
            String type = kind(event);
            String name = name(event);
            if (NOT_DONE.stream().anyMatch(type::contains)) {
                if (begun.remove(name)) {
                    done.remove(name);
                }
            } else if (type.contains("tool") && writes(name)) {
                if (!done.contains(name) && type.contains("start")) {
                    begun.add(name);
                } else if (!type.contains("start")) {
                    begun.remove(name);
                }
                done.add(name);
            } else if (type.equals("interaction")) {
                done.removeAll(begun); // what had begun waits for a person now
            }
        }
        return List.copyOf(done);
    }

    private static String kind(JsonNode event) {
        JsonNode type = event.path("type").isTextual() ? event.path("type") : event.path("event");
        return type.asText("").toLowerCase(Locale.ROOT);
    }

    private static String name(JsonNode event) {
        JsonNode data = event.path("data");
        return Stream.of(data.path("tool_name"), data.path("name"), event.path("tool_name"), event.path("name"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst()
                .orElse("");
    }

    /** {@code gmail_send_email}, {@code gmail.sendEmail} and {@code gmail-send} all send. */
    private static boolean writes(String name) {
        return !INTERNAL.contains(name)
                && Stream.of(name.split("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})"))
                        .map(part -> part.toLowerCase(Locale.ROOT))
                        .anyMatch(VERBS::contains);
    }
}
