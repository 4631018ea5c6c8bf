package nexhelm.engine.persona;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Applies a table of feedback sentences and compares each outcome with the one written down before. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RefinementTest {

    private static final String TRANSCRIPT = Checkout.read("tests/data/refine/transcript.txt");

    private static ObjectNode base() throws Exception {
        return (ObjectNode) Json.parse(Checkout.read("tests/data/refine/definition.json"));
    }

    private static Designer.Design refined(String feedback) throws Exception {
        return new OfflineDesigner().refine(TRANSCRIPT, base(), feedback);
    }

    @Test
    void the_feedback_table_is_applied_and_nothing_is_applied_wrongly() throws Exception {
        int asked = 0;
        int applied = 0;
        int refused = 0;
        int rightlyRefused = 0;
        List<String> wrong = new ArrayList<>();
        List<String> notUnderstood = new ArrayList<>();
        for (String file : List.of("feedback.jsonl", "feedback-2.jsonl")) {
            for (String line : Checkout.read("tests/data/refine/" + file).split("\n")) {
                JsonNode row = Json.parse(line);
                String feedback = row.path("feedback").asText();
                boolean nonsense = row.path("kind").asText().equals("not understood");
                var design = refined(feedback);
                boolean left = !design.notApplied().isEmpty();
                boolean right = matches(row.get("steps"), design.definition().get("steps"));
                refused += nonsense ? 1 : 0;
                asked += nonsense ? 0 : 1;
                if (nonsense && right && design.notApplied().equals(List.of(feedback))) {
                    rightlyRefused++;
                } else if (right && (!left || row.has("not_applied"))) {
                    applied++;
                } else if (left && unchanged(design.definition())) {
                    notUnderstood.add(feedback);
                } else {
                    wrong.add(feedback + " -> "
                            + design.definition().path("description").asText());
                }
            }
        }
        System.out.printf(
                "feedback: %d of %d applied, %d not understood, %d wrong; %d of %d rightly refused%n",
                applied, asked, notUnderstood.size(), wrong.size(), rightlyRefused, refused);
        notUnderstood.forEach(f -> System.out.println("  not understood: " + f));
        assertEquals(List.of(), wrong);
        assertEquals(refused, rightlyRefused);
        assertTrue(applied >= asked * 0.85, applied + " of " + asked);
    }

    private static boolean unchanged(ObjectNode definition) throws Exception {
        return definition.get("steps").equals(base().get("steps"));
    }

    private static boolean matches(JsonNode expected, JsonNode steps) throws Exception {
        if (expected.size() != steps.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!matches(expected.get(i), steps.get(i), i + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(JsonNode expected, JsonNode step, int index) throws Exception {
        if (step.path("index").asInt() != index) {
            return false;
        }
        if (expected.has("new")) {
            String words = (step.path("title").asText() + " "
                            + step.path("instruction").asText())
                    .toLowerCase();
            for (JsonNode word : expected.get("new")) {
                if (!words.contains(word.asText())) {
                    return false;
                }
            }
            return step.path("tool").asText().equals(expected.path("tool").asText())
                    && step.path("performer")
                            .asText()
                            .equals(expected.path("performer").asText());
        }
        int number = expected.isInt() ? expected.asInt() : expected.path("base").asInt();
        ObjectNode before = base().get("steps").get(number - 1).deepCopy();
        before.put("index", index);
        if (expected.isInt()) {
            return before.equals(step);
        }
        boolean source = before.get("source").equals(step.get("source"));
        boolean tool = !expected.has("tool")
                || expected.path("tool").asText().equals(step.path("tool").asText());
        boolean hitl = !expected.has("hitl") || expected.path("hitl").asBoolean() == step.hasNonNull("hitl");
        boolean title = !expected.has("title")
                || expected.path("title").asText().equals(step.path("title").asText());
        boolean performer = !expected.has("performer")
                || expected.path("performer")
                        .asText()
                        .equals(step.path("performer").asText());
        boolean says = step.path("instruction")
                        .asText()
                        .contains(expected.path("instruction").asText())
                && (!expected.has("not_instruction")
                        || !step.path("instruction")
                                .asText()
                                .contains(expected.path("not_instruction").asText()));
        return source && tool && hitl && title && performer && says && !before.equals(step);
    }

    @Test
    void dropping_one_step_leaves_the_others_identical() throws Exception {
        var design = refined("Drop step 3.");
        assertEquals(7, design.definition().get("steps").size());
        for (JsonNode step : design.definition().get("steps")) {
            int was = step.path("index").asInt() < 3
                    ? step.path("index").asInt()
                    : step.path("index").asInt() + 1;
            ObjectNode before = base().get("steps").get(was - 1).deepCopy();
            before.put("index", step.path("index").asInt());
            assertEquals(before, step);
        }
    }

    @Test
    void the_definition_that_was_given_is_not_touched() throws Exception {
        ObjectNode given = base();
        new OfflineDesigner().refine(TRANSCRIPT, given, "Drop step 3. Draft, not send.");
        assertEquals(base(), given);
    }

    @Test
    void description_and_workflow_say_what_the_steps_now_are() throws Exception {
        var design = refined("Keep only steps 4 and 5.");
        assertEquals(
                "1. Write a fee summary.\n2. Send the fee summary to the client.",
                design.definition().path("description").asText());
        assertEquals(
                "Write a fee summary \u2192 Send the summary to the client",
                design.definition().path("workflow").asText());
        assertEquals(design.definition().path("description"), design.proposal().path("description"));
    }

    @Test
    void an_added_step_says_that_feedback_is_its_ground() throws Exception {
        var step = refined("Add a step at the end: create a todo to call the client.")
                .definition()
                .get("steps")
                .get(8);
        assertEquals("", step.at("/source/quote").asText());
        assertEquals(
                "Add a step at the end: create a todo to call the client.",
                step.at("/source/feedback").asText());
    }
}
