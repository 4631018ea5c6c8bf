package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Remembers what was spoken of, so that "it", "them" and "her" can be said by name. */
final class Referents {

    private static final int REACH = 4;
    private static final Pattern UNDEFINED =
            Pattern.compile("^(?i)(?:an?|any|some|each|every|another|one|all|both)(?: of)? ");
    private static final Pattern POINTED = Pattern.compile("^(?i)(?:that|this|those|these) ");
    private static final Set<String> EMPTY = Set.of(
            "thing",
            "stuff",
            "one",
            "time",
            "day",
            "week",
            "month",
            "way",
            "lot",
            "bit",
            "kind",
            "sort",
            "case",
            "morning",
            "afternoon",
            "minute",
            "hour",
            "moment",
            "house",
            "excerpt",
            "place",
            "line",
            "example",
            "everything",
            "nothing",
            "something",
            "anything",
            "reason",
            "problem",
            "question",
            "part",
            "end",
            "start",
            "beginning",
            "year",
            "today",
            "quarter");

    /** Something spoken of. */
    private record Entity(
            int scene, int head, String words, boolean plural, boolean person, boolean paper, int weight) {}

    private final List<Entity> spokenOf = new ArrayList<>();

    /** Takes in the phrases of a clause: the object counts most, then the passive subject, then phrases after prepositions. */
    void hear(Scene scene, Clause clause) {
        Sentence sentence = scene.sentence();
        if (clause.hasSubject()) {
            add(
                    scene,
                    new Phrase(
                            "",
                            clause.subjectFrom(),
                            clause.subjectTo(),
                            Phrases.head(sentence, clause.subjectFrom(), clause.subjectTo())),
                    clause.passive() ? 3 : 2);
        }
        boolean seeks = ToolVerbs.FIND.contains(clause.lemma());
        for (Phrase phrase : Phrases.prepositional(sentence, clause)) {
            if (!(seeks && phrase.preposition().equals("for"))) {
                add(scene, phrase, phrase.preposition().equals("of") ? 0 : 1);
            }
        }
        if (!clause.passive()) {
            Phrases.object(sentence, clause).ifPresent(o -> add(scene, o, 3));
        }
        if (seeks) {
            Phrases.prepositional(sentence, clause).stream()
                    .filter(p -> p.preposition().equals("for"))
                    .findFirst()
                    .ifPresent(p -> add(scene, new Phrase("", p.from(), extent(scene, p), p.head()), 4));
        }
    }

    /** "Ruben, our technician.": somebody is named without a verb. */
    void hear(Scene scene) {
        int to = 0;
        while (to < scene.sentence().size() && scene.at(to).is("PROPN")) {
            to++;
        }
        boolean presented = scene.sentence().tokens().stream()
                .skip(to)
                .limit(5)
                .anyMatch(t -> t.is("NOUN") && Words.person(t.lemma()));
        if (to > 0 && to <= 3 && presented) {
            add(scene, new Phrase("", 0, to, to - 1), 3);
        }
    }

    /** "the latest mail from Eleanor Hartwell": what is sought is named with where it comes from. */
    private static int extent(Scene scene, Phrase phrase) {
        if (phrase.to() < scene.sentence().size() && scene.at(phrase.to()).word("from", "about", "by")) {
            return Phrases.phrase(
                            scene.sentence(), phrase.to() + 1, scene.sentence().size(), "")
                    .map(Phrase::to)
                    .orElse(phrase.to());
        }
        return phrase.to();
    }

    private void add(Scene scene, Phrase phrase, int weight) {
        Token head = scene.at(phrase.head());
        if (!head.is("NOUN", "PROPN")
                || head.lower().length() < 3
                        && !Character.isUpperCase(head.text().codePointAt(0))
                || EMPTY.contains(head.lemma())
                || weight == 0) {
            return;
        }
        boolean plural = head.lower().endsWith("s") && !head.lemma().equals(head.lower()) || joined(scene, phrase);
        boolean person = Words.person(head.lemma())
                || head.is("PROPN")
                        && !Words.time(head.lemma())
                        && !Words.office(head.lemma())
                        && Character.isUpperCase(head.text().codePointAt(0))
                        && phrase.preposition().isEmpty()
                || head.is("PROPN")
                        && !Words.time(head.lemma())
                        && Set.of("to", "with", "from", "by").contains(phrase.preposition());
        String words = UNDEFINED
                .matcher(Wording.phrase(scene.sentence(), phrase.from(), phrase.to()))
                .replaceFirst("the ");
        words = POINTED.matcher(words).replaceFirst("the ");
        boolean bare = !words.startsWith("the ")
                && !Character.isUpperCase(words.codePointAt(0))
                && !words.contains("'s ")
                && !words.matches("(?i)(?:his|her|its|their) .*")
                && !words.matches("\\d.*");
        spokenOf.add(new Entity(
                scene.index(),
                phrase.head(),
                bare ? "the " + words : words,
                plural,
                person,
                Words.DOCUMENT.contains(head.lemma())
                        || Words.MAIL.contains(head.lemma())
                        || Words.NOTICE.contains(head.lemma()),
                weight));
    }

    private static boolean joined(Scene scene, Phrase phrase) {
        for (int i = phrase.from(); i < phrase.to(); i++) {
            if (scene.at(i).word("and")) {
                return true;
            }
        }
        return false;
    }

    /** What a pronoun stands for, when something fitting was spoken of shortly before. */
    Optional<String> of(Token pronoun, Scene scene, int before, boolean afterVerbOfMail) {
        return of(pronoun, scene, before, afterVerbOfMail, false);
    }

    /** @param paper whether a paper or a mail is meant where one was spoken of */
    Optional<String> of(Token pronoun, Scene scene, int before, boolean afterVerbOfMail, boolean paper) {
        return switch (pronoun.lower()) {
            case "it", "this", "that" ->
                (paper ? last(scene, before, e -> !e.plural && e.paper && e.weight >= 2) : Optional.<String>empty())
                        .or(() -> last(scene, before, e -> !e.plural && !e.person && e.weight >= 2));
            case "he", "him", "she", "her" -> last(scene, before, e -> e.person && !e.plural);
            case "them", "they", "these", "those" ->
                afterVerbOfMail
                        ? last(scene, before, e -> e.person && e.plural).or(() -> last(scene, before, e -> e.person))
                        : last(scene, before, e -> e.plural && !e.person).or(() -> last(scene, before, e -> e.person));
            default -> Optional.empty();
        };
    }

    private Optional<String> last(Scene scene, int before, java.util.function.Predicate<Entity> fits) {
        for (int i = spokenOf.size() - 1; i >= 0; i--) {
            Entity entity = spokenOf.get(i);
            if (entity.scene == scene.index() && entity.head >= before) {
                continue;
            }
            if (scene.index() - entity.scene > REACH) {
                return Optional.empty();
            }
            if (fits.test(entity)) {
                return Optional.of(entity.words);
            }
        }
        return Optional.empty();
    }
}
