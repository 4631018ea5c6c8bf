package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Takes back what a speaker took back: "we send it, sorry, we draft it", "no, scratch that". */
final class Corrections {
    private Corrections() {}

    static List<Work> applied(Reading reading, List<Work> works) {
        List<Work> kept = new ArrayList<>();
        int next = 0;
        boolean pending = false;
        for (Scene scene : reading.scenes()) {
            if (scene.interviewer()) {
                while (next < works.size() && works.get(next).scene() == scene) {
                    kept.add(works.get(next++));
                }
                continue;
            }
            withdraw(scene, kept);
            boolean first = true;
            boolean any = false;
            while (next < works.size() && works.get(next).scene() == scene) {
                Work work = works.get(next++);
                any = true;
                boolean slip = first && pending
                        || slip(
                                scene,
                                first
                                        ? 0
                                        : kept.isEmpty()
                                                ? 0
                                                : kept.get(kept.size() - 1)
                                                        .clause()
                                                        .head(),
                                work.clause().head());
                if (slip && !kept.isEmpty() && replaces(work, kept.get(kept.size() - 1))) {
                    kept.remove(kept.size() - 1);
                }
                kept.add(work);
                first = false;
            }
            if (any && (notSo(scene, kept.get(kept.size() - 1)) || brokenOff(reading, scene) || needless(scene))) {
                kept.remove(kept.size() - 1);
                continue;
            }
            if (any || !scene.hasWord("okay", "yes")) {
                pending = any
                        && slip(
                                scene,
                                kept.get(kept.size() - 1).clause().head(),
                                scene.sentence().size() - 1);
            }
            if (!any
                    && scene.sentence().size() <= 9
                    && scene.hasWord("another")
                    && scene.hasWord("story", "day", "topic")
                    && Selection.putOff(scene)) {
                int before = scene.index() - 1; // "I call her. But that's another story."
                kept.removeIf(work ->
                        work.scene().index() == before && work.scene().speaker().equals(scene.speaker()));
            }
            if (leavesOut(scene)) {
                kept.removeIf(work -> sameTurn(reading, work.scene(), scene));
            }
            if (!kept.isEmpty()
                    && takesBack(scene)
                    && scene.index() - kept.get(kept.size() - 1).scene().index() <= 2
                    && !(any && !endsTakingBack(scene))) {
                kept.remove(kept.size() - 1);
            }
        }
        return kept;
    }

    /** "I send it, well, not send": the same verb is denied in the same breath. */
    private static boolean notSo(Scene scene, Work last) {
        return last.scene() == scene
                && scene.clauses().stream()
                        .anyMatch(c -> c.negated()
                                && !c.hasSubject()
                                && c.head() > last.clause().head()
                                && c.lemma().equals(last.clause().lemma()));
    }

    /** "It's filled in by the dealer, so that needn't be done by us". */
    private static boolean needless(Scene scene) {
        return scene.clauses().stream()
                .anyMatch(c -> c.negated()
                        && c.passive()
                        && c.lemma().equals("do")
                        && c.auxiliary("need", "needs", "must", "have", "has")
                        && scene.at(Math.min(c.end(), scene.sentence().size()) - 1)
                                .word("us", "me"));
    }

    /** "I take the old one and…" — "no.": a sentence that is broken off and taken back by its speaker. */
    private static boolean brokenOff(Reading reading, Scene scene) {
        int size = scene.sentence().size();
        boolean off = size > 2
                && scene.at(size - 1).text().matches("\\.\\.\\.|…|-+")
                && scene.at(size - 2).is("CCONJ", "ADP", "DET", "PART");
        if (!off || scene.index() + 1 >= reading.scenes().size()) {
            return false;
        }
        Scene next = reading.scenes().get(scene.index() + 1);
        return next.speaker().equals(scene.speaker()) && next.at(0).word("no", "nope", "wait", "sorry");
    }

    /** True when between two places somebody says that the first was a slip. */
    static boolean slip(Scene scene, int from, int to) {
        Sentence sentence = scene.sentence();
        for (int i = from; i < to; i++) {
            Token token = sentence.at(i);
            boolean mean = token.word("mean")
                    && i > 0
                    && sentence.at(i - 1).word("i")
                    && (from > 0 || i + 1 < to && !sentence.at(i + 1).is("PUNCT", "PRON") || i + 1 == to);
            boolean rather = token.word("rather") && i > 0 && sentence.at(i - 1).word("or");
            boolean no = token.word("no")
                    && i + 1 < to
                    && (sentence.at(i + 1).is("PUNCT", "INTJ")
                            || sentence.at(i + 1).word("wait", "not", "sorry"));
            boolean not = token.word("not")
                    && i + 1 < to
                    && sentence.at(i + 1).is("VERB", "NOUN")
                    && i + 2 < to
                    && sentence.at(i + 2).is("PUNCT");
            if (token.word("sorry", "correction")
                    || mean
                    || rather
                    || no && i > 0
                    || no && sentence.at(i + 1).word("wait", "sorry")
                    || not) {
                return true;
            }
        }
        return false;
    }

    /** A correction replaces an act on the same thing, or says another verb of the same thing by a pronoun. */
    private static boolean replaces(Work now, Work before) {
        if (now.scene().index() - before.scene().index() > 2) {
            return false;
        }
        var object = Phrases.object(now.sentence(), now.clause());
        if (object.isEmpty()) {
            return true;
        }
        Token head = now.scene().at(object.get().head());
        if (head.word("it", "them", "that", "this", "those")
                || now.clause().lemma().equals(before.clause().lemma())) {
            return true;
        }
        var earlier = Phrases.object(before.sentence(), before.clause());
        return earlier.isPresent() && sameNoun(before, earlier.get(), head);
    }

    private static boolean sameNoun(Work before, Phrase earlier, Token head) {
        return before.scene().at(earlier.head()).lemma().equals(head.lemma());
    }

    /** "I don't send it", right after "I send it": the act is not done after all. */
    private static void withdraw(Scene scene, List<Work> kept) {
        for (Clause clause : scene.clauses()) {
            boolean denied = clause.negated()
                    && clause.kind() == Clause.Kind.MAIN
                    && !clause.past()
                    && clause.hasSubject()
                    && scene.at(clause.subjectFrom()).word("i", "we")
                    && clause.head() + 1 < scene.sentence().size()
                    && scene.at(clause.head() + 1).word("it", "that", "them", "this");
            if (denied && !kept.isEmpty()) {
                Work last = kept.get(kept.size() - 1);
                boolean same = last.clause().lemma().equals(clause.lemma())
                        && scene.index() - last.scene().index() <= 3;
                if (same) {
                    kept.remove(kept.size() - 1);
                }
            }
        }
    }

    /** "Actually no, the welcome letter we dropped": what no longer goes along, as words of the sentence before. */
    static Optional<Pattern> dropped(Scene scene) {
        for (Clause clause : scene.clauses()) {
            boolean drops = clause.lemma().matches("drop|skip|omit|scrap|abandon|abolish|cut|leave")
                    && !clause.negated()
                    && clause.hasSubject()
                    && scene.at(clause.subjectFrom()).word("i", "we");
            Optional<Phrase> what = drops
                    ? Phrases.topic(scene.sentence(), clause).or(() -> Phrases.object(scene.sentence(), clause))
                    : Optional.empty();
            boolean back = drops && (clause.past() || scene.hasWord("no", "actually", "sorry"));
            if (back && what.isPresent()) {
                String noun = Wording.phrase(
                                scene.sentence(), what.get().from(), what.get().to())
                        .replaceFirst("^(?i)(?:the|a|an|this|that)\\s+", "");
                return Optional.of(Pattern.compile(
                        ",?\\s+(?:with|and|plus|together with|including)\\s+(?:the|a|an|our|my|this|that)?\\s*"
                                + Pattern.quote(noun) + "(?=[.,;]|$| )",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
            }
        }
        return Optional.empty();
    }

    /** "leave that out for now": what the speaker has just told, in this breath, is not wanted. */
    private static boolean leavesOut(Scene scene) {
        for (Clause clause : scene.clauses()) {
            boolean out = clause.lemma().equals("leave")
                    && !clause.negated()
                    && !clause.hasSubject()
                    && clause.head() + 2 < scene.sentence().size()
                    && scene.at(clause.head() + 1).word("that", "this", "it", "those")
                    && scene.at(clause.head() + 2).word("out", "aside");
            if (out) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameTurn(Reading reading, Scene earlier, Scene now) {
        if (now.index() - earlier.index() > 3) {
            return false;
        }
        for (int i = earlier.index(); i < now.index(); i++) {
            if (!reading.scenes().get(i).speaker().equals(now.speaker())) {
                return false;
            }
        }
        return true;
    }

    private static boolean takesBack(Scene scene) {
        if (!scene.hasWord("scratch", "forget", "strike", "ignore", "skip", "delete", "never")) {
            return false;
        }
        String said = scene.sentence().tokens().stream().map(Token::lower).reduce("", (a, b) -> a + " " + b) + " ";
        return said.matches(".* (?:scratch|forget|strike|ignore|skip|delete) (?:that|this|it|the last"
                        + " (?:one|bit|part|step)) .*")
                || said.contains(" never mind that ");
    }

    private static boolean endsTakingBack(Scene scene) {
        int size = scene.sentence().size();
        for (int i = Math.max(0, size - 4); i < size; i++) {
            if (scene.at(i).word("scratch", "forget", "strike", "ignore", "skip")) {
                return true;
            }
        }
        return false;
    }
}
