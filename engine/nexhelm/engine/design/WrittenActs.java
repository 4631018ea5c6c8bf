package nexhelm.engine.design;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Forms;

/**
 * Chooses the clauses of a written description that describe work: every act of the process, triggers that are acts
 * included.
 */
final class WrittenActs {

    private static final Map<String, Rule> TRIGGERS = Map.of(
            "when", Rule.WHEN, "whenever", Rule.WHENEVER, "after", Rule.AFTER, "once", Rule.ONCE, "while", Rule.WHILE);

    private final Acts acts;
    private final Rules rules;

    WrittenActs(Acts acts, Rules rules) {
        this.acts = acts;
        this.rules = rules;
    }

    boolean chosen(Scene scene, Clause clause) {
        if (!acts.dynamic(scene, clause) || rules.on(Rule.ABOUT_THE_PROCESS) && Acts.flow(scene, clause)) {
            return false;
        }
        return switch (clause.kind()) {
            case MAIN -> main(scene, clause);
            case CONTENT -> wished(scene, clause);
            case ADVERBIAL -> trigger(clause);
            case RELATIVE -> relative(scene, clause);
            case INFINITIVE -> rules.on(Rule.PURPOSES);
            case PARTICIPLE -> rules.on(Rule.PARTICIPLES);
            case COMPLEMENT -> rules.on(Rule.COMPLEMENTS);
        };
    }

    private boolean main(Scene scene, Clause clause) {
        boolean whole = clause.hasSubject()
                || clause.governor() >= 0
                || Forms.base(scene.at(clause.head()))
                || clause.passive();
        return (whole || !rules.on(Rule.WHOLE_CLAUSES))
                && !(rules.on(Rule.GET) && clause.lemma().equals("get"));
    }

    private boolean wished(Scene scene, Clause clause) {
        Clause governor = scene.governor(clause);
        return switch (governor.kind()) {
            case MAIN, CONTENT -> rules.on(Rule.WISHES);
            case ADVERBIAL -> rules.on(Rule.WISHES_IN_TRIGGERS) && triggering(governor);
            case RELATIVE ->
                rules.on(Rule.WISHES_IN_RELATIVES) && governor.marker().equals("who");
            default -> false;
        };
    }

    private boolean triggering(Clause clause) {
        return Optional.ofNullable(TRIGGERS.get(clause.marker()))
                .map(rules::on)
                .orElseGet(() -> clause.marker().equals("if") ? rules.on(Rule.IF) : rules.on(Rule.OTHER_ADVERBIALS));
    }

    private boolean trigger(Clause clause) {
        boolean completed = Set.of("complete", "finish", "end").contains(clause.lemma());
        return triggering(clause)
                && !(rules.on(Rule.COMPLETED) && completed)
                && !(rules.on(Rule.PASSIVE_PAST) && clause.past() && clause.passive());
    }

    private boolean relative(Scene scene, Clause clause) {
        boolean follows = scene.at(Math.max(0, clause.group())).word("then") || thenBetween(scene, clause);
        return (rules.on(Rule.WHO) && clause.marker().equals("who")
                        || rules.on(Rule.THEN) && follows
                        || rules.on(Rule.OTHER_RELATIVES))
                && !(rules.on(Rule.PAST_RELATIVES) && clause.past());
    }

    static boolean thenBetween(Scene scene, Clause clause) {
        for (int i = Math.max(0, clause.group() - 1); i < clause.head(); i++) {
            if (scene.at(i).word("then")) {
                return true;
            }
        }
        return false;
    }
}
