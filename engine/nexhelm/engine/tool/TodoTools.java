package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.json.Json;

/** The tools for todos, through which work is also handed over to people. */
final class TodoTools {

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "list_todos",
                            "List todos",
                            "Lists todos with who, what and until when.",
                            false,
                            "tasks",
                            new Schema().oneOf("status", "Only these; all when left out.", "open", "done"),
                            Json.object().put("status", "open")),
                    TodoTools::list),
            new DeclaredTool(
                    declare(
                            "create_todo",
                            "Create a todo",
                            "Creates a todo for somebody, with what is to be done and until when.",
                            true,
                            "tasks",
                            new Schema()
                                    .text("title", "What is to be done, in a line.")
                                    .text("details", "Particulars.")
                                    .text("assignee", "Who does it: a name or a role.")
                                    .text("due", "Day by which it is done, as 2026-03-31.")
                                    .required("title"),
                            Json.object()
                                    .put("title", "Book the review meeting")
                                    .put("assignee", "Maria Keller")),
                    TodoTools::create),
            new DeclaredTool(
                    declare(
                            "update_todo",
                            "Change a todo",
                            "Marks a todo as done or open, or changes its particulars.",
                            true,
                            "tasks",
                            new Schema()
                                    .text("todo", "Id of the todo, as list_todos gives it, or its title.")
                                    .oneOf("status", "The new status.", "open", "done")
                                    .text("details", "New particulars.")
                                    .text("assignee", "Who does it now.")
                                    .text("due", "The new day.")
                                    .required("todo"),
                            Json.object().put("todo", "Order new printer paper").put("status", "done")),
                    TodoTools::update));

    private TodoTools() {}

    private static ObjectNode list(Tenant tenant, ObjectNode input) {
        String status = input.path("status").asText("");
        ObjectNode result = Json.object();
        ArrayNode todos = result.putArray("todos");
        tenant.items(Kind.TODO).stream()
                .filter(todo -> status.isEmpty() || todo.detail("status").equals(status))
                .forEach(todo -> todos.add(shown(todo)));
        return result;
    }

    private static ObjectNode create(Tenant tenant, ObjectNode input) throws ToolFailure {
        ObjectNode details = Json.object()
                .put("assignee", assignee(input))
                .put("due", due(input))
                .put("status", "open");
        return shown(tenant.add(Kind.TODO, "", Lookup.line(input, "title"), Lookup.body(input, "details"), details));
    }

    private static ObjectNode update(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item todo = Lookup.called(tenant, Kind.TODO, Lookup.text(input, "todo"));
        if (input.size() == 1) {
            throw new ToolFailure("update_todo needs something to change");
        }
        ObjectNode details = todo.details().deepCopy();
        if (input.has("status")) {
            details.put("status", input.path("status").asText());
        }
        if (input.has("assignee")) {
            details.put("assignee", assignee(input));
        }
        if (input.has("due")) {
            details.put("due", due(input));
        }
        Item changed = todo.withDetails(details);
        if (input.has("details")) {
            changed = changed.withContent(Lookup.body(input, "details"));
        }
        tenant.save(changed);
        return shown(changed);
    }

    private static String assignee(ObjectNode input) throws ToolFailure {
        String assignee = input.path("assignee").asText("");
        if (!assignee.isEmpty()) {
            Lookup.refuse("assignee", assignee, Names.problemOfName(assignee.replace('/', ' ')));
        }
        return assignee;
    }

    private static String due(ObjectNode input) throws ToolFailure {
        String due = input.path("due").asText("");
        try {
            return due.isEmpty() ? "" : LocalDate.parse(due).toString();
        } catch (DateTimeParseException e) {
            throw new ToolFailure("the due day '" + Names.shown(due) + "' is not a date like 2026-03-31");
        }
    }

    private static ObjectNode shown(Item todo) {
        return Json.object()
                .put("id", todo.id())
                .put("title", todo.title())
                .put("assignee", todo.detail("assignee"))
                .put("due", todo.detail("due"))
                .put("status", todo.detail("status"))
                .put("details", todo.content());
    }
}
