package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import nexhelm.engine.sandbox.pdf.Form;
import nexhelm.engine.sandbox.sheet.Grid;

/** Reads a blueprint's JSON into values, naming the first field that is wrong. */
final class BlueprintReader {

    record Content(
            String provider,
            String container,
            List<String> folders,
            List<Doc> docs,
            List<Sheet> sheets,
            List<PdfForm> forms,
            List<Contact> contacts,
            List<Mail> mailbox,
            List<Event> calendar,
            List<Todo> todos) {

        /** Folders that files lie in. */
        List<String> places() {
            return Stream.of(
                            docs.stream().map(Doc::path),
                            sheets.stream().map(Sheet::path),
                            forms.stream().map(PdfForm::path))
                    .flatMap(paths -> paths)
                    .toList();
        }
    }

    record Doc(String path, String title, String text) {}

    record Sheet(String path, String title, Grid grid) {}

    record PdfForm(String path, String title, Form form) {}

    record Contact(
            String name, String email, String role, String household, Map<String, String> more, List<String> notes) {}

    record Mail(String box, String from, List<String> to, String subject, String date, String text) {}

    /** Times are local to the sandbox. */
    record Event(
            String title,
            LocalDateTime start,
            LocalDateTime end,
            String location,
            String text,
            List<String> attendees,
            String status) {}

    record Todo(String title, String text, String assignee, String due, String status) {}

    private static final Set<String> PROVIDERS = Set.of("google", "sharepoint");

    private BlueprintReader() {}

    /**
     * Reads and checks everything.
     *
     * @param compute whether formulas are tried and letters of forms looked up too, which loads what does so
     */
    static Content read(ObjectNode tree, boolean compute) throws BlueprintInvalid {
        BlueprintFields top = new BlueprintFields("", tree);
        top.only(
                "provider",
                "container",
                "folders",
                "docs",
                "templates",
                "sheets",
                "forms",
                "contacts",
                "mailbox",
                "calendar",
                "todos");
        String provider = top.optional("provider", "google");
        if (!PROVIDERS.contains(provider)) {
            throw new BlueprintInvalid("provider", "'" + Names.shown(provider) + "' is not google or sharepoint");
        }
        Set<String> places = new HashSet<>();
        List<Doc> docs = docs(top, "docs", "", places);
        docs.addAll(docs(top, "templates", "Templates", places));
        List<Sheet> sheets = new ArrayList<>();
        for (BlueprintFields sheet : top.list("sheets")) {
            sheets.add(SheetReader.read(sheet, compute));
            free(
                    places,
                    sheet.at() + "title",
                    "sheets",
                    sheets.get(sheets.size() - 1).path(),
                    sheet.text("title"));
        }
        List<PdfForm> forms = new ArrayList<>();
        for (BlueprintFields form : top.list("forms")) {
            forms.add(FormReader.read(form, compute));
            free(
                    places,
                    form.at() + "title",
                    "forms",
                    forms.get(forms.size() - 1).path(),
                    form.text("title"));
        }
        return new Content(
                provider,
                container(top),
                folders(top),
                List.copyOf(docs),
                List.copyOf(sheets),
                List.copyOf(forms),
                contacts(top),
                mailbox(top),
                calendar(top),
                todos(top));
    }

    /** Files of all kinds share the names in a folder. */
    private static void free(Set<String> places, String field, String kinds, String path, String title)
            throws BlueprintInvalid {
        if (!places.add(path + "/" + title)) {
            throw new BlueprintInvalid(
                    field,
                    "two " + kinds + " are called '" + title + "' in "
                            + (path.isEmpty() ? "the top folder" : "'" + path + "'"));
        }
    }

    private static String container(BlueprintFields top) throws BlueprintInvalid {
        if (!top.tree().has("container")) {
            return "Sandbox — {{organization_name}}";
        }
        BlueprintFields container = top.object("container");
        container.only("type", "name_template");
        String type = container.optional("type", "folder_root");
        if (!type.equals("folder_root") && !type.equals("site")) {
            throw new BlueprintInvalid("container.type", "'" + Names.shown(type) + "' is not folder_root or site");
        }
        return container.name("name_template");
    }

    private static List<String> folders(BlueprintFields top) throws BlueprintInvalid {
        List<String> paths = new ArrayList<>();
        for (BlueprintFields folder : top.list("folders")) {
            folder.only("path");
            String path = folder.path("path");
            if (path.isEmpty()) {
                throw new BlueprintInvalid(folder.at() + "path", "is empty");
            }
            paths.add(path);
        }
        return List.copyOf(paths);
    }

    private static List<Doc> docs(BlueprintFields top, String list, String folder, Set<String> places)
            throws BlueprintInvalid {
        List<Doc> docs = new ArrayList<>();
        for (BlueprintFields doc : top.list(list)) {
            doc.only("path", "title", "text");
            String path = doc.tree().has("path") ? doc.path("path") : folder;
            docs.add(new Doc(path, doc.name("title"), doc.text("text")));
            free(places, doc.at() + "title", "documents", path, doc.text("title"));
        }
        return docs;
    }

    private static List<Contact> contacts(BlueprintFields top) throws BlueprintInvalid {
        List<Contact> contacts = new ArrayList<>();
        Set<String> emails = new HashSet<>();
        for (BlueprintFields contact : top.list("contacts")) {
            contact.only("name", "email", "role", "household", "phone", "address", "notes");
            String email = contact.address("email");
            if (!emails.add(email.toLowerCase(Locale.ROOT))) {
                throw new BlueprintInvalid(
                        contact.at() + "email", "'" + email + "' belongs to another contact already");
            }
            Map<String, String> more = new LinkedHashMap<>();
            for (String name : List.of("phone", "address")) {
                if (contact.tree().has(name)) {
                    more.put(name, contact.words(name));
                }
            }
            contacts.add(new Contact(
                    contact.words("name"),
                    email,
                    contact.optional("role", ""),
                    contact.optional("household", ""),
                    more,
                    contact.tree().has("notes") ? contact.texts("notes") : List.of()));
        }
        return List.copyOf(contacts);
    }

    private static List<Mail> mailbox(BlueprintFields top) throws BlueprintInvalid {
        List<Mail> mails = new ArrayList<>();
        for (BlueprintFields mail : top.list("mailbox")) {
            mail.only("box", "from", "to", "subject", "date", "text");
            String box = mail.optional("box", "inbox");
            if (!box.equals("inbox") && !box.equals("sent")) {
                throw new BlueprintInvalid(mail.at() + "box", "'" + Names.shown(box) + "' is not inbox or sent");
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

    private static List<Event> calendar(BlueprintFields top) throws BlueprintInvalid {
        List<Event> events = new ArrayList<>();
        for (BlueprintFields event : top.list("calendar")) {
            event.only("title", "start", "end", "location", "text", "attendees", "status");
            LocalDateTime start = event.time("start");
            LocalDateTime end = event.time("end");
            if (!end.isAfter(start)) {
                throw new BlueprintInvalid(event.at() + "end", "is not after the start");
            }
            String status = event.optional("status", "accepted");
            if (!Attendees.STATUSES.contains(status)) {
                throw new BlueprintInvalid(
                        event.at() + "status",
                        "'" + Names.shown(status) + "' is not one of " + String.join(", ", Attendees.STATUSES));
            }
            events.add(new Event(
                    event.words("title"),
                    start,
                    end,
                    event.optional("location", ""),
                    event.optional("text", ""),
                    event.tree().path("attendees").isEmpty() ? List.of() : event.addresses("attendees"),
                    status));
        }
        return List.copyOf(events);
    }

    private static List<Todo> todos(BlueprintFields top) throws BlueprintInvalid {
        List<Todo> todos = new ArrayList<>();
        for (BlueprintFields todo : top.list("todos")) {
            todo.only("title", "text", "assignee", "due", "status");
            String status = todo.optional("status", "open");
            if (!status.equals("open") && !status.equals("done")) {
                throw new BlueprintInvalid(todo.at() + "status", "'" + Names.shown(status) + "' is not open or done");
            }
            String due = todo.tree().has("due") ? todo.moment("due") : "";
            todos.add(new Todo(
                    todo.words("title"), todo.optional("text", ""), todo.optional("assignee", ""), due, status));
        }
        return List.copyOf(todos);
    }
}
