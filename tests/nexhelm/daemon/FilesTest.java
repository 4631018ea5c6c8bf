package nexhelm.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nexhelm.json.Json;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a workspace: what its session sees and changes, and what it never reaches. */
class FilesTest {

    private static final String SECRET = "top-secret-content";

    @TempDir
    static Path temp;

    static GitServer git;
    static LiveDaemon daemon;
    /** For tests that change nothing. */
    static LiveDaemon.Session shared;

    /** For tests that change files. */
    LiveDaemon.Session session;

    @BeforeAll
    static void serve() throws Exception {
        Path work = Files.createDirectories(temp.resolve("work"));
        Files.writeString(temp.resolve("secret.txt"), SECRET);
        write(work, "README.md", "# App\n");
        write(work, "app/main.py", "print('größe')\ndef fee():\n    return 41 + 1\n");
        write(work, "app/deep/er/x.txt", "deep fee\n");
        write(work, ".gitignore", "build/\n*.log\n!keep.log\n*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n");
        write(work, "app/.gitignore", "local.txt\n");
        Files.createSymbolicLink(work.resolve("out"), temp.resolve("secret.txt"));
        Files.createSymbolicLink(work.resolve("outside"), temp);
        Files.createSymbolicLink(work.resolve("inside"), Path.of("app"));
        git = GitServer.fromWork(temp, work);
        daemon = LiveDaemon.start(temp.resolve("data"), git);
        shared = daemon.session();
    }

    @AfterAll
    static void stop() {
        daemon.close();
        git.close();
    }

    @BeforeEach
    void begin(TestInfo test) throws Exception {
        boolean changes = !test.getTestMethod().orElseThrow().isAnnotationPresent(ParameterizedTest.class);
        session = changes ? daemon.session() : shared;
    }

    @AfterEach
    void end() throws Exception {
        if (session != shared) {
            daemon.control("/workspaces/" + session.id() + "/end", Json.object().put("owner_id", "u-1"));
        }
    }

    @Test
    void a_file_is_read_with_its_size_in_bytes() throws Exception {
        JsonNode file = session.read("./app//main.py").ok();
        assertEquals("app/main.py", file.path("path").asText());
        assertTrue(file.path("content").asText().startsWith("print('größe')\n"));
        assertEquals(
                Files.size(session.repo().resolve("app/main.py")),
                file.path("size").asLong());
        assertEquals("404 file_not_found", session.read("gone.py").refused());
        assertTrue(session.read("gone.py").body().contains("gone.py"));
        assertEquals("404 file_not_found", session.read("no/such/folder.py").refused());
        assertEquals("422 not_a_file", session.read("app").refused());
        assertEquals("422 not_a_folder", session.read("README.md/x").refused());
    }

    @Test
    void what_is_no_text_or_too_large_is_not_shown() throws Exception {
        Files.write(session.repo().resolve("image"), new byte[] {(byte) 0xff, (byte) 0xd8, 0});
        Files.write(session.repo().resolve("large"), new byte[(2 << 20) + 1]);
        assertEquals("422 binary_file", session.read("image").refused());
        assertEquals("413 too_large", session.read("large").refused());
        assertEquals(
                "413 too_large", session.write("new", "x".repeat((2 << 20) + 1)).refused());
        assertEquals("413 too_large", session.write("new", "x".repeat(5 << 20)).refused());
        assertFalse(Files.exists(session.repo().resolve("new")));
    }

    @Test
    void a_file_is_written_as_a_whole_and_keeps_its_mode() throws Exception {
        Path script = session.repo().resolve("run.sh");
        Files.writeString(script, "old");
        assertTrue(script.toFile().setExecutable(true));
        assertTrue(session.write("run.sh", "neu: ä\n").ok().path("ok").asBoolean());
        assertEquals("neu: ä\n", Files.readString(script));
        assertTrue(Files.isExecutable(script));
        assertEquals("0", session.write("empty", "").ok().path("size").asText());
    }

    @Test
    void folders_are_made_when_asked_for_only() throws Exception {
        ObjectNode body = Json.object()
                .put("path", "new/folder/x.txt")
                .put("content", "x")
                .put("create_parents", false);
        assertEquals("404 folder_not_found", session.post("/code/write", body).refused());
        assertFalse(Files.exists(session.repo().resolve("new")));
        session.post("/code/write", body.put("create_parents", true)).ok();
        assertEquals("x", Files.readString(session.repo().resolve("new/folder/x.txt")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "app/../../secret.txt",
                "/etc/passwd",
                "C:\\Windows\\x",
                "C:/Windows/x",
                "\\\\host\\share",
                "app/../README.md"
            })
    void no_path_leads_out_of_the_workspace(String path) throws Exception {
        assertEquals("403 outside_workspace", session.read(path).refused());
        assertEquals("403 outside_workspace", session.write(path, "x").refused());
        assertEquals("403 outside_workspace", session.patch(path, addition("x")).refused());
        assertEquals(
                "403 outside_workspace",
                session.post("/code/tree", Json.object().put("path", path)).refused());
        assertEquals(
                "403 outside_workspace",
                session.post("/code/search", Json.object().put("pattern", "x").put("path", path))
                        .refused());
        assertEquals(
                "403 outside_workspace",
                session.post(
                                "/git/commit",
                                Json.object()
                                        .put("message", "m")
                                        .set("paths", Json.array().add(path)))
                        .refused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git",
                ".git/config",
                ".git/hooks/pre-commit",
                ".GIT/config",
                ".Git/config",
                "app/.git/config",
                "GIT~1/config",
                "git~1/hooks/x",
                ".git./config",
                ".git /config",
                ".git::$INDEX_ALLOCATION/config",
                ".g\u200cit/config",
                "\u200d.git/config"
            })
    void nothing_reaches_gits_own_folder_however_it_is_spelt(String path) throws Exception {
        Map<String, String> before = contents(session.folder());
        assertEquals("403 git_folder", session.read(path).refused());
        assertEquals("403 git_folder", session.write(path, "[core]\n").refused());
        assertEquals("403 git_folder", session.patch(path, addition("x")).refused());
        assertEquals(
                "403 git_folder",
                session.patch(".", "--- /dev/null\n+++ b/" + path + "\n@@ -0,0 +1 @@\n+x\n")
                        .refused());
        assertEquals(before, contents(session.folder()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "outside/secret.txt", "outside/new.txt", "inside/main.py"})
    void links_of_the_repository_are_not_followed(String path) throws Exception {
        assertEquals("403 symbolic_link", session.read(path).refused());
        assertEquals("403 symbolic_link", session.write(path, "changed").refused());
        assertEquals(
                "403 symbolic_link",
                session.patch(path, "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-" + SECRET + "\n+x\n")
                        .refused());
        assertEquals(SECRET, Files.readString(temp.resolve("secret.txt")));
        assertFalse(Files.exists(temp.resolve("new.txt")));
        assertTrue(Files.readString(session.repo().resolve("app/main.py")).startsWith("print"));
    }

    @Test
    void a_search_and_a_tree_stay_on_this_side_of_links() throws Exception {
        assertEquals(0, session.search(SECRET).ok().path("matches").size());
        JsonNode tree = session.post(
                        "/code/tree", Json.object().put("path", ".").put("max_depth", 9))
                .ok();
        List<String> entries = entries(tree);
        assertTrue(
                entries.containsAll(List.of("inside@", "out@", "outside@", "app/", "app/deep/er/x.txt")),
                entries::toString);
        assertFalse(tree.toString().contains("secret"), tree::toString);
        assertFalse(entries.stream().anyMatch(entry -> entry.startsWith(".git/")), entries::toString);
        assertEquals(
                "403 symbolic_link",
                session.post("/code/tree", Json.object().put("path", "outside")).refused());
    }

    @Test
    void what_a_process_swaps_for_a_link_meanwhile_leads_nowhere() throws Exception {
        Path folder = session.repo().resolve("swap");
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("secret.txt"), "harmless");
        Path aside = session.repo().resolve("aside");
        Thread swapper = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Files.move(folder, aside);
                    Files.createSymbolicLink(folder, temp);
                    Files.delete(folder);
                    Files.move(aside, folder);
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        swapper.start();
        try {
            for (int i = 0; i < 300; i++) {
                assertFalse(session.read("swap/secret.txt").body().contains(SECRET));
                session.post(
                        "/code/write",
                        Json.object().put("path", "swap/planted.txt").put("content", "x"));
            }
        } finally {
            swapper.interrupt();
            swapper.join();
        }
        assertFalse(Files.exists(temp.resolve("planted.txt")));
    }

    @Test
    void the_tree_leaves_out_what_is_ignored_and_goes_as_deep_as_asked() throws Exception {
        write(session.repo(), "build/x.o", "x");
        write(session.repo(), "a.log", "x");
        write(session.repo(), "keep.log", "x");
        write(session.repo(), "app/local.txt", "x");
        JsonNode tree = session.post("/code/tree", Json.object()).ok();
        assertEquals(
                List.of(
                        ".gitignore",
                        "README.md",
                        "app/",
                        "app/.gitignore",
                        "app/deep/",
                        "app/main.py",
                        "inside@",
                        "keep.log",
                        "out@",
                        "outside@"),
                entries(tree));
        assertFalse(tree.path("truncated").asBoolean());
        assertEquals(
                List.of("app/deep/er/"),
                entries(session.post(
                                "/code/tree",
                                Json.object().put("path", "app/deep").put("max_depth", 1))
                        .ok()));
    }

    @Test
    void a_search_finds_lines_and_leaves_out_what_is_ignored_or_binary() throws Exception {
        write(session.repo(), "build/x.txt", "fee");
        Files.write(session.repo().resolve("bin"), "fee\0fee".getBytes());
        JsonNode found = session.search("def .*fee|deep fee").ok();
        assertEquals(
                "[{\"path\":\"app/deep/er/x.txt\",\"line\":1,\"text\":\"deep fee\"},"
                        + "{\"path\":\"app/main.py\",\"line\":2,\"text\":\"def fee():\"}]",
                Json.compact(found.path("matches")));
        ObjectNode literal =
                Json.object().put("pattern", "41 + 1").put("is_regex", false).put("path", "app");
        assertEquals(
                1, session.post("/code/search", literal).ok().path("matches").size());
        ObjectNode anyCase = Json.object().put("pattern", "FEE").put("case_sensitive", false);
        assertEquals(
                2, session.post("/code/search", anyCase).ok().path("matches").size());
        assertEquals("422 invalid_pattern", session.search("a(").refused());
        assertEquals("422 invalid_pattern", session.search("(?=x)").refused());
        assertEquals("422 invalid_pattern", session.search("").refused());
        assertEquals(
                "422 invalid_pattern",
                session.search("((((a{1000}){1000}){1000}){1000})").refused());
    }

    @Test
    void no_pattern_makes_a_search_explode() throws Exception {
        write(session.repo(), "bomb.txt", "a".repeat(100_000) + "\n");
        write(session.repo(), "a".repeat(120), "x");
        assertEquals(0, session.search("(a+)+$b|(a|aa)+c").ok().path("matches").size());
    }

    @Test
    void no_diff_makes_a_patch_search_for_its_place_for_ever() throws Exception {
        write(session.repo(), "same.txt", "a\n".repeat(500_000));
        String hunk = " a\n".repeat(200_000) + "-b\n";
        assertEquals(
                "409 patch_conflict",
                session.patch("same.txt", "--- a/x\n+++ b/x\n@@ -1,200001 +1,200000 @@\n" + hunk)
                        .refused());
    }

    @Test
    void a_pipe_of_the_working_tree_is_no_file() throws Exception {
        Needs.program("mkfifo");
        Command.of("mkfifo", session.repo().resolve("pipe").toString())
                .run(java.time.Duration.ofSeconds(20))
                .ok();
        assertEquals("422 not_a_file", session.read("pipe").refused());
        assertEquals("422 not_a_file", session.write("pipe", "x").refused());
        assertEquals(0, session.search("nothing like this").ok().path("matches").size());
        session.write("other", "x").ok();
        assertEquals(
                1,
                session.post("/git/commit", Json.object().put("message", "m"))
                        .ok()
                        .path("files")
                        .asInt());
    }

    @Test
    void a_search_with_too_many_hits_says_that_there_are_more() throws Exception {
        write(session.repo(), "many.txt", "hit\n".repeat(2000));
        JsonNode found = session.search("hit").ok();
        assertEquals(500, found.path("matches").size());
        assertTrue(found.path("truncated").asBoolean());
        assertTrue(found.path("reason").asText().contains("500"));
    }

    @Test
    void a_diff_is_applied_whatever_its_header_calls_the_file() throws Exception {
        JsonNode applied = session.patch(
                        "app/main.py",
                        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-print('größe')\n+print('ähnlich')\n def fee():\n")
                .ok();
        assertTrue(applied.path("applied").asBoolean());
        assertEquals(1, applied.path("hunks").asInt());
        assertEquals(
                "print('ähnlich')\ndef fee():\n    return 41 + 1\n",
                Files.readString(session.repo().resolve("app/main.py")));
    }

    @Test
    void a_diff_that_does_not_fit_changes_nothing() throws Exception {
        Map<String, String> before = contents(session.repo());
        String two = "--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-# App\n+# Application\n"
                + "--- a/app/main.py\n+++ b/app/main.py\n@@ -1,1 +1,1 @@\n-not there\n+x\n";
        assertEquals("409 patch_conflict", session.patch(".", two).refused());
        assertEquals("422 invalid_diff", session.patch("README.md", two).refused());
        assertEquals("422 invalid_diff", session.patch("README.md", "no diff").refused());
        assertEquals("422 invalid_diff", session.patch("README.md", "").refused());
        assertEquals(
                "422 invalid_diff",
                session.patch("README.md", "--- a/x\n+++ b/x\n@@ -1,5 +1,5 @@\n-# App\n")
                        .refused());
        assertEquals(
                "404 file_not_found",
                session.patch("gone", addition("x").replace("/dev/null", "a/x")).refused());
        assertEquals(
                "409 patch_conflict", session.patch("README.md", addition("x")).refused());
        assertEquals(before, contents(session.repo()));
    }

    @Test
    void a_diff_of_a_folder_changes_makes_and_removes_files_together() throws Exception {
        JsonNode applied = session.patch(".", """
            diff --git a/README.md b/README.md
            --- a/README.md
            +++ b/README.md
            @@ -1 +1,2 @@
             # App
            +More.
            diff --git a/new/file.txt b/new/file.txt
            new file mode 100644
            --- /dev/null
            +++ b/new/file.txt
            @@ -0,0 +1 @@
            +no newline
            \\ No newline at end of file
            diff --git a/app/deep/er/x.txt b/app/deep/er/x.txt
            deleted file mode 100644
            --- a/app/deep/er/x.txt
            +++ /dev/null
            @@ -1 +0,0 @@
            -deep fee
            """).ok();
        assertEquals(3, applied.path("hunks").asInt());
        assertEquals("# App\nMore.\n", Files.readString(session.repo().resolve("README.md")));
        assertEquals("no newline", Files.readString(session.repo().resolve("new/file.txt")));
        assertFalse(Files.exists(session.repo().resolve("app/deep/er/x.txt")));
    }

    @Test
    void a_diff_keeps_the_line_ends_of_a_windows_file() throws Exception {
        Files.writeString(session.repo().resolve("dos.txt"), "one\r\ntwo\r\n");
        session.patch("dos.txt", "--- a/dos.txt\n+++ b/dos.txt\n@@ -1,2 +1,2 @@\n one\r\n-two\r\n+zwei\r\n")
                .ok();
        assertArrayEquals(
                "one\r\nzwei\r\n".getBytes(), Files.readAllBytes(session.repo().resolve("dos.txt")));
    }

    private static String addition(String line) {
        return "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+" + line + "\n";
    }

    private static void write(Path root, String path, String content) throws Exception {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), content);
    }

    private static List<String> entries(JsonNode tree) {
        List<String> all = new ArrayList<>();
        tree.path("entries").forEach(entry -> all.add(entry.asText()));
        return all;
    }

    private static Map<String, String> contents(Path root) throws Exception {
        Map<String, String> all = new java.util.TreeMap<>();
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(root.relativize(file).toString(), new String(Files.readAllBytes(file), "ISO-8859-1"));
            }
        }
        return all;
    }
}
