package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blueprints and the sandbox as people prepare and look into them. */
class SandboxTest {

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
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static ObjectNode blueprint() throws Exception {
        return (ObjectNode) Json.parse("""
            {"container": {"type": "folder_root", "name_template": "WFL Sandbox — {{organization_name}}"},
             "folders": [{"path": "Tax Returns 2023"}],
             "docs": [{"path": "Tax Returns 2023", "title": "Doe_2023_1040", "text": "wages 50,000"}]}\
            """);
    }

    private LiveEngine.Answer keep(String provider, ObjectNode blueprint) throws Exception {
        ObjectNode body = Json.object().put("provider", provider);
        body.set("blueprint", blueprint);
        return engine.post("/workflow-lab/sandbox-environments", body);
    }

    private JsonNode items() throws Exception {
        return engine.get("/workflow-lab/sandbox/" + sandbox + "/items").ok();
    }

    private static List<String> paths(JsonNode view) {
        return view.path("items")
                .valueStream()
                .map(item -> item.path("path").asText())
                .toList();
    }

    @Test
    void a_blueprint_that_was_kept_is_what_runs_find_also_after_a_restart() throws Exception {
        assertEquals("builtin", environments().path(0).path("id").asText());
        JsonNode kept = keep("google", blueprint()).ok();
        assertTrue(kept.path("active").asBoolean());
        assertEquals("you@nexhelm.ai", kept.path("updated_by").asText());
        engine.close();
        engine = LiveEngine.start(folder.resolve("engine"));
        JsonNode run = engine.started("list documents");
        JsonNode view = items();
        assertEquals(List.of("Tax Returns 2023", "Tax Returns 2023/Doe_2023_1040"), paths(view));
        assertEquals(
                "WFL Sandbox — Harbour Wealth Partners", view.path("container").asText());
        assertEquals(run.path("id"), view.path("held_by").path("run_id"));
        String item = view.path("items").path(1).path("id").asText();
        assertEquals(
                "wages 50,000",
                engine.get("/workflow-lab/sandbox/" + sandbox + "/items/" + item)
                        .ok()
                        .path("content")
                        .asText());
        LiveEngine.Answer content = engine.get("/workflow-lab/sandbox/" + sandbox + "/items/" + item + "/content");
        assertEquals("wages 50,000", content.body());
        assertTrue(content.response()
                .headers()
                .firstValue("Content-Disposition")
                .orElse("")
                .startsWith("attachment"));
        engine.post(LiveEngine.runPath(run) + "/cancel", Json.object()).ok();
        assertFalse(items().path("built").asBoolean());
        assertEquals(List.of(), paths(items()));
    }

    private JsonNode environments() throws Exception {
        return engine.get("/workflow-lab/sandbox-environments").ok().path("sandbox_environments");
    }

    @Test
    void a_wrong_blueprint_is_refused_as_a_whole_with_its_field() throws Exception {
        ObjectNode wrong = blueprint();
        wrong.withArray("docs")
                .addObject()
                .put("path", "../up")
                .put("title", "x")
                .put("text", "y");
        LiveEngine.Answer answer = keep("google", wrong);
        assertEquals(List.of(422, "invalid_blueprint"), List.of(answer.status(), answer.kind()));
        assertTrue(answer.detail().startsWith("docs[1].path: "), answer.detail());
        assertEquals("builtin", environments().path(0).path("id").asText());
        ObjectNode body = Json.object();
        body.set("blueprint", wrong);
        JsonNode checked =
                engine.post("/workflow-lab/sandbox-environments/check", body).ok();
        assertFalse(checked.path("valid").asBoolean());
        assertEquals(
                "docs[1].path", checked.path("errors").path(0).path("field").asText());
        assertEquals("invalid_blueprint", keep("dropbox", blueprint()).kind());
        assertEquals(
                "invalid_provider",
                keep("sharepoint", blueprint().put("provider", "google")).kind());
        assertEquals(
                "blueprint_missing",
                engine.post("/workflow-lab/sandbox-environments", Json.object()).kind());
    }

    @Test
    void each_provider_has_one_blueprint_and_the_last_one_is_active() throws Exception {
        keep("google", blueprint()).ok();
        keep("sharepoint", blueprint()).ok();
        JsonNode both = environments();
        assertEquals(2, both.size());
        assertEquals(
                List.of("sharepoint"),
                both.valueStream()
                        .filter(one -> one.path("active").asBoolean())
                        .map(one -> one.path("provider").asText())
                        .toList());
        assertEquals(
                "[\"google\",\"sharepoint\"]",
                Json.compact(engine.get("/workflow-lab/sandbox-accounts")
                        .ok()
                        .path("sandbox_accounts")
                        .path(0)
                        .path("providers")));
    }

    @Test
    void the_store_lets_an_organisation_have_one_sandbox_user_and_one_sandbox_client() throws Exception {
        JsonNode first =
                engine.post("/workflow-lab/sandbox-client", Json.object()).ok();
        JsonNode second =
                engine.post("/workflow-lab/sandbox-client", Json.object()).ok();
        assertTrue(first.path("created").asBoolean() && !second.path("created").asBoolean());
        assertEquals(first.path("id"), second.path("id"));
        engine.post(
                        "/workflow-lab/runs",
                        Json.object()
                                .put("transcript_text", "say hi")
                                .put("target_client_id", first.path("id").asText()))
                .ok();
        try (Store store = Store.open(folder.resolve("engine/engine.db"), Clock.systemUTC())) {
            assertThrows(
                    UnableToExecuteStatementException.class,
                    () -> store.change(handle -> handle.execute("INSERT INTO sandbox_accounts (sandbox_user_id, email,"
                        + " organization_id, providers, blueprint) SELECT 'other', email, organization_id, providers,"
                        + " blueprint FROM sandbox_accounts")));
        }
    }

    @Test
    void a_sandbox_is_built_for_people_unless_a_run_holds_it() throws Exception {
        keep("google", blueprint()).ok();
        assertEquals(
                2,
                engine.post("/workflow-lab/sandbox/" + sandbox + "/reset", Json.object())
                        .ok()
                        .path("items")
                        .size());
        JsonNode run = engine.started("say hi");
        LiveEngine.Answer busy = engine.post("/workflow-lab/sandbox/" + sandbox + "/reset", Json.object());
        assertEquals(List.of(409, "sandbox_busy"), List.of(busy.status(), busy.kind()));
        assertTrue(busy.detail().contains(run.path("id").asText()));
        assertEquals(
                "sandbox_not_found",
                engine.post("/workflow-lab/sandbox/nope/reset", Json.object()).kind());
        assertEquals(
                "item_not_found",
                engine.get("/workflow-lab/sandbox/" + sandbox + "/items/nope").kind());
        assertEquals(
                401,
                LiveEngine.at(engine.url())
                        .get("/workflow-lab/sandbox/" + sandbox + "/items")
                        .status());
    }

    @Test
    void a_delivered_mail_is_there_for_the_agent_and_is_not_its_work() throws Exception {
        ObjectNode mail = Json.object()
                .put("from", "doe@example.com")
                .put("subject", "My W2")
                .put("text", "Here it is.");
        assertEquals(
                "sandbox_empty",
                engine.post("/workflow-lab/sandbox/" + sandbox + "/mail", mail).kind());
        JsonNode run = engine.started("say hi");
        JsonNode item =
                engine.post("/workflow-lab/sandbox/" + sandbox + "/mail", mail).ok();
        assertEquals("mail", item.path("kind").asText());
        assertTrue(engine.get("/workflow-lab/sandbox/" + sandbox + "/items/"
                        + item.path("id").asText())
                .ok()
                .path("content")
                .asText()
                .contains("Subject: My W2"));
        assertEquals(
                0,
                engine.get(LiveEngine.runPath(run) + "/files")
                        .ok()
                        .path("files")
                        .size());
        LiveEngine.Answer wrong =
                engine.post("/workflow-lab/sandbox/" + sandbox + "/mail", mail.put("from", "not an address"));
        assertEquals("invalid_mail", wrong.kind());
        assertTrue(wrong.detail().startsWith("from: "), wrong.detail());
    }

    @Test
    void a_proposal_says_that_it_is_made_up_and_can_be_kept() throws Exception {
        String transcript = "write the onboarding checklist for Jane Miller\nlist the Acme client folder";
        JsonNode proposed = engine.post(
                        "/workflow-lab/sandbox-environments/propose",
                        Json.object().put("transcript", transcript))
                .ok();
        assertTrue(proposed.path("synthetic").asBoolean());
        JsonNode blueprint = proposed.path("blueprint");
        assertEquals(
                "Acme client", blueprint.path("folders").path(0).path("path").asText());
        assertEquals(
                "Onboarding checklist",
                blueprint.path("docs").path(0).path("title").asText());
        assertTrue(blueprint.path("docs").path(0).path("text").asText().startsWith("[synthetic]"));
        assertEquals(
                "jane.miller@synthetic.example",
                blueprint.path("contacts").path(0).path("email").asText());
        assertEquals(
                proposed,
                engine.post(
                                "/workflow-lab/sandbox-environments/propose",
                                Json.object().put("transcript", transcript))
                        .ok());
        keep("google", (ObjectNode) blueprint).ok();
    }
}
