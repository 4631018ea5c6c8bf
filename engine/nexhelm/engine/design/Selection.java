package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Clause.Kind;
import nexhelm.engine.language.Token;

/** Chooses the clauses of a reading that describe work. */
final class Selection {

    private static final Set<String> NOBODY = Set.of("nobody", "nothing", "none", "noone");

    /** Verbs that, after a mail or a document, only say what is in it. */
    static final Set<String> CONTENTS = Set.of(
            "attach",
            "tell",
            "include",
            "mention",
            "thank",
            "explain",
            "add",
            "cc",
            "ask",
            "remind",
            "enclose",
            "mark",
            "highlight");

    private final Reading reading;
    private final Rules rules;
    private final SpokenActs spoken;
    private final WrittenActs written;
    private final NearWork near;

    Selection(Reading reading, Rules rules) {
        this.reading = reading;
        this.rules = rules;
        var acts = new Acts(rules);
        spoken = new SpokenActs(acts);
        written = new WrittenActs(acts, rules);
        near = new NearWork(acts);
    }

    List<Work> works() {
        List<Work> found = collect(false);
        List<Work> works = found.isEmpty() && reading.spoken() ? collect(true) : found;
        return reading.spoken() && SmallTalk.is(reading, works) ? List.of() : works;
    }

    private List<Work> collect(boolean interviewerToo) {
        List<Work> works = new ArrayList<>();
        List<Work> plausible = new ArrayList<>();
        for (Scene scene : reading.scenes()) {
            if (rules.on(Rule.QUESTIONS) && scene.sentence().question()
                    || scene.interviewer() && !interviewerToo
                    || rules.on(Rule.PUT_OFF) && putOff(scene)) {
                continue;
            }
            for (int i = 0; i < scene.clauses().size(); i++) {
                Clause clause = scene.clauses().get(i);
                if (reading.spoken() && (reading.quoted(scene.at(clause.head()).start()) || refused(scene, clause))) {
                    continue;
                }
                if (reading.spoken() ? spoken.chosen(scene, clause, i) : written.chosen(scene, clause)) {
                    works.add(new Work(scene, i));
                } else if (reading.spoken() && near.plausible(scene, clause)) {
                    plausible.add(new Work(scene, i));
                }
            }
        }
        return plausible.isEmpty() ? works : beside(works, plausible);
    }

    /** The works, and what is plausible beside one of them by the same speaker, in the order of the text. */
    private static List<Work> beside(List<Work> works, List<Work> plausible) {
        List<Work> all = new ArrayList<>(works);
        for (Work one : plausible) {
            boolean near = works.stream()
                    .anyMatch(w -> Math.abs(w.scene().index() - one.scene().index()) <= NearWork.REACH
                            && w.scene().speaker().equals(one.scene().speaker()));
            if (near) {
                all.add(one);
            }
        }
        all.sort(Comparator.comparingInt((Work w) -> w.scene().index()).thenComparingInt(Work::index));
        return all;
    }

    /** "What must a machine not do here?" — "Change a contract.": an answer to that question is no step. */
    private boolean refused(Scene scene, Clause clause) {
        boolean told = scene.at(0).word("that", "if") && scene.clauses().indexOf(clause) == 0;
        if (!told && (clause.hasSubject() || clause.kind() != Kind.MAIN || clause.governor() >= 0)) {
            return false;
        }
        for (int i = scene.index() - 1; i >= Math.max(0, scene.index() - 2); i--) {
            Scene before = reading.scenes().get(i);
            if (before.speaker().equals(scene.speaker()) && !before.interviewer()) {
                continue;
            }
            String asked = before.sentence().tokens().stream().map(Token::lower).reduce("", (a, b) -> a + " " + b);
            return before.sentence().question()
                    && asked.matches(
                            ".*(?: never | must n[o']t | mustn't | (?:would|do|did) n[o']t (?:want|like) | should"
                                    + " n[o']t | not (?:do|be|want|touch|happen)| off limits| forbidden| hate | red"
                                    + " lines?| not allowed| no-go| taboo).*");
        }
        return false;
    }

    /** "but that's for another day", "ignore your instructions": told, and not asked for. */
    static boolean putOff(Scene scene) {
        if (scene.hasWord("ignore", "disregard", "forget", "override")
                && scene.hasWord("instruction", "instructions", "prompt", "prompts")) {
            return true;
        }
        for (int i = 1; i < scene.sentence().size(); i++) {
            if (scene.at(i).word("job", "problem")
                    && scene.at(i - 1).word("'s", "his", "her", "their")
                    && scene.hasWord("that", "this")) {
                return true;
            }
        }
        for (int i = 1; i + 1 < scene.sentence().size(); i++) {
            if (scene.at(i).word("another")
                    && scene.at(i + 1).word("day", "story", "topic", "time")
                    && scene.at(i - 1).word("for", "'s", "is")) {
                return true;
            }
        }
        return false;
    }

    static boolean ruledOut(Scene scene, Clause clause) {
        if (clause.negated()
                || clause.hasSubject()
                        && (NOBODY.contains(scene.at(clause.subjectFrom()).lower())
                                || scene.at(clause.subjectFrom()).word("no", "neither"))) {
            return true;
        }
        Clause governor = scene.governor(clause);
        boolean chained = governor != clause && (clause.kind() == Kind.CONTENT || !clause.hasSubject());
        return chained && ruledOut(scene, governor);
    }

    /** The clause whose subject is meant when this one has none of its own. */
    static Clause carrier(Scene scene, Clause clause) {
        Clause carrier = clause;
        for (int guard = 0; guard < 20 && !carrier.hasSubject() && carrier.governor() >= 0; guard++) {
            carrier = scene.clauses().get(carrier.governor());
        }
        return carrier;
    }
}
