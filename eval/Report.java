import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Scores as a table for people and as JSON for scripts. */
final class Report {
    private Report() {}

    private static final Map<String, String> ROWS = new LinkedHashMap<>();

    static {
        ROWS.put("step_precision", "steps: precision");
        ROWS.put("step_recall", "steps: recall");
        ROWS.put("step_f1", "steps: F1");
        ROWS.put("grounded", "steps with a source in the call");
        ROWS.put("tool", "right tool, of found agent steps");
        ROWS.put("performer", "agent or person right");
        ROWS.put("person_named", "person named, of handed over");
        ROWS.put("gate_precision", "gates: precision");
        ROWS.put("gate_recall", "gates: recall");
        ROWS.put("existing_precision", "existing tools: precision");
        ROWS.put("existing_recall", "existing tools: recall");
        ROWS.put("missing_precision", "missing systems: precision");
        ROWS.put("missing_recall", "missing systems: recall");
        ROWS.put("agent_steps", "agent's share of the steps");
        ROWS.put("small_talk_none", "small talk left alone");
        ROWS.put("forbidden", "steps from what is not wanted");
    }

    static String table(Map<String, Score> scores) {
        var out = new StringBuilder(String.format(Locale.ROOT, "%-34s", ""));
        scores.keySet().forEach(name -> out.append(String.format(Locale.ROOT, "%-22s", name)));
        ROWS.forEach((key, title) -> {
            out.append(String.format(Locale.ROOT, "%n%-34s", title));
            for (Score score : scores.values()) {
                out.append(String.format(Locale.ROOT, "%-22s", cell(key, score)));
            }
        });
        return out.toString().replaceAll("(?m) +$", "");
    }

    private static String cell(String key, Score score) {
        if (key.equals("step_f1")) {
            return score.stepRecall.of() == 0
                    ? "-"
                    : String.format(Locale.ROOT, "%.3f", Tally.f1(score.stepPrecision, score.stepRecall));
        }
        return key.equals("forbidden")
                ? String.valueOf(score.forbidden.size())
                : score.tallies().get(key).toString();
    }

    static ObjectNode json(Map<String, Score> scores, List<String> workedBy) {
        ObjectNode out = new ObjectMapper().createObjectNode();
        workedBy.forEach(out.putArray("worked_by")::add);
        scores.forEach((name, score) -> {
            ObjectNode half = out.putObject(name);
            score.tallies()
                    .forEach((key, tally) -> half.putObject(key)
                            .put("share", tally.share())
                            .put("right", tally.right())
                            .put("of", tally.of()));
            half.put("step_f1", Tally.f1(score.stepPrecision, score.stepRecall));
            score.forbidden.forEach(half.putArray("forbidden")::add);
        });
        return out;
    }
}
