package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Findings.Found;
import nexhelm.engine.sandbox.pdf.Form.Kind;
import nexhelm.engine.tool.ToolFailure;

/** What belongs into the fields of a form. A field that two sources answer differently stays open. */
final class FieldValues {

    /** Signed and dated by whoever signs. */
    private static final Set<String> SIGNER = Stems.set("signature signed sign initials");
    /** Words by which a form speaks of the person it is about. */
    private static final Set<String> OWNER = Stems.set("client applicant customer patient account holder tenant insured"
            + " policyholder owner person member full home postal private residential your employee contact");

    private static final Set<String> PERSON = Stems.set(
            "client applicant customer patient holder tenant insured policyholder owner person member employee");
    private static final Set<String> PHONE = Stems.set("phone telephone tel mobile cell number");
    private static final Set<String> BIRTH = Stems.set("dob birth birthday birthdate date");

    private static final Pattern NAME_OF =
            Pattern.compile("(?i)(?:full\\s+)?name\\s+of\\s+(?:the\\s+)?(.+)|(.+?)(?:['’]s)?\\s+(?:full\\s+)?name");
    private static final String A_PERSON = "\\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}.'’-]*)+";
    /** Words that papers of one trade use for one thing. */
    private static final List<Set<String>> ALIKE = List.of(
            Stems.set("animal pet patient"),
            Stems.set("company firm business"),
            Stems.set("phone telephone mobile"),
            Stems.set("birthday birthdate"));

    private final Bench bench;
    private final Form form;
    private final Findings findings;
    private final Literals literals;
    private final Optional<Person> person;
    private final List<String> labels;
    private final List<String> doubtful = new ArrayList<>();

    FieldValues(Bench bench, Form form) throws ToolFailure {
        this.bench = bench;
        this.form = form;
        this.labels = form.fields().keySet().stream().map(form::shown).toList();
        this.findings = new Findings(
                bench.desk().sources().stream()
                        .filter(s -> !s.id().equals(form.id()))
                        .toList(),
                bench.desk().results(),
                bench.file());
        this.literals = new Literals(bench.instruction().text());
        this.person = new Concerned(bench).person();
    }

    /** Fields for which sources say different things. */
    List<String> doubtful() {
        return doubtful;
    }

    Optional<String> of(String field) {
        String label = form.shown(field);
        Set<String> stems = Stems.set(label);
        Form.Traits traits = form.traits(field);
        if (traits.kind() == Kind.SIGNATURE) {
            return Optional.empty();
        }
        if (traits.box() || traits.kind().chooses()) {
            return new Choosing(bench, findings, traits, label)
                    .value(doubtful)
                    .or(() -> traits.box()
                            ? Optional.empty()
                            : own(stems).or(() -> role(stems)).flatMap(traits::meant));
        }
        boolean signer = stems.stream().anyMatch(SIGNER::contains) || stems.equals(Set.of("date")) || stems.isEmpty();
        Optional<String> said = literals.of(label).or(() -> topic(label, stems));
        if (said.isPresent() || signer) {
            return said;
        }
        Set<String> thing =
                Stems.set(label.replaceFirst("(?i)\\s+(?:in|\\()\\s*(?:EUR|GBP|USD|CHF|euros?|pounds?)\\)?$", ""));
        Optional<String> worked = bench.desk().results().stream()
                .filter(r -> !r.check()
                        && (Stems.set(r.key()).equals(stems)
                                || Stems.set(r.key().replaceFirst("(?i)\\s+of\\s+.*", ""))
                                        .equals(thing)))
                .map(Desk.Result::value)
                .reduce((a, b) -> b); // what the run worked out comes before a figure of the same name
        return worked.or(() -> exact(label, stems))
                .or(() -> own(stems))
                .or(() -> near(label))
                .or(() -> nameOf(label))
                .or(() -> Literals.signed(label, bench.desk().sources()))
                .or(() -> alike(label, stems))
                .or(() -> role(stems));
    }

    /** "Name of the owner" is what stands under "Owner", where that is the name of a person. */
    private Optional<String> nameOf(String label) {
        Matcher name = NAME_OF.matcher(label);
        if (!name.matches()) {
            return Optional.empty();
        }
        Set<String> whose = Stems.set(name.group(1) == null ? name.group(2) : name.group(1));
        List<Found> found = findings.facts().stream()
                .filter(f -> !f.source().made() && f.stems().equals(whose))
                .map(Found::of)
                .toList();
        Optional<String> value = one(label, found);
        if (value.filter(v -> !v.matches(A_PERSON)).isPresent()) {
            doubtful.add(label + " (" + found.get(0).label() + ": " + value.get() + ")");
            return Optional.empty();
        }
        return value;
    }

    /** What stands under another word for the same, where the form does not ask for that word too. */
    private Optional<String> alike(String label, Set<String> stems) {
        for (Set<String> group : ALIKE) {
            boolean asks = stems.size() == 1 && group.containsAll(stems);
            boolean alone = labels.stream()
                            .filter(l -> group.containsAll(Stems.set(l))
                                    && !Stems.set(l).isEmpty())
                            .count()
                    == 1;
            if (asks && alone) {
                return one(
                        label,
                        findings.facts().stream()
                                .filter(f ->
                                        !f.source().made() && f.stems().size() == 1 && group.containsAll(f.stems()))
                                .map(Found::of)
                                .toList());
            }
        }
        return Optional.empty();
    }

    private Optional<String> topic(String label, Set<String> stems) {
        for (Phrase topic : bench.instruction().topics()) {
            boolean asks = Findings.best(topic, labels)
                    .filter(i -> labels.get(i).equals(label))
                    .isPresent();
            if (asks) {
                Optional<String> found = one(label, findings.about(topic, bench.said()))
                        .or(() -> findings.outcome(topic, Set.of()).map(Found::value));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** A source that uses the label's very words; what was written last counts, where a mail corrects a paper. */
    private Optional<String> exact(String label, Set<String> stems) {
        boolean directed = label.matches("(?i)(?:from|to|by|for)\\b.*");
        return one(
                label,
                findings.facts().stream()
                        .filter(f -> !f.source().made()
                                && f.stems().equals(stems)
                                && (!directed || f.key().equalsIgnoreCase(label)))
                        .map(Found::of)
                        .toList());
    }

    /** A source that says nearly the same; "From account" is not answered by any account. */
    private Optional<String> near(String label) {
        if (label.matches("(?i)(?:from|to|by|for)\\b.*")) {
            return Optional.empty();
        }
        Set<String> stems = Stems.set(label);
        String head = label.replaceFirst("(?i)\\s+(?:of|for|from)\\s+.*", "");
        Phrase whole = Filling.phrase(label);
        Phrase asked = new Phrase(label, whole.stems(), Filling.phrase(head).head(), "", false, false, 0);
        return one(
                label,
                findings.about(asked, stems).stream()
                        .filter(f -> asked.coveredBy(Stems.set(f.label())) >= 0.99
                                || stems.containsAll(Stems.set(f.label())))
                        .toList());
    }

    private Optional<String> one(String label, List<Found> found) {
        Set<String> values = new LinkedHashSet<>();
        found.stream().filter(f -> f.table().isEmpty()).forEach(f -> values.add(f.value()));
        if (values.size() > 1 && values.stream().map(Findings::plain).distinct().count() > 1) {
            doubtful.add(label + " (" + String.join(" or ", values) + ")");
            return Optional.empty();
        }
        return values.stream().findFirst().map(v -> v.length() > 200 ? v.substring(0, 200) : v);
    }

    /** What the customer register says of the person. */
    private Optional<String> own(Set<String> stems) {
        if (person.isEmpty()) {
            return Optional.empty();
        }
        Person one = person.get();
        if (one.human() && stems.equals(Stems.set("attention"))) {
            return Optional.of(one.name());
        }
        Set<String> bare = new LinkedHashSet<>(stems);
        bare.removeIf(OWNER::contains);
        if (bare.equals(Stems.set("name")) || bare.isEmpty() && stems.stream().anyMatch(PERSON::contains)) {
            return Optional.of(one.name());
        }
        if (one.human() && bare.equals(Stems.set("first name"))
                || bare.equals(Stems.set("given name"))
                || bare.equals(Stems.set("forename"))) {
            return Optional.of(one.firstName());
        }
        if (one.human()
                && (bare.equals(Stems.set("last name"))
                        || bare.equals(Stems.set("family name"))
                        || bare.equals(Stems.set("surname")))) {
            return Optional.of(one.name().substring(one.name().lastIndexOf(' ') + 1));
        }
        if (bare.equals(Stems.set("email")) || bare.equals(Stems.set("email address"))) {
            return Optional.of(one.email());
        }
        if (bare.equals(Stems.set("household")) && !one.household().isEmpty()) {
            return Optional.of(one.household());
        }
        for (Map.Entry<String, String> more : one.more().entrySet()) {
            Set<String> key = Stems.set(Form.label(more.getKey()));
            boolean phone = PHONE.containsAll(key) && PHONE.containsAll(bare);
            boolean birth = BIRTH.containsAll(key) && BIRTH.containsAll(bare) && !bare.equals(Set.of("date"));
            if (key.equals(bare) || phone || birth) {
                return Optional.of(more.getValue());
            }
        }
        return Optional.empty();
    }

    /** "Adviser": the one contact of that role. */
    private Optional<String> role(Set<String> stems) {
        List<Person> found = bench.people().byRole(Phrase.ofStems(List.copyOf(stems)));
        return found.size() == 1 && found.get(0).roleStems().equals(stems)
                ? Optional.of(found.get(0).name())
                : Optional.empty();
    }
}
