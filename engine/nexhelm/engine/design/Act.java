package nexhelm.engine.design;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** An act with the nouns it is about. */
final class Act {
    /** Bodies that are written to like people. */
    static final Set<String> ORGANISATION = Set.of(
            "company",
            "firm",
            "carrier",
            "agency",
            "authority",
            "association",
            "bank",
            "insurance",
            "provider",
            "garage",
            "council",
            "university",
            "school",
            "embassy",
            "dealer",
            "manufacturer");

    private final Clause clause;
    private final Sentence sentence;
    private final String verb;
    private final Optional<Phrase> object;
    private final List<Phrase> around;
    private final String referent;
    private final Called called;
    private final Optional<Paper> opened;

    /**
     * @param referent what a pronoun in the object's place stands for
     * @param called   what the transcript says that things are
     * @param opened   the kind of paper that was spoken of last before the act
     */
    Act(Sentence sentence, Clause clause, Optional<String> referent, Called called, Optional<Paper> opened) {
        this.called = called;
        this.opened = opened;
        this.referent = referent.map(
                        r -> r.toLowerCase().replaceFirst(" (?:of|for|from|in|with|about|on|at|by) .*", ""))
                .map(r -> r.substring(r.lastIndexOf(' ') + 1))
                .orElse("");
        this.sentence = sentence;
        this.clause = clause;
        verb = clause.lemma();
        List<Phrase> phrases = Stream.concat(
                        Phrases.prepositional(sentence, clause).stream(), Phrases.fronted(sentence, clause).stream())
                .toList();
        object = Phrases.object(sentence, clause).or(() -> filledIn(phrases));
        around = phrases.stream()
                .filter(p -> object.filter(o -> o.from() == p.from()).isEmpty())
                .toList();
    }

    /** "fill in the form", "type in the sizes": nothing is in what stands after the particle. */
    private Optional<Phrase> filledIn(List<Phrase> phrases) {
        return phrases.stream()
                .filter(p -> p.preposition().equals("in") && p.from() == clause.head() + 2)
                .filter(p -> verb.equals("fill")
                        || verb.equals("type")
                                && !Words.DOCUMENT.contains(
                                        sentence.at(p.head()).lemma()))
                .findFirst();
    }

    /** What the transcript says that things are. */
    Called called() {
        return called;
    }

    Sentence sentence() {
        return sentence;
    }

    Clause clause() {
        return clause;
    }

    /** The verb by its dictionary form. */
    String verb() {
        return verb;
    }

    Optional<Phrase> object() {
        return object;
    }

    /** The prepositional phrases after the verb. */
    List<Phrase> around() {
        return around;
    }

    String referent() {
        return referent;
    }

    /** True when the noun that the object is about, or one of its coordinated nouns, is of this kind. */
    boolean objectIs(Predicate<String> kind) {
        if (object.isEmpty()) {
            return !referent.isEmpty() && (kind.test(referent) || kind.test(referent.replaceAll("s$", "")));
        }
        return object.isPresent()
                && (headIn(object.get(), kind)
                        || pronounObject()
                                && !referent.isEmpty()
                                && (kind.test(referent) || kind.test(referent.replaceAll("s$", ""))));
    }

    boolean objectHead(String lemma) {
        return object.isPresent() && sentence.at(object.get().head()).lemma().equals(lemma);
    }

    boolean headWithDocument() {
        return object.isPresent()
                && (Words.DOCUMENT.contains(sentence.at(object.get().head()).lemma())
                        || Words.MAIL.contains(sentence.at(object.get().head()).lemma()));
    }

    boolean indefiniteObject() {
        return object.isPresent() && sentence.at(object.get().from()).word("a", "an", "another");
    }

    boolean pronounObject() {
        return object.isPresent()
                && sentence.at(object.get().head())
                        .word("it", "them", "that", "this", "those", "these", "one", "everything");
    }

    boolean is(Predicate<String> kind) {
        return objectIs(kind) || around.stream().anyMatch(p -> headIn(p, kind));
    }

    boolean words(String... words) {
        for (int i = clause.head() + 1; i < clause.end(); i++) {
            if (sentence.at(i).word(words)) {
                return true;
            }
        }
        return clause.passive() && object.isPresent() && is(n -> List.of(words).contains(n));
    }

    boolean person(Phrase phrase) {
        Token head = sentence.at(phrase.head());
        return Words.person(head.lemma())
                || head.word("me", "us", "him", "her", "them", "you", "everyone", "everybody", "team")
                || head.word("each", "those", "all") && head.is("PRON", "DET")
                || ORGANISATION.contains(head.lemma())
                || head.is("PROPN") && Character.isUpperCase(head.text().codePointAt(0));
    }

    boolean headIn(Phrase phrase, Predicate<String> kind) {
        if (kind.test(sentence.at(phrase.head()).lemma())) {
            return true;
        }
        for (int i = phrase.from(); i < phrase.to(); i++) {
            Token token = sentence.at(i);
            boolean ends = i + 1 == phrase.to()
                    || sentence.at(i + 1).is("CCONJ")
                    || sentence.at(i + 1).word("of", "for", "called", "named")
                    || token.is("NOUN") && sentence.at(i + 1).is("PROPN"); // "the folder Offers"
            if (token.is("NOUN", "PROPN")
                    && ends
                    && kind.test(token.lemma())
                    && (i <= phrase.head()
                            || sentence.at(i)
                                    .lemma()
                                    .equals(sentence.at(phrase.head()).lemma())
                            || coordinated(phrase, i))) {
                return true;
            }
        }
        return false;
    }

    private boolean coordinated(Phrase phrase, int i) {
        for (int j = phrase.head() + 1; j < i; j++) {
            if (sentence.at(j).word("of", "for", "from")) {
                return false;
            }
        }
        return true;
    }

    /** True when a noun of this kind stands anywhere in the object, a modifier such as "PDF" in "the PDF statement" included. */
    boolean objectHas(Predicate<String> kind) {
        return object.isPresent() && holds(object.get(), kind)
                || (object.isEmpty() || pronounObject()) && !referent.isEmpty() && kind.test(referent);
    }

    /** True when a noun of this kind stands anywhere in the object or in a phrase around it. */
    boolean has(Predicate<String> kind) {
        return objectHas(kind) || around.stream().anyMatch(p -> holds(p, kind));
    }

    /** What kind of paper the speaker says that a phrase names. */
    Optional<Paper> called(Phrase phrase) {
        return called.kind(sentence, phrase);
    }

    /** Whether the speaker calls the object a paper of this kind. */
    boolean called(Paper kind) {
        return object.isPresent() && called(object.get()).equals(Optional.of(kind));
    }

    /** The kind of paper that was spoken of last before the act. */
    Optional<Paper> opened() {
        return opened;
    }

    /** Whether the speaker says that what a phrase names comes by mail. */
    boolean calledMail(Phrase phrase) {
        return called.mail(sentence.at(phrase.head()).lemma());
    }

    /** True when a phrase with one of these prepositions, alternatives of a regular expression, holds a noun of this kind. */
    boolean after(String prepositions, Predicate<String> kind) {
        return around.stream().anyMatch(p -> p.preposition().matches(prepositions) && holds(p, kind));
    }

    private boolean holds(Phrase phrase, Predicate<String> kind) {
        for (int i = phrase.from(); i < phrase.to(); i++) {
            Token token = sentence.at(i);
            if (!token.is("DET", "PRON", "ADP") && (kind.test(token.lemma()) || kind.test(token.lower()))) {
                return true;
            }
        }
        return false;
    }

    /** True when two words follow each other somewhere after the verb, as in "free slot". */
    boolean run(String first, String second) {
        for (int i = clause.head() + 1; i + 1 < sentence.size(); i++) {
            if (matches(i, first) && matches(i + 1, second)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(int i, String word) {
        return sentence.at(i).lower().matches(word) || sentence.at(i).lemma().matches(word);
    }

    /** True when one of these words follows in the clause or in the question that hangs on it: "see when Maria is free". */
    boolean follows(String... words) {
        for (int i = clause.head() + 1; i < Math.min(sentence.size(), clause.head() + 14); i++) {
            Token token = sentence.at(i);
            if (i >= clause.end() && token.is("PUNCT", "CCONJ")) {
                return false;
            }
            if (token.word(words)) {
                return true;
            }
        }
        return false;
    }
}
