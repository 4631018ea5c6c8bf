package nexhelm.engine.design;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sentences around a demand say of the act that waits.
 *
 * @param waiting  what they say of it
 * @param restated whether the demand is said again, or they only surround it
 */
record Retold(Waiting waiting, boolean restated) {

    private static final int AFTER = 3;
    private static final int BEFORE = 5;
    private static final Pattern WAITS = Pattern.compile("\\b(?:waits?|has to wait|have to wait|is held)\\b");
    private static final Pattern THEN =
            Pattern.compile("\\b(?:and |only )?then\\b|^(?:and )?once \\p{L}+(?:'s| has|'ve| have) ");
    private static final Pattern BEFOREHAND = Pattern.compile("\\bbefore\\b");

    static Retold of(Gate gate, List<Scene> scenes) {
        return again(gate, scenes)
                .map(waiting -> new Retold(waiting, true))
                .orElseGet(() -> new Retold(around(gate, scenes), false));
    }

    /** "So you agree to the day, and then it's entered.", "So the todo has to wait for that.": right after the demand. */
    private static Optional<Waiting> again(Gate gate, List<Scene> scenes) {
        int at = gate.scene().index();
        for (int i = at + 1; i < scenes.size() && i <= at + AFTER; i++) {
            Scene scene = scenes.get(i);
            boolean asks = scene.sentence().question() && !scene.interviewer();
            if (asks || scene.at(0).word("no", "nope")) {
                return Optional.empty();
            }
            Optional<int[]> act = act(scene);
            if (act.isPresent()) {
                return act.map(a -> Waiting.of(scene, a[0], a[1], "", Optional.empty(), gate.approver(), true));
            }
        }
        return Optional.empty();
    }

    /** The words of a sentence that tell the act, when it tells that something waits. */
    private static Optional<int[]> act(Scene scene) {
        int size = scene.sentence().size();
        var said = Said.of(scene, 0, size);
        Matcher waits = WAITS.matcher(said.text());
        if (waits.find()) {
            return Optional.of(new int[] {0, said.word(waits.start())});
        }
        boolean agrees = Assent.agrees(said.text()) >= 0 || Assent.looks(said.text()) >= 0;
        Matcher then = THEN.matcher(said.text());
        if (then.find() && (agrees || then.group().contains("once"))) {
            return Optional.of(new int[] {said.word(then.end() - 1) + 1, size});
        }
        Matcher before = BEFOREHAND.matcher(said.text());
        return before.find() ? Optional.of(new int[] {said.word(before.start()) + 1, size}) : Optional.empty();
    }

    /** What the rest of the sentence and the question before it name. */
    private static Waiting around(Gate gate, List<Scene> scenes) {
        Waiting asked = asked(gate, scenes);
        if (!gate.strict()) {
            return asked;
        }
        Scene scene = gate.scene();
        Waiting whole = Waiting.of(scene, 0, scene.sentence().size(), "", Optional.empty(), gate.approver(), false);
        return new Waiting(Set.of(), whole.things(), asked.out(), asked.entered());
    }

    /** "And that leaves the house by itself?", asked by somebody else, or else what was said right before. */
    private static Waiting asked(Gate gate, List<Scene> scenes) {
        int at = gate.scene().index();
        if (at == 0) {
            return new Waiting(Set.of(), Set.of(), false, false);
        }
        Scene before = scenes.get(at - 1);
        for (int i = at - 1; i >= Math.max(0, at - BEFORE) && !before.sentence().question(); i--) {
            boolean other = gate.scene().speaker().isEmpty()
                    || !scenes.get(i).speaker().equals(gate.scene().speaker());
            before = other && scenes.get(i).sentence().question() ? scenes.get(i) : before;
        }
        Waiting told = Waiting.of(before, 0, before.sentence().size(), "", Optional.empty(), gate.approver(), false);
        return new Waiting(Set.of(), told.things(), told.out(), told.entered());
    }
}
