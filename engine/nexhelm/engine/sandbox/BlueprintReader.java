package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Reads a blueprint's JSON into values, naming the first field that is wrong. */
final class BlueprintReader {

    record Content(
            String provider,
            String container,
            List<String> folders,
            List<Doc> docs,
            List<Contact> contacts,
            List<Mail> mailbox,
            List<Todo> todos) {}

    record Doc(String path, String title, String text) {}

    record Contact(String name, String email, String role, String household) {}

    record Mail(String box, String from, List<String> to, String subject, String date, String text) {}

    record Todo(String title, String text, String assignee, String due, String status) {}

    private static final Set<String> PROVIDERS = Set.of("google", "sharepoint");
    private static final int MOST_ITEMS = 5_000;

    private BlueprintReader() {}

    static Content read(ObjectNode tree) throws BlueprintInvalid {
        Fields top = new Fields("", tree);
        top.only("provider", "container", "folders", "docs", "sheets", "contacts", "mailbox", "todos");
        String provider = top.optional("provider", "google");
        if (!PROVIDERS.contains(provider)) {
            throw new BlueprintInvalid("provider", "'" + Names.shown(provider) + "' is not google or sharepoint");
        }
        List<Doc> docs = docs(top);
        sheets(top, docs);
        Set<String> places = new HashSet<>();
        for (Doc doc : docs) {
            if (!places.add(doc.path() + "/" + doc.title())) {
                throw new BlueprintInvalid(
                        "docs", "two documents are called '" + doc.title() + "' in '" + doc.path() + "'");
            }
        }
        return new Content(
                provider, container(top), folders(top), List.copyOf(docs), contacts(top), mailbox(top), todos(top));
    }

    private static String container(Fields top) throws BlueprintInvalid {
        if (!top.tree.has("container")) {
            return "Sandbox — {{organization_name}}";
        }
        Fields container = top.object("container");
        container.only("type", "name_template");
        String type = container.optional("type", "folder_root");
        if (!type.equals("folder_root") && !type.equals("site")) {
            throw new BlueprintInvalid("container.type", "'" + Names.shown(type) + "' is not folder_root or site");
        }
        return container.name("name_template");
    }

    private static List<String> folders(Fields top) throws BlueprintInvalid {
        List<String> paths = new ArrayList<>();
        for (Fields folder : top.list("folders")) {
            folder.only("path");
            String path = folder.path("path");
            if (path.isEmpty()) {
                throw new BlueprintInvalid(folder.at + "path", "is empty");
            }
            paths.add(path);
        }
        return List.copyOf(paths);
    }

    private static List<Doc> docs(Fields top) throws BlueprintInvalid {
        List<Doc> docs = new ArrayList<>();
        for (Fields doc : top.list("docs")) {
            doc.only("path", "title", "text");
            docs.add(new Doc(doc.path("path"), doc.name("title"), doc.text("text")));
        }
        return docs;
    }

    /** A sheet is kept as a document whose text is its table, until there are tools for spreadsheets. */
    private static void sheets(Fields top, List<Doc> docs) throws BlueprintInvalid {
        for (Fields sheet : top.list("sheets")) {
            sheet.only("path", "title", "rows");
            JsonNode rows = sheet.tree.path("rows");
            if (!rows.isArray()) {
                throw new BlueprintInvalid(sheet.at + "rows", "is not a list of rows");
            }
            docs.add(new Doc(sheet.path("path"), sheet.name("title"), table(sheet.at + "rows", rows)));
        }
    }

    private static String table(String at, JsonNode rows) throws BlueprintInvalid {
        StringBuilder text = new StringBuilder();
        Map<String, Integer> header = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            if (!row.isArray() && !row.isObject()) {
                throw new BlueprintInvalid(at + "[" + i + "]", "is neither a list nor an object");
            }
            if (row.isObject() && header.isEmpty()) {
                row.fieldNames().forEachRemaining(name -> header.put(name, header.size()));
                text.append(String.join(" | ", header.keySet())).append('\n');
            }
            StringJoiner cells = new StringJoiner(" | ");
            if (row.isObject()) {
                header.keySet().forEach(name -> cells.add(row.path(name).asText("")));
            } else {
                row.forEach(cell -> cells.add(cell.asText("")));
            }
            text.append(cells).append('\n');
        }
        return text.toString();
    }

    private static List<Contact> contacts(Fields top) throws BlueprintInvalid {
        List<Contact> contacts = new ArrayList<>();
        Set<String> emails = new HashSet<>();
        for (Fields contact : top.list("contacts")) {
            contact.only("name", "email", "role", "household");
            String email = contact.address("email");
            if (!emails.add(email.toLowerCase(java.util.Locale.ROOT))) {
                throw new BlueprintInvalid(contact.at + "email", "'" + email + "' belongs to another contact already");
            }
            contacts.add(new Contact(
                    contact.words("name"), email, contact.optional("role", ""), contact.optional("household", "")));
        }
        return List.copyOf(contacts);
    }

    private static List<Mail> mailbox(Fields top) throws BlueprintInvalid {
        List<Mail> mails = new ArrayList<>();
        for (Fields mail : top.list("mailbox")) {
            mail.only("box", "from", "to", "subject", "date", "text");
            String box = mail.optional("box", "inbox");
            if (!box.equals("inbox") && !box.equals("sent")) {
                throw new BlueprintInvalid(mail.at + "box", "'" + Names.shown(box) + "' is not inbox or sent");
            }
            mails.add(new Mail(
                    box,
                    mail.address("from"),
                    mail.addresses("to"),
                    mail.words("subject"),
                    mail.moment("date"),
                    mail.text("text")));
        }
        return List.copyOf(mails);
    }

    private static List<Todo> todos(Fields top) throws BlueprintInvalid {
        List<Todo> todos = new ArrayList<>();
        for (Fields todo : top.list("todos")) {
            todo.only("title", "text", "assignee", "due", "status");
            String status = todo.optional("status", "open");
            if (!status.equals("open") && !status.equals("done")) {
                throw new BlueprintInvalid(todo.at + "status", "'" + Names.shown(status) + "' is not open or done");
            }
            String due = todo.tree.has("due") ? todo.moment("due") : "";
            todos.add(new Todo(
                    todo.words("title"), todo.optional("text", ""), todo.optional("assignee", ""), due, status));
        }
        return List.copyOf(todos);
    }

    /** One object of the blueprint with its place in it. */
    private record Fields(String at, ObjectNode tree) {

        void only(String... known) throws BlueprintInvalid {
            for (var name = tree.fieldNames(); name.hasNext(); ) {
                String field = name.next();
                if (!List.of(known).contains(field)) {
                    throw new BlueprintInvalid(
                            at + Names.shown(field),
                            "is not a field of a blueprint; known are " + String.join(", ", known));
                }
            }
        }

        Fields object(String name) throws BlueprintInvalid {
            if (tree.path(name) instanceof ObjectNode object) {
                return new Fields(at + name + ".", object);
            }
            throw new BlueprintInvalid(at + name, "is not an object");
        }

        List<Fields> list(String name) throws BlueprintInvalid {
            JsonNode list = tree.path(name);
            if (list.isMissingNode()) {
                return List.of();
            }
            if (!list.isArray()) {
                throw new BlueprintInvalid(at + name, "is not a list");
            }
            if (list.size() > MOST_ITEMS) {
                throw new BlueprintInvalid(at + name, "holds more than " + MOST_ITEMS + " entries");
            }
            List<Fields> fields = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                if (!(list.get(i) instanceof ObjectNode object)) {
                    throw new BlueprintInvalid(at + name + "[" + i + "]", "is not an object");
                }
                fields.add(new Fields(at + name + "[" + i + "].", object));
            }
            return fields;
        }

        String text(String name) throws BlueprintInvalid {
            JsonNode value = tree.path(name);
            if (!value.isTextual()) {
                throw new BlueprintInvalid(at + name, value.isMissingNode() ? "is missing" : "is not a text");
            }
            refuse(name, Names.problemOfText(value.textValue()));
            return value.textValue();
        }

        String optional(String name, String otherwise) throws BlueprintInvalid {
            return tree.has(name) ? text(name) : otherwise;
        }

        /** A line that is not blank. */
        String words(String name) throws BlueprintInvalid {
            String value = text(name);
            if (value.isBlank() || value.indexOf('\n') >= 0) {
                throw new BlueprintInvalid(at + name, value.isBlank() ? "is empty" : "holds a line break");
            }
            return value;
        }

        String name(String name) throws BlueprintInvalid {
            String value = text(name);
            refuse(name, Names.problemOfName(value));
            return value;
        }

        String path(String name) throws BlueprintInvalid {
            String value = optional(name, "");
            refuse(name, Names.problemOfPath(value));
            return value;
        }

        String address(String name) throws BlueprintInvalid {
            return checked(name, text(name));
        }

        List<String> addresses(String name) throws BlueprintInvalid {
            JsonNode value = tree.path(name);
            if (!value.isArray()) {
                return List.of(address(name));
            }
            List<String> all = new ArrayList<>();
            for (int i = 0; i < value.size(); i++) {
                all.add(checked(name + "[" + i + "]", value.get(i).asText("")));
            }
            if (all.isEmpty()) {
                throw new BlueprintInvalid(at + name, "names nobody");
            }
            return List.copyOf(all);
        }

        private String checked(String name, String address) throws BlueprintInvalid {
            if (!Addresses.isOne(address)) {
                throw new BlueprintInvalid(at + name, "'" + Names.shown(address) + "' is not an e-mail address");
            }
            return address;
        }

        String moment(String name) throws BlueprintInvalid {
            String value = text(name);
            try {
                if (value.length() <= 10) {
                    LocalDate.parse(value);
                } else if (value.matches(".*(Z|[+-]\\d\\d:\\d\\d)")) {
                    OffsetDateTime.parse(value);
                } else {
                    LocalDateTime.parse(value);
                }
                return value;
            } catch (DateTimeParseException e) {
                throw new BlueprintInvalid(at + name, "'" + Names.shown(value) + "' is not a date like 2026-03-31");
            }
        }

        private void refuse(String name, Optional<String> problem) throws BlueprintInvalid {
            if (problem.isPresent()) {
                throw new BlueprintInvalid(at + name, problem.get());
            }
        }
    }
}
