package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Proposal;

/** A blueprint that is being put together: papers, mails and people are added unless they are there. */
final class Setting {

    private static final List<String> NAMES = List.of(
            "Alex", "Robin", "Kim", "Jamie", "Sascha", "Noa", "Charlie", "Toni", "Sam", "Lou", "Mika", "Andrea");
    private static final int MOST_LINES = 40;

    private final ObjectNode blueprint;
    private final MadeUp madeUp;

    Setting(ObjectNode blueprint, MadeUp madeUp) {
        this.blueprint = blueprint;
        this.madeUp = madeUp;
    }

    ObjectNode blueprint() {
        return blueprint;
    }

    /** The paper whose title the phrase says best, if one does. */
    Optional<ObjectNode> named(Phrase phrase) {
        ObjectNode best = null;
        double most = 0.59;
        for (JsonNode doc : blueprint.path("docs")) {
            Set<String> title = Stems.set(doc.path("title").asText());
            double covered = phrase.coveredBy(title);
            if (title.contains(phrase.head()) && covered > most) {
                best = (ObjectNode) doc;
                most = covered;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Adds a paper; empty when its title is there already or is none. */
    Optional<ObjectNode> paper(String words, String why) {
        String title = title(words);
        for (JsonNode doc : blueprint.path("docs")) {
            if (doc.path("title").asText().equalsIgnoreCase(title)) {
                return Optional.empty();
            }
        }
        if (Names.problemOfName(title).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(array("docs")
                .addObject()
                .put("path", home())
                .put("title", title)
                .put("text", Proposal.MARK + " Made up for “" + why + "”. Replace it by a text like yours.\n"));
    }

    /** The folder that papers lie in. */
    private String home() {
        return blueprint.path("folders").path(0).path("path").asText("");
    }

    boolean folder(String words) {
        String path = title(words.replaceFirst("(?i) (folder|directory)$", ""));
        for (JsonNode folder : blueprint.path("folders")) {
            if (folder.path("path").asText().equalsIgnoreCase(path)) {
                return false;
            }
        }
        if (Names.problemOfName(path).isPresent()) {
            return false;
        }
        array("folders").addObject().put("path", path);
        return true;
    }

    /** Lets a paper or mail say something under a key, unless it does or is full. */
    boolean says(ObjectNode paper, String words, boolean amount) {
        return line(paper, words, key -> amount ? madeUp.amount(key) : madeUp.value(key));
    }

    /** Lets a paper or mail give a number under a key. */
    boolean counts(ObjectNode paper, String words) {
        return line(paper, words, madeUp::figure);
    }

    /** Lets a paper or mail give a day under a key, whatever the key says. */
    boolean dated(ObjectNode paper, String words) {
        return line(paper, words, madeUp::day);
    }

    /** What a paper or mail says under a key. */
    Optional<String> said(ObjectNode paper, String words) {
        return paper.path("text")
                .asText()
                .lines()
                .filter(line ->
                        line.toLowerCase(Locale.ROOT).startsWith(title(words).toLowerCase(Locale.ROOT) + ": "))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .findFirst();
    }

    /** Lets a paper have a blank under a key. */
    boolean asks(ObjectNode paper, String words) {
        return line(paper, words, key -> "____");
    }

    private static boolean line(ObjectNode paper, String words, UnaryOperator<String> value) {
        String key =
                title(words).replaceAll("[:|.!?;]", " ").replaceAll("\\s+", " ").strip();
        String[] parts = key.split(" ");
        key = parts.length > 6 ? String.join(" ", List.of(parts).subList(0, 6)) : key;
        String text = paper.path("text").asText();
        boolean there = text.toLowerCase(Locale.ROOT).contains("\n" + key.toLowerCase(Locale.ROOT) + ": ");
        if (there || key.isBlank() || key.length() > 58 || text.lines().count() > MOST_LINES) {
            return false;
        }
        paper.put("text", text + key + ": " + value.apply(key) + "\n");
        return true;
    }

    /** The contact of a name, or somebody with a role; made when there is none. */
    Optional<ObjectNode> contact(String name, String role) {
        for (JsonNode contact : blueprint.path("contacts")) {
            boolean named = !name.isEmpty() && contact.path("name").asText().equalsIgnoreCase(name);
            boolean does = name.isEmpty() && contact.path("role").asText().equalsIgnoreCase(role);
            if (named || does) {
                return Optional.empty();
            }
        }
        ArrayNode contacts = array("contacts");
        String called = !name.isEmpty() ? name : firstName() + " Sample";
        String address = Proposal.localPart(called);
        return Optional.of(contacts.addObject()
                .put("name", called)
                .put("email", (address.isEmpty() ? "person" : address) + "." + contacts.size() + "@synthetic.example")
                .put("role", role));
    }

    /** A first name for the next contact. */
    String firstName() {
        return NAMES.get(blueprint.path("contacts").size() % NAMES.size());
    }

    /** Adds a mail of somebody to the inbox; empty when there is one on that subject from them. */
    Optional<ObjectNode> mail(String words, String sender) {
        String subject = title(words);
        for (JsonNode mail : blueprint.path("mailbox")) {
            if (mail.path("subject").asText().equalsIgnoreCase(subject)
                    && mail.path("from").asText().equals(sender)) {
                return Optional.empty();
            }
        }
        return Optional.of(array("mailbox")
                .addObject()
                .put("from", sender)
                .put("to", "sandbox@synthetic.example")
                .put("subject", subject)
                .put("date", "2026-01-16")
                .put("text", Proposal.MARK + " Made up: a mail about " + words + ".\n"));
    }

    /** Adds a sheet with these columns and three rows; a document of that name becomes one. */
    boolean sheet(String words, List<String> columns) {
        String title = title(words);
        for (JsonNode sheet : blueprint.path("sheets")) {
            if (sheet.path("title").asText().equalsIgnoreCase(title)) {
                return false;
            }
        }
        if (Names.problemOfName(title).isPresent()) {
            return false;
        }
        for (Iterator<JsonNode> docs = blueprint.path("docs").iterator(); docs.hasNext(); ) {
            if (docs.next().path("title").asText().equalsIgnoreCase(title)) {
                docs.remove();
            }
        }
        Set<String> names = new LinkedHashSet<>();
        columns.forEach(column -> names.add(title(column)));
        if (names.size() < 2) {
            names.addAll(List.of("Name", "Date", "Amount"));
        }
        ObjectNode sheet = array("sheets").addObject().put("path", home()).put("title", title);
        names.forEach(sheet.putArray("header")::add);
        ArrayNode rows = sheet.putArray("rows");
        for (int i = 1; i <= 3; i++) {
            ArrayNode row = rows.addArray();
            for (String name : names) {
                String value = madeUp.value(name + " " + i);
                row.add(row.isEmpty() ? Proposal.MARK + " " + i : value);
            }
        }
        return true;
    }

    /** Adds a row to a sheet that is found by these words; where they name a column, papers say the same under its name. */
    boolean row(String title, String words) {
        for (JsonNode sheet : blueprint.path("sheets")) {
            if (sheet.path("title").asText().equals(title) && sheet.path("rows") instanceof ArrayNode rows) {
                List<String> header =
                        sheet.path("header").valueStream().map(JsonNode::asText).toList();
                int column = Math.max(0, header.indexOf(title(words)));
                if (rows.valueStream().anyMatch(row -> row.path(column).asText().equalsIgnoreCase(words))) {
                    return false;
                }
                if (header.contains(title(words))) {
                    madeUp.fix(title(words), words);
                    sayInstead(title(words), words);
                }
                ArrayNode row = rows.addArray();
                for (int i = 0; i < header.size(); i++) {
                    row.add(i == column ? words : madeUp.value(header.get(i) + " " + rows.size()));
                }
                return true;
            }
        }
        return false;
    }

    private void sayInstead(String key, String value) {
        for (String kind : List.of("docs", "mailbox")) {
            for (JsonNode paper : blueprint.path(kind)) {
                String line = Matcher.quoteReplacement(key + ": " + value);
                ((ObjectNode) paper)
                        .put(
                                "text",
                                paper.path("text").asText().replaceAll("(?m)^" + Pattern.quote(key) + ": .*$", line));
            }
        }
    }

    /** Lets a paper hold a table, so that something can be added to it. */
    boolean table(String title) {
        for (JsonNode doc : blueprint.path("docs")) {
            String text = doc.path("text").asText();
            if (doc.path("title").asText().equals(title) && text.indexOf('|') < 0) {
                ((ObjectNode) doc)
                        .put(
                                "text",
                                text + "\nName | Date | Amount\nSample | 2026-01-15 | " + madeUp.amount("Amount")
                                        + "\n");
                return true;
            }
        }
        return false;
    }

    /** Adds an appointment; there is one at most. */
    boolean appointment(String words) {
        if (!blueprint.path("calendar").isEmpty()) {
            return false;
        }
        array("calendar")
                .addObject()
                .put("title", title(words) + " " + Proposal.MARK)
                .put("start", "2026-04-13T09:00")
                .put("end", "2026-04-13T10:00");
        return true;
    }

    boolean todo(String words) {
        for (JsonNode todo : blueprint.path("todos")) {
            if (todo.path("title").asText().startsWith(title(words))) {
                return false;
            }
        }
        array("todos")
                .addObject()
                .put("title", title(words) + " " + Proposal.MARK)
                .put("assignee", "office");
        return true;
    }

    private ArrayNode array(String field) {
        return blueprint.withArray(field);
    }

    /** Words as a title: without an article, with a capital, short enough. */
    static String title(String words) {
        String bare = words.replaceAll("[/\\\\\\p{Cntrl}]+", " ")
                .strip()
                .replaceFirst("(?i)^(?:the|a|an|their|our|his|her|its|your|my|each|every|all|this|that)\\s+", "")
                .replaceAll("\\s+", " ")
                .strip();
        String cut = bare.codePointCount(0, bare.length()) > 80
                ? bare.substring(0, bare.offsetByCodePoints(0, 80)).strip()
                : bare;
        return cut.isEmpty() ? cut : cut.substring(0, 1).toUpperCase(Locale.ROOT) + cut.substring(1);
    }
}
