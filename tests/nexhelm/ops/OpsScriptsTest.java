package nexhelm.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.support.LocalClient;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of examples/ops against a real engine, through nex as a process. */
class OpsScriptsTest {

    @TempDir
    static Path temp;

    static RunningEngine engine;
    static LocalClient client;
    static Scripts scripts;

    @BeforeAll
    static void start_an_engine() throws Exception {
        Path data = Files.createDirectories(temp.resolve("data"));
        engine = RunningEngine.start("nexhelm.engine.EngineProcess", data, List.of(data.toString(), "0"));
        client = LocalClient.of(engine);
        scripts = new Scripts(temp.resolve("home"), engine.url(), client.token());
    }

    @AfterAll
    static void stop_it() {
        engine.close();
    }

    @AfterEach
    void nothing_stays_active() throws Exception {
        for (JsonNode run : client.get("/workflow-lab/runs").ok().path("runs")) {
            client.act(run.path("id").asText(), "cancel");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel-stale", "awaiting-human", "export-definitions"})
    void each_script_says_what_it_does_and_what_its_exit_codes_mean(String script) {
        assertTrue(Checkout.read("examples/ops/" + script + ".java").contains("\n//DESCRIPTION "));
        String help = scripts.run(script, "--help").ok();
        assertTrue(help.startsWith("Usage: " + script), help);
        assertTrue(help.contains("Exit codes:"), help);
        Command.Result wrong = scripts.run(script, "--nonsense");
        assertEquals(2, wrong.code());
        assertEquals("", wrong.out());
    }

    @Test
    void cancel_stale_frees_the_sandbox_of_what_is_old_and_of_nothing_else() throws Exception {
        String started = client.design("write A").path("id").asText();
        client.act(started, "start-verification").ok();
        String designed = client.design("write B").path("id").asText();
        String sandbox = client.show(started).path("sandbox_user_id").asText();

        String young = clean(scripts.run("cancel-stale", "--hours", "1")).ok();
        assertTrue(young.contains("2 active, 0 cancelled, 2 kept"), young);

        String dry = clean(scripts.run("cancel-stale", "--hours", "0", "--dry-run", "-s", sandbox))
                .ok();
        assertTrue(dry.contains("2 active, 2 would be cancelled, 0 kept"), dry);
        assertTrue(dry.contains(started) && dry.contains(designed), dry);
        assertEquals("verifying", client.show(started).path("status").asText());

        String kept = clean(scripts.run("cancel-stale", "--hours", "0", "--keep-designed"))
                .ok();
        assertTrue(kept.contains("1 active, 1 cancelled, 0 kept"), kept);
        assertEquals("cancelled", client.show(started).path("status").asText());
        assertEquals("designed", client.show(designed).path("status").asText());

        String all = clean(scripts.run("cancel-stale", "--hours", "0")).ok();
        assertTrue(all.contains("1 active, 1 cancelled, 0 kept"), all);
        String nothing = clean(scripts.run("cancel-stale", "--hours", "0")).ok();
        assertEquals("sandbox " + sandbox + ": 0 active, 0 cancelled, 0 kept\n", nothing);
    }

    @Test
    void awaiting_human_names_the_gate_then_the_verdict_and_where_to_decide() throws Exception {
        assertEquals(
                "Nobody is waited for.\n",
                clean(scripts.plainly("awaiting-human")).ok());

        String run = client.design("write Offer; approve May Ann's \"offer\", version 2, go out?")
                .path("id")
                .asText();
        JsonNode started = client.act(run, "start-verification").ok();
        ObjectNode message = client.body()
                .put("message", "go")
                .put("hitl", true)
                .put("client_task_id", started.path("verifier_client_task_id").asInt());
        client.stream("/langchain-agent/chat", message).body().readAllBytes();

        Command.Result gate = clean(scripts.run("awaiting-human", "--exit-status"));
        assertEquals(5, gate.code(), gate.err());
        assertTrue(gate.out().startsWith("1 run waits for a person.\n"), gate.out());
        assertTrue(gate.out().contains("· approval · for 0 min"), gate.out());
        assertTrue(gate.out().contains("May Ann's \"offer\", version 2, go out?"), gate.out());
        assertTrue(gate.out().contains("nex workflow answer " + run + " --approve"), gate.out());
        assertTrue(gate.out().contains(engine.url() + "/dashboard/workflow-lab?runId=" + run), gate.out());

        List<String> csv =
                clean(scripts.run("awaiting-human", "--csv")).ok().lines().toList();
        assertEquals("run_id,waits_for,name,prompt,since,hours,link", csv.get(0));
        assertTrue(
                csv.get(1).startsWith(run + ",approval,Scripted,\"May Ann's \"\"offer\"\", version 2, go out?\",20"),
                csv.get(1));

        scripts.nex("workflow", "answer", run, "--approve").ok();
        assertEquals(
                "Nobody is waited for.\n", clean(scripts.run("awaiting-human")).ok());
        scripts.nex("workflow", "evaluator", run).ok();
        String verdict = clean(scripts.run("awaiting-human")).ok();
        assertTrue(verdict.contains("· verdict ·"), verdict);
        assertTrue(verdict.contains("nex workflow evaluator " + run + " --verdict approved"), verdict);
        assertEquals(
                "Nobody is waited for.\n",
                clean(scripts.run("awaiting-human", "--hours", "2")).ok());
    }

    @Test
    void export_definitions_touches_only_what_changed_and_its_files_go_back_in() throws Exception {
        String run = client.design("write A\nwrite B").path("id").asText();
        Path folder = temp.resolve("definitions");
        Path file = folder.resolve(run + ".json");

        String dry = clean(scripts.run("export-definitions", "--dry-run", folder.toString()))
                .ok();
        assertTrue(dry.contains("would write " + file), dry);
        assertFalse(Files.exists(folder));

        clean(scripts.run("export-definitions", folder.toString())).ok();
        JsonNode kept = Json.parse(Files.readString(file));
        assertEquals(
                client.get("/workflow-lab/runs/" + run + "/task-definition")
                        .ok()
                        .path("task_definition"),
                kept.path("task_definition"));

        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        client.act(run, "start-verification").ok();
        String again =
                clean(scripts.run("export-definitions", folder.toString())).ok();
        assertTrue(again.contains(" 0 written, "), again);
        assertEquals(1_000_000_000_000L, Files.getLastModifiedTime(file).toMillis());

        Files.writeString(file, "half of");
        clean(scripts.run("export-definitions", folder.toString())).ok();
        assertEquals(kept, Json.parse(Files.readString(file)));

        JsonNode refined = Json.parse(scripts.nex("workflow", "refine", run, "-T", file.toString(), "--json")
                .ok());
        clean(scripts.run("export-definitions", folder.toString())).ok();
        JsonNode second =
                Json.parse(Files.readString(folder.resolve(refined.path("id").asText() + ".json")));
        assertEquals(
                kept.path("task_definition").path("steps"),
                second.path("task_definition").path("steps"));
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.allMatch(path -> path.toString().endsWith(".json")), "a temporary file stayed");
        }
    }

    /** Whatever a script says, the token is not in it and no stack trace is. */
    private static Command.Result clean(Command.Result result) {
        String all = result.out() + result.err();
        assertFalse(all.contains(client.token()), "the token is shown");
        assertFalse(all.contains("\tat "), all);
        return result;
    }
}
