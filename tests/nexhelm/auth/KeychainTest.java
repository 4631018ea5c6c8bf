package nexhelm.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nexhelm.http.StubServer;
import nexhelm.json.Json;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import nexhelm.support.NexMain;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens in a real Secret Service: gnome-keyring on a D-Bus session of the test's own. */
class KeychainTest {

    private static final String BUNDLE = """
        {"cli_token": "kc-token-1", "user_id": "u-7", "user_email": "ada@nexhelm.ai", "expires_at": 4102444800,
         "clients": []}\
        """;

    @TempDir
    Path home;

    private final StubServer backend = StubServer.start();
    private Process session;
    private String bus = "";

    @BeforeEach
    void unlock() throws IOException {
        Needs.program("secret-tool");
        Needs.program("gnome-keyring-daemon");
        backend.on(
                        "GET /auth/cli-config",
                        "{\"supabase_url\": \"" + backend.url() + "\", \"supabase_anon_key\": \"anon\"}")
                .on("POST /auth/v1/token", "{\"access_token\": \"acc\"}")
                .on("POST /auth/cli-token", BUNDLE)
                .on("GET /workflow-lab/runs", "{\"runs\": []}");
        Path run = Files.createDirectory(
                home.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        session = Command.of(
                        Needs.program("dbus-run-session").toString(),
                        "--",
                        "sh",
                        "-c",
                        "printf 'pass phrase' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;"
                                + " echo \"$DBUS_SESSION_BUS_ADDRESS\"; cat >/dev/null")
                .env("HOME", home)
                .env("XDG_DATA_HOME", home.resolve("data"))
                .env("XDG_RUNTIME_DIR", run)
                .without("DISPLAY", "WAYLAND_DISPLAY")
                .start();
        bus = new BufferedReader(new InputStreamReader(session.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertTrue(bus.startsWith("unix:"), bus);
    }

    @AfterEach
    void lock() throws Exception {
        backend.close();
        if (session != null) {
            List<ProcessHandle> children = session.descendants().toList();
            session.getOutputStream().close();
            if (!session.waitFor(10, TimeUnit.SECONDS)) {
                session.destroyForcibly();
            }
            children.forEach(ProcessHandle::destroy);
        }
    }

    @Test
    void a_login_with_the_keychain_leaves_no_token_in_the_file_and_works() throws Exception {
        var login = nex("auth", "setup", "-b", backend.url(), "-e", "ada@nexhelm.ai", "--keychain");
        assertEquals(0, login.code(), login.out() + login.err());
        assertTrue(login.out().contains("ok GET /workflow-lab/runs reachable"), login.out());
        assertTrue(login.out().contains("its tokens to the system's keychain"), login.out());
        assertFalse(file().contains("kc-token-1"), file());
        assertEquals(
                "Bearer kc-token-1",
                backend.seen().get(backend.seen().size() - 1).headers().get("authorization"));
        assertEquals("kc-token-1\n", nex("auth", "token").out());

        String status = nex("auth", "status").out();
        assertTrue(status.contains("token_store                  the system's keychain\n"), status);

        assertEquals(0, nex("auth", "github-link", "--fgt", "github_pat_77").code());
        assertFalse(file().contains("github_pat_77"), file());
        backend.on("POST /auth/cli-token", BUNDLE.replace("kc-token-1", "kc-token-2"));
        assertEquals(
                0,
                nex("auth", "setup", "-b", backend.url(), "-e", "ada@nexhelm.ai")
                        .code());
        assertFalse(file().contains("kc-token-2"), "a profile that has the keychain keeps it");
        assertEquals("kc-token-2\n", nex("auth", "token").out());
        String listed = nex("config", "list").out();
        assertTrue(listed.matches("(?s).*cli_token +\\(set\\).*github_fgt +\\(set\\).*keychain +on.*"), listed);

        assertEquals(0, nex("auth", "clear").code());
        assertEquals(1, stored().code(), "nothing is left in the keychain");
    }

    @Test
    void on_moves_the_tokens_there_and_off_moves_them_back() throws Exception {
        TestWorld.signedIn(home, backend.url());
        assertEquals(0, nex("auth", "github-link", "--fgt", "github_pat_77").code());
        var on = nex("config", "set", "keychain", "on");
        assertEquals("ok keychain is now on\n", on.out(), on.err());
        assertFalse(file().contains(TestWorld.TOKEN) || file().contains("github_pat_77"), file());
        assertEquals(0, stored().code());
        assertEquals("on\n", nex("config", "get", "keychain").out());
        assertEquals(0, nex("workflow", "list").code());
        var off = nex("config", "set", "keychain", "off");
        assertEquals("ok keychain is now off\n", off.out(), off.err());
        var back = Json.parse(file());
        assertEquals(TestWorld.TOKEN, back.path("cli_token").asText());
        assertEquals("github_pat_77", back.path("github_fgt").asText());
        assertEquals(1, stored().code(), "nothing is left in the keychain");
    }

    @Test
    void a_keychain_that_is_not_there_is_one_line_and_loses_nothing() throws Exception {
        TestWorld.signedIn(home, backend.url());
        String before = file();
        bus = "unix:path=" + home.resolve("nobody");
        var on = nex("config", "set", "keychain", "on");
        assertEquals(2, on.code(), on.out());
        assertTrue(on.err().startsWith("config error: the system's keychain cannot be used: "), on.err());
        assertFalse(on.err().contains(TestWorld.TOKEN), on.err());
        assertEquals(before, file());
        assertEquals(0, nex("workflow", "list").code(), "the file is as good as before");

        TestWorld.in(home).config(before.replace("\"user_id\"", "\"keychain\": true, \"user_id\""));
        var list = nex("workflow", "list");
        assertEquals(2, list.code());
        assertTrue(list.err().contains("the system's keychain cannot be used"), list.err());
    }

    @Test
    void an_entry_that_is_gone_says_to_sign_in_and_a_login_repairs_it() throws Exception {
        TestWorld.signedIn(home, backend.url());
        nex("config", "set", "keychain", "on");
        tool("clear");
        var list = nex("workflow", "list");
        assertEquals(2, list.code());
        assertTrue(list.err().contains("its token is in the system's keychain, and there is none for it"), list.err());
        assertTrue(list.err().contains("sign in again"), list.err());
        assertEquals(
                0,
                nex("auth", "setup", "-b", backend.url(), "-e", "a@nexhelm.ai").code());
        assertEquals("kc-token-1\n", nex("auth", "token").out());
        assertFalse(file().contains("kc-token-1"));
    }

    private String file() throws IOException {
        return Files.readString(home.resolve(".nex/config"));
    }

    private Command.Result stored() {
        return tool("lookup");
    }

    private Command.Result tool(String verb) {
        return Command.of(
                        "secret-tool",
                        verb,
                        "service",
                        "nexhelm",
                        "account",
                        home.resolve(".nex/config").toString())
                .env("DBUS_SESSION_BUS_ADDRESS", bus)
                .run(Duration.ofSeconds(30));
    }

    private Command.Result nex(String... words) {
        var command = new ArrayList<>(List.of(NexMain.command()));
        command.addAll(List.of(words));
        return Command.of(command.toArray(String[]::new))
                .env("HOME", home)
                .env("NEX_PASSWORD", "geheim")
                .env("DBUS_SESSION_BUS_ADDRESS", bus)
                .without("NEX_TOKEN", "NEX_BACKEND_URL", "NEX_PROFILE")
                .run(Duration.ofSeconds(90));
    }
}
