package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evidence of real runs as the command line shows and saves it. */
class EvidenceCommandsTest {

    private static final String KNOWN = "Clients/Hartwell/Review notes 2025";

    @TempDir
    static Path data;

    private static LiveEngine engine;

    @TempDir
    Path home;

    private TestWorld world;

    @BeforeAll
    static void start() throws Exception {
        engine = LiveEngine.start(data);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void signIn() {
        world = TestWorld.in(home)
                .config(Json.compact(Json.object()
                        .put("backend_url", engine.url())
                        .put("user_id", engine.userId())
                        .put("client_id", "c_demo")
                        .put("frontend_url", engine.url())
                        .put("user_email", "you@nexhelm.ai")
                        .put("cli_token", engine.token())
                        .put("cli_token_expires_at", 4102444800L)));
    }

    private static String ran(String script) throws Exception {
        JsonNode run = engine.started(script);
        engine.chat(run);
        engine.judge(run, "approved").ok();
        return run.path("id").asText();
    }

    @Test
    void trace_as_a_tree_shows_steps_calls_results_and_decisions_indented() throws Exception {
        String run = ran("say Hello; write Note\nhand to Ada\napprove Sending; write Letter");
        var shown = world.nex("workflow", "trace", run, "--tree");
        assertEquals(0, shown.code(), shown.err());
        String text = shown.out()
                .replaceAll("  \\d+ ms|  \\d+\\.\\d s", "  0 ms")
                .replaceAll("document_[0-9a-f]{12}", "ID")
                .replaceAll("from .* UTC", "from T");
        assertTrue(text.startsWith("Scripted  verified_manual    0 ms, from T\n"), text);
        assertTrue(text.contains("""
            ├─ 1. say Hello; write Note  done  0 ms
            │  ├─ Hello
            │  ├─ → create_document (writes)  0 ms
            │  │       title: Note
            │  │       text: text of Note
            │  │  ← ok
            """), text);
        assertTrue(text.contains("├─ 2. hand to Ada  handed over"), text);
        assertTrue(text.contains("   ├─ ? Sending\n   │  = simulated\n"), text);
        assertTrue(text.contains("wrote 2 files: nex workflow files " + run + " --get"), text);
    }

    @Test
    void trace_as_a_tree_is_json_too_and_plain_trace_is_as_before() throws Exception {
        String run = ran("write Note");
        JsonNode tree = Json.parse(
                world.nex("workflow", "trace", run, "--tree", "--json").out());
        assertEquals(
                "create_document",
                tree.path("steps").path(0).path("calls").path(0).path("tool").asText());
        JsonNode plain =
                Json.parse(world.nex("workflow", "trace", run, "--json").out());
        assertTrue(plain.path("messages").isArray() && !plain.has("steps"), plain::toString);
    }

    @Test
    void files_get_writes_what_was_before_and_after_and_replaces_nothing_silently() throws Exception {
        String run = ran("append " + KNOWN + "; write Note");
        var saved = world.nex("workflow", "files", run, "--get", "-o", "out");
        assertEquals(0, saved.code(), saved.err());
        assertTrue(saved.out().startsWith("3 files in "), saved.out());
        String before = world.read("proj/out/before/" + KNOWN + ".txt");
        assertEquals(before.stripTrailing() + "\nOne more line", world.read("proj/out/after/" + KNOWN + ".txt"));
        assertEquals("text of Note", world.read("proj/out/after/Note.txt"));
        assertFalse(world.has("proj/out/before/Note.txt"));
        assertEquals(
                0, world.nex("workflow", "files", run, "--get", "-o", "out").code(), "the same again is fine");
        Files.writeString(home.resolve("proj/out/after/Note.txt"), "mine");
        var refused = world.nex("workflow", "files", run, "--get", "-o", "out");
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("Note.txt") && refused.err().contains("--force"), refused.err());
        assertEquals("mine", world.read("proj/out/after/Note.txt"));
        assertEquals(
                0,
                world.nex("workflow", "files", run, "--get", "-o", "out", "--force")
                        .code());
        assertEquals("text of Note", world.read("proj/out/after/Note.txt"));
        assertEquals(2, world.nex("workflow", "files", run, "-o", "out").code(), "-o without --get");
        JsonNode json = Json.parse(
                world.nex("workflow", "files", run, "--get", "--json").out());
        assertTrue(world.has("proj/run-" + run + "/after/Note.txt"), json::toString);
    }

    @Test
    void a_folder_with_the_files_of_one_run_takes_those_of_no_other() throws Exception {
        String one = ran("write Note");
        String other = ran("write Letter");
        assertEquals(
                0, world.nex("workflow", "files", one, "--get", "-o", "kept").code());
        var refused = world.nex("workflow", "files", other, "--get", "-o", "kept");
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("holds the files of run " + one + "; nothing was written"), refused.err());
        assertFalse(world.has("proj/kept/after/Letter.txt"));
        assertEquals(
                0,
                world.nex("workflow", "files", other, "--get", "-o", "kept", "--force")
                        .code());
        assertTrue(world.has("proj/kept/after/Letter.txt"));
    }

    @Test
    void show_says_who_designed_and_who_worked() throws Exception {
        String shown = world.nex("workflow", "show", ran("say hi")).out();
        assertTrue(shown.contains("\ndesigned by script\nworked on offline\n"), shown);
    }

    @Test
    void a_report_replaces_no_file_that_is_there_unless_by_force() throws Exception {
        String run = ran("write Note");
        Files.writeString(home.resolve("proj/mine.md"), "mine");
        var refused = world.nex("workflow", "report", run, "-o", "mine.md");
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("mine.md is there already; nothing was written"), refused.err());
        assertEquals("mine", world.read("proj/mine.md"));
        assertEquals(
                0,
                world.nex("workflow", "report", run, "-o", "mine.md", "--force").code());
        assertTrue(world.read("proj/mine.md").startsWith("# Scripted"));
    }

    @Test
    void a_report_tells_how_much_was_found_but_nothing_about_other_clients() throws Exception {
        String run = ran("list all; append " + KNOWN);
        assertTrue(world.nex("workflow", "trace", run, "--tree", "--json").out().contains("Receivables"));
        for (String file : List.of("r.html", "r.md")) {
            assertEquals(0, world.nex("workflow", "report", run, "-o", file).code());
            String report = world.read("proj/" + file);
            assertTrue(report.contains(" found") && report.contains("Review notes 2025"), report);
            assertFalse(report.contains("Receivables"), report);
        }
    }

    @Test
    void diff_shows_minus_and_plus_and_fails_on_a_regression_only_when_asked() throws Exception {
        String script = "write Report\napprove Sending; write Letter";
        String a = ran(script);
        JsonNode started = engine.started(script);
        String b = started.path("id").asText();
        engine.chat(started, Map.of("hitl", Json.object().booleanNode(true)));
        var rejected = world.nex("workflow", "answer", b, "--reject", "-m", "not yet");
        assertEquals(0, rejected.code(), rejected.err());
        engine.judge(started, "rejected").ok();

        var diff = world.nex("workflow", "diff", a, b);
        assertEquals(0, diff.code(), diff.err());
        assertTrue(
                diff.out().contains("~ approve Sending; write Letter\n    - state: done\n    + state: declined\n"),
                diff.out());
        assertTrue(diff.out().contains("    - → create_document\n"), diff.out());
        assertTrue(diff.out().contains("- document Letter\n    -text of Letter\n"), diff.out());
        assertTrue(diff.out().contains("worse:\n") && diff.out().contains("✗ Letter was created"), diff.out());
        assertEquals(
                1, world.nex("workflow", "diff", a, b, "--fail-on-regression").code());
        assertEquals(
                0, world.nex("workflow", "diff", b, a, "--fail-on-regression").code(), "it got better");
        var same = world.nex("workflow", "diff", a, a, "--fail-on-regression");
        assertEquals(0, same.code());
        assertTrue(same.out().contains("the same: steps, outcomes, calls and files"), same.out());
        assertEquals(
                3,
                Json.parse(world.nex("workflow", "diff", a, b, "--json").out())
                        .path("regressions")
                        .size());
        assertEquals(3, world.nex("workflow", "diff", a, "nothing").code());
    }

    @Test
    void a_report_tells_a_client_what_was_asked_done_written_and_decided() throws Exception {
        JsonNode started = engine.started(
                "append " + KNOWN + "\napprove Send the <b>letter</b>?; write Letter | draft\nlack a ledger");
        String run = started.path("id").asText();
        engine.chat(started, Map.of("hitl", Json.object().booleanNode(true)));
        assertEquals(
                0,
                world.nex("workflow", "answer", run, "--approve", "-m", "go <i>on</i>")
                        .code());
        engine.judge(started, "rejected").ok();
        for (String file : List.of("report.html", "report.md")) {
            var wrote = world.nex("workflow", "report", run, "-o", file);
            assertEquals(0, wrote.code(), wrote.err());
            assertEquals("wrote " + file + "\n", wrote.out());
            String text = world.read("proj/" + file);
            for (String told : List.of(
                    "What was asked",
                    "What was designed",
                    "What was done",
                    "Who decided",
                    "What was written",
                    "What is missing",
                    "Rejected by you@nexhelm.ai",
                    "you@nexhelm.ai",
                    "text of Letter",
                    "One more line",
                    "a ledger")) {
                assertTrue(text.contains(told), file + " lacks " + told + ":\n" + text);
            }
            assertFalse(text.contains("<b>") || text.contains("<i>"), text);
            assertFalse(text.matches("(?s).*document_[0-9a-f]{12}.*"), "ids are not for clients");
            assertFalse(text.matches("(?s).*(src=|href=|@import|url\\().*"), "nothing is loaded from elsewhere");
        }
        assertTrue(world.read("proj/report.html").contains("Send the &lt;b&gt;letter&lt;/b&gt;?"));
        assertTrue(
                world.read("proj/report.md").contains("| Approved: go &lt;i&gt;on&lt;/i&gt; | you@nexhelm.ai |"),
                world.read("proj/report.md"));
        assertTrue(world.nex("workflow", "report", run).out().startsWith("# Scripted\n"));
        assertEquals(2, world.nex("workflow", "report", run, "-o", "report.pdf").code());
    }
}
