package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Clause.Kind;
import nexhelm.engine.language.Token;

/** Tells acts from states, wishes and talk about the process: what is true of calls and of written descriptions. */
final class Acts {

    private static final Set<String> FLOW_SUBJECT = Set.of(
            "process",
            "instance",
            "procedure",
            "path",
            "flow",
            "step",
            "task",
            "phase",
            "activity",
            "workflow",
            "case");

    private static final Set<String> FLOW_VERB = Set.of(
            "start",
            "end",
            "finish",
            "begin",
            "repeat",
            "trigger",
            "continue",
            "terminate",
            "stop",
            "complete",
            "proceed",
            "close",
            "link",
            "go",
            "run",
            "initiate",
            "commence",
            "conclude",
            "resume",
            "loop",
            "detail",
            "take");

    private final Rules rules;

    Acts(Rules rules) {
        this.rules = rules;
    }

    /** What is true of both kinds of text: the clause states a dynamic verb that is not ruled out. */
    boolean dynamic(Scene scene, Clause clause) {
        Token verb = scene.at(clause.head());
        return !verb.is("AUX")
                && !(rules.on(Rule.STATES) && Words.STATIVE.contains(clause.lemma()))
                && !(rules.on(Rule.NEGATED) && Selection.ruledOut(scene, clause))
                && !(rules.on(Rule.GOVERNING_VERBS) && governs(scene, clause))
                && !(rules.on(Rule.LET) && verb.word("let", "let's", "lets"));
    }

    /** True when another clause carries what this verb is about, as "start" in "start calling". */
    private static boolean governs(Scene scene, Clause clause) {
        int self = scene.clauses().indexOf(clause);
        for (Clause other : scene.clauses()) {
            if (other.kind() == Kind.CONTENT
                    && other.governor() == self
                    && other.head() > clause.head()
                    && !joined(scene, clause, other)) {
                return true;
            }
        }
        return false;
    }

    /** "to write a summary and send it": side by side, neither governs the other. */
    private static boolean joined(Scene scene, Clause clause, Clause other) {
        for (int i = other.group() - 1; i > clause.head(); i--) {
            if (scene.at(i).is("CCONJ") || scene.at(i).word(",")) {
                return true;
            }
            if (!scene.at(i).is("ADV", "INTJ", "PART")) {
                return false;
            }
        }
        return false;
    }

    /** "The process ends": the text talks about itself. */
    static boolean flow(Scene scene, Clause clause) {
        if (!clause.hasSubject() && clause.governor() < 0) {
            return false;
        }
        Clause carrier = clause.hasSubject() ? clause : scene.governor(clause);
        if (!carrier.hasSubject() || !FLOW_VERB.contains(clause.lemma())) {
            Optional<Phrase> object = Phrases.object(scene.sentence(), clause);
            return object.isPresent()
                    && FLOW_VERB.contains(clause.lemma())
                    && FLOW_SUBJECT.contains(scene.at(object.get().head()).lemma())
                    && !clause.lemma().equals("complete");
        }
        int head = Phrases.head(scene.sentence(), carrier.subjectFrom(), carrier.subjectTo());
        Optional<Phrase> object = Phrases.object(scene.sentence(), clause);
        boolean onProcess = object.isPresent()
                && FLOW_SUBJECT.contains(scene.at(object.get().head()).lemma())
                && Set.of("finish", "end", "terminate", "start", "stop", "trigger")
                        .contains(clause.lemma());
        return FLOW_SUBJECT.contains(scene.at(head).lemma()) || onProcess;
    }
}
