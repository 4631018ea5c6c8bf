package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import nexhelm.agents.RunWorkflow;
import nexhelm.engine.persona.Personas;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that lacks data asks the person who watches, and goes on with the answer. */
class AskedForDataTest {

    private static final String CALL = """
        Kim: What do you do first?

        Ann: I create a folder Offers. Then I calculate the fee: the hours times the rate. Then I write Paula
        Quint a mail with the fee.
        """;
    private static final String TO_SOMEBODY = """
        Ann: First I read the terms. Then I send the yard manager a short e-mail with the hours.
        """;
    private static final Map<String, JsonNode> ATTENDED =
            Map.of("hitl", Json.object().booleanNode(true));

    @TempDir
    Path data;

    private LiveEngine engine;

    @BeforeEach
    void start() throws Exception {
        engine = LiveEngine.connect(Optional.of(Engine.start(Settings.local(data), Personas.offline())), data);
    }

    @AfterEach
    void stop() throws Exception {
        engine.close();
    }

    private JsonNode started(String hours) throws Exception {
        return started(CALL, hours);
    }

    private JsonNode started(String call, String hours) throws Exception {
        ObjectNode body = Json.object().put("user_id", engine.userId()).put("transcript_text", call);
        ObjectNode blueprint = body.putObject("blueprint");
        blueprint
                .putArray("docs")
                .addObject()
                .put("path", "Papers")
                .put("title", "Terms")
                .put("text", "Nothing of use." + hours);
        blueprint
                .putArray("contacts")
                .addObject()
                .put("name", "Paula Quint")
                .put("email", "paula@quint.example")
                .put("role", "client");
        JsonNode run = engine.post("/workflow-lab/runs", body).ok();
        return engine.post(LiveEngine.runPath(run) + "/start-verification", Json.object())
                .ok();
    }

    private List<JsonNode> answer(JsonNode run, JsonNode question, String text) throws Exception {
        return LiveEngine.events(engine.answer(run, question, "answer", text).body());
    }

    private static String asked(List<JsonNode> events) {
        JsonNode last = LiveEngine.last(events);
        assertEquals("interaction", last.path("type").asText(), events::toString);
        assertEquals("question", last.path("data").path("kind").asText());
        return last.path("data").path("prompt").asText();
    }

    @Test
    void the_step_is_done_with_what_the_person_says() throws Exception {
        JsonNode run = started("");
        List<JsonNode> events = engine.chat(run, ATTENDED);
        String question = asked(events);
        assertTrue(question.startsWith("Step 2 (Calculate the fee"), question);
        assertTrue(question.contains("“hours”, “rate”"), question);
        assertTrue(question.contains("“skip” leaves the step to a person"), question);

        events = answer(run, LiveEngine.last(events), "hours: 12\nrate: EUR 90.00");
        assertEquals("complete", LiveEngine.last(events).path("type").asText(), events::toString);
        assertTrue(events.toString().contains("1,080.00"), events::toString);
        JsonNode files = engine.get(LiveEngine.runPath(run) + "/files").ok().path("files");
        assertEquals(List.of("draft"), files.findValuesAsText("kind"), files::toString);
    }

    @Test
    void values_are_taken_in_the_order_in_which_they_were_asked_for() throws Exception {
        JsonNode run = started("");
        List<JsonNode> events = answer(run, LiveEngine.last(engine.chat(run, ATTENDED)), "12, EUR 90.00");
        assertTrue(events.toString().contains("1,080.00"), events::toString);
    }

    @Test
    void several_values_on_one_line_are_several_values() throws Exception {
        for (String line : List.of("hours: 12; rate: EUR 90.00", "Hours: 12, rate: EUR 90.00")) {
            JsonNode run = started("");
            List<JsonNode> events = engine.chat(run, ATTENDED);
            String question = asked(events);
            assertTrue(question.contains("each as “name: value”, with “;” between"), question);
            events = answer(run, LiveEngine.last(events), line);
            assertTrue(events.toString().contains("1,080.00"), events::toString);
            assertEquals(200, engine.judge(run, "rejected").status());
        }
    }

    @Test
    void what_the_client_says_first_where_somebody_watches_is_understood() throws Exception {
        JsonNode run = started("");
        List<JsonNode> events = engine.chat(
                run,
                Map.of(
                        "hitl",
                        Json.object().booleanNode(true),
                        "message",
                        Json.object().textNode(RunWorkflow.ATTENDED)));
        asked(events);
        assertFalse(events.toString().contains("Not understood"), events::toString);
    }

    @Test
    void who_is_meant_may_be_told_by_address_or_first_name() throws Exception {
        for (String who : List.of("PAULA@quint.example", "paula", "It is paula@quint.example.")) {
            JsonNode run = started(TO_SOMEBODY, "\nHours: 12");
            List<JsonNode> events = engine.chat(run, ATTENDED);
            String question = asked(events);
            assertTrue(
                    question.endsWith(
                            " lacks a contact to write to. Who is it? (a contact, by name or address; “skip” leaves"
                                    + " the step to a person)"),
                    question);
            events = answer(run, LiveEngine.last(events), who);
            assertEquals("complete", LiveEngine.last(events).path("type").asText(), who + events);
            assertTrue(events.toString().contains("paula@quint.example"), events::toString);
            assertEquals(200, engine.judge(run, "rejected").status());
        }
    }

    @Test
    void an_answer_that_does_not_help_is_said_to_and_ends_up_nowhere() throws Exception {
        JsonNode run = started(TO_SOMEBODY, "\nHours: 12");
        List<JsonNode> events = answer(run, LiveEngine.last(engine.chat(run, ATTENDED)), "wibble fnord");
        String question = asked(events);
        assertTrue(question.startsWith("“wibble fnord” did not help. Step 2 ("), question);
        assertFalse(question.substring(30).contains("wibble"), question);
        events = answer(run, LiveEngine.last(events), "skip");
        assertEquals("complete", LiveEngine.last(events).path("type").asText(), events::toString);
        assertTrue(events.toString().contains("create_todo"), events::toString);
        assertFalse(events.toString().contains("wibble"), events::toString);
    }

    @Test
    void what_is_still_lacking_is_asked_again_what_is_skipped_is_left_to_a_person_and_no_call_is_made_twice()
            throws Exception {
        JsonNode run = started("");
        List<JsonNode> events = answer(run, LiveEngine.last(engine.chat(run, ATTENDED)), "hours: 12");
        String question = asked(events);
        assertTrue(question.contains("called “rate”"), question);
        events = answer(run, LiveEngine.last(events), "skip");
        String told = events.toString();
        assertTrue(told.contains("Not done: the sandbox lacks figures to calculate the fee"), told);
        question = asked(events); // the mail is to say the fee
        assertTrue(question.startsWith("Step 3 ("), question);
        events = answer(run, LiveEngine.last(events), "EUR 900.00");
        assertEquals("complete", LiveEngine.last(events).path("type").asText(), events::toString);
        assertTrue(events.toString().contains("EUR 900.00"), events::toString);
        JsonNode third = engine.get(LiveEngine.runPath(run) + "/trace")
                .ok()
                .path("steps")
                .get(2);
        List<String> calls = StreamSupport.stream(third.path("calls").spliterator(), false)
                .map(call -> call.path("name").asText() + call.path("input"))
                .toList();
        assertTrue(!calls.isEmpty(), third::toString);
        assertEquals(calls.stream().distinct().toList(), calls);
    }

    @Test
    void nobody_there_ends_the_run_unless_the_operator_wants_every_step_tried() throws Exception {
        JsonNode run = started("\nHours: 12");
        List<JsonNode> events = engine.chat(run);
        assertEquals("error", LiveEngine.last(events).path("type").asText(), events::toString);
        assertFalse(events.toString().contains("\"step\":3"), events::toString);
        engine.finalise(run);

        JsonNode again = started("\nHours: 12");
        events = engine.chat(
                again,
                Map.of(
                        "message",
                        Json.object()
                                .textNode("Ask no human. Leave a step that cannot be done to a person and go on.")));
        assertEquals("complete", LiveEngine.last(events).path("type").asText(), events::toString);
        assertTrue(events.toString().contains("Not done: the sandbox lacks figures"), events::toString);
        assertFalse(events.toString().contains("Not understood"), events::toString);
        assertEquals(
                "awaiting_human_verify", engine.finalise(again).path("status").asText());
    }
}
