package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Findings.Found;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Steps in the customer register: who belongs together, a changed field, a note. */
final class Records {

    private static final Pattern THAT = Pattern.compile("\\b(?:that|saying)\\s+(?<said>[^;]+?)\\.?$");
    private static final Pattern DONE = Pattern.compile("(?i)\\b(?:sent|e-?mailed|mailed|invited|dispatched)\\b");
    private static final Pattern VALUE = Pattern.compile(
            "\\bto\\s+(?:[“\"](?<quoted>[^”\"]{2,120})[”\"]|(?<mail>[\\w.+-]+@[\\w.-]+\\.\\w+)|(?<number>\\+?\\d[\\d"
                    + " ()/-]{5,20}\\d))");
    private static final Set<String> REGISTER =
            Stems.set("crm contact record client customer detail register system field card person");
    private static final Set<String> PHONE = Stems.set("phone telephone mobile cell");

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;

    Records(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
    }

    private Person person() throws ToolFailure, Stopped {
        Concerned concerned = new Concerned(bench);
        Optional<Person> one = concerned.person();
        if (one.isPresent()) {
            return one.get();
        }
        List<Person> named = concerned.named(false);
        throw Stopped.lacking(
                named.size() > 1
                        ? "which of "
                                + String.join(
                                        ", ", named.stream().map(Person::name).toList()) + " is meant"
                        : "a contact for “" + instruction.text() + "”");
    }

    /** Everybody of a household; what is known of them can be used from then on. */
    StepResult household() throws ToolFailure, Stopped {
        List<Person> named = new Concerned(bench).named(false);
        Person one = named.isEmpty() ? person() : named.get(0);
        if (named.size() == 1) {
            desk.memory().put(Concerned.LOOKED_UP, one.id());
        }
        ObjectNode found = bench.context().call("find_household", Json.object().put("contact", one.id()));
        StringJoiner names = new StringJoiner(", ");
        for (JsonNode member : found.path("members")) {
            Person person = Person.of(member);
            know(person);
            names.add(person.name() + (person.role().isEmpty() ? "" : " (" + person.role() + ")"));
        }
        String household = found.path("household").asText();
        return new StepResult.Done(
                household.isEmpty()
                        ? one.name() + " belongs to no household."
                        : "The household " + household + ": " + names + ".");
    }

    /** Takes what the register says of somebody into what is known. */
    void know(Person person) {
        desk.keep(new Source(person.id(), "contact", "Contact " + person.name(), "", person.text(), "", "", false));
    }

    StepResult update() throws ToolFailure, Stopped {
        Person person = person();
        Optional<String> tag = new Literals(instruction.text())
                .all().stream()
                        .filter(l -> l.name().isEmpty())
                        .map(Literals.Literal::value)
                        .findFirst();
        String name = "tag";
        String value = tag.orElse("");
        if (tag.isEmpty()) {
            Phrase field = field(person);
            value = value(field, person);
            name = name(field, person);
        }
        String was = name.equals("email") ? person.email() : person.more().getOrDefault(name, "");
        if (was.equals(value)) {
            return new StepResult.Done("The " + name + " of " + person.name() + " is " + value + " already.");
        }
        ObjectNode changed = bench.acts()
                .write(
                        "update_contact",
                        Json.object()
                                .put("contact", person.id())
                                .put("field", name)
                                .put("value", value),
                        person.name() + " " + name);
        desk.memory().remove("people");
        know(Person.of(changed));
        return new StepResult.Done("Changed the " + name + " of " + person.name()
                + (was.isEmpty() ? "" : " from " + was) + " to " + value + ".");
    }

    /** What is to be changed: the phrase that names neither the person nor the register. */
    private Phrase field(Person person) throws Stopped {
        for (Phrase phrase : instruction.phrases()) {
            if (phrase.preposition().matches("in|into|from|for")) {
                continue;
            }
            StringJoiner bare = new StringJoiner(" ");
            for (String word : phrase.text().split("\\s+")) {
                List<String> stems = Stems.of(word);
                boolean telling = stems.stream()
                        .anyMatch(s -> !REGISTER.contains(s)
                                && !person.nameStems().contains(s)
                                && !person.householdStems().contains(s)
                                && !person.roleStems().contains(s)
                                && !Phrase.time(s));
                if (telling) {
                    bare.add(word);
                }
            }
            if (bare.length() > 0) {
                return Filling.phrase(bare.toString());
            }
        }
        throw Stopped.lacking("what to change about " + person.name() + " for “" + instruction.text() + "”");
    }

    /** The field as the register calls it. */
    private static String name(Phrase field, Person person) {
        Set<String> stems = new LinkedHashSet<>(field.stems());
        if (stems.contains("email")) {
            return "email";
        }
        boolean phone = stems.stream().anyMatch(PHONE::contains) || stems.equals(Stems.set("number"));
        for (String known : person.more().keySet()) {
            Set<String> key = Stems.set(Form.label(known));
            if (stems.containsAll(key) || phone && key.stream().anyMatch(PHONE::contains)) {
                return known;
            }
        }
        return phone
                ? "phone"
                : stems.contains("address") ? "address" : field.text().toLowerCase();
    }

    private String value(Phrase field, Person person) throws Stopped {
        Matcher given = VALUE.matcher(instruction.text());
        if (given.find()) {
            return (given.group("quoted") != null
                            ? given.group("quoted")
                            : given.group("mail") != null ? given.group("mail") : given.group("number"))
                    .strip();
        }
        Optional<String> literal = new Literals(instruction.text()).of(field.text());
        if (literal.isPresent()) {
            return literal.get();
        }
        List<Source> sources = desk.sources().stream()
                .filter(s -> !s.kind().equals("contact") && !s.made())
                .toList();
        Findings findings = new Findings(sources, List.of(), bench.file());
        List<String> wanted = new ArrayList<>(List.of("new " + field.text()));
        if (field.stems().stream().anyMatch(PHONE::contains)) {
            wanted.addAll(List.of(
                    "new phone", "new phone number", "phone", "phone number", "new mobile", "mobile", "telephone"));
        }
        wanted.add(field.text());
        for (String words : wanted) {
            Set<String> values = new LinkedHashSet<>();
            for (Found found : findings.about(Filling.phrase(words), Stems.set(words))) {
                if (found.table().isEmpty()) {
                    values.add(found.value());
                }
            }
            if (values.size() > 1) {
                throw Stopped.lacking("one " + field.text() + " for " + person.name() + ": the sources say "
                        + String.join(" and ", values));
            }
            if (values.size() == 1) {
                return values.iterator().next();
            }
            Optional<String> told = told(words, sources);
            if (told.isPresent()) {
                return told.get();
            }
        }
        throw Stopped.lacking("a new " + field.text() + " for " + person.name());
    }

    /** "my new phone number is 020 7946 0000": running text that states it. */
    private static Optional<String> told(String words, List<Source> sources) {
        Pattern states = Pattern.compile("(?iU)\\b" + Pattern.quote(words)
                + "(?:\\s+number)?\\s+(?:is|will be|has changed to|changed to|is"
                + " now)\\s+(?:now\\s+)?(?<value>[^\\n"
                + ";!?]{3,100}?)(?=[.;!?](?:\\s|$)|,?\\s+(?:from|as of|since|and|please|starting)\\b|\\n"
                + "|$)");
        for (int i = sources.size() - 1; i >= 0; i--) {
            Matcher found = states.matcher(sources.get(i).text());
            if (found.find()) {
                return Optional.of(found.group("value").strip());
            }
        }
        return Optional.empty();
    }

    StepResult note() throws ToolFailure, Stopped {
        Person person = person();
        String text = text();
        ObjectNode made = bench.acts()
                .write(
                        "create_contact_note",
                        Json.object().put("contact", person.id()).put("text", text),
                        person.name());
        desk.made("note", made.path("id").asText(), person.name(), "");
        return new StepResult.Done("Noted on " + person.name() + ": "
                + text.strip().replace("\n", "; ").replaceAll("\\.$", "") + ".");
    }

    private String text() throws ToolFailure, Stopped {
        new Reckoning(instruction, bench.findings()).results().forEach(desk::result);
        if (instruction.quoted().isPresent()) {
            return instruction.quoted().get();
        }
        Matcher that = THAT.matcher(instruction.text());
        if (that.find()) {
            String said = that.group("said").strip();
            if (DONE.matcher(said).find() && nothingLeft()) {
                return notSent(said);
            }
            return said.substring(0, 1).toUpperCase() + said.substring(1) + ".";
        }
        List<Phrase> topics = new ArrayList<>(instruction.topics());
        topics.addAll(instruction.after("about", "of"));
        topics.removeIf(t -> !bench.people().byName(t).isEmpty());
        if (!topics.isEmpty()) {
            Composition text = new Composition(bench).about(topics);
            if (!text.isEmpty() && text.missing().isEmpty()) {
                return text.mail().replaceAll("(?m)^- ", "");
            }
            if (!text.missing().isEmpty()) {
                throw Stopped.lacking(String.join(", ", text.missing()) + ", which the note is to say");
            }
        }
        return done();
    }

    /** A note must not say that something went out which did not: it says what was only drafted. */
    private String notSent(String said) throws Stopped {
        if (desk.made("draft").isEmpty()) {
            throw Stopped.lacking("a mail or invitation of this run: the note is to say that “" + said + "”");
        }
        return done();
    }

    /** Whether no mail and no invitation left in this run: then a note must not say that one did. */
    private boolean nothingLeft() {
        return desk.made("mail").isEmpty() && desk.made("invitation").isEmpty();
    }

    /** What was done in this run, for a note that says no more than that. */
    private String done() throws Stopped {
        StringJoiner lines = new StringJoiner("\n");
        for (String kind : List.of("document", "draft", "mail", "event", "invitation", "todo")) {
            for (JsonNode made : desk.made(kind)) {
                String title = made.path("title").asText();
                lines.add(
                        switch (kind) {
                            case "draft" -> "Drafted, not sent: " + title;
                            case "mail" -> "Sent: " + title;
                            case "event" -> "Booked: " + title;
                            case "invitation" -> "Invited to: " + title;
                            case "todo" -> "To do: " + title;
                            default -> "Written: " + title;
                        });
            }
        }
        desk.results().forEach(r -> lines.add(r.label() + ": " + r.value()));
        if (lines.length() == 0) {
            throw Stopped.lacking("anything to note for “" + instruction.text() + "”");
        }
        return lines.toString();
    }
}
