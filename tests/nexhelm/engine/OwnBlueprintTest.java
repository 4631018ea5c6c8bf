package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose sandbox is built from a blueprint of their own. */
class OwnBlueprintTest {

    @TempDir
    Path folder;

    private LiveEngine engine;
    private String sandbox;

    @BeforeEach
    void start() throws Exception {
        engine = LiveEngine.start(folder.resolve("engine"));
        sandbox = engine.get("/workflow-lab/sandbox-accounts")
                .ok()
                .path("sandbox_accounts")
                .path(0)
                .path("sandbox_user_id")
                .asText();
        ObjectNode kept = Json.object();
        kept.set("blueprint", blueprint("Firm paper"));
        engine.post("/workflow-lab/sandbox-environments", kept).ok();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static ObjectNode blueprint(String title) {
        ObjectNode blueprint = Json.object();
        blueprint.putArray("folders").addObject().put("path", "Papers");
        blueprint
                .putArray("docs")
                .addObject()
                .put("path", "Papers")
                .put("title", title)
                .put("text", "one line");
        return blueprint;
    }

    private ObjectNode body(String script) {
        return Json.object().put("user_id", engine.userId()).put("transcript_text", script);
    }

    private JsonNode designed(ObjectNode body) throws Exception {
        return engine.post("/workflow-lab/runs", body).ok();
    }

    private JsonNode start(JsonNode run) throws Exception {
        return engine.post(LiveEngine.runPath(run) + "/start-verification", Json.object())
                .ok();
    }

    private List<String> held() throws Exception {
        return engine.get("/workflow-lab/sandbox/" + sandbox + "/items")
                .ok()
                .path("items")
                .valueStream()
                .map(item -> item.path("path").asText())
                .toList();
    }

    private JsonNode given(String title) throws Exception {
        ObjectNode body = body("say hi\nlist documents");
        body.set("blueprint", blueprint(title));
        return designed(body);
    }

    @Test
    void a_run_finds_what_it_was_given_and_the_organisations_blueprint_stays_as_it_was() throws Exception {
        JsonNode run = given("Own paper");
        assertEquals("given", run.path("blueprint_origin").asText());
        start(run);
        assertEquals(List.of("Papers", "Papers/Own paper"), held());
        engine.chat(engine.show(run));
        assertEquals("verified_auto", engine.finalise(run).path("status").asText());
        assertEquals(List.of(), held());
        JsonNode next = engine.started("say hi");
        assertFalse(next.has("blueprint_origin"));
        assertEquals(List.of("Papers", "Papers/Firm paper"), held());
        engine.post(LiveEngine.runPath(next) + "/cancel", Json.object()).ok();
        assertEquals(
                "Papers/Firm paper",
                engine.post("/workflow-lab/sandbox/" + sandbox + "/reset", Json.object())
                        .ok()
                        .path("items")
                        .path(1)
                        .path("path")
                        .asText());
    }

    @Test
    void it_is_told_what_the_sandbox_of_a_run_holds_and_whether_that_is_made_up() throws Exception {
        JsonNode own = engine.get(LiveEngine.runPath(given("Own paper")) + "/blueprint")
                .ok();
        assertEquals("given", own.path("origin").asText());
        assertFalse(own.path("synthetic").asBoolean());
        assertEquals(
                "[{\"kind\":\"folder\",\"name\":\"Papers\"},{\"kind\":\"document\",\"name\":\"Papers/Own paper\"}]",
                Json.compact(own.path("holds")));
        assertEquals(blueprint("Own paper"), own.path("blueprint"));
        JsonNode shared = engine.get(LiveEngine.runPath(engine.design("say hi")) + "/blueprint")
                .ok();
        assertEquals("organization", shared.path("origin").asText());
        assertEquals(
                "Papers/Firm paper", shared.path("holds").path(1).path("name").asText());
        assertEquals(404, engine.get("/workflow-lab/runs/nope/blueprint").status());
    }

    @Test
    void a_proposal_fits_the_transcript_and_is_made_anew_when_the_run_is_refined() throws Exception {
        JsonNode run =
                designed(body("write the onboarding checklist for Jane Miller").put("propose_blueprint", true));
        assertEquals("proposed", run.path("blueprint_origin").asText());
        JsonNode proposed = engine.get(LiveEngine.runPath(run) + "/blueprint").ok();
        assertTrue(proposed.path("synthetic").asBoolean());
        assertTrue(Json.compact(proposed.path("holds")).contains("Onboarding checklist"), proposed.toPrettyString());
        start(run);
        assertEquals(
                "proposed",
                engine.get("/workflow-lab/sandbox/" + sandbox + "/items")
                        .ok()
                        .path("held_by")
                        .path("blueprint_origin")
                        .asText());
        assertTrue(held().stream().anyMatch(path -> path.endsWith("/Onboarding checklist")), held().toString());
        assertEquals(
                "proposed",
                engine.get(LiveEngine.runPath(run) + "/trace")
                        .ok()
                        .path("blueprint_origin")
                        .asText());
        ObjectNode edited = (ObjectNode)
                engine.get(LiveEngine.runPath(run) + "/task-definition").ok().path("task_definition");
        ((ObjectNode) edited.path("steps").path(0)).put("instruction", "Read the price list.");
        ObjectNode refine = Json.object();
        refine.set("task_definition", edited);
        JsonNode refined =
                engine.post(LiveEngine.runPath(run) + "/refine", refine).ok();
        assertEquals("proposed", refined.path("blueprint_origin").asText());
        assertTrue(
                Json.compact(engine.get(LiveEngine.runPath(refined) + "/blueprint")
                                .ok()
                                .path("holds"))
                        .contains("Price list"),
                refined.toPrettyString());
    }

    @Test
    void what_was_given_stays_when_the_run_is_refined() throws Exception {
        JsonNode run = given("Own paper");
        ObjectNode refine = Json.object();
        refine.set(
                "task_definition",
                engine.get(LiveEngine.runPath(run) + "/task-definition").ok().path("task_definition"));
        JsonNode refined =
                engine.post(LiveEngine.runPath(run) + "/refine", refine).ok();
        assertEquals("given", refined.path("blueprint_origin").asText());
        start(refined);
        assertEquals(List.of("Papers", "Papers/Own paper"), held());
    }

    @Test
    void a_wrong_one_is_refused_with_its_field_before_anything_is_designed() throws Exception {
        ObjectNode body = body("say hi");
        body.set("blueprint", blueprint("a/b"));
        LiveEngine.Answer answer = engine.post("/workflow-lab/runs", body);
        assertEquals(List.of(422, "invalid_blueprint"), List.of(answer.status(), answer.kind()));
        assertTrue(answer.detail().startsWith("docs[0].title: "), answer.detail());
        body.set("blueprint", blueprint("right"));
        LiveEngine.Answer both = engine.post("/workflow-lab/runs", body.put("propose_blueprint", true));
        assertEquals(List.of(422, "blueprint_or_proposal"), List.of(both.status(), both.kind()));
        assertEquals(0, engine.get("/workflow-lab/runs").ok().path("runs").size());
    }

    @Test
    void an_engine_that_died_while_it_built_the_sandbox_builds_it_from_the_same_blueprint() throws Exception {
        JsonNode run = given("Own paper");
        start(run);
        engine.close();
        try (Store store = Store.open(folder.resolve("engine/engine.db"), Clock.systemUTC())) {
            store.change(handle -> {
                handle.execute("UPDATE workflow_lab_runs SET status = 'setting_up'");
                handle.execute("DELETE FROM sandbox_items");
                handle.execute("DELETE FROM sandbox_built_items");
                handle.execute("DELETE FROM sandbox_tenants");
            });
        }
        engine = LiveEngine.start(folder.resolve("engine"));
        assertEquals("verifying", engine.show(run).path("status").asText());
        assertEquals(List.of("Papers", "Papers/Own paper"), held());
    }
}
