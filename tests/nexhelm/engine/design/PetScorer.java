package nexhelm.engine.design;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Matches steps with gold activities as the evaluation's own script does: one source finds one activity, in text order. */
final class PetScorer {

    private int found;
    private int steps;
    private int gold;

    /** Adds a document's design to the score. */
    void add(JsonNode designed, JsonNode activities) {
        List<int[]> spans = new ArrayList<>();
        designed.forEach(step -> spans.add(new int[] {
            step.at("/source/start").asInt(), step.at("/source/end").asInt()
        }));
        spans.sort((a, b) -> a[0] != b[0] ? Integer.compare(a[0], b[0]) : Integer.compare(a[1], b[1]));
        Set<Integer> used = new HashSet<>();
        for (int[] span : spans) {
            for (int i = 0; i < activities.size(); i++) {
                JsonNode activity = activities.get(i);
                if (!used.contains(i)
                        && span[0] < activity.path("end").asInt()
                        && activity.path("start").asInt() < span[1]) {
                    used.add(i);
                    break;
                }
            }
        }
        found += used.size();
        steps += spans.size();
        gold += activities.size();
    }

    double precision() {
        return found / (double) Math.max(steps, 1);
    }

    double recall() {
        return found / (double) Math.max(gold, 1);
    }

    double f1() {
        return 2.0 * found / Math.max(steps + gold, 1);
    }
}
