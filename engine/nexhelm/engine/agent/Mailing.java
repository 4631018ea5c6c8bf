package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Fact.Table;
import nexhelm.engine.agent.Findings.Found;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Steps that draft or send mail, to people from the contacts, with values from the sources. */
final class Mailing {

    private static final Pattern NEWS = Pattern.compile("(?i)\\b(?:e-?mail|mail|message|line|confirmation)\\s+that\\s+"
            + "((?:the|we|our|your|everything)\\s[^.;:]+?)(?=,? (?:and|with) |[.;:]|$)");
    /** "a mail to every member, with his fee": nobody gets to read what is another's. */
    private static final Pattern THEIR_OWN = Pattern.compile(
            "(?i)\\bto (?:each|every) (?:of )?[\\p{L} ]+?,? (?:with|about|of) (?:his|her|its|their)\\b");

    private static final Pattern THANKS =
            Pattern.compile("\\bthank\\b.*?\\bfor (?:the|their|his|her|your)\\s+([^.,;]+)");

    private static final Set<String> CLIENTS =
            Stems.set("client customer guest tenant owner buyer trader builder sender");
    private static final Set<String> PRONOUNS = Set.of("him", "her", "them");

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;

    Mailing(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
    }

    StepResult write(boolean send) throws ToolFailure, Stopped {
        List<JsonNode> drafts = desk.made("draft");
        if (instruction.does("leave", "keep", "save", "store") && !drafts.isEmpty()) {
            return new StepResult.Done(
                    "The draft “" + drafts.get(drafts.size() - 1).path("title").asText() + "” stays in the drafts.");
        }
        if (!send && instruction.does("leave", "keep")) {
            return new StepResult.Done("Nothing is sent.");
        }
        Optional<StepResult> each = eachOfTable(send);
        if (each.isPresent()) {
            return each.get();
        }
        bench.clear();
        List<Person> to = bench.people().recipients(instruction);
        if (to.isEmpty()) {
            to = answered();
        }
        if (to.isEmpty()) {
            to = counterpart();
        }
        if (to.isEmpty() && !send) {
            to = ofTheCase();
        }
        if (to.isEmpty()) {
            throw Stopped.lacking("a contact to write to for “" + instruction.text() + "”");
        }
        if (to.size() > 1
                && !separate(to)
                && THEIR_OWN.matcher(instruction.text()).find()) {
            throw Stopped.lacking("what to tell each of "
                    + String.join(", ", to.stream().map(Person::name).toList())
                    + ": no list read before holds it in rows that name them");
        }
        return separate(to) ? toEach(to, send) : toAll(to, send);
    }

    /** "Reply": to whoever wrote the mail that was read last. */
    private List<Person> answered() {
        if (!instruction.does("reply", "answer", "respond", "acknowledge", "confirm")) {
            return List.of();
        }
        return desk.sources().stream()
                .filter(Source::mail)
                .reduce((a, b) -> b)
                .flatMap(m -> bench.people().with(m.from()))
                .stream()
                .toList();
    }

    /** "the café", "the customer": the one who wrote the mails of this run, where the words fit them and nobody else did. */
    private List<Person> counterpart() throws ToolFailure {
        List<Person> wrote = new ArrayList<>();
        for (Source mail : desk.sources()) {
            if (mail.mail()) {
                bench.people().with(mail.from()).filter(p -> !wrote.contains(p)).ifPresent(wrote::add);
            }
        }
        Set<String> called = new LinkedHashSet<>(CLIENTS);
        wrote.forEach(p -> {
            called.addAll(p.nameStems());
            called.addAll(p.householdStems());
            called.addAll(p.roleStems());
        });
        boolean meant = instruction.phrases().stream()
                .anyMatch(p -> !instruction.topics().contains(p)
                        && p.preposition().matches("|to")
                        && (called.contains(p.head())
                                || PRONOUNS.contains(p.text().toLowerCase(Locale.ROOT))));
        boolean nobody = instruction.phrases().stream()
                .allMatch(p -> instruction.topics().contains(p)
                        || Phrase.vessel(p.head())
                        || p.preposition().matches("with|as|about|in|by|on"));
        return wrote.size() == 1 && (meant || nobody) ? wrote : List.of();
    }

    /** A draft that names nobody is for whom the case is about; who sends it sees the address. */
    private List<Person> ofTheCase() throws ToolFailure {
        String party = CaseFile.mark(bench.file().party());
        return party.isEmpty()
                ? List.of()
                : desk.people().stream()
                        .filter(p -> Stems.set(p.household()).contains(party))
                        .toList();
    }

    /** People of different houses do not see each other's addresses. */
    private static boolean separate(List<Person> to) {
        return to.stream().map(Person::household).distinct().count() > 1
                && to.stream().noneMatch(p -> p.household().isEmpty());
    }

    private StepResult toAll(List<Person> to, boolean send) throws ToolFailure, Stopped {
        Optional<String> news = news();
        if (news.isPresent()) {
            Optional<Source> along = instruction.says("attach", "attached") ? attachment() : Optional.empty();
            ObjectNode mail = message(to, subject(), told(to, news.get(), along));
            along.ifPresent(a -> mail.putArray("attachments").add(a.path()));
            return done(mail, to, send, List.of());
        }
        Composition text = composed();
        List<Phrase> wanted = topics();
        if (text.isEmpty() && !wanted.isEmpty() && text.missing().size() == wanted.size()) {
            throw Stopped.lacking("anything about " + String.join(", ", text.missing()) + " for the e-mail"
                    + bench.findings().notFound());
        }
        if (send && !instruction.topics().isEmpty() && !text.missing().isEmpty()) {
            throw Stopped.lacking(String.join(", ", text.missing()) + ", which the e-mail is to say"
                    + bench.findings().notFound());
        }
        Optional<Source> attached = attachment();
        if (text.isEmpty() && attached.isEmpty()) {
            text.everything(fallback(to));
        }
        if (text.isEmpty() && attached.isPresent()) {
            text.everything(List.of(attached.get())); // what the paper says in short: numbers, quantities, names
        }
        ObjectNode mail = message(to, subject(), body(to, text, attached));
        attached.ifPresent(a -> mail.putArray("attachments").add(a.path()));
        return done(mail, to, send, text.missing());
    }

    /** "…a short mail that the claim is on its way": the sentence is the mail. */
    private Optional<String> news() {
        Matcher that = NEWS.matcher(instruction.text());
        return that.find()
                ? Optional.of(that.group(1).substring(0, 1).toUpperCase(Locale.ROOT)
                        + that.group(1).substring(1) + ".")
                : Optional.empty();
    }

    private String told(List<Person> to, String news, Optional<Source> attached) {
        return "Dear " + names(to) + ",\n\n" + news + "\n\n"
                + attached.map(a -> "Attached: " + a.title() + "\n\n").orElse("") + "Kind regards\n";
    }

    /** Without a topic: what the recipient wrote to us, else what was written last, else what was read. */
    private List<Source> fallback(List<Person> to) {
        Optional<Source> theirs = desk.sources().stream()
                .filter(s -> s.mail() && to.stream().anyMatch(p -> p.email().equalsIgnoreCase(s.from())))
                .reduce((a, b) -> b);
        return theirs.or(this::lastMade)
                .map(List::of)
                .orElseGet(() -> desk.sources().stream()
                        .filter(s -> !s.made() && (s.file() || s.mail()))
                        .toList());
    }

    private Composition composed() throws ToolFailure {
        new Reckoning(instruction, bench.findings()).results().forEach(desk::result);
        return new Composition(bench).about(topics());
    }

    private List<Phrase> topics() {
        List<Phrase> topics = new ArrayList<>(instruction.topics());
        if (topics.isEmpty()) {
            topics.addAll(instruction.after("about", "of"));
            instruction
                    .object()
                    .filter(o ->
                            !o.fresh() && o.telling() && bench.people().in(o).isEmpty())
                    .ifPresent(topics::add);
        }
        topics.removeIf(t -> instruction.does("attach") && !t.telling());
        topics.removeIf(Mailing::goesAlong);
        topics.removeIf(Mailing::filler);
        int last = topics.size() - 1;
        if (last > 0 && instruction.does("attach") && made(topics.get(last)).isPresent()) {
            topics.remove(last);
        }
        return topics;
    }

    /** "…with the estimate attached": not what the mail says. */
    private static boolean goesAlong(Phrase phrase) {
        return phrase.text().matches("(?i).*\\b(?:attached|enclosed)");
    }

    /** "a few nice words", "Tuesday or Friday": nothing that a paper would say under this name. */
    private static boolean filler(Phrase phrase) {
        return phrase.text()
                .matches("(?i)(?:a )?(?:few|couple of|some)?\\s*(?:\\p{L}+"
                        + " )?(?:words?|lines?|sentences?|greetings?|regards)"
                        + "|(?:mon|tues|wednes|thurs|fri|satur|sun)days?");
    }

    /** The document of this run that a phrase names; "a summary of" it is not it. */
    private Optional<Source> made(Phrase phrase) {
        return phrase.text().toLowerCase(Locale.ROOT).startsWith("summary of")
                ? Optional.empty()
                : desk.sources().stream()
                        .filter(s -> s.made() && phrase.telling() && Composition.titleCovers(s, phrase))
                        .reduce((a, b) -> b);
    }

    private Optional<Source> lastMade() {
        return desk.sources().stream().filter(Source::made).reduce((a, b) -> b);
    }

    private Optional<Source> attachment() throws ToolFailure {
        for (Phrase phrase : instruction.phrases()) {
            boolean thing = instruction.topics().contains(phrase)
                    || phrase.preposition().isEmpty() && !phrase.fresh();
            if (thing && made(phrase).isPresent()) {
                return made(phrase);
            }
        }
        if (instruction.says("with the file", "with the pdf", "with the csv")) {
            return lastMade();
        }
        if (!instruction.does("attach", "enclose") && !instruction.says("attached", "attachment", "enclosed")) {
            return Optional.empty();
        }
        Optional<Source> made = Optional.empty();
        for (Source source : desk.sources()) {
            if (source.made()
                    && instruction.phrases().stream()
                            .anyMatch(p ->
                                    p.telling() && Stems.set(source.title()).contains(p.head()))) {
                made = Optional.of(source);
            }
        }
        return made.or(this::lastMade);
    }

    private StepResult toEach(List<Person> to, boolean send) throws ToolFailure, Stopped {
        Composition common = composed();
        StepResult result = new StepResult.Done("");
        List<String> names = new ArrayList<>();
        for (Person person : to) {
            Composition own = new Composition(bench);
            desk.sources().stream()
                    .filter(s -> !s.made() && Stems.set(s.title()).contains(CaseFile.mark(person.household())))
                    .forEach(s -> own.everything(List.of(s)));
            Composition text = own.isEmpty() ? common : own;
            if (text.isEmpty()) {
                throw Stopped.lacking("anything about " + person.household() + " for the e-mail");
            }
            result = done(
                    message(List.of(person), subject(), body(List.of(person), text, Optional.empty())),
                    List.of(person),
                    send,
                    List.of());
            if (!(result instanceof StepResult.Done)) {
                return result;
            }
            names.add(person.name());
        }
        String how = ((StepResult.Done) result).summary().startsWith("Sent") ? "Sent" : "Drafted";
        return new StepResult.Done(how + " one e-mail each to " + String.join(", ", names) + ".");
    }

    /** "a reminder to each customer with an overdue invoice": one mail for each contact whom rows of a table name. */
    private Optional<StepResult> eachOfTable(boolean send) throws ToolFailure, Stopped {
        if (!instruction.says("each", "every", "all")) {
            return Optional.empty();
        }
        for (Table table : bench.findings().tables()) {
            Table rows = Findings.filtered(table, bench.said());
            Map<Person, List<List<String>>> perPerson = new LinkedHashMap<>();
            List<String> unknown = new ArrayList<>();
            for (List<String> row : rows.rows()) {
                Optional<Person> person = personIn(row);
                person.ifPresentOrElse(
                        p -> perPerson
                                .computeIfAbsent(p, k -> new ArrayList<>())
                                .add(row),
                        () -> unknown.add(row.get(0)));
            }
            if (!table.source().made()
                    && !perPerson.isEmpty()
                    && perPerson.size() >= unknown.size()
                    && speaksOf(table)) {
                if (!unknown.isEmpty()) {
                    throw Stopped.lacking("contacts for " + String.join(", ", unknown) + " of “"
                            + table.source().title() + "”");
                }
                return Optional.of(perRow(table, perPerson, send));
            }
        }
        return Optional.empty();
    }

    private boolean speaksOf(Table table) {
        Set<String> header = Stems.set(String.join(" ", table.header()));
        return instruction.phrases().stream().anyMatch(p -> p.stems().stream().anyMatch(header::contains));
    }

    private Optional<Person> personIn(List<String> row) throws ToolFailure {
        for (String cell : row) {
            for (Person person : desk.people()) {
                if (!person.household().isEmpty() && Findings.same(cell, person.household())
                        || Findings.same(cell, person.name())) {
                    return Optional.of(person);
                }
            }
        }
        return Optional.empty();
    }

    private StepResult perRow(Table table, Map<Person, List<List<String>>> perPerson, boolean send)
            throws ToolFailure, Stopped {
        List<String> told = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        boolean sent = false;
        for (Map.Entry<Person, List<List<String>>> entry : perPerson.entrySet()) {
            Person person = entry.getKey();
            Composition text = new Composition(bench);
            for (List<String> row : entry.getValue()) {
                for (int i = 0; i < table.header().size(); i++) {
                    int column = i;
                    boolean asked = instruction.topics().isEmpty()
                            || instruction.topics().stream()
                                    .anyMatch(t -> Findings.columns(table, t).contains(column));
                    if (asked && !Findings.same(row.get(i), person.household())) {
                        text.add(new Found(
                                table.header().get(i),
                                row.get(i),
                                table.source().named(),
                                Optional.empty()));
                    }
                }
                wrote(person, row).ifPresent(notes::add);
            }
            String subject = subject() + " – " + table.header().get(0) + " "
                    + entry.getValue().get(0).get(0);
            StepResult result = done(
                    message(List.of(person), subject, body(List.of(person), text, Optional.empty())),
                    List.of(person),
                    send,
                    List.of());
            if (!(result instanceof StepResult.Done)) {
                return result;
            }
            sent = ((StepResult.Done) result).summary().startsWith("Sent");
            told.add(person.name() + " ("
                    + String.join(
                            ", ", entry.getValue().stream().map(r -> r.get(0)).toList()) + ")");
        }
        return new StepResult.Done((sent ? "Sent" : "Drafted") + " one e-mail each to " + String.join(", ", told) + "."
                + (notes.isEmpty() ? "" : " Before it goes out, note: " + String.join(" ", notes)));
    }

    /** A mail that was read and speaks of the very row: somebody may have promised or paid. */
    private Optional<String> wrote(Person person, List<String> row) {
        return desk.sources().stream()
                .filter(s -> s.mail()
                        && s.from().equalsIgnoreCase(person.email())
                        && (s.title() + " " + s.text()).contains(row.get(0)))
                .findFirst()
                .map(s -> person.name() + " wrote about " + row.get(0) + " on "
                        + s.date().substring(0, Math.min(10, s.date().length()))
                        + Fact.in(s).stream()
                                .filter(f -> !Findings.same(f.value(), row.get(0)))
                                .findFirst()
                                .map(f -> " (" + f.key() + ": " + f.value() + ")")
                                .orElse("")
                        + ".");
    }

    private ObjectNode message(List<Person> to, String subject, String body) {
        ObjectNode mail = Json.object();
        ArrayNode addresses = mail.putArray("to");
        to.forEach(p -> addresses.add(p.email()));
        return mail.put("subject", subject).put("text", body);
    }

    private StepResult done(ObjectNode mail, List<Person> to, boolean send, List<String> missing)
            throws ToolFailure, Stopped {
        String about = mail.path("subject").asText();
        Optional<String> ban = send ? bench.acts().ruledOut("send_mail", mail, about) : Optional.empty();
        boolean sends = send && ban.isEmpty();
        StringJoiner names = new StringJoiner(", ");
        to.forEach(p -> names.add(p.name() + " <" + p.email() + ">"));
        String tool = sends ? "send_mail" : "create_mail_draft";
        ObjectNode made = bench.acts().write(tool, mail, about);
        desk.made(sends ? "mail" : "draft", made.path("id").asText(), about, "");
        String lacks = missing.isEmpty() ? "" : " The sources do not say: " + String.join(", ", missing) + ".";
        return new StepResult.Done((sends ? "Sent “" : "Drafted “") + about + "” to " + names + "."
                + ban.map(b -> " It was not sent, as asked: “" + b + "”").orElse("") + lacks);
    }

    /** What the mail is about, in a few words: the thing sent, or what stands before "e-mail". */
    private String subject() {
        Optional<Phrase> object = instruction.phrases().stream()
                .filter(p -> p.preposition().isEmpty()
                        && bench.people().byName(p).isEmpty()
                        && !instruction.topics().contains(p))
                .findFirst();
        Optional<Phrase> second = instruction.phrases().stream()
                .filter(p -> p.preposition().isEmpty() && !instruction.topics().contains(p))
                .skip(1)
                .findFirst()
                .filter(p -> p.fresh() && bench.people().byName(p).isEmpty());
        if (second.isPresent() && object.filter(o -> !o.fresh()).isPresent()) {
            object = second; // "send the café a confirmation": the first is who gets the other
        }
        Optional<String> whole =
                object.filter(o -> !o.fresh()).flatMap(this::made).map(Source::title);
        if (whole.isPresent()) {
            return whole.get();
        }
        if (instruction.does("thank")) {
            return bench.withParty("Thank you");
        }
        String words = object.map(o -> o.text()
                        .replaceAll(
                                "(?i)\\b(e-?mail|mail|message|short|brief|friendly|quick|new|the|draft|note)\\b", " ")
                        .replaceAll("\\s+", " ")
                        .strip())
                .orElse("");
        if (words.isEmpty()) {
            words = instruction.topics().stream()
                    .filter(t -> t.telling() && !goesAlong(t))
                    .findFirst()
                    .map(Phrase::text)
                    .or(() -> instruction.after("about").stream().findFirst().map(Phrase::text))
                    .or(() -> lastMade().map(Source::title))
                    .orElse(bench.step().path("title").asText("Message"));
        }
        String subject = words.substring(0, 1).toUpperCase() + words.substring(1);
        String full = bench.withParty(subject);
        return full.length() > 150 ? full.substring(0, 150) : full;
    }

    private String body(List<Person> to, Composition text, Optional<Source> attached) {
        StringBuilder body = new StringBuilder("Dear ").append(names(to)).append(",\n\n");
        Matcher thanks = THANKS.matcher(instruction.text());
        if (thanks.find()) {
            body.append("thank you for your ").append(thanks.group(1).strip()).append(".\n\n");
        }
        if (!text.isEmpty()) {
            body.append(
                            body.indexOf("thank you") > 0
                                    ? "For reference:\n\n"
                                    : "please find the following for your information:\n\n")
                    .append(text.mail())
                    .append("\n\n");
        }
        attached.ifPresent(a -> body.append("Attached: ").append(a.title()).append("\n\n"));
        return body.append("Kind regards\n").toString();
    }

    /** People by their first name; an office by whoever a paper names as its contact person, else by no name. */
    private String names(List<Person> to) {
        Set<String> names = new LinkedHashSet<>();
        to.forEach(p ->
                names.add(p.human() && !p.office() ? p.firstName() : contact(p).orElse("Sir or Madam")));
        return String.join(" and ", names);
    }

    private Optional<String> contact(Person office) {
        return bench.findings().facts().stream()
                .filter(f -> !f.source().made()
                        && f.stems().equals(Stems.set("contact person"))
                        && (f.source().title() + "\n" + f.source().text()).contains(office.name()))
                .map(Fact::value)
                .filter(v -> v.matches("\\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}.'’-]*)+"))
                .findFirst();
    }
}
