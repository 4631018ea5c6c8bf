package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nexhelm.support.Command;
import nexhelm.support.NexMain;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code update} in each way to be installed; JBang is a script that writes down how it was called. */
class UpdateCommandTest {

    @TempDir
    Path home;

    @Test
    void a_checkout_and_the_alias_are_told_how() {
        var world = TestWorld.in(home);
        assertEquals(
                """
                nex 0.4.0, run by JBang as nex@nexhelm
                update it by:
                  jbang --fresh nex@nexhelm --version
                """.replace("0.4.0", nexhelm.Version.STRING),
                world.nex("update").out());
        assertEquals(
                """
                nex 0.4.0, the checkout /src/nexhelm
                update it by:
                  git -C /src/nexhelm pull --ff-only
                """.replace("0.4.0", nexhelm.Version.STRING),
                world.env("NEXHELM_CHECKOUT", "/src/nexhelm").nex("update").out());
    }

    @Test
    void installed_launchers_are_installed_anew_by_the_new_program() throws IOException {
        Path jbang = script("jbang", "echo \"$@\" >> '" + home + "/called'");
        var checked = installed(jbang, "", "update", "--check").ok();
        assertTrue(
                checked.endsWith(
                        "it is updated by:\n  " + jbang + " --fresh nex@nexhelm install --bin-dir " + home + "/bin\n"),
                checked);
        assertFalse(Files.exists(home.resolve("called")), "--check changes nothing");
        assertTrue(installed(jbang, "n\n", "update").ok().endsWith("nothing was changed\n"));
        assertFalse(Files.exists(home.resolve("called")));
        assertTrue(installed(jbang, "", "update", "-y").ok().contains("ok updated"));
        assertEquals(
                "--fresh nex@nexhelm install --bin-dir " + home + "/bin\n", Files.readString(home.resolve("called")));
    }

    @Test
    void an_update_that_fails_says_why() throws IOException {
        Path jbang = script("jbang", "echo working; echo '[jbang] [ERROR] no network' >&2; exit 3");
        var result = installed(jbang, "", "update", "-y");
        assertEquals(3, result.code(), result.out());
        assertTrue(result.err().contains("failed (3): [jbang] [ERROR] no network"), result.err());
        assertEquals(3, installed(home.resolve("absent"), "", "update", "-y").code());
    }

    private Command.Result installed(Path jbang, String stdin, String... words) {
        var command = new ArrayList<>(List.of(NexMain.command()));
        command.add(1, "-Dnex.engine=" + home.resolve("bin/nex-engine"));
        command.addAll(List.of(words));
        return Command.of(command.toArray(String[]::new))
                .without("NEXHELM_CHECKOUT")
                .env("HOME", home)
                .env("NEX_JBANG", jbang)
                .stdin(stdin)
                .run(Duration.ofSeconds(60));
    }

    private Path script(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }
}
