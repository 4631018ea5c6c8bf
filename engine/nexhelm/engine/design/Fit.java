package nexhelm.engine.design;

import java.util.List;
import java.util.regex.Pattern;
import nexhelm.engine.language.Clause;

/**
 * How well a step fits to what was said of the act that waits: its verb, what it is about, who gets it, whether it goes out
 * or is entered somewhere, and how near it was told. The weights only have to put these in order: a verb that was said
 * counts more than a thing, a thing more than being near.
 */
final class Fit {

    private static final Pattern ASKS_FOR_IT = Pattern.compile("\\b(?:his|her|my|the|their|your)"
            + " (?:decision|approval|okay|ok|permission|consent|go-ahead|sign-off|blessing)\\b");
    private static final String JUDGES = "see|read|look|check|show|ask|tell|hear|sign|approve|decide|wait";
    /** An act that is told after the demand, and told as what follows: "Then I load it." */
    private static final int NEXT = 4;

    private static final int NEXT_IN_ANSWER = 8;

    private final List<Scene> scenes;
    private final Gate gate;
    private final Waiting waiting;
    private final Retold retold;
    private final boolean outsider;

    /** @param outsider whether the one who decides is no one of the firm */
    Fit(List<Scene> scenes, Gate gate, boolean outsider) {
        this.scenes = scenes;
        this.gate = gate;
        this.outsider = outsider;
        waiting = gate.waiting();
        retold = Retold.of(gate, scenes);
    }

    /** How well this step fits; 0 when it cannot be meant. */
    double of(StepDraft draft) {
        if (!possible(draft)) {
            return 0;
        }
        double fit = verb(draft) + subject(draft) + effect(draft) - (elsewhere(draft) ? 1.5 : 0);
        return fit <= 0 ? 0 : fit + nearness(draft);
    }

    /** Whether this step is about something that was named, or nothing was. */
    boolean about(StepDraft draft) {
        return waiting.things().isEmpty() || things(draft, waiting) > 0;
    }

    private boolean possible(StepDraft draft) {
        Clause clause = draft.work().clause();
        boolean same = draft.work().scene() == gate.scene();
        boolean itself = same
                && (draft.work().index() == gate.clause()
                        || gate.strict() && (clause.head() < gate.from() || clause.head() >= gate.to())
                        || clause.lemma().matches(JUDGES));
        boolean strange = outsider
                && !named(draft)
                && !retold.restated()
                && things(draft, waiting) + things(draft, retold.waiting()) == 0;
        boolean handedOver = !draft.agent()
                && (outsider
                        || draft.performer().equals(gate.approver())
                        || !named(draft) && !Effects.writesPaper(draft));
        return !itself
                && !strange
                && !handedOver
                && !ASKS_FOR_IT.matcher(said(draft)).find()
                && (named(draft) || !Effects.reads(draft));
    }

    /** Whether the verb of this step was said of the act that waits. */
    boolean named(StepDraft draft) {
        return waiting.acts().contains(draft.work().clause().lemma());
    }

    private double verb(StepDraft draft) {
        if (named(draft)) {
            return Effects.outward(draft) && Effects.sends(draft) ? 1 : 5;
        }
        return retold.waiting().acts().contains(draft.work().clause().lemma()) ? 3 : 0;
    }

    private double subject(StepDraft draft) {
        double things = things(draft, waiting);
        double more = things(draft, retold.waiting());
        boolean other = things == 0 && !waiting.things().isEmpty() && !(retold.restated() && more > 0);
        if (other) {
            return more > 0 ? -0.5 : -1;
        }
        boolean counts = more > 0 && (!waiting.out() || Effects.sends(draft));
        return (things >= 0.8 ? 2.5 + Math.min(2, 0.75 * things) : 2 * things)
                + (counts ? 1.5 + Math.min(1.5, 0.5 * more) : 0);
    }

    private double effect(StepDraft draft) {
        boolean unknown = waiting.unknown();
        double effect = 0;
        if (Effects.sends(draft)) {
            boolean asked = retold.waiting().out() && unknown;
            effect += waiting.out() ? 4 : asked ? 3.5 : unknown || !waiting.entered() ? 3 : 0;
        }
        if (Effects.binds(draft)) {
            effect += waiting.out() ? 3 : unknown ? 2.5 : 1;
        }
        if (Effects.enters(draft) && placed(draft)) {
            boolean asked = retold.waiting().entered() && unknown;
            effect += waiting.entered() ? 3.5 : asked ? 3 : unknown ? 0.5 : 0;
        }
        boolean plain = !Effects.sends(draft) && !Effects.binds(draft) && !Effects.enters(draft);
        return effect + (plain && (unknown || things(draft, waiting) > 0) ? 0.5 : 0);
    }

    /** "She answers by return": no mail of the firm's. */
    private static boolean elsewhere(StepDraft draft) {
        Clause clause = draft.work().clause();
        boolean theirs = clause.hasSubject()
                && !clause.passive()
                && clause.lemma().matches("write|answer|reply|send|mail|e-mail")
                && draft.work().scene().at(clause.subjectFrom()).word("she", "he", "they");
        return theirs || !draft.agent();
    }

    /** A demand is mostly made right after the act, or some sentences later; seldom before it. */
    private double nearness(StepDraft draft) {
        Scene scene = draft.work().scene();
        int after = gate.scene().index() - scene.index();
        if (after >= 0) {
            return (after <= 2 ? 1 : 0) - Math.min(2, 0.1 * after);
        }
        boolean next = -after <= (answers(scene) ? NEXT_IN_ANSWER : NEXT)
                && waiting.unknown()
                && (Effects.sends(draft) || Effects.binds(draft))
                && scene.at(0).word("then", "after", "afterwards", "now");
        return next ? 2.5 : -Math.min(5, 3 + 0.3 * -after);
    }

    /** "And then?" — "Then I load it." */
    private boolean answers(Scene scene) {
        Scene before = scenes.get(Math.max(0, scene.index() - 1));
        return before.sentence().question() && before.hasWord("then", "next", "after");
    }

    /** A date is entered in a calendar, a figure in a sheet. */
    private boolean placed(StepDraft draft) {
        boolean day = waiting.things().stream()
                .anyMatch(t -> t.matches("calendar|diary|day|date|appointment|slot") || Words.time(t));
        boolean table = waiting.things().stream()
                .anyMatch(t -> t.matches("sheet|spreadsheet|table|list|register|column|row|figure"));
        boolean sheet = draft.tool().filter(t -> !t.contains("sheet")).isEmpty();
        return Effects.dates(draft) ? !table || day : table ? sheet : !day;
    }

    /** How many of the things that were named this step is about. */
    static double things(StepDraft draft, Waiting waiting) {
        double found = 0;
        for (String thing : waiting.things()) {
            boolean kind = Words.MAIL.contains(thing) && Effects.sends(draft)
                    || (Words.EVENT.contains(thing) || thing.equals("day")) && Effects.dates(draft)
                    || Words.TODO.contains(thing)
                            && draft.tool().filter("create_todo"::equals).isPresent();
            Pattern word = Pattern.compile("\\b" + Pattern.quote(thing) + "(?:e?s)?\\b");
            boolean title = word.matcher(draft.title().toLowerCase()).find();
            found += title ? 1 : kind ? 0.8 : word.matcher(said(draft)).find() ? 0.4 : 0;
        }
        return found;
    }

    private static String said(StepDraft draft) {
        Clause clause = draft.work().clause();
        return draft.instruction().toLowerCase() + " "
                + Said.of(draft.work().scene(), clause.start(), clause.end()).text();
    }
}
