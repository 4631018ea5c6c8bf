package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import nexhelm.http.StubServer;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling one run, many runs, and being asked before it. */
class CancelCommandTest {
    @TempDir
    Path home;

    private final StubServer backend = StubServer.start()
            .on("GET /workflow-lab/runs", """
                {"runs": [{"id": "a", "status": "verifying", "sandbox_user_id": "s", "task_definition_id": "td"},
                          {"id": "b", "status": "designed", "sandbox_user_id": "s"},
                          {"id": "c", "status": "rejected", "sandbox_user_id": "s"},
                          {"id": "d", "status": "verifying", "sandbox_user_id": "t"}]}\
                """)
            .on(
                    "POST /workflow-lab/runs/a/cancel",
                    "{\"id\": \"a\", \"status\": \"cancelled\", \"task_definition_id\": \"td\"}")
            .on("POST /workflow-lab/runs/b/cancel", "{\"id\": \"b\", \"status\": \"cancelled\"}")
            .on("POST /workflow-lab/runs/d/cancel", "{\"id\": \"d\", \"status\": \"cancelled\"}");
    private TestWorld world;

    @BeforeEach
    void signIn() {
        world = TestWorld.signedIn(home, backend.url());
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void all_active_runs() {
        var result = world.nex("workflow", "cancel", "--all-active");
        assertEquals("""
            cancelled 3 run(s), 1 left alone
              a (now cancelled, task_def=td)
              b (now cancelled, task_def=-)
              d (now cancelled, task_def=-)
            """, result.out());
        assertEquals(List.of("a", "b", "d"), cancelled());
    }

    @Test
    void a_dry_run_only_says_what_it_would_do() {
        var result = world.nex("workflow", "cancel", "--sandbox-user-id", "s", "--dry-run");
        assertEquals("""
            would cancel 2 run(s), 2 left alone
              a (is verifying, task_def=td)
              b (is designed, task_def=-)
            """, result.out());
        assertTrue(world.nex("workflow", "cancel", "--all-active", "--dry-run", "--json")
                .out()
                .contains("\"dry_run\": true"));
        backend.on("GET /workflow-lab/runs/a", "{\"id\": \"a\", \"status\": \"verifying\"}");
        assertTrue(world.nex("workflow", "cancel", "a", "--dry-run").out().startsWith("would cancel 1 run(s)\n"));
        assertEquals(List.of(), cancelled());
    }

    @Test
    void a_failure_in_the_middle_does_not_stop_the_others_and_is_told_with_exit_3() {
        backend.on("POST /workflow-lab/runs/b/cancel", StubServer.json(409, "{\"detail\": \"already over\"}"));
        var result = world.nex("workflow", "cancel", "--all-active");
        assertEquals(3, result.code());
        assertEquals("""
            cancelled 2 run(s), 1 left alone
              a (now cancelled, task_def=td)
              d (now cancelled, task_def=-)
              not cancelled: b: POST /workflow-lab/runs/b/cancel -> 409: already over
            """, result.out());
        var json = world.nex("workflow", "cancel", "--all-active", "--json");
        assertEquals(3, json.code());
        assertTrue(json.out().contains("\"failed\": [\n    {\n      \"id\": \"b\","), json.out());
        assertEquals(List.of("a", "b", "d", "a", "b", "d"), cancelled());
    }

    @Test
    void when_none_could_be_cancelled_the_first_failure_is_the_answer() {
        for (String id : List.of("a", "b", "d")) {
            backend.on(
                    "POST /workflow-lab/runs/" + id + "/cancel",
                    StubServer.json(403, "{\"detail\": \"not " + id + "\"}"));
        }
        var result = world.nex("workflow", "cancel", "--all-active");
        assertEquals(3, result.code());
        assertEquals("backend error (403) POST /workflow-lab/runs/a/cancel -> 403: not a\n", result.err());
        assertEquals(List.of("a", "b", "d"), cancelled());
    }

    @Test
    void on_a_terminal_many_runs_are_asked_about_and_no_is_the_answer_without_one() {
        for (String answer : List.of("\n", "n\n", "nope\n", "x\n")) {
            var result = world.terminal().stdin(answer).nex("workflow", "cancel", "--all-active");
            assertEquals(0, result.code());
            assertEquals("not confirmed, so nothing was cancelled\n", result.out());
            assertEquals("Cancel 3 run(s)? [y/N] ", result.err());
        }
        assertEquals(List.of(), cancelled());
        assertEquals(
                1, world.stdin("").nex("workflow", "cancel", "--all-active").code(), "end of input");
        assertEquals(List.of(), cancelled());
        world.stdin(" Yes \n").nex("workflow", "cancel", "--all-active");
        assertEquals(3, cancelled().size());
        world.stdin("").nex("workflow", "cancel", "--all-active", "-y");
        assertEquals(6, cancelled().size());
    }

    @Test
    void one_run_that_was_named_is_not_asked_about() {
        var result = world.terminal().nex("workflow", "cancel", "a");
        assertEquals(0, result.code());
        assertEquals("{\"user_id\":\"u-1\",\"steal\":false}", backend.only().body());
    }

    @Test
    void a_sandbox_that_somebody_else_holds_is_told_with_the_way_on() {
        backend.on("GET /workflow-lab/sandbox-active-runs", """
            {"runs": [{"id": "x", "status": "verifying", "operator_email": "b@x.test", "operator_first_name": "Bo",
                       "operator_last_name": "[i]Li"}]}\
            """);
        var result = world.nex("workflow", "cancel", "--sandbox-user-id", "q");
        assertEquals("nothing to cancel\n- run x: Bo [i]Li <b@x.test> (status=verifying)\n", result.out());
        assertTrue(result.err().contains("nex workflow cancel --sandbox-user-id q --steal"), result.err());
        backend.on("POST /workflow-lab/runs/x/cancel", "{\"id\": \"x\"}");
        world.nex("workflow", "cancel", "--sandbox-user-id", "q", "--steal");
        assertTrue(backend.seen().get(backend.seen().size() - 1).body().endsWith("\"steal\":true}"));
    }

    @Test
    void modes_exclude_each_other_and_empty_words_count_as_absent() {
        String[][] wrong = {
            {},
            {""},
            {"a", "--all-active"},
            {"a", "--sandbox-user-id", "s"},
            {"--all-active", "--sandbox-user-id", "s"},
            {"--all-active", "--steal"}
        };
        for (String[] words : wrong) {
            var command = new java.util.ArrayList<>(List.of("workflow", "cancel"));
            command.addAll(List.of(words));
            assertEquals(2, world.nex(command.toArray(String[]::new)).code(), command.toString());
        }
        assertEquals(List.of(), backend.asked());
        assertEquals(
                0,
                world.nex("workflow", "cancel", "--all-active", "--sandbox-user-id", "")
                        .code());
        assertTrue(backend.asked().stream().noneMatch(line -> line.contains("sandbox-active-runs")));
    }

    @Test
    void a_listing_that_is_none_is_no_empty_one() {
        for (String odd : List.of("{}", "[]", "{\"runs\": 5}", "\"x\"")) {
            backend.on("GET /workflow-lab/runs", odd);
            assertEquals(3, world.nex("workflow", "cancel", "--all-active").code(), odd);
            assertEquals(3, world.nex("workflow", "list").code(), odd);
        }
    }

    private List<String> cancelled() {
        return backend.asked().stream()
                .filter(line -> line.startsWith("POST "))
                .map(line -> line.replaceFirst(".*/runs/([^/]*)/cancel.*", "$1"))
                .toList();
    }
}
