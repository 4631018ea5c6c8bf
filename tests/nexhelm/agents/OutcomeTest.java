package nexhelm.agents;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.render.Style;
import org.junit.jupiter.api.Test;

/** What comes next after a run that waits is what its interaction takes. */
class OutcomeTest {

    @Test
    void a_question_is_answered_with_words_and_an_approval_with_a_decision() {
        Map.of("question", "-m TEXT", "approval", "--approve | --reject", "", "--approve | --reject | -m TEXT")
                .forEach((kind, flags) -> {
                    ObjectNode result = Json.object().put("id", "r1").put("stop_reason", "interaction");
                    ObjectNode event = result.putArray("events").addObject().put("type", "interaction");
                    event.putObject("data").put("kind", kind);
                    Page page = new Page(80, Style.PLAIN);
                    RunWorkflow.outcome(result, page);
                    assertTrue(
                            page.toString().contains("next: nex workflow answer r1 " + flags + "\n"), page::toString);
                });
    }
}
