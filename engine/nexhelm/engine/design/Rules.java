package nexhelm.engine.design;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import nexhelm.engine.language.Repair;

/**
 * Which rules a written description is read with.
 *
 * @param acts    how steps are chosen and cut
 * @param repairs what is corrected in the tagger's reading
 */
public record Rules(Set<Rule> acts, Set<Repair> repairs) {

    /** What every design is made with. */
    public static final Rules KEPT = new Rules(
            Arrays.stream(Rule.values()).filter(Rule::kept).collect(Collectors.toSet()), EnumSet.allOf(Repair.class));

    public Rules {
        acts = Set.copyOf(acts);
        repairs = Set.copyOf(repairs);
    }

    boolean on(Rule rule) {
        return acts.contains(rule);
    }
}
