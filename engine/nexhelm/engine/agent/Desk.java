package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nexhelm.engine.persona.Verifier.StepContext;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/**
 * What the agent knows while it works: what lies in the tenant, what it has read and written, what it worked out. All of
 * it is kept in the run's memory, and every look goes through a recorded call.
 */
final class Desk {

    private static final int LONGEST_TEXT = 60_000;

    private final StepContext context;
    private final ObjectNode memory;

    Desk(StepContext context) {
        this.context = context;
        this.memory = context.memory();
    }

    StepContext context() {
        return context;
    }

    ObjectNode memory() {
        return memory;
    }

    /**
     * A folder or file by where it is.
     *
     * @param kind {@code folder}, {@code document}, {@code sheet} or {@code pdf}
     */
    record Place(String kind, String id, String title, String path) {
        boolean sheet() {
            return kind.equals("sheet");
        }

        boolean pdf() {
            return kind.equals("pdf");
        }

        /** A document of comma-separated values, which its title says. */
        boolean csv() {
            return kind.equals("document") && title.toLowerCase(Locale.ROOT).endsWith(".csv");
        }

        String folder() {
            int cut = path.lastIndexOf('/');
            return cut < 0 ? "" : path.substring(0, cut);
        }
    }

    /** A mail by its header. */
    record Letter(String id, String subject, String from, String date) {}

    /** A result the agent worked out itself, with how. */
    record Result(String key, String value, String how) {
        private static final String CHECK = "Check: ";

        /** The outcome of holding a value against another source. */
        static Result check(String what, String value, String how) {
            return new Result(CHECK + what, value, how);
        }

        boolean check() {
            return key.startsWith(CHECK);
        }

        String label() {
            return check() ? "Check of the " + key.substring(CHECK.length()) : key;
        }
    }

    /** Everything that can be read: documents, sheets and PDFs. */
    List<Place> documents() throws ToolFailure {
        return places("documents");
    }

    List<Place> folders() throws ToolFailure {
        return places("folders");
    }

    private List<Place> places(String which) throws ToolFailure {
        if (!memory.has("documents")) {
            ObjectNode listed = context.call("list_documents", Json.object().put("recursive", true));
            ArrayNode files = Json.array();
            for (String kind : List.of("document", "sheet", "pdf")) {
                listed.path(kind + "s").forEach(p -> files.add(((ObjectNode) p.deepCopy()).put("kind", kind)));
            }
            memory.set("documents", files);
            memory.set("folders", listed.path("folders").deepCopy());
        }
        List<Place> places = new ArrayList<>();
        memory.path(which)
                .forEach(p -> places.add(new Place(
                        p.path("kind").asText("folder"),
                        p.path("id").asText(),
                        p.path("title").asText(),
                        p.path("path").asText())));
        return places;
    }

    List<Person> people() throws ToolFailure {
        if (!memory.has("people")) {
            memory.set(
                    "people",
                    context.call("find_contact", Json.object()).path("contacts").deepCopy());
        }
        List<Person> people = new ArrayList<>();
        memory.path("people").forEach(p -> people.add(Person.of(p)));
        return people;
    }

    List<Letter> inbox() throws ToolFailure {
        if (!memory.has("inbox")) {
            memory.set(
                    "inbox",
                    context.call(
                                    "search_mail",
                                    Json.object().put("box", "inbox").put("limit", 500))
                            .path("mails")
                            .deepCopy());
        }
        List<Letter> letters = new ArrayList<>();
        memory.path("inbox")
                .forEach(m -> letters.add(new Letter(
                        m.path("id").asText(),
                        m.path("subject").asText(),
                        m.path("from").asText(),
                        m.path("date").asText())));
        return letters;
    }

    /** Everything read and written in this run, in order. */
    List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        memory.path("sources").forEach(s -> sources.add(Source.of((ObjectNode) s)));
        return sources;
    }

    Source read(Place document) throws ToolFailure {
        Optional<Source> known =
                sources().stream().filter(s -> s.id().equals(document.id())).findFirst();
        return known.isPresent() ? known.get() : readAgain(document, false);
    }

    /** Reads a file by its kind, also when it was read before and has changed since. */
    Source readAgain(Place document, boolean made) throws ToolFailure {
        String tool = document.sheet()
                ? "read_sheet"
                : document.pdf() ? "read_pdf" : document.csv() ? "read_csv" : "read_document";
        ObjectNode read = context.call(tool, Json.object().put(document.sheet() ? "sheet" : "document", document.id()));
        String text = document.pdf()
                ? Form.of(read).text()
                : document.sheet() || document.csv()
                        ? Sheet.of(read).text()
                        : read.path("text").asText();
        return keep(new Source(
                document.id(),
                document.kind(),
                read.path("title").asText(),
                read.path("path").asText(),
                cut(text),
                "",
                "",
                made));
    }

    /** A spreadsheet with its formulas, as it is now. */
    Sheet sheet(String id) throws ToolFailure {
        return Sheet.of(context.call("read_sheet", Json.object().put("sheet", id)));
    }

    /** A PDF with its fields, as it is now. */
    Form form(String id) throws ToolFailure {
        return Form.of(context.call("read_pdf", Json.object().put("document", id)));
    }

    Source read(Letter letter) throws ToolFailure {
        Optional<Source> known =
                sources().stream().filter(s -> s.id().equals(letter.id())).findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        ObjectNode read = context.call("read_mail", Json.object().put("mail", letter.id()));
        return keep(new Source(
                letter.id(),
                "mail",
                read.path("subject").asText(),
                "",
                cut(read.path("text").asText()),
                read.path("from").asText(),
                read.path("date").asText(),
                false));
    }

    /** Keeps a source, in place of what was known of it before. */
    Source keep(Source source) {
        ArrayNode kept = Json.array();
        memory.path("sources").forEach(s -> {
            if (!s.path("id").asText().equals(source.id())) {
                kept.add(s);
            }
        });
        kept.add(source.tree());
        memory.set("sources", kept);
        return source;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    /** Takes a new or moved file or folder into what is known of the tenant. */
    void placed(Place place) {
        String which = place.kind().equals("folder") ? "folders" : "documents";
        ArrayNode all = Json.array();
        memory.path(which).forEach(p -> {
            if (!p.path("id").asText().equals(place.id())) {
                all.add(p);
            }
        });
        all.add(Json.object()
                .put("kind", place.kind())
                .put("id", place.id())
                .put("title", place.title())
                .put("path", place.path()));
        memory.set(which, all);
    }

    List<Result> results() {
        List<Result> results = new ArrayList<>();
        memory.path("results")
                .forEach(r -> results.add(new Result(
                        r.path("key").asText(),
                        r.path("value").asText(),
                        r.path("how").asText())));
        return results;
    }

    void result(Result result) {
        ArrayNode all = Json.array();
        memory.path("results").forEach(r -> {
            if (!r.path("key").asText().equals(result.key())) {
                all.add(r);
            }
        });
        all.add(Json.object()
                .put("key", result.key())
                .put("value", result.value())
                .put("how", result.how()));
        memory.set("results", all);
    }

    /** What was made last of a kind: {@code folder}, {@code document}, {@code draft}, {@code mail}, {@code todo}. */
    List<JsonNode> made(String kind) {
        List<JsonNode> made = new ArrayList<>();
        memory.path("made").forEach(m -> {
            if (m.path("kind").asText().equals(kind)) {
                made.add(m);
            }
        });
        return made;
    }

    void made(String kind, String id, String title, String path) {
        ArrayNode all = memory.path("made").isArray() ? (ArrayNode) memory.get("made") : memory.putArray("made");
        all.add(Json.object()
                .put("kind", kind)
                .put("id", id)
                .put("title", title)
                .put("path", path));
    }

    /** Takes in a document that the agent wrote. */
    void wrote(ObjectNode made, String text) {
        wrote("document", made, text);
    }

    /** Takes in a file of any kind that the agent wrote. */
    void wrote(String kind, ObjectNode made, String text) {
        String id = made.path("id").asText();
        String title = made.path("title").asText();
        String path = made.path("path").asText();
        placed(new Place(kind, id, title, path));
        made("document", id, title, path);
        keep(new Source(id, kind, title, path, text, "", "", true));
    }
}
