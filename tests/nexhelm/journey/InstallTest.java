package nexhelm.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.support.FileServer;
import nexhelm.support.JBangHome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other two ways in: launchers that need neither JBang nor the checkout, and a catalog at a URL. */
class InstallTest {

    @TempDir
    Path temp;

    @Test
    void installed_launchers_work_from_any_folder_and_home_and_find_their_engine() throws Exception {
        Path installer = Files.createDirectories(temp.resolve("installer"));
        Command.Result installed = Command.jbang(
                        "nex",
                        "install",
                        "--workspace",
                        "--bin-dir",
                        temp.resolve("bin").toString())
                .env("HOME", installer)
                .env("JBANG_DIR", Home.jbangDir())
                .env("JBANG_REPO", Home.repository())
                .in(temp)
                .run(Home.LIMIT);
        assertEquals(0, installed.code(), installed.err());
        assertTrue(
                installed.out().contains("\"mcpServers\"")
                        && installed.out().contains(temp.resolve("bin/nex-mcp").toString()),
                installed.out());
        assertTrue(installed.err().contains("is not on the PATH"), installed.err());
        for (String program : new String[] {"nex", "nex-mcp", "nex-engine", "nex-workspace"}) {
            assertTrue(
                    Command.of(temp.resolve("bin").resolve(program).toString(), "--version")
                            .env("HOME", "/nonexistent")
                            .env("PATH", "/bin")
                            .in(Path.of("/"))
                            .run(Home.LIMIT)
                            .ok()
                            .startsWith(program + " "),
                    program);
        }
        String update = Command.of(temp.resolve("bin/nex").toString(), "update", "--check")
                .env("HOME", temp)
                .without("NEXHELM_CHECKOUT")
                .run(Home.LIMIT)
                .ok();
        assertTrue(
                update.endsWith("it is updated by:\n  git -C " + Checkout.root() + " pull --ff-only\n  "
                        + Checkout.root().resolve("jbang") + " nex install --bin-dir " + temp.resolve("bin") + "\n"),
                update);
        Path readOnly = Files.createDirectories(temp.resolve("read-only"));
        readOnly.toFile().setWritable(false);
        try (var home = new Home(temp.resolve("home"), temp.resolve("bin/nex").toString())) {
            Command.Result result = home.command("try")
                    .env("PATH", "/usr/bin:/bin")
                    .in(readOnly)
                    .run(Home.LIMIT);
            assertEquals(0, result.code(), result.err());
            assertEquals("complete", Home.row(result.out(), "stop_reason"));
            // the shell finds no nex here, so that is shown which was called
            assertTrue(result.out().contains("\n  " + temp.resolve("bin/nex") + " workflow trace "), result.out());
        }
        try (var home = new Home(temp.resolve("fresh"), temp.resolve("bin/nex").toString())) {
            Command.Result result = home.command("workflow", "list")
                    .env("PATH", temp.resolve("bin") + ":/usr/bin:/bin")
                    .in(temp)
                    .run(Home.LIMIT);
            assertTrue(result.err().contains("without an account: nex try; or"), result.err());
        }
    }

    @Test
    void from_a_catalog_at_a_url_the_engine_is_found_in_the_same_catalog() throws Exception {
        try (var server = FileServer.of(Checkout.root())) {
            String jbang = JBangHome.in(temp.resolve("jbang")).toString();
            Command.jbang("catalog", "add", "--name", "nexhelm", server.url("jbang-catalog.json"))
                    .env("JBANG_DIR", jbang)
                    .in(temp)
                    .run(Home.LIMIT)
                    .ok();
            try (var home = new Home(temp.resolve("home"), Checkout.wrapper().toString(), "nex@nexhelm")) {
                Command.Result result = home.command("try")
                        .env("JBANG_DIR", jbang)
                        .env("JBANG_REPO", Home.repository())
                        .env("NEX_JBANG", Checkout.wrapper())
                        .without("NEXHELM_CHECKOUT")
                        .run(Home.LIMIT);
                assertEquals(0, result.code(), result.err());
                assertEquals("complete", Home.row(result.out(), "stop_reason"));
                assertTrue(result.out().contains("\n  jbang nex@nexhelm workflow trace "), result.out());
            }
        }
    }
}
