package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nexhelm.http.StubServer;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tasks}, {@code api}, {@code open}, {@code workflow edit}, and how words are read. */
class OtherCommandsTest {
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

    @Nested
    class Tasks {
        private static final String ROWS =
                "[{\"id\": 1, \"name\": \"Quarterly [b]\", \"description\": \"%s\", \"frequency\": \"daily\"}, {}]";

        @Test
        void definitions_and_schedules_are_tables_and_bare_lists_in_json() {
            backend.on("GET /task_definitions", ROWS.formatted("d".repeat(100)))
                    .on("GET /task-schedules", "{\"schedules\": " + ROWS.formatted("x") + "}");
            assertEquals(
                    """
                    ID  NAME           DESCRIPTION
                    1   Quarterly [b]  %s
                    ?   ?              ?
                    """.formatted("d".repeat(80)),
                    world.nex("tasks", "list-defs").out());
            assertEquals("""
                ID  NAME           FREQ   STATUS
                1   Quarterly [b]  daily  ?
                ?   ?              ?      ?
                """, world.nex("tasks", "list-schedules").out());
            assertTrue(world.nex("tasks", "list-schedules", "--json").out().startsWith("[\n  {\n    \"id\": 1,"));
            assertEquals(
                    "[\n  {\n    \"id\": 1\n  },\n  {\n    \"id\": null\n  }\n]\n",
                    world.nex("tasks", "list-defs", "--json", "--fields", "id").out());
        }

        @Test
        void empty_ones_say_so() {
            for (String empty : List.of("[]", "null", "{\"task_definitions\": []}", "{\"task_schedules\": []}")) {
                backend.on("GET /task_definitions", empty).on("GET /task-schedules", empty);
                if (!empty.contains("schedules")) {
                    assertEquals(
                            "no task definitions\n",
                            world.nex("tasks", "list-defs").out(),
                            empty);
                    assertEquals(
                            "[]\n", world.nex("tasks", "list-defs", "--json").out(), empty);
                }
                if (!empty.contains("definitions")) {
                    assertEquals(
                            "no task schedules\n",
                            world.nex("tasks", "list-schedules").out(),
                            empty);
                    assertEquals(
                            "[]\n",
                            world.nex("tasks", "list-schedules", "--json").out(),
                            empty);
                }
            }
        }

        @Test
        void actions_on_a_schedule_are_posts_that_carry_the_user_in_the_query() {
            for (String verb : List.of("trigger", "pause", "resume")) {
                backend.on("POST /task-schedules/s%2F1/" + verb, "{\"ok\": true}");
                assertEquals(
                        "{\n  \"ok\": true\n}\n",
                        world.nex("tasks", verb, "s/1", "--json").out());
            }
            backend.on("DELETE /task-schedules/s", StubServer.text(204, "", ""));
            assertEquals(
                    "null\n",
                    world.nex("tasks", "delete-schedule", "s", "--json", "--yes")
                            .out());
            assertEquals(
                    List.of(
                            "POST /task-schedules/s%2F1/trigger?user_id=u-1 {}",
                                    "POST /task-schedules/s%2F1/pause?user_id=u-1 {}",
                            "POST /task-schedules/s%2F1/resume?user_id=u-1 {}", "DELETE /task-schedules/s?user_id=u-1"),
                    backend.seen().stream().map(StubServer.Seen::toString).toList());
        }

        @Test
        void deleting_asks_on_a_terminal_and_needs_a_word_without_one() {
            backend.on("DELETE /task-schedules/s", "{}");
            var nobody = world.nex("tasks", "delete-schedule", "s");
            assertEquals(2, nobody.code(), nobody.all());
            assertTrue(nobody.err().contains("--yes says that it is meant"), nobody.err());
            assertEquals(
                    0,
                    world.typing()
                            .stdin("n\n")
                            .nex("tasks", "delete-schedule", "s")
                            .code());
            assertEquals(List.of(), backend.asked(), "it is asked although stderr goes elsewhere");
            assertEquals(
                    0,
                    world.terminal()
                            .stdin("n\n")
                            .nex("tasks", "delete-schedule", "s")
                            .code());
            assertEquals(List.of(), backend.asked());
            world.stdin("y\n").nex("tasks", "delete-schedule", "s");
            world.stdin("").nex("tasks", "delete-schedule", "s", "-y");
            assertEquals(2, backend.asked().size());
        }

        @Test
        void a_schedule_is_created_from_its_parts() {
            backend.on("POST /task-schedules", "{\"id\": 9}");
            String[] command = {
                "tasks",
                "create-schedule",
                "td",
                "--name",
                "n",
                "--frequency",
                "daily",
                "--schedule-config",
                "{\"at\": \"08:00\"}"
            };
            String start =
                    "{\"user_id\":\"u-1\",\"task_definition_id\":\"td\",\"name\":\"n\",\"frequency\":\"daily\",\"schedule_config\":{\"at\":\"08:00\"},";
            String[][] more = {
                {start + "\"skip_if_running\":true}"},
                {start + "\"skip_if_running\":true}", "--skip-if-running"},
                {start + "\"skip_if_running\":false}", "--no-skip-if-running"},
                {
                    start + "\"skip_if_running\":true,\"client_id\":\"c\",\"description\":\"d\",\"task_input\":{}}",
                    "--client-id",
                    "c",
                    "--description",
                    "d",
                    "--task-input",
                    "{}"
                },
            };
            for (String[] variant : more) {
                var words = new ArrayList<>(List.of(command));
                words.addAll(List.of(variant).subList(1, variant.length));
                assertEquals(0, world.nex(words.toArray(String[]::new)).code());
                assertEquals(
                        variant[0],
                        backend.seen().get(backend.seen().size() - 1).body(),
                        words.toString());
            }
            int before = backend.seen().size();
            assertEquals(
                    4,
                    world.nex(
                                    "tasks",
                                    "create-schedule",
                                    "td",
                                    "--name",
                                    "n",
                                    "--frequency",
                                    "daily",
                                    "--schedule-config",
                                    "[1]")
                            .code());
            assertEquals(
                    4,
                    world.nex(
                                    "tasks",
                                    "create-schedule",
                                    "td",
                                    "--name",
                                    "n",
                                    "--frequency",
                                    "daily",
                                    "--schedule-config",
                                    "{oops")
                            .code());
            assertEquals(
                    4,
                    world.nex(
                                    "tasks",
                                    "create-schedule",
                                    "td",
                                    "--name",
                                    " ",
                                    "--frequency",
                                    "daily",
                                    "--schedule-config",
                                    "{}")
                            .code());
            assertEquals(
                    4,
                    world.nex("tasks", "create-schedule", "td", "--name", "n").code());
            assertEquals(before, backend.seen().size());
        }

        @Test
        void get_shows_one_whole() {
            backend.on("GET /task_definitions/td", "{\"id\": \"td\", \"steps\": [{\"a\": 1}]}")
                    .on("GET /task-schedules/s", "{\"id\": \"s\"}");
            assertEquals("""
                id                           td
                steps                        [{"a":1}]
                """, world.nex("tasks", "get-def", "td").out());
            assertEquals(
                    "id                           s\n",
                    world.nex("tasks", "get-schedule", "s").out());
        }
    }

    @Nested
    class Api {
        @Test
        void one_call_its_answer_as_json() {
            backend.on("GET /x", "{\"a\": \"ü\"}")
                    .on("POST /x", "[1]")
                    .on("PUT /x", "null")
                    .on("DELETE /x", StubServer.text(204, "", ""))
                    .on("HEAD /x", "{}");
            assertEquals(
                    "{\n  \"a\": \"\\u00FC\"\n}\n",
                    world.nex("api", "get", "/x?a=b&u={user_id}").out());
            assertEquals(
                    "[\n  1\n]\n",
                    world.nex("api", "POST", "/x", "-d", "{\"b\": [1]}", "--json")
                            .out());
            assertEquals("null\n", world.nex("api", "PUT", "/x").out());
            assertEquals(
                    "null\n",
                    world.nex("api", "DELETE", "/x", "-d", "{\"why\": 1}").out());
            assertEquals("null\n", world.nex("api", "HEAD", "/x").out());
            assertEquals(
                    List.of("GET /x?a=b&u=u-1", "POST /x {\"b\":[1]}", "PUT /x {}", "DELETE /x {\"why\":1}", "HEAD /x"),
                    backend.seen().stream().map(StubServer.Seen::toString).toList());
        }

        @Test
        void the_body_comes_from_words_a_file_or_standard_input() {
            backend.on("POST /x", "{}");
            world.file("proj/b.json", "{\"from\": \"file\"}").stdin("{\"from\": \"stdin\"}");
            world.nex("api", "POST", "/x", "-d", "@b.json");
            world.nex("api", "POST", "/x", "-d", "-");
            assertEquals(
                    List.of("{\"from\":\"file\"}", "{\"from\":\"stdin\"}"),
                    backend.seen().stream().map(StubServer.Seen::body).toList());
            assertEquals(4, world.nex("api", "POST", "/x", "-d", "[1]").code());
            assertEquals(4, world.nex("api", "POST", "/x", "-d", "{").code());
            assertEquals(4, world.nex("api", "POST", "/x", "-d", "@absent.json").code());
        }

        @Test
        void a_get_stays_a_get_and_a_path_stays_at_the_backend() {
            for (String[] wrong : new String[][] {
                {"GET", "/x", "-d", "{}"},
                {"HEAD", "/x", "-d", "{}"},
                {"GET", "x"},
                {"GET", "//evil.test/x"},
                {"GET", "https://evil.test"},
                {"PATCH", "/x"},
                {"GET"},
                {}
            }) {
                var command = new ArrayList<>(List.of("api"));
                command.addAll(List.of(wrong));
                assertEquals(2, world.nex(command.toArray(String[]::new)).code(), command.toString());
            }
            assertEquals(List.of(), backend.asked());
            world.nex("api", "GET", "/@evil.test/a b?q=ü\r\nX: y");
            assertEquals(List.of("GET /@evil.test/a%20b?q=%C3%BC%0D%0AX:%20y"), backend.asked());
        }

        @Test
        void a_refusal_is_a_failure() {
            assertEquals(3, world.nex("api", "GET", "/absent").code());
            assertTrue(world.nex("api", "GET", "/absent", "--json").out().contains("\"status\": 404"));
        }
    }

    @Nested
    class Open {
        @Test
        void at_a_local_engine_the_link_signs_in_once() {
            backend.on("POST /auth/one-time-link", "{\"url\": \"" + backend.url() + "/l/1\"}");
            assertEquals(
                    backend.url() + "/l/1\n",
                    world.nex("open", "r-1", "--print").out());
            assertEquals(
                    "{\"path\":\"/dashboard/workflow-lab?runId=r-1\"}",
                    backend.only().body());
        }

        @Test
        void elsewhere_or_without_such_links_it_is_the_plain_page() {
            assertEquals(
                    "https://front.test/dashboard/workflow-lab?runId=r-1\n",
                    world.nex("open", "r-1", "--print").out());
            assertEquals(
                    "https://front.test/dashboard/workflow-lab\n",
                    world.nex("open", "--print").out());
            for (String url : List.of("file:///etc/passwd", "-x", "javascript:alert(1)", "https://x/\\u001b[2J", "")) {
                backend.on("POST /auth/one-time-link", "{\"url\": \"" + url + "\"}");
                assertEquals(
                        "https://front.test/dashboard/workflow-lab\n",
                        world.nex("open", "--print").out(),
                        url);
            }
        }

        @Test
        void nobody_there_is_a_failure() {
            backend.close();
            assertEquals(1, world.nex("open", "--print").code());
        }
    }

    @Nested
    class Edit {
        private static final String DEFINITION =
                "{\"name\": \"Ü\", \"steps\": [{\"instruction\": \"a\"}, {\"instruction\": \"b\"}]}";

        @BeforeEach
        void definition() {
            backend.on(
                            "GET /workflow-lab/runs/r-1/task-definition",
                            "{\"run_id\": \"r-1\", \"task_definition\": " + DEFINITION + "}")
                    .on("POST /workflow-lab/runs/r-1/refine", "{\"id\": \"r-2\", \"status\": \"designed\"}");
        }

        @Test
        void what_the_editor_leaves_is_refined_with_as_it_is() {
            editor("sed -i 's/\"b\"/\"new\"/' \"$2\"; test \"$1\" = --wait");
            world.env("EDITOR", "no-such-editor").env("VISUAL", home.resolve("editor") + " --wait");
            var result = world.nex("workflow", "edit", "r-1");
            assertEquals(0, result.code(), result.all());
            assertEquals(
                    "{\"user_id\":\"u-1\",\"task_definition\":{\"name\":\"Ü\",\"steps\":[{\"instruction\":\"a\"},{\"instruction\":\"new\"}]}}",
                    backend.seen().get(1).body());
            assertTrue(result.out().contains("\nrefined from: r-1\n"), result.out());
            assertFalse(world.has(".nex/edit/definition-r-1.json"));
        }

        @Test
        void nothing_changed_means_nothing_sent() {
            editor("true");
            var result = world.nex("workflow", "edit", "r-1");
            assertEquals(0, result.code());
            assertEquals("nothing was changed, so nothing was sent\n", result.err());
            assertEquals(1, backend.asked().size());
            assertFalse(world.has(".nex/edit/definition-r-1.json"));
        }

        @Test
        void an_error_names_its_line_and_the_text_is_kept_for_the_next_time() {
            editor("sed -i 's/\"b\"/\"\"/' \"$1\"");
            var result = world.nex("workflow", "edit", "r-1");
            assertEquals(4, result.code());
            Path kept = home.resolve(".nex/edit/definition-r-1.json");
            assertEquals(
                    "invalid input: line 7: steps[1] needs an instruction\n  your text is kept in " + kept
                            + "; the same command goes on with it\n",
                    result.err());
            assertEquals("rw-------", world.mode(".nex/edit/definition-r-1.json"));
            editor("sed -i 's/\"\"/\"fixed\"/' \"$1\"");
            var again = world.nex("workflow", "edit", "r-1");
            assertEquals(0, again.code(), again.all());
            assertTrue(again.err().startsWith("going on with the text kept in " + kept), again.err());
            assertTrue(backend.seen().get(backend.seen().size() - 1).body().contains("fixed"));
        }

        @Test
        void every_kind_of_mistake_is_told_and_nothing_is_lost() {
            String[][] mistakes = {
                {"printf '{' > \"$1\"", "the definition is not JSON at line 1"},
                {"printf '[]' > \"$1\"", "the definition is not a JSON object"},
                {"printf '\\n{\"name\": \" \"}' > \"$1\"", "line 2: name is missing or empty"},
                {"printf '{\"name\": \"x\"}' > \"$1\"", "steps is not a list"},
                {"printf '{\"name\": \"x\", \"steps\": [1]}' > \"$1\"", "steps[0] needs an instruction"},
                {"exit 3", "the editor ended with 3; nothing was sent"},
            };
            for (String[] mistake : mistakes) {
                editor(mistake[0]);
                var result = world.nex("workflow", "edit", "r-1");
                assertEquals(4, result.code(), result.all());
                String told = result.err()
                        .lines()
                        .filter(line -> !line.startsWith("going on"))
                        .findFirst()
                        .orElse("");
                assertTrue(told.startsWith("invalid input: " + mistake[1]), result.err());
                assertTrue(world.has(".nex/edit/definition-r-1.json"));
            }
            world.env("VISUAL", "/no/such/editor");
            assertEquals(4, world.nex("workflow", "edit", "r-1").code());
        }

        @Test
        void a_refusal_of_the_backend_keeps_the_text_too() {
            backend.on("POST /workflow-lab/runs/r-1/refine", StubServer.json(409, "{\"detail\": \"busy\"}"));
            editor("sed -i 's/\"b\"/\"new\"/' \"$1\"");
            var result = world.nex("workflow", "edit", "r-1", "--json");
            assertEquals(3, result.code());
            assertTrue(result.out().contains("your text is kept in"), result.out());
            assertTrue(world.read(".nex/edit/definition-r-1.json").contains("new"));
        }

        private void editor(String script) {
            world.file("editor", "#!/bin/sh\n" + script + "\n", "rwx------")
                    .env("VISUAL", home.resolve("editor").toString());
        }
    }

    @Nested
    class Words {
        @Test
        void version_wins_and_needs_nothing() {
            for (String[] args : new String[][] {{"--version"}, {"-V"}, {"--version", "workflow", "nonsense"}}) {
                assertEquals(
                        "nex " + nexhelm.Version.STRING + "\n", world.nex(args).out());
            }
        }

        @Test
        void a_group_without_a_command_prints_its_help_and_exits_2() {
            for (String[] args : new String[][] {{}, {"workflow"}, {"tasks"}, {"auth"}, {"profile"}, {"engine"}}) {
                var result = world.nex(args);
                assertEquals(2, result.code());
                assertTrue(result.out().contains("Usage: nex"), result.out());
                assertEquals("", result.err());
            }
        }

        @Test
        void an_unknown_word_is_answered_with_the_nearest_one() {
            assertEquals("""
                usage: there is no command 'nex workflow desinger'; did you mean designer?
                  see nex workflow --help
                """, world.nex("workflow", "desinger").err());
            assertEquals("""
                usage: there is no command 'nex zzzzzz'
                  see nex --help
                """, world.nex("zzzzzz").err());
        }

        @Test
        void options_take_their_value_in_every_way_and_are_never_abbreviated() {
            backend.on("GET /workflow-lab/runs", "{\"runs\": []}");
            for (String[] args : new String[][] {
                {"workflow", "list", "-n", "7"},
                {"workflow", "list", "-n7"},
                {"workflow", "list", "--limit", "7"},
                {"workflow", "list", "--limit=7"},
                {"workflow", "list", "-n", "3", "-n", "7"}
            }) {
                assertEquals(0, world.nex(args).code(), String.join(" ", args));
            }
            assertTrue(
                    backend.asked().stream().allMatch(line -> line.contains("limit=7")),
                    backend.asked().toString());
            for (String[] args : new String[][] {
                {"workflow", "list", "--lim", "7"},
                {"workflow", "list", "-n"},
                {"workflow", "list", "extra"},
                {"workflow", "show"},
                {"workflow", "list", "--nope"},
                {"workflow", "show", "a", "b"}
            }) {
                var result = world.nex(args);
                assertEquals(2, result.code(), String.join(" ", args));
                assertTrue(
                        result.err().startsWith("usage: ")
                                && result.err().lines().count() == 2,
                        result.err());
                assertEquals("", result.out());
            }
        }

        @Test
        void the_word_behind_an_option_is_its_value_whatever_it_looks_like() {
            backend.on("POST /workflow-lab/runs/r/refine", "{\"id\": \"r\"}");
            for (String value : List.of("--json", "-x", "@file", "\"quoted\"", "a=b", "$HOME", "-")) {
                assertEquals(
                        0, world.nex("workflow", "refine", "r", "-m", value).code(), value);
                String body = backend.seen().get(backend.seen().size() - 1).body();
                assertEquals("{\"user_id\":\"u-1\",\"feedback\":\"" + value.replace("\"", "\\\"") + "\"}", body);
            }
        }
    }
}
