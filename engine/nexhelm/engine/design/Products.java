package nexhelm.engine.design;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Recognises the named system that an act happens in: "in Salesforce", "our Redtail CRM", "through DocuSign". */
final class Products {

    /** What the two providers of a sandbox tenant consist of; the tenant's tools stand for them. */
    private static final Set<String> COVERED = Set.of(
            "gmail",
            "google",
            "outlook",
            "sharepoint",
            "onedrive",
            "drive",
            "docs",
            "word",
            "microsoft",
            "exchange",
            "office",
            "o365",
            "m365",
            "365",
            "excel",
            "sheets",
            "calendar",
            "acrobat",
            "csv",
            "pdf");

    private static final Set<String> SYSTEM = Set.of(
            "crm",
            "system",
            "portal",
            "software",
            "tool",
            "app",
            "application",
            "platform",
            "database",
            "erp",
            "website",
            "site",
            "dashboard",
            "channel",
            "instance",
            "account");
    private static final Set<String> LOCUS = Set.of(
            "in", "into", "on", "onto", "via", "through", "using", "from", "to", "inside", "within", "with", "at");
    private static final Set<String> CALENDAR = Set.of(
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "christmas",
            "easter",
            "english",
            "german",
            "french",
            "spanish",
            "q1",
            "q2",
            "q3",
            "q4",
            "ok",
            "okay",
            "i",
            "hr",
            "ceo",
            "cfo",
            "coo",
            "cto",
            "id");

    private final Systems systems;

    /** @param systems names that the transcript introduces */
    Products(Systems systems) {
        this.systems = systems;
    }

    /** Whether the tenant's own tools stand for what is named. */
    static boolean covered(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split(" ")).anyMatch(COVERED::contains);
    }

    /** The product that a clause works in by its own words. */
    static Optional<String> of(Sentence sentence, Clause clause) {
        return new Products(Systems.NONE).product(sentence, clause);
    }

    /** The product that this clause works in, as named; none when the tenant's own tools stand for it. */
    Optional<String> product(Sentence sentence, Clause clause) {
        return named(sentence, clause).or(() -> meant(sentence, clause));
    }

    /** The product that this clause works in, when its name can be nothing else: coined, or introduced as a system. */
    Optional<String> certain(Sentence sentence, Clause clause) {
        return product(sentence, clause)
                .filter(n -> coined(n.replaceFirst(" .*", "")) || systems.name(n.replaceFirst(" .*", "")));
    }

    /** "in the union catalogue", which is called by its name elsewhere. */
    private Optional<String> meant(Sentence sentence, Clause clause) {
        return Stream.concat(
                        Phrases.object(sentence, clause).stream(), Phrases.prepositional(sentence, clause).stream())
                .map(p -> systems.meant(Called.words(sentence, p)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> named(Sentence sentence, Clause clause) {
        for (int i = clause.head() + 1; i < clause.end(); i++) {
            Token token = sentence.at(i);
            if (!LOCUS.contains(token.lower()) || i + 1 >= clause.end()) {
                continue;
            }
            Token before = sentence.at(i - 1);
            boolean town = token.word("in", "at", "from")
                    && before.is("NOUN")
                    && (Words.person(before.lemma()) || Act.ORGANISATION.contains(before.lemma()))
                    && !coined(sentence.at(i + 1).text())
                    && !systems.name(sentence.at(i + 1).text());
            if (town) {
                continue; // "to the agency in London"
            }
            Optional<String> name = named(
                    sentence,
                    i + 1,
                    clause.end(),
                    token.word("to", "from") && BRINGS.contains(clause.lemma()) ? "into" : token.lower(),
                    clause.lemma());
            if (name.isPresent()) {
                return name;
            }
        }
        for (int i = Math.max(0, clause.start() - 6); i + 1 < clause.start(); i++) {
            if (sentence.at(i).word("in", "on", "via", "through", "using")
                    && (i == 0 || !sentence.at(i - 1).is("VERB", "NOUN", "PROPN"))) {
                Optional<String> name = named(sentence, i + 1, clause.start(), "in", clause.lemma());
                if (name.isPresent()) {
                    return name;
                }
            }
        }
        if (clause.passive() || Set.of("open", "update", "use", "check").contains(clause.lemma())) {
            return named(sentence, clause.head() + 1, clause.end(), "object", clause.lemma());
        }
        return Optional.empty();
    }

    /** Verbs that bring a thing to a system, never to a person. */
    private static final Set<String> BRINGS = Set.of("upload", "push", "sync", "import", "publish", "post", "download");

    private static final Set<String> FILES =
            Set.of("copy", "move", "save", "file", "put", "store", "place", "drop", "go");

    /** Names like no person's: "PlanHub", "DocuSign", "Biblio3". */
    private static boolean coined(String word) {
        return word.matches("\\p{Lu}\\p{L}*\\p{Ll}(?:\\p{Lu}\\p{L}*|\\d+)") && !word.matches("(?:Mc|Mac|O)\\p{Lu}.*");
    }

    /** A name of a product that begins here. After "to" and "with" a name alone may be a person: there a system noun must follow. */
    private Optional<String> named(Sentence sentence, int from, int limit, String preposition, String verb) {
        int i = from;
        while (i < limit && (sentence.at(i).is("DET") || sentence.at(i).word("our", "my", "your", "their"))) {
            i++;
        }
        int first = i;
        boolean system = false;
        int last = i;
        while (i < limit
                && (name(sentence, i)
                        || i > first && SYSTEM.contains(sentence.at(i).lemma())
                        || i == first && sentence.at(i).is("NOUN") && i + 1 < limit && false)) {
            if (SYSTEM.contains(sentence.at(i).lemma()) && !name(sentence, i)
                    || sentence.at(i).word("crm", "erp")) {
                system = true;
            }
            i++;
            last = i;
        }
        if (last == first) {
            return Optional.empty();
        }
        boolean followedByNoun = last < limit && sentence.at(last).is("NOUN")
                || last < limit && sentence.at(last).word("'s");
        boolean place = Set.of("in", "into", "on", "onto", "via", "through", "using", "inside", "within")
                .contains(preposition);
        boolean determiner = first > from;
        String word = sentence.at(first).text();
        boolean coined = coined(word) || systems.name(word);
        boolean filed = FILES.contains(verb)
                || verb.equals("make")
                        && sentence.tokens().subList(0, first).stream().anyMatch(t -> t.word("copy", "copies"));
        if (!system && !coined && (filed || systems.folder(word))) {
            return Optional.empty(); // "into Correspondence": a folder
        }
        if (!system && !coined && (!place || determiner || followedByNoun && !place)) {
            return Optional.empty();
        }
        if (followedByNoun && sentence.at(last).word("'s")) {
            return Optional.empty();
        }
        if (!system
                && followedByNoun
                && !sentence.at(last)
                        .lemma()
                        .matches("record|profile|account|page|entry|contact|pipeline|board|ticket")) {
            return Optional.empty();
        }
        StringBuilder words = new StringBuilder();
        boolean covered = false;
        boolean proper = false;
        for (int j = first; j < last; j++) {
            covered |= COVERED.contains(sentence.at(j).lower());
            proper |= name(sentence, j) && !SYSTEM.contains(sentence.at(j).lower()) && !dated(sentence.at(j));
            words.append(
                            j > first
                                            && sentence.at(j).start()
                                                    > sentence.at(j - 1).end()
                                    ? " "
                                    : "")
                    .append(sentence.at(j).text());
        }
        return covered || !proper ? Optional.empty() : Optional.of(words.toString());
    }

    /** A day, a month or another capital that names no product: "Friday", "on Fridays". */
    private static boolean dated(Token token) {
        return CALENDAR.contains(token.lower())
                || CALENDAR.contains(token.lower().replaceFirst("s$", ""));
    }

    private static boolean name(Sentence sentence, int i) {
        Token token = sentence.at(i);
        if (dated(token) || token.text().isEmpty()) {
            return false;
        }
        boolean capital = Character.isUpperCase(token.text().codePointAt(0));
        return capital && token.is("PROPN", "NOUN", "ADJ", "X") && i > 0;
    }
}
