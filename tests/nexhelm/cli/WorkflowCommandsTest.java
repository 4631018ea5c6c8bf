package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nexhelm.http.StubServer;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code nex workflow} against a real server: what is asked and what is printed. */
class WorkflowCommandsTest {
    private static final String RUN = """
        {"id": "r-1", "status": "designed", "task_definition_id": "td-1", "verifier_client_task_id": 7,
         "use_real_client": false, "created_at": "2026-03-04T09:12:55Z", "extra": {"kept": [1, "ü"]},
         "proposal": {"task_name": "Order [b]papers[/b]", "summary": "One [hitl] sentence.",
                      "step_performers": ["agent", "human"], "description": "1. Read.\\n2. Write."}}\
        """;

    @TempDir
    Path home;

    private final StubServer backend = StubServer.start();
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
    void show_prints_the_run_its_links_and_its_proposal_and_brackets_survive() {
        backend.on("GET /workflow-lab/runs/r-1", RUN);
        var result = world.nex("workflow", "show", "r-1");
        assertEquals(0, result.code());
        assertEquals("""
            id                           r-1
            status                       designed
            task_definition_id           td-1
            verifier_client_task_id      7
            verifier_client_task_status  -
            use_real_client              False
            target_client_id             -
            created_at                   2026-03-04T09:12:55Z
            updated_at                   -
            completed_at                 -
            error_message                -
            view                         https://front.test/dashboard/workflow-lab?runId=r-1
            task                         https://front.test/dashboard/agent-tasks/7

            ── proposal ──
            Order [b]papers[/b]
            One [hitl] sentence.
            performers: agent, human

            1. Read.
            2. Write.
            """, result.out());
        assertEquals("", result.err());
        var asked = backend.only();
        assertEquals("GET /workflow-lab/runs/r-1?user_id=u-1", asked.toString());
        assertEquals("Bearer " + TestWorld.TOKEN, asked.headers().get("authorization"));
    }

    @Test
    void show_as_json_keeps_the_servers_keys_in_their_order_and_appends_the_links() {
        backend.on(
                "GET /workflow-lab/runs/r-1",
                "{\"id\": \"r-1\", \"zeta\": 1.50, \"alpha\": \"ü\", \"verifier_client_task_id\": \"7\"}");
        var result = world.nex("workflow", "show", "r-1", "--json");
        assertEquals("""
            {
              "id": "r-1",
              "zeta": 1.50,
              "alpha": "\\u00FC",
              "verifier_client_task_id": "7",
              "view_url": "https://front.test/dashboard/workflow-lab?runId=r-1",
              "verification_task_url": "https://front.test/dashboard/agent-tasks/7"
            }
            """, result.out());
        assertEquals("", result.err());
    }

    @Test
    void links_are_coloured_and_not_broken_on_a_terminal_with_colours() {
        backend.on("GET /workflow-lab/runs/r-1", RUN);
        var result = world.terminal().color().width(40).nex("workflow", "show", "r-1");
        assertTrue(
                result.out().contains("\u001b[36mhttps://front.test/dashboard/workflow-lab?runId=r-1\u001b[0m\n"),
                result.out().replace("\u001b", "ESC"));
        assertFalse(result.out().contains("\u241b"), "our own codes are not made visible");
    }

    @Test
    void ids_are_percent_encoded_and_dots_refused() {
        world.nex("workflow", "show", "a/../../b?x#y z%2F{}$1");
        assertEquals(
                List.of("GET /workflow-lab/runs/a%2F..%2F..%2Fb%3Fx%23y%20z%252F%7B%7D%241?user_id=u-1"),
                backend.asked());
        for (String id : List.of("..", ".", "", " ")) {
            var result = world.nex("workflow", "show", id);
            assertEquals(4, result.code(), id);
            assertTrue(result.err().startsWith("invalid input: "), result.err());
        }
        assertEquals(1, backend.asked().size());
    }

    @Test
    void fields_pick_keys_of_a_record_and_of_each_row() {
        backend.on("GET /workflow-lab/runs/r-1", RUN);
        assertEquals(
                """
                {
                  "status": "designed",
                  "nothing": null,
                  "id": "r-1"
                }
                """,
                world.nex("workflow", "show", "r-1", "--json", "--fields", "status, nothing,id")
                        .out());
        assertEquals(
                """
                status                       designed
                id                           r-1
                """,
                world.nex("workflow", "show", "r-1", "--fields", "status,id").out());
        backend.on("GET /workflow-lab/runs", "{\"runs\": [{\"id\": 1, \"status\": \"x\"}, {\"id\": 2}]}");
        String rows = """
            [
              {
                "id": 1,
                "status": "x"
              },
              {
                "id": 2,
                "status": null
              }
            ]
            """;
        assertEquals(
                rows,
                world.nex("workflow", "list", "--json", "--fields", "id,status").out());
        assertEquals(rows, world.nex("workflow", "list", "--fields=id,status").out());
        backend.on("GET /workflow-lab/runs", "{\"runs\": []}");
        assertEquals(
                "[]\n",
                world.nex("workflow", "list", "--json", "--fields", "id").out());
    }

    @Test
    void list_asks_for_the_limit_and_filters_what_came() {
        backend.on("GET /workflow-lab/runs", """
            {"runs": [{"id": "a", "status": "verifying", "sandbox_user_id": "s"},
                      {"id": "b", "status": "cancelled", "sandbox_user_id": "s"},
                      {"id": "c", "status": "designed", "sandbox_user_id": "t"}], "total": 3}\
            """);
        var result = world.nex("workflow", "list", "-n3", "--active", "--sandbox-user-id", "s", "--json");
        assertEquals("""
            {
              "runs": [
                {
                  "id": "a",
                  "status": "verifying",
                  "sandbox_user_id": "s",
                  "view_url": "https://front.test/dashboard/workflow-lab?runId=a"
                }
              ]
            }
            """, result.out());
        assertTrue(backend.asked().get(0).contains("limit=3")
                && backend.asked().get(0).contains("user_id=u-1"));
        assertEquals("""
            ID  STATUS     CREATED  VIEW
            a   verifying  -        https://front.test/dashboard/workflow-lab?runId=a
            b   cancelled  -        https://front.test/dashboard/workflow-lab?runId=b
            c   designed   -        https://front.test/dashboard/workflow-lab?runId=c
            """, world.nex("workflow", "list").out());
    }

    @Test
    void empty_lists_say_so_and_are_empty_lists_in_json() {
        backend.on("GET /workflow-lab/runs", "{\"runs\": []}")
                .on("GET /workflow-lab/sandbox-accounts", "{\"sandbox_accounts\": []}");
        assertEquals("no runs\n", world.nex("workflow", "list").out());
        assertEquals(
                "{\n  \"runs\": []\n}\n",
                world.nex("workflow", "list", "--json").out());
        assertEquals(
                "no sandbox accounts\n",
                world.nex("workflow", "sandbox-accounts").out());
    }

    @Test
    void a_run_that_was_not_refined_says_nothing_of_it() {
        backend.on(
                "GET /workflow-lab/runs/r-1",
                "{\"id\": \"r-1\", \"status\": \"designed\", \"refined_from_run_id\": null}");
        var shown = world.nex("workflow", "show", "r-1").out();
        assertTrue(shown.contains("r-1") && !shown.contains("refined from"), shown);
    }

    @Test
    void limits_outside_the_range_are_usage_errors() {
        for (String limit : List.of("0", "201", "-1", "abc", "1.5", "99999999999", "")) {
            var result = world.nex("workflow", "list", "-n", limit);
            assertEquals(2, result.code(), limit);
            assertTrue(result.err().startsWith("usage: --limit must be "), result.err());
        }
        assertEquals(List.of(), backend.asked());
    }

    @Test
    void designer_sends_a_file_with_unix_line_ends_and_no_mark() throws Exception {
        backend.on("POST /workflow-lab/runs", RUN);
        Files.writeString(home.resolve("proj/t.txt"), "\uFEFFAnna: hi\r\nBen: Grüße\r");
        var result = world.nex("workflow", "designer", "-f", "t.txt", "-s", "sb", "-H", " keep it ");
        assertEquals(0, result.code(), result.err());
        assertEquals(
                "{\"user_id\":\"u-1\",\"use_real_client\":false,\"transcript_text\":\"Anna: hi\\nBen: Grüße\\r\","
                        + "\"sandbox_user_id\":\"sb\",\"design_note\":\" keep it \"}",
                backend.only().body());
        assertTrue(backend.only().headers().get("idempotency-key").length() > 20);
        assertTrue(
                result.out().endsWith("\nnext: nex workflow verifier r-1\n  or: nex workflow run r-1\n"), result.out());
    }

    @Test
    void a_dash_reads_standard_input_wherever_a_file_is_read() {
        backend.on("POST /workflow-lab/runs", RUN)
                .on("POST /workflow-lab/runs/r-1/refine", RUN)
                .on("POST /workflow-lab/integration-engineer", "{\"capabilities_needed\": []}");
        String[][] commands = {
            {"designer", "-f", "-"}, {"designer", "--transcript-text", "t", "--hint-file", "-"},
            {"integration-engineer", "-f", "-"}, {"refine", "r-1", "-F", "-"}
        };
        for (String[] words : commands) {
            var command = new java.util.ArrayList<>(List.of("workflow"));
            command.addAll(List.of(words));
            var result = world.stdin("from stdin ü").nex(command.toArray(String[]::new));
            assertEquals(0, result.code(), result.all());
        }
        world.stdin("{\"task_definition\": {\"steps\": []}}").nex("workflow", "refine", "r-1", "-T", "-");
        List<String> bodies = backend.seen().stream().map(StubServer.Seen::body).toList();
        assertEquals(5, bodies.size());
        bodies.subList(0, 4).forEach(body -> assertTrue(body.contains("from stdin ü"), body));
        assertEquals("{\"user_id\":\"u-1\",\"task_definition\":{\"steps\":[]}}", bodies.get(4));
    }

    @Test
    void input_that_cannot_be_used_is_invalid_input_before_any_request() throws Exception {
        Files.write(home.resolve("proj/latin.txt"), "Grüße".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(home.resolve("proj/empty.txt"), "");
        Files.writeString(home.resolve("proj/list.json"), "[1]");
        Files.writeString(home.resolve("proj/broken.json"), "{\n \"a\": }");
        String[][] commands = {
            {"designer", "-f", "absent.txt"},
            {"designer", "-f", "."},
            {"designer", "-f", "latin.txt"},
            {"designer", "-f", "empty.txt"},
            {"designer"},
            {"designer", "--transcript-text", "  \n"},
            {"designer", "-u", "https://example.com/doc"},
            {"integration-engineer", "-f", "empty.txt"},
            {"integration-engineer"},
            {"refine", "r-1"},
            {"refine", "r-1", "-m", " "},
            {"refine", "r-1", "-T", "list.json"},
            {"refine", "r-1", "-T", "broken.json"},
            {"refine", "r-1", "-m", "x", "-T", "-"},
            {"refine", "r-1", "-T", "absent.json"},
            {"evaluator", "r-1", "--verdict", "fine"},
            {"evaluator", "r-1", "--verdict", ""},
            {"designer", "--transcript-text", "t", "--hint", "h", "--hint-file", "list.json"},
        };
        for (String[] words : commands) {
            var command = new java.util.ArrayList<>(List.of("workflow"));
            command.addAll(List.of(words));
            var result = world.stdin("{\"a\": 1}").nex(command.toArray(String[]::new));
            assertEquals(4, result.code(), command + result.all());
            assertTrue(
                    result.err().startsWith("invalid input: ")
                            && result.err().lines().count() == 1,
                    result.err());
            assertEquals("", result.out());
        }
        assertTrue(world.nex("workflow", "refine", "r-1", "-T", "broken.json")
                .err()
                .contains("line 2"));
        assertEquals(List.of(), backend.asked());
    }

    @Test
    void refine_says_where_the_run_came_from() {
        backend.on("POST /workflow-lab/runs/old/refine", RUN);
        var result = world.nex("workflow", "refine", "old", "-m", "shorter", "--json");
        assertTrue(result.out().endsWith("  \"refined_from_run_id\": \"old\"\n}\n"), result.out());
        assertTrue(world.nex("workflow", "refine", "old", "-m", "shorter").out().contains("\nrefined from: old\n"));
        assertEquals(
                "{\"user_id\":\"u-1\",\"feedback\":\"shorter\"}",
                backend.seen().get(0).body());
    }

    @Test
    void export_is_json_on_stdout_or_in_a_file_and_json_is_a_no_op() {
        backend.on(
                "GET /workflow-lab/runs/r-1/task-definition",
                "{\"run_id\": \"r-1\", \"task_definition\": {\"name\": \"ü\"}}");
        String json = """
            {
              "run_id": "r-1",
              "task_definition": {
                "name": "\\u00FC"
              }
            }
            """;
        assertEquals(json, world.nex("workflow", "export", "r-1").out());
        assertEquals(json, world.nex("workflow", "export", "r-1", "--json").out());
        var saved = world.nex("workflow", "export", "r-1", "-o", "td.json");
        assertEquals("", saved.out());
        assertEquals("wrote td.json\nnext: edit it, then nex workflow refine r-1 -T td.json\n", saved.err());
        assertEquals(json, world.read("proj/td.json"));
    }

    @Test
    void export_into_a_place_that_cannot_be_written_is_invalid_input_and_devices_survive() throws Exception {
        backend.on("GET /workflow-lab/runs/r-1/task-definition", "{}");
        for (String place : List.of("no/such/folder/x.json", ".")) {
            var result = world.nex("workflow", "export", "r-1", "-o", place);
            assertEquals(4, result.code(), result.all());
            assertTrue(result.err().startsWith("invalid input: cannot write " + place), result.err());
        }
        assertEquals(
                0, world.nex("workflow", "export", "r-1", "-o", "/dev/null").code());
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
        Path loose = Files.writeString(home.resolve("proj/mine.json"), "old");
        Files.setPosixFilePermissions(loose, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        world.nex("workflow", "export", "r-1", "-o", "mine.json");
        assertEquals("rw-r-----", world.mode("proj/mine.json"));
        assertEquals("{}\n", world.read("proj/mine.json"));
    }

    @Test
    void verifier_and_evaluator_send_what_was_given() {
        backend.on("POST /workflow-lab/runs/r-1/start-verification", RUN)
                .on("POST /workflow-lab/runs/r-1/finalise", RUN);
        assertTrue(world.nex("workflow", "verifier", "r-1")
                .out()
                .endsWith("\nnext: open the task link, then nex workflow trace r-1\n"));
        world.nex(
                "workflow", "evaluator", "r-1", "--verdict", "approved", "--note", "fine", "--verifier-thread-id", "t");
        world.nex("workflow", "evaluator", "r-1");
        assertEquals(
                List.of(
                        "POST /workflow-lab/runs/r-1/start-verification {\"user_id\":\"u-1\"}",
                        "POST /workflow-lab/runs/r-1/finalise {\"user_id\":\"u-1\",\"verifier_thread_id\":\"t\","
                                + "\"reviewer_verdict\":\"approved\",\"reviewer_note\":\"fine\"}",
                        "POST /workflow-lab/runs/r-1/finalise {\"user_id\":\"u-1\"}"),
                backend.seen().stream().map(StubServer.Seen::toString).toList());
    }

    @Test
    void trace_shows_messages_blocks_and_tools() {
        backend.on("GET /workflow-lab/runs/r-1", RUN.replace("\"extra\"", "\"verifier_thread_id\": \"t 1\", \"extra\""))
                .on("GET /langchain-agent/threads/t%201/messages", """
                    {"messages": [{"role": "user", "content": "go [x]"},
                      {"role": "assistant", "content": [{"type": "text", "text": "ok"},
                        {"type": "tool_use", "name": "send_mail", "status": "done", "input": {"to": "a"}, "result": "sent"},
                        {"type": "image", "url": "u"}, 42]},
                      {"role": null, "content": {"odd": true}}]}\
                    """);
        var result = world.nex("workflow", "trace", "r-1");
        assertTrue(result.out().endsWith("""

            ── conversation ──
            ── user ──
            go [x]
            ── assistant ──
            ok
            → tool send_mail [done] {"to":"a"}
            ← sent
            (image) {"type":"image","url":"u"}
            42
            ── - ──
            {"odd":true}
            """), result.out());
    }

    @Test
    void trace_of_a_run_that_has_not_started_says_so() {
        backend.on("GET /workflow-lab/runs/r-1", "{\"id\": \"r-1\", \"status\": \"designed\"}");
        var result = world.nex("workflow", "trace", "r-1");
        assertEquals(0, result.code());
        assertTrue(
                result.out().contains("\nverification has not started; start it with nex workflow run r-1\n"),
                result.out());
        assertTrue(world.nex("workflow", "trace", "r-1", "--json").out().contains("\"messages\": []"));
    }

    @Test
    void integration_engineer_counts_what_is_missing() {
        backend.on("POST /workflow-lab/integration-engineer", """
            {"summary": "Two things.", "capabilities_needed": [
              {"priority": "blocker", "capability": "Send [e]mail", "existing_tool": null, "closest_analog": "draft_mail"},
              {"priority": 2, "capability": "Read", "existing_tool": "read_document"},
              {"priority": "minor", "capability": "Fax", "existing_tool": "", "closest_analog": null}]}\
            """);
        assertEquals(
                """
                ── analysis ──  2 missing of 3 (1 blocker)
                Two things.
                PRIORITY  CAPABILITY    STATUS   TOOL / ANALOG
                blocker   Send [e]mail  missing  ~ draft_mail
                2         Read          exists   read_document
                minor     Fax           missing  ~ -
                what is missing has to be built before this workflow runs end to end
                """,
                world.nex("workflow", "integration-engineer", "--transcript-text", "t")
                        .out());
    }

    @Test
    void set_default_sandbox_verifies_saves_and_forgets() {
        backend.on("GET /workflow-lab/sandbox-accounts", "{\"sandbox_accounts\": [{\"sandbox_user_id\": \"sb\"}]}");
        assertEquals(0, world.nex("workflow", "set-default-sandbox", "sb").code());
        assertTrue(world.read(".nex/config").contains("\"default_sandbox_user_id\": \"sb\""));
        assertEquals("rw-------", world.mode(".nex/config"));
        assertEquals(
                "GET /workflow-lab/sandbox-accounts",
                backend.only().method() + " " + backend.only().path());
        var unknown = world.nex("workflow", "set-default-sandbox", "other");
        assertEquals(4, unknown.code());
        assertEquals("""
            invalid input: sandbox account not found: other
              nex workflow sandbox-accounts lists them
            """, unknown.err());
        assertEquals(
                0,
                world.nex("workflow", "set-default-sandbox", "other", "--skip-verify")
                        .code());
        assertTrue(world.read(".nex/config").contains("\"default_sandbox_user_id\": \"other\""));
        assertEquals(0, world.nex("workflow", "set-default-sandbox", "--clear").code());
        assertTrue(world.read(".nex/config").contains("\"default_sandbox_user_id\": null"));
        assertEquals(4, world.nex("workflow", "set-default-sandbox").code());
        assertEquals(
                4, world.nex("workflow", "set-default-sandbox", "x", "--clear").code());
    }

    @Test
    void the_default_sandbox_is_used_and_said() {
        backend.on("POST /workflow-lab/runs", RUN);
        world.nex("workflow", "set-default-sandbox", "sb", "--skip-verify");
        var result = world.nex("workflow", "designer", "--transcript-text", "t");
        assertTrue(result.err().contains("using the default sandbox sb\n"), result.err());
        assertTrue(backend.only().body().contains("\"sandbox_user_id\":\"sb\""));
    }

    @Test
    void sandbox_accounts_and_files_are_tables() {
        backend.on("GET /workflow-lab/sandbox-accounts", """
            {"sandbox_accounts": [{"sandbox_user_id": "sb", "sandbox_user_email": "s@x", "organization_id": "o",
              "providers": ["google", "sharepoint"]}]}\
            """).on("GET /workflow-lab/runs/r-1/files", """
                {"files": [{"change": "created", "kind": "document", "size": 12, "id": "f", "path": "/a b"}]}\
                """);
        assertTrue(world.nex("workflow", "sandbox-accounts", "--include-disabled")
                .out()
                .startsWith("""
                    sandbox_user_id  email  organization  sandbox_env_providers
                    sb               s@x    o             google, sharepoint
                    """));
        assertTrue(backend.asked().get(0).contains("include_disabled=true"));
        assertEquals("""
            CHANGE   KIND      BYTES  ID  PATH
            created  document  12     f   /a b
            """, world.nex("workflow", "files", "r-1").out());
    }

    @Test
    void numbers_where_text_belongs_are_shown_not_crashed_on() {
        backend.on(
                        "GET /workflow-lab/runs/5",
                        "{\"id\": 5, \"status\": 7, \"proposal\": {\"task_name\": 1, \"step_performers\": [1]}}")
                .on(
                        "GET /workflow-lab/runs",
                        "{\"runs\": [{\"id\": 5, \"status\": [1], \"created_at\": {}}, 3, null]}");
        assertEquals(0, world.nex("workflow", "show", "5").code());
        assertEquals(0, world.nex("workflow", "list").code());
        assertEquals(0, world.nex("workflow", "list", "--json").code());
        backend.on("GET /workflow-lab/runs/6", "{\"id\": \"6\", \"verifier_client_task_id\": \"seven\"}");
        assertEquals(4, world.nex("workflow", "show", "6").code());
    }

    @Test
    void web_opens_the_page_instead_of_printing() throws Exception {
        backend.on("GET /workflow-lab/runs/r-1", RUN);
        Path opened = home.resolve("opened");
        world.file(
                "browser",
                "#!/bin/sh\nprintf '%s' \"$1\" > '" + opened + ".tmp'; mv '" + opened + ".tmp' '" + opened + "'\n",
                "rwx------");
        world.env("BROWSER", home.resolve("browser").toString());
        var result = world.nex("workflow", "show", "r-1", "--web");
        assertEquals("", result.out());
        assertEquals("opening https://front.test/dashboard/workflow-lab?runId=r-1\n", result.err());
        for (int i = 0; i < 100 && !Files.exists(opened); i++) {
            Thread.sleep(50);
        }
        assertEquals("https://front.test/dashboard/workflow-lab?runId=r-1", Files.readString(opened));
    }
}
