package nexhelm.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.support.NexMain;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's first command, from a checkout, as a new user types it: an empty HOME, then whatever comes after. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TryTest {

    @TempDir
    static Path temp;

    static Home home;

    @BeforeAll
    static void a_new_user() throws Exception {
        home = new Home(temp.resolve("home"), NexMain.command());
    }

    @AfterAll
    static void stop_the_engine() throws Exception {
        home.close();
    }

    @Test
    @Order(1)
    void with_port_7867_taken_the_first_try_runs_to_the_end_and_says_what_it_did() throws Exception {
        try (var taken = taken()) {
            Command.Result result = new Home(home.path, Checkout.wrapper().toString(), "nex").run("try");
            assertEquals(0, result.code(), result.err() + result.out());
            assertEquals("complete", Home.row(result.out(), "stop_reason"));
            assertEquals("awaiting_human_verify", Home.row(result.out(), "status"));
            assertTrue(Home.row(result.out(), "verdict").startsWith("none yet"), result.out());
            String id = Home.row(result.out(), "run");
            assertTrue(Home.row(result.out(), "look at it").startsWith("http://127.0.0.1:"), result.out());
            assertFalse(Home.row(result.out(), "look at it").contains(":7867"), result.out());
            assertEquals(
                    3,
                    result.out()
                            .lines()
                            .filter(line -> line.startsWith("  " + Checkout.wrapper() + " nex "))
                            .count(),
                    result.out());
            assertTrue(result.out().contains("created  document"), result.out());
            assertTrue(result.err().contains("port 7867 is taken"), result.err());
            assertTrue(result.err().contains("── analyse ──") && result.err().contains("step 1 of "), result.err());
            assertEquals(
                    "awaiting_human_verify",
                    json("workflow", "show", id).path("status").asText());
            assertEquals("rwx------", mode(home.path.resolve(".nex")));
            assertEquals("rw-------", mode(home.path.resolve(".nex/profiles/local")));
            assertEquals("rw-------", mode(home.path.resolve(".nex/engine/engine.json")));
        }
    }

    @Test
    @Order(2)
    void three_in_a_row_work_and_cancel_only_what_a_try_left() throws Exception {
        String transcript = Files.readString(Checkout.root().resolve("examples/invoice-chase.txt"));
        String own = json("workflow", "designer", "--transcript-text", transcript)
                .path("id")
                .asText();
        for (int i = 0; i < 2; i++) {
            Command.Result result = home.run("try");
            assertEquals(0, result.code(), result.err());
            assertTrue(result.err().contains("cancelled the run "), result.err());
        }
        assertEquals("designed", json("workflow", "show", own).path("status").asText());
    }

    static Stream<String> examples() throws Exception {
        try (Stream<Path> files = Files.list(Checkout.root().resolve("examples"))) {
            return files
                    .map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".txt") && !name.equals("small-talk.txt"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    @Order(3)
    void every_example_is_carried_through_to_complete(String name) throws Exception {
        JsonNode summary = Json.parse(home.run(
                        "try",
                        "-f",
                        Checkout.root().resolve("examples").resolve(name).toString(),
                        "--json")
                .ok());
        assertEquals("complete", summary.path("stop_reason").asText(), summary.toPrettyString());
        assertFalse(summary.path("files").isEmpty(), "something was written: " + summary);
    }

    @Test
    @Order(4)
    void at_least_two_examples_have_gates_that_wait_for_a_person() throws Exception {
        int gates = 0;
        for (String name : examples().toList()) {
            JsonNode summary = Json.parse(home.run(
                            "try",
                            "--hitl",
                            "-f",
                            Checkout.root().resolve("examples").resolve(name).toString(),
                            "--json")
                    .ok());
            if (summary.path("stop_reason").asText().equals("interaction")) {
                gates++;
                String id = summary.path("run_id").asText();
                JsonNode asked = json("workflow", "show", id).path("interaction");
                assertTrue(asked.path("prompt").asText().length() > 10, asked.toString());
                JsonNode after = json("workflow", "answer", id, "--approve");
                assertFalse(after.path("events").isEmpty(), after.toString());
            }
        }
        assertTrue(gates >= 2, gates + " examples with gates");
    }

    @Test
    @Order(5)
    void small_talk_starts_no_run_and_exits_4() throws Exception {
        int before = json("workflow", "list").path("runs").size();
        Command.Result result = home.run(
                "try", "-f", Checkout.root().resolve("examples/small-talk.txt").toString());
        assertEquals(4, result.code(), result.out() + result.err());
        assertEquals("", result.out());
        assertEquals(before, json("workflow", "list").path("runs").size());
    }

    @Test
    @Order(5)
    void an_own_transcript_runs_in_a_sandbox_made_up_for_it_which_is_shown_and_marked() throws Exception {
        Path call = Files.writeString(temp.resolve("call.txt"), """
            Jo: I read the booking request from Mr Petrov, and I look up the room rates in the price list. I calculate the
            total price from the number of guests and the daily rate. Then I draft an e-mail to Mr Petrov with the total
            price and put a follow-up task on my list for next week.
            """);
        Command.Result result = home.run("try", "-f", call.toString(), "--json");
        JsonNode summary = Json.parse(result.ok());
        assertEquals("complete", summary.path("stop_reason").asText(), result.err());
        JsonNode sandbox = summary.path("sandbox");
        assertEquals("proposed", sandbox.path("blueprint_origin").asText());
        assertTrue(sandbox.path("synthetic").asBoolean());
        assertTrue(Json.compact(sandbox.path("holds")).contains("Price list"), sandbox.toString());
        assertTrue(result.err().contains("made up for this transcript, every value [synthetic]: "), result.err());
        assertTrue(result.err().contains("/Price list\n"), result.err());
        assertTrue(
                Home.row(home.run("try", "-f", call.toString()).ok(), "sandbox").startsWith("made up for this"));
    }

    @Test
    @Order(5)
    void a_blueprint_of_ones_own_is_taken_and_a_wrong_one_is_told_before_anything_is_designed() throws Exception {
        Path call =
                Files.writeString(temp.resolve("call.txt"), "Jo: I read the price list and write a summary of it.\n");
        Path mine = Files.writeString(temp.resolve("mine.json"), """
            {"folders": [{"path": "Mine"}],
             "docs": [{"path": "Mine", "title": "Price list", "text": "Single room: EUR 91.00"}]}
            """);
        JsonNode summary = Json.parse(home.run("try", "-f", call.toString(), "--blueprint", mine.toString(), "--json")
                .ok());
        assertEquals("given", summary.path("sandbox").path("blueprint_origin").asText());
        assertEquals(2, summary.path("sandbox").path("holds").size());
        JsonNode trace = json("workflow", "trace", summary.path("run_id").asText());
        assertTrue(trace.toString().contains("Single room: EUR 91.00"), trace.toString());
        int before = json("workflow", "list").path("runs").size();
        Path wrong = Files.writeString(temp.resolve("wrong.json"), "{\n \"docs\": [{\"path\": \"A\", \"title\": 5}]}");
        Command.Result refused = home.run("try", "-f", call.toString(), "--blueprint", wrong.toString());
        assertEquals(4, refused.code(), refused.err());
        assertTrue(
                refused.err().contains("wrong.json: line 2, column 25: docs[0].title: is not a text"), refused.err());
        assertFalse(refused.err().contains("── design ──"), refused.err());
        assertEquals(before, json("workflow", "list").path("runs").size());
    }

    @Test
    @Order(6)
    void a_verdict_is_recorded_only_when_it_is_asked_for() throws Exception {
        JsonNode approved =
                Json.parse(home.run("try", "--json", "--verdict", "approved").ok());
        assertEquals("verified_manual", approved.path("status").asText());
        JsonNode rejected =
                Json.parse(home.run("try", "--json", "--verdict", "rejected").ok());
        assertEquals("rejected", rejected.path("status").asText());
        assertEquals(4, home.run("try", "--verdict", "maybe").code());
    }

    @Test
    @Order(7)
    void a_pipe_ends_although_the_engine_goes_on() {
        Command.Result result = Command.of(
                        "sh",
                        "-c",
                        "\"$0\" nex engine stop >/dev/null && \"$0\" nex try | cat",
                        Checkout.wrapper().toString())
                .env("HOME", home.path)
                .env("JBANG_DIR", Home.jbangDir())
                .in(home.path)
                .run(Home.LIMIT);
        assertTrue(result.out().contains("stop_reason"), result.out() + result.err());
        assertEquals(0, home.run("engine", "status").code());
    }

    @Test
    @Order(8)
    void a_hosted_login_is_left_alone_and_suggestions_carry_the_profile() throws Exception {
        Path config = home.path.resolve(".nex/config");
        String hosted =
                "{\"backend_url\": \"http://127.0.0.1:1\", \"user_id\": \"u\", \"cli_token\": \"hosted-token\"}\n";
        Files.writeString(config, hosted);
        try {
            home.run("profile", "use", "default").ok();
            Command.Result result = home.run("try");
            assertTrue(result.out().contains("--profile local"), result.out());
            assertEquals(hosted, Files.readString(config));
            assertTrue(home.run("profile", "list").ok().contains("*  default"));
        } finally {
            Files.delete(config);
            home.run("profile", "use", "local").ok();
        }
    }

    @Test
    @Order(9)
    void engine_stop_stops_it_and_start_brings_back_what_was_there() throws Exception {
        int runs = json("workflow", "list").path("runs").size();
        assertTrue(runs > 3);
        home.run("engine", "stop").ok();
        assertFalse(Files.exists(home.path.resolve(".nex/engine/engine.json")));
        assertEquals(1, home.run("engine", "status").code());
        home.run("engine", "start").ok();
        assertEquals(runs, json("workflow", "list").path("runs").size());
    }

    private static JsonNode json(String... words) throws Exception {
        var all = new java.util.ArrayList<>(List.of(words));
        all.add("--json");
        return Json.parse(home.run(all.toArray(String[]::new)).ok());
    }

    private static String mode(Path path) throws Exception {
        return java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Somebody on the engine's port, unless somebody is there already. */
    private static AutoCloseable taken() {
        try {
            return new ServerSocket(7867, 1, InetAddress.getLoopbackAddress());
        } catch (java.io.IOException e) {
            return () -> {};
        }
    }
}
