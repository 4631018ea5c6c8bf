package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.json.Json;
import nexhelm.json.JsonPlace;
import nexhelm.support.RunningEngine;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nex sandbox} against an engine. */
class SandboxCommandTest {

    @TempDir
    static Path folder;

    private static LiveEngine engine;
    private static TestWorld world;

    @BeforeAll
    static void start() throws Exception {
        engine = LiveEngine.start(folder.resolve("engine"));
        RunningEngine.addUser(folder.resolve("engine"), "ops@nexhelm.ai", "a long password");
        world = TestWorld.in(folder.resolve("home"));
        var setUp = world.stdin("a long password\n\n").nex("auth", "setup", "-b", engine.url(), "-e", "ops@nexhelm.ai");
        assertEquals(0, setUp.code(), setUp.all());
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void a_blueprint_is_begun_checked_applied_and_exported_and_fills_the_sandbox() throws Exception {
        String file = folder.resolve("begun.json").toString();
        var begun = world.nex("sandbox", "blueprint", "init", "-o", file);
        assertEquals(0, begun.code(), begun.all());
        assertTrue(begun.err().contains("nex sandbox blueprint apply " + file), begun.err());
        assertEquals(
                "ok the blueprint can be built (google)\n",
                world.nex("sandbox", "blueprint", "check", file).out());
        var applied = world.nex("sandbox", "blueprint", "apply", file);
        assertEquals(0, applied.code(), applied.all());
        assertEquals(
                Json.parse(Files.readString(Path.of(file))),
                Json.parse(world.nex("sandbox", "blueprint", "export").out()));
        assertEquals(0, world.nex("sandbox", "reset", "-y").code());
        var files = world.nex("sandbox", "files");
        assertTrue(files.out().contains("Clients/Sample Client/Welcome letter"), files.all());
        assertEquals(
                "[synthetic] Dear Sample Client,\n",
                world.nex("sandbox", "get", "Clients/Sample Client/Welcome letter")
                        .out());
        assertEquals(
                "Service,Hours,Rate,Fee\nAdvice,2,150,300\n",
                world.nex("sandbox", "get", "Clients/Sample Client/Fees [synthetic]")
                        .out()
                        .replace("\r", ""));
        assertTrue(world.nex("sandbox", "get", "Client data form [synthetic]")
                .out()
                .contains("Name:"));
        assertTrue(world.nex("sandbox", "get", "Team meeting [synthetic]").out().contains("From: 2026-01-19T09:00"));
        var shown = world.nex("sandbox", "show");
        assertTrue(
                shown.out().contains("built                        True")
                        && shown.out().contains("mails"),
                shown.all());
        assertEquals(
                0,
                world.nex("sandbox", "mail", "deliver", "--from", "a@b.example", "--subject", "Hello", "-m", "Hi.")
                        .code());
        assertTrue(world.nex("sandbox", "get", "Hello").out().contains("From: a@b.example"));
        assertEquals(4, world.nex("sandbox", "get", "no such thing").code());
    }

    @Test
    void a_blueprint_that_somebody_wrote_is_not_overwritten_unasked() throws Exception {
        String file = file("mine.json", "{\"provider\": \"google\"}");
        var refused = world.nex("sandbox", "blueprint", "init", "-o", file);
        assertEquals(4, refused.code());
        assertTrue(
                refused.err().contains(file + " is there already; nothing was written")
                        && refused.err().contains("--force"),
                refused.err());
        assertEquals("{\"provider\": \"google\"}", Files.readString(Path.of(file)));
        assertEquals(
                0,
                world.nex("sandbox", "blueprint", "init", "-o", file, "--force").code());
        assertEquals(0, world.nex("sandbox", "blueprint", "init", "-o", file).code(), "the same again is fine");
    }

    @Test
    void the_second_of_two_files_of_one_name_and_a_field_given_twice_are_told_with_their_lines() throws Exception {
        var twoDocs = world.nex("sandbox", "blueprint", "check", file("two.json", """
            {"docs": [
                {"path": "A", "title": "One", "text": "x"},
                {"path": "A", "title": "One", "text": "y"}
            ]}
            """));
        assertTrue(
                twoDocs.err().contains("line 3, column 19: docs[1].title: two documents are called 'One' in 'A'"),
                twoDocs.err());
        var twice = world.nex("sandbox", "blueprint", "check", file("twice.json", """
            {"docs": [{"title": "One",
                       "text": "x",
                       "title": "Two"}]}
            """));
        assertEquals(4, twice.code());
        assertTrue(
                twice.err().contains("line 3, column 12: 'title' is given twice in one object; keep one of them"),
                twice.err());
    }

    @Test
    void a_provider_that_is_none_is_wrong_usage() throws Exception {
        for (String[] command : new String[][] {
            {"sandbox", "blueprint", "apply", file("any.json", "{}"), "--provider", "foo"},
            {"sandbox", "blueprint", "export", "--provider", "foo"}
        }) {
            var refused = world.nex(command);
            assertEquals(2, refused.code(), refused.all());
            assertTrue(refused.err().contains("provider is google or sharepoint, not 'foo'"), refused.err());
        }
    }

    @Test
    void a_blueprint_to_try_needs_the_transcript_that_it_is_for() throws Exception {
        var refused = world.nex("try", "--blueprint", file("any.json", "{}"));
        assertEquals(2, refused.code(), refused.all());
        assertTrue(refused.err().contains("--blueprint goes with -f: name the transcript"), refused.err());
    }

    @Test
    void a_wrong_blueprint_is_told_with_line_column_and_field() throws Exception {
        String file = file("wrong.json", """
            {
              "docs": [
                {"path": "A", "title": "One", "text": "x"},
                {"path": "A",
                 "title": "", "text": "y"}
              ]
            }
            """);
        var checked = world.nex("sandbox", "blueprint", "check", file);
        assertEquals(4, checked.code());
        assertTrue(checked.err().contains(file + ": line 5, column 6: docs[1].title: is empty"), checked.err());
        assertEquals(4, world.nex("sandbox", "blueprint", "apply", file).code());
        assertTrue(world.nex("sandbox", "blueprint", "check", file("sheet.json", """
            {"sheets": [{"title": "Fees", "header": ["a", "b"],
                         "rows": [[1, 2],
                                  [3, 4, 5]]}]}
            """))
                .err()
                .contains("sheet.json: line 3, column 23: sheets[0].rows[1]: has 3 cells, the header only 2"));
        assertTrue(world.nex("sandbox", "blueprint", "check", file("calendar.json", """
            {"calendar": [{"title": "Talk", "start": "2026-03-09T10:00",
                           "end": "2026-03-09T09:00"}]}
            """))
                .err()
                .contains("calendar.json: line 2, column 16: calendar[0].end: is not after the start"));
        assertTrue(world.nex("sandbox", "blueprint", "check", file("formula.json", """
            {"sheets": [{"title": "Fees", "header": ["a"], "formulas": {
               "A2": "=cmd|' /C calc'!A0"}}]}
            """))
                .err()
                .contains("formula.json: line 2, column 4: sheets[0].formulas.A2: '=cmd|' /C calc'!A0' is not"));
        assertEquals(
                "form.json: line 5, column 16: forms[0].fields[1].options[1]: 'Collection' is another option already",
                told("form.json", """
                    {"forms": [{"title": "Order", "fields": [
                      "Customer",
                      {"label": "Delivery", "kind": "radio",
                       "options": ["collection",
                                   "Collection"]}]}]}
                    """));
        assertEquals(
                "kind.json: line 4, column 4: forms[0].fields[1].kind: 'dropdown' is not one of text, lines, checkbox,"
                        + " radio, choice, signature",
                told("kind.json", """
                    {"forms": [{"title": "Order", "fields": [
                      "Customer",
                      {"label": "Delivery",
                       "kind": "dropdown"}]}]}
                    """));
        assertEquals(
                "label.json: line 3, column 3: forms[0].fields[1]: 'customer' is another field's name already; give one"
                        + " of them a name",
                told("label.json", """
                    {"forms": [{"title": "Order", "fields": [
                      "Customer",
                      "customer"]}]}
                    """));
        var broken = world.nex("sandbox", "blueprint", "check", file("broken.json", "{\n \"docs\": [,]\n}"));
        assertEquals(4, broken.code());
        assertTrue(broken.err().contains("broken.json is not JSON at line 2, column 11"), broken.err());
        assertEquals(
                4,
                world.nex("sandbox", "blueprint", "check", file("list.json", "[]"))
                        .code());
        assertEquals(
                4,
                world.nex(
                                "sandbox",
                                "blueprint",
                                "check",
                                folder.resolve("nowhere.json").toString())
                        .code());
        assertEquals(2, world.nex("sandbox", "blueprint", "check").code());
    }

    /** The first line of what is said of a blueprint in a file. */
    private String told(String name, String blueprint) throws Exception {
        String said = world.nex("sandbox", "blueprint", "check", file(name, blueprint))
                .err();
        return said.lines().findFirst().orElse("").replaceFirst("^.*?(?=" + name + ")", "");
    }

    @Test
    void a_blueprint_for_a_transcript_says_that_it_is_made_up() throws Exception {
        String transcript =
                file("call.txt", "write the onboarding checklist for Jane Miller\nlist the Acme client folder\n");
        var proposed = world.nex("sandbox", "blueprint", "init", "--from", transcript);
        assertEquals(0, proposed.code(), proposed.all());
        JsonNode blueprint = Json.parse(proposed.out());
        assertEquals(
                "Onboarding checklist",
                blueprint.path("docs").path(0).path("title").asText());
        assertTrue(proposed.out().contains("[synthetic]"));
        assertEquals(
                0,
                world.nex("sandbox", "blueprint", "check", file("proposed.json", proposed.out()))
                        .code());
    }

    @Test
    void a_group_inside_the_group_explains_itself() {
        assertTrue(world.nex("sandbox", "blueprint", "--help").out().contains("apply"));
        assertTrue(world.nex("sandbox", "blueprint", "chek", "x").err().contains("did you mean check?"));
    }

    @Test
    void a_place_is_found_where_a_field_is_or_would_be() {
        String text = "{\"a\": 1,\n \"docs\": [{\"title\": \"x\"},\n  {\"path\": \"y\"}]}";
        assertEquals("line 3, column 3", JsonPlace.of(text, "docs[1].title").toString());
        assertEquals("line 2, column 12", JsonPlace.of(text, "docs[0].title").toString());
        assertEquals("line 1, column 1", JsonPlace.of(text, "container").toString());
    }
}
