package nexhelm.engine.design;

import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Finds slips of the tongue inside a phrase: "to Maria, sorry, to Tom" means "to Tom". */
final class Slips {
    private Slips() {}

    /** First token of what was said wrongly, or -1 when nothing was. */
    static int restart(Sentence sentence, int from, int to) {
        int marker = marker(sentence, from, to);
        if (marker < 0) {
            return -1;
        }
        int resumes = resumes(sentence, from, to);
        Token first = sentence.at(resumes);
        for (int i = marker - 1; i >= from; i--) {
            if (first.is("ADP")
                    ? sentence.at(i).lower().equals(first.lower())
                    : sentence.at(i).is("ADP")) {
                return first.is("ADP") ? i : i + 1;
            }
        }
        return first.is("ADP") ? marker : from;
    }

    /** First token of the correction. */
    static int resumes(Sentence sentence, int from, int to) {
        int i = marker(sentence, from, to);
        while (i >= 0
                && i < to
                && (sentence.at(i).is("PUNCT", "INTJ")
                        || sentence.at(i)
                                .word(
                                        "sorry",
                                        "no",
                                        "wait",
                                        "i",
                                        "mean",
                                        "rather",
                                        "actually",
                                        "or",
                                        "well",
                                        "correction"))) {
            i++;
        }
        return i;
    }

    private static int marker(Sentence sentence, int from, int to) {
        for (int i = from + 1; i + 1 < to; i++) {
            boolean comma = sentence.at(i).word(",", "-", "--", "...");
            Token next = sentence.at(i + 1);
            boolean repair = next.word("sorry")
                    || next.word("no") && i + 2 < to && sentence.at(i + 2).is("PUNCT", "INTJ")
                    || next.word("i") && i + 2 < to && sentence.at(i + 2).word("mean")
                    || next.word("or") && i + 2 < to && sentence.at(i + 2).word("rather")
                    || next.word("correction");
            if (comma && repair && resumesWithin(sentence, i, to)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean resumesWithin(Sentence sentence, int marker, int to) {
        for (int i = marker; i < to; i++) {
            Token token = sentence.at(i);
            if (token.is("NOUN", "PROPN", "NUM", "ADJ", "DET") && !token.word("no")) {
                return true;
            }
        }
        return false;
    }
}
