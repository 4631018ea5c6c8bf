package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Noun phrases around a verb: its object and its prepositional phrases. */
final class Phrases {

    /**
     * A noun phrase; positions are token indexes, the end exclusive.
     *
     * @param preposition the word before it, or empty for an object
     */
    record Phrase(String preposition, int from, int to, int head) {}

    private static final java.util.Set<String> TWO_OBJECTS = java.util.Set.of(
            "send", "give", "set", "write", "email", "e-mail", "mail", "make", "get", "draft", "show", "forward", "pay",
            "create", "book", "leave", "hand", "drop", "shoot", "offer", "tell", "ask", "remind");

    private Phrases() {}

    /** The object of a clause: what is acted on, which in the passive is the grammatical subject. */
    static Optional<Phrase> object(Sentence sentence, Clause clause) {
        if (clause.passive() && clause.hasSubject()) {
            return Optional.of(new Phrase(
                    "",
                    clause.subjectFrom(),
                    clause.subjectTo(),
                    head(sentence, clause.subjectFrom(), clause.subjectTo())));
        }
        int i = clause.head() + 1;
        int stop = i < sentence.size()
                        && sentence.at(i)
                                .word(
                                        "through",
                                        "over",
                                        "for",
                                        "at",
                                        "up",
                                        "out",
                                        "down",
                                        "off",
                                        "back",
                                        "together",
                                        "along",
                                        "after")
                ? i
                : -1;
        boolean particle = stop >= 0
                && (clause.particle().equals(sentence.at(i).lower())
                        || sentence.at(i).word("at", "through", "over", "for"));
        if (particle) {
            i++;
            if (i < sentence.size()
                    && sentence.at(i).word("for", "at", "to")
                    && sentence.at(i - 1).word("up", "out", "back", "over")) {
                return Optional.empty();
            }
        }
        while (i < clause.end()
                && sentence.at(i).is("ADV", "INTJ")
                && !sentence.at(i).word("when", "where", "how")) {
            i++;
        }
        Optional<Phrase> first = phrase(sentence, i, clause.end(), "");
        if (first.isEmpty()) {
            return topic(sentence, clause);
        }
        return first.isPresent() && TWO_OBJECTS.contains(clause.lemma())
                ? second(sentence, clause, first.get()).or(() -> first)
                : first;
    }

    /** The object that is said first: "the minutes I save as a PDF". */
    static Optional<Phrase> topic(Sentence sentence, Clause clause) {
        boolean mine = clause.kind() == Clause.Kind.MAIN
                && clause.hasSubject()
                && clause.subjectFrom() == clause.start()
                && clause.subjectTo() == clause.subjectFrom() + 1
                && sentence.at(clause.subjectFrom()).word("i", "we");
        for (int i = clause.start() - 1; mine && i >= Math.max(0, clause.start() - 9); i--) {
            Token token = sentence.at(i);
            boolean opens = i == 0
                    || sentence.at(i - 1).is("PUNCT", "CCONJ", "INTJ")
                    || sentence.at(i - 1).word("then");
            if (opens
                    && token.is("DET", "PRON")
                    && token.word("the", "that", "this", "those", "these", "each", "every", "all")) {
                return phrase(sentence, i, clause.start(), "").filter(p -> p.to() == clause.start());
            }
            if (token.is("VERB", "AUX", "ADP", "SCONJ") && !token.word("of", "with", "for")) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** "send them a note": the note is sent, they receive it. */
    private static Optional<Phrase> second(Sentence sentence, Clause clause, Phrase first) {
        boolean begins = first.to() < clause.end()
                && (sentence.at(first.to()).is("DET", "ADJ", "NUM")
                        || sentence.at(first.to()).word("my", "our", "his", "her", "their")
                        || sentence.at(first.head()).is("PRON")
                                && sentence.at(first.to()).is("NOUN"));
        return begins ? phrase(sentence, first.to(), clause.end(), "") : Optional.empty();
    }

    /** Who receives the object, in "send them a note". */
    static Optional<Phrase> recipient(Sentence sentence, Clause clause) {
        if (clause.passive() || !TWO_OBJECTS.contains(clause.lemma())) {
            return Optional.empty();
        }
        return phrase(sentence, clause.head() + 1, clause.end(), "")
                .filter(p -> second(sentence, clause, p).isPresent());
    }

    /** The prepositional phrases after the verb, from left to right. */
    static List<Phrase> prepositional(Sentence sentence, Clause clause) {
        List<Phrase> found = new ArrayList<>();
        for (int i = clause.head() + 1; i < clause.end(); i++) {
            Token token = sentence.at(i);
            if (token.is("ADP", "SCONJ") || token.word("to")) {
                phrase(sentence, i + 1, clause.end(), token.lower()).ifPresent(found::add);
            }
        }
        return found;
    }

    /** The place named before the clause: "in the calendar" of "in the calendar I enter the trip". */
    static Optional<Phrase> fronted(Sentence sentence, Clause clause) {
        for (int i = clause.start() - 1; i >= Math.max(0, clause.start() - 7); i--) {
            Token token = sentence.at(i);
            if (token.is("VERB", "AUX", "SCONJ") || token.word(".", ";", ":", "?")) {
                return Optional.empty();
            }
            boolean opens = i == 0 || sentence.at(i - 1).is("PUNCT", "CCONJ", "INTJ", "ADV");
            if (token.word("in", "into", "on", "onto", "from", "to", "at") && opens) {
                return phrase(sentence, i + 1, clause.start(), token.lower())
                        .filter(p -> sentence.tokens().subList(p.to(), clause.start()).stream()
                                .allMatch(t -> t.word(",") || t.is("INTJ")));
            }
        }
        return Optional.empty();
    }

    /** A noun phrase that begins here, with "of" phrases and coordinated nouns. */
    static Optional<Phrase> phrase(Sentence sentence, int from, int limit, String preposition) {
        int i = from;
        int last = -1;
        int core = -1;
        while (i < limit) {
            Token token = sentence.at(i);
            if (last == i - 1
                    && i > from
                    && (token.is("DET") && !token.word("all", "both")
                            || token.is("NUM")
                                    && i + 1 < limit
                                    && sentence.at(i + 1).is("NOUN")
                                    && sentence.at(i - 1).is("NOUN"))) {
                break;
            }
            boolean noun = token.is("NOUN", "PROPN")
                    || token.is("PRON") && !token.word("which", "who", "that", "what")
                    || token.is("SYM")
                    || token.is("PRON", "DET") && token.word("that", "this", "these", "those") && i == from;
            boolean part = token.is("DET", "ADJ", "NUM")
                    || token.is("PART") && !token.word("to", "not", "n't")
                    || token.word("'s", "'", "/", "&", "\"", "-", "#", "%", "$")
                    || token.is("ADV")
                            && i + 1 < limit
                            && sentence.at(i + 1).is("ADJ", "NUM", "DET")
                            && !token.word("when", "then")
                    || token.is("VERB")
                            && i + 1 < limit
                            && last < i - 1
                            && sentence.at(i + 1).is("NOUN")
                            && i > from;
            boolean pronoun = token.is("PRON")
                    && !token.word("my", "our", "your", "his", "her", "its", "their")
                    && !token.word(
                            "all", "each", "both", "one", "some", "many", "any", "most", "that", "this", "these",
                            "those");
            if (pronoun && last < 0) {
                last = i;
                core = i;
                i++;
                if (i + 1 < limit
                        && sentence.at(i).word("and", "or", "of")
                        && sentence.at(i + 1).is("NOUN", "PROPN", "DET", "PRON")) {
                    i++;
                    continue;
                }
                break;
            }
            if (noun) {
                last = i;
                if (core < 0 || !sawOf(sentence, from, i)) {
                    core = i;
                }
            } else if (token.word("of") && last == i - 1 && i + 1 < limit) {
                i++;
                continue;
            } else if (token.word("and", "or")
                    && last == i - 1
                    && i + 1 < limit
                    && sentence.at(i + 1).is("NOUN", "PROPN", "DET", "ADJ")
                    && nounAhead(sentence, i + 1, limit)) {
                i++;
                continue;
            } else if (!part) {
                break;
            }
            i++;
        }
        return last < 0 ? Optional.empty() : Optional.of(new Phrase(preposition, from, last + 1, core));
    }

    private static boolean nounAhead(Sentence sentence, int from, int limit) {
        int i = from;
        while (i < limit && sentence.at(i).is("DET", "ADJ", "NUM", "PRON")) {
            i++;
        }
        return i < limit && sentence.at(i).is("NOUN", "PROPN");
    }

    private static boolean sawOf(Sentence sentence, int from, int to) {
        for (int i = from; i < to; i++) {
            if (sentence.at(i).word("of") || sentence.at(i).word("and", "or")) {
                return true;
            }
        }
        return false;
    }

    /** The word that a noun phrase is about: the last noun before "of". */
    static int head(Sentence sentence, int from, int to) {
        int head = -1;
        for (int i = from; i < to; i++) {
            if (sentence.at(i).word("of", "for", "from", "in", "with", "on", "at") && head >= 0) {
                break;
            }
            if (sentence.at(i).is("NOUN", "PROPN", "PRON")) {
                head = i;
            }
        }
        return head < 0 ? to - 1 : head;
    }
}
