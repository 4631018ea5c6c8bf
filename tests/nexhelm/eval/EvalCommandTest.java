package nexhelm.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nexhelm.http.StubServer;
import nexhelm.json.Json;
import nexhelm.support.Command;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./jbang eval}, as whoever works on the designer starts it: the dev half, through nex and an engine of its own. */
class EvalCommandTest {

    private static final Duration LIMIT = Duration.ofMinutes(8);

    @TempDir
    static Path temp;

    static OwnLab lab;

    @BeforeAll
    static void nex_and_engine_are_those_of_this_checkout() throws IOException {
        lab = new OwnLab(temp);
    }

    /**
     * Floors a little under what was measured, so that a change that loses a step here and there is noticed and one that
     * trades one for another is not. Steps from what a firm does not want, and a design out of small talk, are never fine.
     */
    @Test
    void the_dev_half_is_scored_and_does_not_fall_behind_what_was_measured() throws Exception {
        JsonNode dev = Json.parse(eval("--half", "dev", "--json").ok());
        assertEquals("[\"offline\"]", dev.path("worked_by").toString());
        JsonNode half = dev.path("dev");
        assertEquals("[]", half.path("forbidden").toString());
        assertEquals(1.0, share(half, "small_talk_none"));
        assertEquals(1.0, share(half, "grounded"));
        atLeast(0.84, half.path("step_f1").asDouble(), "steps, F1");
        atLeast(0.95, share(half, "tool"), "right tools");
        atLeast(0.96, share(half, "performer"), "agent or person");
        atLeast(0.88, share(half, "gate_recall"), "gates found");
        atLeast(0.90, share(half, "existing_recall"), "existing tools found");
        atLeast(0.94, share(half, "existing_precision"), "existing tools that are needed");
        atLeast(0.78, share(half, "agent_steps"), "agent's share");
        assertEquals(4, half.path("small_talk_none").path("of").asInt());
    }

    @Test
    void a_table_names_every_figure_and_single_results_of_the_held_half_cannot_be_asked_for() {
        Command.Result one = eval("--details", "neighbours", "pest-control");
        assertEquals(0, one.code(), one.err());
        assertTrue(one.out().contains("steps: F1"), one.out());
        assertTrue(one.out().contains("small talk left alone             1.000  1 of 1"), one.out());
        assertTrue(one.err().contains("neighbours"), one.err());
        assertTrue(!one.err().contains("pest-control") && !one.out().contains("held"), one.out() + one.err());
    }

    /** One step of a call with nine is what this model finds, and that is what is scored. */
    @Test
    void with_a_model_its_design_is_scored_and_the_table_says_who_worked() {
        try (var server = StubServer.start()) {
            server.on("POST /v1/chat/completions", StubServer.json(Json.compact(completion())));
            Command.Result one = command("--model", "adviser-fees")
                    .env("NEX_ENGINE_MODEL", "tiny-1")
                    .env("NEX_ENGINE_BASE_URL", server.url() + "/v1")
                    .run(LIMIT);
            assertEquals(0, one.code(), one.err());
            assertTrue(one.out().contains("designed by: model:tiny-1"), one.out() + one.err());
            assertTrue(one.out().contains("steps: precision                  1.000  1 of 1"), one.out());
            assertTrue(one.out().contains("steps: recall                     0.111  1 of 9"), one.out());
        }
    }

    private static ObjectNode completion() {
        ObjectNode design = Json.object().put("name", "Fee letters").put("summary", "Reads the valuation.");
        design.putArray("steps")
                .addObject()
                .put("title", "Read the valuation report")
                .put("instruction", "Read the valuation report.")
                .put("performer", "agent")
                .put("tool", "read_document")
                .put("approval", "")
                .put("quote", "I read the valuation report");
        design.putArray("not_applied");
        ObjectNode completion = Json.object()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1_772_600_000)
                .put("model", "tiny-1");
        completion
                .putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", Json.compact(design));
        return completion;
    }

    @Test
    void calls_of_which_the_agent_has_the_tools_run_to_the_end_and_small_talk_is_refused() {
        Command.Result runs = eval("--run", "small-talk", "adviser-fees", "claims-hail", "annual-review", "short-del");
        assertEquals(0, runs.code(), runs.out() + runs.err());
        assertTrue(runs.out().contains("ok  examples/small-talk.txt              no_work"), runs.out());
        assertTrue(runs.out().contains("ok  eval/dev/claims-hail.txt             complete"), runs.out());
        assertTrue(runs.out().contains("5 of 5 ended as they should"), runs.out());
    }

    @Test
    void wrong_options_end_with_2_and_say_how_it_is_used() {
        for (String[] words : new String[][] {{"--half", "third"}, {"--nonsense"}, {"--model"}}) {
            Command.Result refused = eval(words);
            assertEquals(2, refused.code(), refused.out());
            assertTrue(refused.err().contains("Usage: ./jbang eval"), refused.err());
        }
    }

    private static Command.Result eval(String... words) {
        return command(words).run(LIMIT);
    }

    private static Command command(String... words) {
        List<String> all = new ArrayList<>(List.of("eval", "--cmd", lab.nex.toString()));
        all.addAll(List.of(words));
        return Command.jbang(all.toArray(String[]::new))
                .env("NEX_ENGINE", lab.engine)
                .without("NEX_ENGINE_MODEL", "NEX_ENGINE_BASE_URL", "NEX_ENGINE_API_KEY");
    }

    private static void atLeast(double floor, double measured, String what) {
        assertTrue(measured >= floor, what + " is " + measured + ", under " + floor);
    }

    private static double share(JsonNode half, String name) {
        return half.path(name).path("share").asDouble(-1);
    }
}
