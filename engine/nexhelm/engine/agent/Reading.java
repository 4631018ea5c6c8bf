package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Desk.Letter;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Steps that look something up: documents, mails, people, todos; and what is worked out from them. */
final class Reading {

    /** What a mail may be called by what it is for: where only one lies in the inbox, that one is meant. */
    private static final Set<String> REQUESTS =
            Stems.set("request enquiry inquiry order application complaint booking question notice claim report");

    private static final Set<String> MESSAGES =
            Stems.set("request enquiry inquiry complaint question cancellation message order booking application");

    private static final Set<String> ENQUIRIES = Stems.set("enquiry inquiry");
    /** How somebody asks for what is sold. */
    private static final Pattern ASKS =
            Pattern.compile("(?i)\\b(?:(?:would|'d) (?:like|love|want|need) (?:to (?:have|get|see) )?(?:an?|your|one"
                    + " of your) \\p{L}|(?:an?|your) (?:offer|quote|quotation|estimate|price)\\b|what"
                    + " (?:it|that|this|they) (?:would )?costs?\\b|how much (?:it|that|this|would|does|is|do))");
    /** So many mails are opened to see which of them is meant. */
    private static final int MOST_OPENED = 20;

    private static final Set<String> MAIL = Stems.set("e-mail email mail message inbox mailbox");

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;

    Reading(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
    }

    /** Lists the folder that the instruction names, or the case's. */
    StepResult list() throws ToolFailure, Stopped {
        Optional<Place> folder = bench.namedFolder();
        for (Phrase phrase : instruction.phrases()) {
            if (folder.isEmpty()) {
                folder = bench.finder().folder(phrase);
            }
        }
        Optional<Phrase> missing = instruction.phrases().stream()
                .filter(p -> p.stems().contains("folder") && p.telling())
                .findFirst();
        if (folder.isEmpty() && missing.isPresent()) {
            throw Stopped.lacking("the " + missing.get().text());
        }
        String path = folder.map(Place::path)
                .orElse(desk.memory().path("folder").asText(bench.file().folder()));
        ObjectNode listed = bench.context().call("list_documents", Json.object().put("folder", path));
        StringJoiner titles = new StringJoiner(", ");
        for (String kind : List.of("documents", "sheets", "pdfs")) {
            listed.path(kind).forEach(d -> titles.add(d.path("title").asText()));
        }
        desk.memory().put("folder", path);
        return new StepResult.Done(
                titles.length() == 0
                        ? "“" + path + "” holds no documents."
                        : "“" + (path.isEmpty() ? "The top folder" : path) + "” holds " + titles + ".");
    }

    /** Reads what the instruction names, documents or mails, and works out what it asks. */
    StepResult read(String tool) throws ToolFailure, Stopped {
        boolean mailTool = tool.equals("read_mail") || tool.equals("search_mail");
        boolean speaksOfMail = instruction.stems().stream().anyMatch(MAIL::contains);
        Set<Source> read = new LinkedHashSet<>();
        if (mailTool) {
            read.addAll(mails(true));
        } else if (written() && bench.namedDocuments().isEmpty()) {
            read.addAll(mails(false));
        } else {
            read.addAll(documents(tool));
            if (read.isEmpty() && speaksOfMail) {
                read.addAll(mails(false));
            }
        }
        if (read.isEmpty() && mailTool && !speaksOfMail) {
            read.addAll(documents("read_document"));
        }
        Reckoning reckoning = reckoning();
        List<Desk.Result> results = new ArrayList<>(reckoning.results());
        if (results.isEmpty()) {
            results.addAll(suitable(read));
        }
        Optional<String> lacks = results.isEmpty() ? reckoning.lacks() : Optional.empty();
        if (lacks.isPresent()) {
            throw Stopped.lacking(lacks.get());
        }
        results.forEach(desk::result);
        if (read.isEmpty() && results.isEmpty()) {
            return unread(mailTool || speaksOfMail);
        }
        if (results.isEmpty() && instruction.does("calculate", "compute", "sum", "total") && !figures()) {
            throw Stopped.lacking(
                    "figures to " + lower(instruction.text()) + bench.findings().lookedIn());
        }
        return new StepResult.Done(summary(new ArrayList<>(read), results));
    }

    /** "the request from Kestrel Pumps": what somebody asks for comes by mail where no paper is called so. */
    private boolean written() throws ToolFailure {
        return instruction.object().filter(o -> REQUESTS.contains(o.head())).isPresent()
                && instruction.after("from", "by", "of").stream()
                        .flatMap(p -> bench.people().in(p).stream())
                        .anyMatch(this::wrote);
    }

    private boolean wrote(Person person) {
        try {
            return desk.inbox().stream().anyMatch(l -> l.from().equalsIgnoreCase(person.email()));
        } catch (ToolFailure e) {
            return false; // a tenant without a mailbox
        }
    }

    /** "who is free that week": the people of the list that is read. */
    private List<Desk.Result> suitable(Set<Source> read) throws Stopped {
        List<Desk.Result> results = new ArrayList<>();
        var suitable = new Suitable(instruction, bench.findings());
        for (Source source : read) {
            for (Fact.Table table : Fact.tables(source)) {
                suitable.in(table).ifPresent(results::add);
            }
        }
        return results;
    }

    private Reckoning reckoning() {
        return new Reckoning(
                instruction,
                bench.findings(),
                bench.step().path("source").path("quote").asText(""));
    }

    private boolean figures() {
        return bench.findings().facts().stream()
                .anyMatch(f -> f.money().isPresent() && f.stems().stream().anyMatch(bench.said()::contains));
    }

    private List<Source> documents(String tool) throws ToolFailure, Stopped {
        Set<Place> places = new LinkedHashSet<>(bench.namedDocuments());
        Optional<Place> folder = bench.namedFolder();
        boolean telling = instruction.phrases().stream()
                .anyMatch(p -> p.telling() && !p.stems().contains("folder"));
        if (places.isEmpty()
                && (folder.isPresent() || !telling && desk.sources().isEmpty())) {
            String path = folder.map(Place::path)
                    .orElse(desk.memory().path("folder").asText(bench.file().folder()));
            desk.documents().stream()
                    .filter(d -> d.folder().equals(path))
                    .limit(12)
                    .forEach(places::add);
        }
        if (places.isEmpty()) {
            places.addAll(toldBySource());
        }
        Optional<Phrase> object = instruction.object().filter(Phrase::telling);
        boolean place = object.isPresent() && object.get().stems().contains("folder");
        boolean worksOut = reckoning().spelled(); // what it is called stands nowhere yet
        if (object.isPresent() && !places.isEmpty() && !place && !worksOut && !known(object.get(), places)) {
            List<Source> tried = readAll(places);
            if (!known(object.get(), places)) {
                throw Stopped.lacking(the(object.get()));
            }
            return tried;
        }
        if (tool.equals("search_documents") && object.isPresent()) {
            String query = object.get().stems().isEmpty()
                    ? object.get().text()
                    : String.join(" ", object.get().stems());
            bench.context().call("search_documents", Json.object().put("query", query));
        }
        return readAll(places);
    }

    /** "Source text: Data sheet KP-40, in your folder" in a mail: the paper whose title the line says. */
    private List<Place> toldBySource() throws ToolFailure {
        List<Place> told = new ArrayList<>();
        for (Phrase phrase : instruction.phrases()) {
            for (Fact fact : bench.findings().facts()) {
                Set<String> value = Stems.set(fact.value());
                if (!phrase.telling() || !fact.stems().equals(Set.copyOf(phrase.stems()))) {
                    continue;
                }
                desk.documents().stream()
                        .filter(d -> !Stems.of(d.title()).isEmpty() && value.containsAll(Stems.of(d.title())))
                        .forEach(told::add);
            }
        }
        return told;
    }

    private List<Source> readAll(Set<Place> places) throws ToolFailure {
        List<Source> sources = new ArrayList<>();
        for (Place place : places) {
            sources.add(desk.read(place));
        }
        return sources;
    }

    /** Whether a phrase is answered by a title found, or by what was read so far. */
    private boolean known(Phrase phrase, Set<Place> places) throws ToolFailure {
        if (!bench.finder().documents(phrase, bench.said()).isEmpty()
                || !bench.people().in(phrase).isEmpty()) {
            return true;
        }
        return spokenOf(phrase);
    }

    /** Whether any source read so far speaks of a phrase: in a key, a column, or its text. */
    private boolean spokenOf(Phrase phrase) {
        Findings findings = bench.findings();
        boolean key = findings.facts().stream()
                .anyMatch(f -> phrase.coveredBy(f.stems()) >= 0.6 && f.stems().contains(phrase.head()));
        boolean column = findings.tables().stream()
                .anyMatch(t -> !Findings.columns(t, phrase).isEmpty());
        boolean result =
                desk.results().stream().anyMatch(r -> Stems.set(r.key()).contains(phrase.head()));
        return key
                || column
                || result
                || desk.sources().stream().anyMatch(s -> {
                    Set<String> words = Stems.set(s.title() + " " + s.text());
                    return phrase.coveredBy(words) >= 0.8 && words.contains(phrase.head());
                });
    }

    private List<Source> mails(boolean must) throws ToolFailure, Stopped {
        boolean several = instruction.phrases().stream()
                .anyMatch(p -> p.all() && p.stems().stream().anyMatch(MAIL::contains));
        List<Letter> inbox = desk.inbox();
        List<Letter> letters = bench.finder().letters(instruction, several);
        for (Phrase phrase : instruction.phrases()) {
            long wrote = bench.people().byName(phrase).stream()
                    .filter(p -> inbox.stream().anyMatch(l -> l.from().equalsIgnoreCase(p.email())))
                    .count();
            if (wrote > 1 && !several) {
                bench.clear(List.of(phrase));
            }
        }
        boolean only = must
                && letters.isEmpty()
                && inbox.size() == 1
                && instruction.object().filter(o -> MESSAGES.contains(o.head())).isPresent();
        if (must && letters.isEmpty() && !only) {
            letters = enquiry(inbox).map(List::of).orElse(List.of());
        }
        List<Source> read = new ArrayList<>();
        for (Letter letter : only ? inbox : letters) {
            read.add(desk.read(letter));
        }
        return read;
    }

    /** "the enquiry", where nobody is named: the one mail of the inbox in which somebody asks for an offer or a price. */
    private Optional<Letter> enquiry(List<Letter> inbox) throws ToolFailure {
        boolean asked =
                instruction.object().filter(o -> ENQUIRIES.contains(o.head())).isPresent()
                        && instruction.phrases().stream()
                                .noneMatch(p -> !bench.people().in(p).isEmpty());
        List<Letter> asking = new ArrayList<>();
        for (Letter letter : asked && inbox.size() <= MOST_OPENED ? inbox : List.<Letter>of()) {
            String text = bench.context()
                    .call("read_mail", Json.object().put("mail", letter.id()))
                    .path("text")
                    .asText();
            if (ASKS.matcher(text).find()) {
                asking.add(letter);
            }
        }
        return asking.size() == 1 ? Optional.of(asking.get(0)) : Optional.empty();
    }

    /** Nothing new was found: that is fine for a look around and for what is known already, and a lack otherwise. */
    private StepResult unread(boolean mail) throws Stopped {
        List<Phrase> telling =
                instruction.phrases().stream().filter(Phrase::telling).toList();
        boolean several = mail
                && instruction.phrases().stream()
                        .anyMatch(p -> p.all() && p.stems().stream().anyMatch(MAIL::contains));
        if (several) {
            return new StepResult.Done("The inbox holds no such mails.");
        }
        List<Phrase> known = telling.stream().filter(this::spokenOf).toList();
        Optional<Phrase> object = instruction
                .object()
                .filter(Phrase::telling)
                .or(() -> telling.stream().findFirst());
        if (object.isPresent()
                        && (known.isEmpty()
                                || !known.contains(object.get())
                                        && !object.get().preposition().matches("in|from|to"))
                || object.isPresent() && mail && desk.sources().stream().noneMatch(Source::mail)) {
            throw Stopped.lacking(
                    mail && !object.get().stems().stream().anyMatch(MAIL::contains)
                            ? "a mail about " + object.get().text()
                            : the(object.get()));
        }
        if (desk.sources().isEmpty()) {
            throw Stopped.lacking("anything to read for “" + instruction.text() + "”");
        }
        StringJoiner values = new StringJoiner("; ");
        for (Phrase phrase : known) {
            bench.findings().about(phrase, bench.said()).stream()
                    .filter(f -> f.table().isEmpty())
                    .limit(2)
                    .forEach(f -> values.add(f.label() + ": " + f.value()));
        }
        return new StepResult.Done(
                values.length() == 0
                        ? "Went over what was read before."
                        : "From what was read before: " + values + ".");
    }

    private static String the(Phrase phrase) {
        return phrase.text().matches("(?i)(the|a|an|[A-Z].*'s) .*") ? phrase.text() : "the " + phrase.text();
    }

    private String summary(List<Source> read, List<Desk.Result> results) {
        StringJoiner said = new StringJoiner(" ");
        if (!read.isEmpty()) {
            StringJoiner names = new StringJoiner(", ");
            read.forEach(s -> names.add("“" + s.title() + "”"));
            StringJoiner values = new StringJoiner("; ");
            if (read.size() == 1) {
                relevant(read.get(0)).stream().limit(4).forEach(f -> values.add(f.key() + ": " + f.value()));
            }
            said.add("Read " + names + (values.length() == 0 ? "." : " (" + values + ")."));
        }
        for (Desk.Result result : results) {
            said.add(result.label() + ": " + result.value() + (result.check() ? "." : " (" + result.how() + ")."));
        }
        return said.toString();
    }

    private List<Fact> relevant(Source source) {
        List<Fact> facts = Fact.in(source);
        Set<String> title = Stems.set(source.title());
        List<Fact> asked = facts.stream()
                .filter(f -> f.stems().stream()
                        .anyMatch(s -> bench.said().contains(s) && !title.contains(s) && Phrase.weight(s) >= 0.5))
                .toList();
        return asked.isEmpty() ? facts : asked;
    }

    /** Finds the people that the instruction names. */
    StepResult contact() throws Stopped, ToolFailure {
        List<Person> found = new ArrayList<>();
        for (Phrase phrase : instruction.phrases()) {
            List<Person> alike = bench.people().alike(phrase);
            if (alike.size() > 1 && found.isEmpty()) {
                throw Stopped.lacking("which " + phrase.text() + " is meant: there are " + alike.size());
            }
            bench.clear(List.of(phrase));
            bench.people().in(phrase).stream().filter(p -> !found.contains(p)).forEach(found::add);
        }
        if (found.isEmpty() && instruction.says("his", "her", "their", "sender")) {
            desk.sources().stream()
                    .filter(Source::mail)
                    .reduce((a, b) -> b)
                    .flatMap(mail -> bench.people().with(mail.from()))
                    .ifPresent(found::add);
        }
        if (found.isEmpty()) {
            throw Stopped.lacking("a contact for “" + instruction.text() + "”");
        }
        bench.context()
                .call("find_contact", Json.object().put("query", found.get(0).name()));
        Records records = new Records(bench);
        found.forEach(records::know);
        if (found.size() == 1) {
            desk.memory().put(Concerned.LOOKED_UP, found.get(0).id());
        }
        StringJoiner names = new StringJoiner(", ");
        found.forEach(p -> {
            StringJoiner more = new StringJoiner("; ");
            p.more().forEach((field, value) -> more.add(field + ": " + value));
            names.add(p.name() + " <" + p.email() + ">" + (more.length() == 0 ? "" : " (" + more + ")"));
        });
        return new StepResult.Done("Found " + names + ".");
    }

    StepResult todos() throws ToolFailure {
        ObjectNode listed = bench.context().call("list_todos", Json.object().put("status", "open"));
        StringJoiner titles = new StringJoiner("; ");
        listed.path("todos").forEach(t -> titles.add(t.path("title").asText()));
        return new StepResult.Done(titles.length() == 0 ? "No open todos." : "Open todos: " + titles + ".");
    }

    private static String lower(String text) {
        String bare = text.replaceAll("\\.$", "");
        return bare.isEmpty() ? bare : bare.substring(0, 1).toLowerCase() + bare.substring(1);
    }
}
