package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nexhelm.http.StubServer;
import nexhelm.json.Json;
import nexhelm.world.Folder;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a server calls its files, they land below the folder that was named. */
class HostileFilesTest {

    @TempDir
    Path home;

    private final StubServer backend = StubServer.start();

    @AfterEach
    void stop() {
        backend.close();
    }

    private TestWorld serving(String... paths) {
        ObjectNode answer = Json.object().put("run_id", "r");
        ArrayNode files = answer.putArray("files");
        for (int i = 0; i < paths.length; i++) {
            files.add(Json.object().put("id", "f" + i).put("path", paths[i]).put("change", "created"));
            backend.on(
                    "GET /workflow-lab/runs/r/files/f" + i,
                    StubServer.text(200, "text/plain; charset=utf-8", "{\"n\": " + i + "}"));
        }
        backend.on("GET /workflow-lab/runs/r/files", Json.compact(answer));
        return TestWorld.signedIn(home, backend.url());
    }

    private List<String> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void no_name_leaves_the_folder() throws Exception {
        var world = serving(
                "../../evil",
                "/etc/passwd",
                "a/../../b",
                "..\\..\\c",
                "C:\\Windows\\x",
                "~/.ssh/authorized_keys",
                "",
                "///",
                "x\u0000y",
                "a\nb",
                ".bashrc",
                "..");
        var before = below(home);
        var result = world.nex("workflow", "files", "r", "--get", "-o", "out");
        assertEquals(0, result.code(), result.err());
        var after = below(home).stream()
                .filter(file -> !before.contains(file))
                .filter(file -> !file.equals("proj/out/.nex-run")) // says whose files they are
                .toList();
        assertEquals(12, after.size(), after::toString);
        for (String file : after) {
            assertTrue(file.startsWith("proj/out/after/"), file);
            assertFalse(file.contains("..") || file.contains("\\") || file.contains("/."), file);
        }
        assertEquals("{\"n\": 1}", world.read("proj/out/after/etc/passwd.txt"), "JSON is saved as it came");
    }

    @Test
    void devices_duplicates_and_endless_names_become_files_of_their_own() throws Exception {
        var world = serving(
                "NUL",
                "aux.txt",
                "Note",
                "note",
                "Note",
                "Note.txt",
                "N".repeat(5000) + ".csv",
                "d",
                "d/e",
                "日".repeat(400),
                "a/".repeat(300) + "z");
        assertEquals(
                0, world.nex("workflow", "files", "r", "--get", "-o", "out").code());
        var names = below(home.resolve("proj/out/after"));
        assertEquals(11, names.size(), names::toString);
        assertTrue(
                names.containsAll(List.of(
                        "_NUL.txt", "_aux.txt", "Note.txt", "note (2).txt", "Note (3).txt", "d.txt", "d/e.txt")),
                names::toString);
        assertTrue(names.stream().anyMatch(name -> name.endsWith("N.csv")), names::toString);
    }

    @Test
    void a_link_in_the_folder_is_not_followed_even_by_force() throws Exception {
        var world = serving("Clients/Note");
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
        Files.createDirectories(home.resolve("proj/out/after"));
        Files.createSymbolicLink(home.resolve("proj/out/after/Clients"), elsewhere);
        var result = world.nex("workflow", "files", "r", "--get", "-o", "out", "--force");
        assertEquals(4, result.code());
        assertTrue(result.err().contains("is a link"), result.err());
        assertEquals(List.of(), below(elsewhere));
        assertFalse(Files.exists(elsewhere.resolve("Note.txt")));
    }

    @Test
    void a_run_id_is_no_way_out_either() {
        assertEquals("_._x", Folder.name("/../x"));
        assertEquals("_", Folder.name(".."));
    }

    @Test
    void a_file_that_was_not_kept_is_named_and_the_others_are_saved() {
        var world = serving("One", "Two");
        backend.on("GET /workflow-lab/runs/r/files/f0", StubServer.json(404, "{\"detail\": \"too large\"}"));
        var result = world.nex("workflow", "files", "r", "--get");
        assertEquals(0, result.code(), result.err());
        assertTrue(
                result.out().contains("not kept, too large: One") && world.has("proj/run-r/after/Two.txt"),
                result.out());
    }

    @Test
    void a_backend_without_traces_is_told_from_a_run_that_is_not_there() {
        var world = TestWorld.signedIn(home, backend.url());
        backend.on("GET /workflow-lab/runs/r/trace", StubServer.json(404, "{\"detail\": \"Not Found\"}"));
        var result = world.nex("workflow", "report", "r", "-o", "x.html");
        assertEquals(3, result.code());
        assertTrue(result.err().contains("only nexhelm engines"), result.err());
        assertFalse(world.has("proj/x.html"));
    }
}
