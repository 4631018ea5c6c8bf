package nexhelm.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The block for each assistant, and its own file in which nothing else changes. */
class McpConfigTest {

    @TempDir
    Path home;

    private TestWorld world;

    @BeforeEach
    void a_world() {
        world = TestWorld.in(home);
    }

    private Path install() throws IOException {
        Path launcher = Files.createDirectories(home.resolve(".local/bin")).resolve("nex-mcp");
        Files.writeString(launcher, "#!/bin/sh\nexit 3\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        return launcher;
    }

    private String read(String name) throws IOException {
        return Files.readString(home.resolve(name));
    }

    private List<Path> copies(String folder) throws IOException {
        try (var files = Files.list(home.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".bak")).toList();
        }
    }

    // --- printing ---

    @Test
    void without_an_assistant_they_are_listed_with_file_source_and_date() {
        var result = world.nex("mcp", "config");
        assertEquals(0, result.code());
        for (Assistant one : Assistant.values()) {
            assertTrue(result.out().contains(one.word()), result.out());
            assertTrue(result.out().contains(one.source()), result.out());
        }
        assertTrue(result.out().contains(Assistant.READ), result.out());
    }

    @ParameterizedTest
    @CsvSource({
        "claude, mcpServers, true",
        "claude-desktop, mcpServers, false",
        "cursor, mcpServers, false",
        "vscode, servers, true",
        "gemini, mcpServers, false"
    })
    void the_block_starts_the_installed_launcher(String word, String key, boolean typed) throws Exception {
        Path launcher = install();
        var result = world.nex("mcp", "config", word);
        assertEquals(0, result.code(), result::all);
        var entry = Json.parse(result.out()).path(key).path("nexhelm");
        assertEquals(launcher.toString(), entry.path("command").asText());
        assertFalse(entry.has("args"));
        assertEquals(typed, entry.path("type").asText().equals("stdio"));
    }

    @Test
    void codex_gets_toml_and_without_a_launcher_jbang_is_named() {
        var result = world.nex("mcp", "config", "codex");
        assertEquals("""
            [mcp_servers.nexhelm]
            command = "jbang"
            args = ["nex-mcp@nexhelm"]
            """, result.out());
        assertTrue(result.err().contains("nex install"), result.err());
    }

    @Test
    void an_assistant_that_nobody_knows_is_a_usage_error() {
        var result = world.nex("mcp", "config", "emacs");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("'emacs'") && result.err().contains("gemini"), result.err());
        assertEquals(2, world.nex("mcp", "config", "cursor", "--skill").code());
    }

    // --- writing ---

    @Test
    void a_new_file_is_written_after_the_change_was_shown() throws Exception {
        install();
        var result = world.nex("mcp", "config", "cursor", "--write", "--yes");
        assertEquals(0, result.code(), result::all);
        assertTrue(result.out().contains("+     \"nexhelm\": {"), result.out());
        assertEquals(
                home.resolve(".local/bin/nex-mcp").toString(),
                Json.parse(read(".cursor/mcp.json"))
                        .path("mcpServers")
                        .path("nexhelm")
                        .path("command")
                        .asText());
        assertEquals(List.of(), copies(".cursor"));
        assertTrue(world.nex("mcp", "config", "cursor", "--write").out().contains("has it already"));
    }

    @Test
    void nothing_is_written_without_a_persons_word() throws Exception {
        world.file(".gemini/settings.json", "{}");
        var silent = world.nex("mcp", "config", "gemini", "--write");
        assertEquals(2, silent.code());
        assertTrue(silent.err().contains("--yes"), silent.err());
        assertEquals(
                1,
                world.terminal()
                        .stdin("n\n")
                        .nex("mcp", "config", "gemini", "--write")
                        .code());
        assertEquals("{}", read(".gemini/settings.json"));
        assertEquals(List.of(), copies(".gemini"));
        assertEquals(
                0, world.stdin("y\n").nex("mcp", "config", "gemini", "--write").code());
        assertTrue(read(".gemini/settings.json").contains("nexhelm"));
    }

    @Test
    void comments_other_servers_and_the_layout_stay_and_a_copy_is_kept() throws Exception {
        String before = """
            {
            \t// mine
            \t"inputs": [ {"id": "k", "type": "promptString"} ],
            \t"servers": {
            \t\t"other": { "command": "x", "env": {"API_KEY": "s3cret"} }, // stays
            \t},
            \t"last": 1.50 /* and so does this */
            }
            """;
        world.file("proj/.vscode/mcp.json", before, "rw-------");
        var result = world.nex("mcp", "config", "vscode", "--write", "-y");
        assertEquals(0, result.code(), result::all);
        String expected = before.replace("// stays\n", """
            // stays
            \t\t"nexhelm": {
            \t\t\t"type": "stdio",
            \t\t\t"command": "jbang",
            \t\t\t"args": [
            \t\t\t\t"nex-mcp@nexhelm"
            \t\t\t]
            \t\t}
            """);
        assertEquals(expected, read("proj/.vscode/mcp.json"));
        assertFalse(result.all().contains("s3cret"), result.all());
        assertEquals(1, copies("proj/.vscode").size());
        assertEquals(before, Files.readString(copies("proj/.vscode").get(0)));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(copies("proj/.vscode").get(0))));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("proj/.vscode/mcp.json"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"mcpServers\":{}}",
                "{\"mcpServers\": {\"a\": {\"command\": \"b\"}}}",
                "{\"mcpServers\": {\"a\": 1}, \"b\": [1,2,{\"c\": \"}\"}]}",
                "{\"a\": 12.5e3}",
                "{\"a\": \"x\\\"} // no comment\"}",
                "{\"a\": true /* , */ }",
                "{\"a\": null, // ,\n}",
                "\r\n{\r\n    \"a\": 1\r\n}\r\n",
                "// nothing yet\n{\n}\n",
            })
    void whatever_the_file_looks_like_only_our_entry_changes(String before) {
        String after = ConfigChange.of(
                        Assistant.CURSOR, Json.object().put("command", "/bin/nex-mcp"), "mcp.json", before)
                .after();
        assertTrue(after.contains("\"command\": \"/bin/nex-mcp\""), after);
        // taking our lines out again leaves the rest character by character, but for white space and one comma
        String rest = after.replaceAll("(?s),?\\s*\"nexhelm\":\\s*\\{.*?\\n\\s*}(?=\\s*[,}])", "")
                .replaceAll("(?s),?\\s*\"mcpServers\":\\s*\\{\\s*}", "")
                .replaceAll("[\\s,]", "");
        String old =
                before.replaceAll("(?s),?\\s*\"mcpServers\":\\s*\\{\\s*}", "").replaceAll("[\\s,]", "");
        assertEquals(old, rest);
        assertEquals(before.contains("\r\n"), after.contains("\r\n"));
        assertFalse(after.replace("\r\n", "").contains("\r"));
    }

    @Test
    void our_own_entry_is_brought_up_to_date_and_keeps_what_else_it_says() {
        String after = ConfigChange.of(
                        Assistant.CURSOR,
                        Json.object().put("command", "/bin/nex-mcp"),
                        "mcp.json",
                        "{\"mcpServers\": {\"nexhelm\": {\"command\": \"old\", \"args\": [\"x\"], \"env\": {\"A\":"
                                + " \"1\"}}, \"z\": {}}}")
                .after();
        assertEquals("""
            {"mcpServers": {"nexhelm": {
                  "command": "/bin/nex-mcp",
                  "env": {
                    "A": "1"
                  }
                }, "z": {}}}\
            """, after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cursor | .cursor/mcp.json | {\"mcpServers\": {\"a\": }} | line 1, column 22",
                "cursor | .cursor/mcp.json | {} {} | line 1, column 4",
                "cursor | .cursor/mcp.json | [] | is not a JSON object",
                "cursor | .cursor/mcp.json | {\"mcpServers\": []} | mcpServers is not a JSON object",
                "codex | .codex/config.toml | a = [1, | line 1, column 8",
                "codex | .codex/config.toml | mcp_servers = {} | by hand",
            })
    void a_file_that_cannot_be_changed_is_left_alone(String word, String file, String text, String told)
            throws IOException {
        world.file(file, text);
        var result = world.nex("mcp", "config", word, "--write", "--yes");
        assertEquals(4, result.code(), result::all);
        assertTrue(result.err().contains(told) && result.err().contains(file), result.err());
        assertEquals(text, read(file));
    }

    // --- TOML ---

    @Test
    void toml_keeps_comments_and_other_tables() throws Exception {
        String before = """
            # mine
            model = "x"   # as I like it

            [mcp_servers.other]
            command = "y"
            env = { API_KEY = "s3cret" }
            """;
        world.file(".codex/config.toml", before);
        var result = world.nex("mcp", "config", "codex", "--write", "--yes");
        assertEquals(0, result.code(), result::all);
        assertEquals(
                before + "\n[mcp_servers.nexhelm]\ncommand = \"jbang\"\nargs = [\"nex-mcp@nexhelm\"]\n",
                read(".codex/config.toml"));
        assertFalse(result.all().contains("s3cret"));
        assertEquals(1, copies(".codex").size());
    }

    @Test
    void our_own_table_is_brought_up_to_date_and_keeps_what_else_it_says() throws Exception {
        install();
        world.file(".codex/config.toml", """
            [mcp_servers.nexhelm] # the lab
            startup_timeout_sec = 20
            args = [
              "nex-mcp@nexhelm",
            ]
            command = "jbang"

            [mcp_servers.nexhelm.env]
            NEX_PROFILE = "local"
            """);
        assertEquals(0, world.nex("mcp", "config", "codex", "--write", "--yes").code());
        assertEquals("""
            [mcp_servers.nexhelm] # the lab
            command = "%s"
            startup_timeout_sec = 20

            [mcp_servers.nexhelm.env]
            NEX_PROFILE = "local"
            """.formatted(home.resolve(".local/bin/nex-mcp")), read(".codex/config.toml"));
    }

    // --- skill ---

    @Test
    void the_skill_has_its_five_gates_and_replaces_another_only_with_a_word() throws Exception {
        String place = ".claude/skills/add-integration/SKILL.md";
        assertEquals(0, world.nex("mcp", "config", "claude", "--skill").code());
        String skill = read(place);
        assertTrue(skill.startsWith("---\nname: add-integration\ndescription: "), skill);
        int at = 0;
        for (String word : List.of("PLAN", "APPROVE", "LAB", "PR", "DONE")) {
            int next = skill.indexOf(" " + word, at);
            assertTrue(next > at, word);
            at = next;
        }
        assertTrue(world.nex("mcp", "config", "claude", "--skill").out().contains("up to date"));
        world.file(place, "my own\n");
        assertEquals(2, world.nex("mcp", "config", "claude", "--skill").code());
        assertEquals("my own\n", read(place));
        assertEquals(0, world.nex("mcp", "config", "claude", "--skill", "--yes").code());
        assertEquals(skill, read(place));
        assertEquals(1, copies(".claude/skills/add-integration").size());
    }

    // --- doctor ---

    @Test
    void doctor_starts_the_installed_server_once_and_looks_at_its_handshake() throws Exception {
        assertTrue(world.nex("doctor").out().contains("warn nex-mcp is not installed"));
        world.file("src/jbang", "#!/bin/sh\nread line\necho '{}'\n", "rwxr-xr-x")
                .env("NEXHELM_CHECKOUT", home.resolve("src").toString())
                .file(".jbang/used", "");
        assertTrue(world.nex("doctor")
                .out()
                .contains("; " + home.resolve("src/jbang") + " nex-mcp answers, but not as nexhelm's server"));
        Path launcher = install();
        assertTrue(
                world.nex("doctor").out().contains("fail " + launcher + " ended with 3 before it answered"),
                () -> world.nex("doctor").out());
        Files.writeString(launcher, "#!/bin/sh\necho hello\n");
        assertTrue(world.nex("doctor").out().contains("writes something else than JSON"));
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec " + Path.of(System.getProperty("java.home"), "bin", "java") + " -cp '"
                        + System.getProperty("java.class.path") + "' nexhelm.mcp.ServerMain\n");
        assertTrue(
                world.nex("doctor").out().contains("ok   " + launcher + " answers an assistant's handshake"),
                () -> world.nex("doctor").out() + Files.exists(launcher));
        Files.writeString(
                launcher,
                "#!/bin/sh\n"
                    + "read line\n"
                    + "echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"serverInfo\":{\"name\":\"nexhelm\",\"version\":\"0.0.1\"},\"capabilities\":{\"tools\":{}}}}'\n");
        assertTrue(world.nex("doctor").out().contains("is version 0.0.1"));
    }
}
