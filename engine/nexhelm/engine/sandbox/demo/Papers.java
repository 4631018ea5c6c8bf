package nexhelm.engine.sandbox.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.json.Json;

/** Collects a blueprint's parts, so that the papers themselves can stand in the source as they look. */
final class Papers {

    private final ObjectNode tree = Json.object();
    private final ArrayNode folders;
    private final ArrayNode docs;
    private final ArrayNode sheets;
    private final ArrayNode forms;
    private final ArrayNode contacts;
    private final ArrayNode mailbox;
    private final ArrayNode calendar;
    private final ArrayNode todos;

    Papers(String container) {
        tree.put("provider", "google");
        tree.putObject("container").put("type", "folder_root").put("name_template", container);
        folders = tree.putArray("folders");
        docs = tree.putArray("docs");
        sheets = tree.putArray("sheets");
        forms = tree.putArray("forms");
        contacts = tree.putArray("contacts");
        mailbox = tree.putArray("mailbox");
        calendar = tree.putArray("calendar");
        todos = tree.putArray("todos");
    }

    Papers folder(String path) {
        folders.addObject().put("path", path);
        return this;
    }

    Papers doc(String path, String title, String text) {
        docs.addObject().put("path", path).put("title", title).put("text", text);
        return this;
    }

    /** A sheet as lines of cells parted by bars, the header first. */
    Papers sheet(String path, String title, String table) {
        ObjectNode sheet = sheets.addObject().put("path", path).put("title", title);
        String[] lines = table.strip().split("\n");
        cells(sheet.putArray("header"), lines[0]);
        ArrayNode rows = sheet.putArray("rows");
        for (int i = 1; i < lines.length; i++) {
            cells(rows.addArray(), lines[i]);
        }
        return this;
    }

    private static void cells(ArrayNode row, String line) {
        for (String cell : line.split("\\|")) {
            row.add(cell.strip());
        }
    }

    /** A PDF form with a field for each line: its name, label and, where it is no text, kind and options, parted by bars. */
    Papers form(String title, String text, String fields) {
        ArrayNode all = empty("Forms", title, text);
        for (String line : fields.strip().split("\n")) {
            String[] parts = line.split("\\|");
            ObjectNode field = field(all, parts);
            if (parts.length > 2) {
                field.put("kind", parts[2].strip());
            }
            if (parts.length > 3) {
                ArrayNode options = field.putArray("options");
                for (String option : parts[3].split(",")) {
                    options.add(option.strip());
                }
            }
        }
        return this;
    }

    /** A PDF whose fields hold something already: name, label and value, parted by bars. */
    Papers filled(String path, String title, String text, String fields) {
        ArrayNode all = empty(path, title, text);
        for (String line : fields.strip().split("\n")) {
            String[] parts = line.split("\\|");
            ObjectNode field = field(all, parts);
            if (parts.length > 2) {
                field.put("value", parts[2].strip());
            }
        }
        return this;
    }

    private ArrayNode empty(String path, String title, String text) {
        return forms.addObject()
                .put("path", path)
                .put("title", title)
                .put("text", text)
                .putArray("fields");
    }

    private static ObjectNode field(ArrayNode form, String... parts) {
        return form.addObject().put("name", parts[0].strip()).put("label", parts[1].strip());
    }

    Papers event(String title, String start, String end, String location, String... attendees) {
        ObjectNode event = calendar.addObject()
                .put("title", title)
                .put("start", start)
                .put("end", end)
                .put("location", location);
        ArrayNode all = event.putArray("attendees");
        for (String address : attendees) {
            all.add(address);
        }
        if (attendees.length > 0) {
            event.put("status", "not_invited");
        }
        return this;
    }

    /** A note on the contact that was added last. */
    Papers note(String text) {
        ((ObjectNode) contacts.get(contacts.size() - 1)).withArray("notes").add(text);
        return this;
    }

    Papers contact(String name, String email, String role, String household) {
        contacts.addObject()
                .put("name", name)
                .put("email", email)
                .put("role", role)
                .put("household", household);
        return this;
    }

    Papers contact(String name, String email, String role) {
        contacts.addObject().put("name", name).put("email", email).put("role", role);
        return this;
    }

    Papers mail(String from, String to, String subject, String date, String text) {
        mailbox.addObject()
                .put("from", from)
                .put("to", to)
                .put("subject", subject)
                .put("date", date)
                .put("text", text);
        return this;
    }

    Papers todo(String title, String assignee, String due) {
        todos.addObject().put("title", title).put("assignee", assignee).put("due", due);
        return this;
    }

    ObjectNode tree() {
        return tree;
    }
}
