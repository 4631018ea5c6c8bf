package nexhelm.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexhelm.json.Json;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import nexhelm.support.NexMain;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's workspaces, which are those of the daemon beside it; and the Python reference as their client. */
class EngineWorkspacesTest {

    private static final String TOKEN = "github_pat_CANARY5";

    @TempDir
    static Path temp;

    static WorkspaceLab lab;
    static GitServer git;
    static RunningEngine engine;
    static String token;
    static String user;

    @BeforeAll
    static void serve() throws Exception {
        lab = WorkspaceLab.start(
                temp,
                Map.of(
                        "README.md",
                        "# App\n",
                        "app/main.py",
                        "x = 41 + 1\n",
                        ".nex/workspace.json",
                        "{\"areas\": {\"backend\": {\"test\": [\"echo\", \"tested\"], \"test_pattern\":"
                                + " [\"{pattern}\"], \"lint\": [\"sh\", \"-c\", \"echo bad; exit 3\"], \"typecheck\":"
                                + " [\"true\"]}}}"));
        git = lab.git();
        engine = lab.engine();
        token = lab.token();
        user = lab.user();
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void a_workspace_is_started_shown_listed_and_ended() throws Exception {
        JsonNode started = post("/agent-workspace/start", wish()).ok();
        String id = started.path("workspace_id").asText();
        assertEquals("running", started.path("status").asText());
        assertTrue(started.path("endpoint").asText().startsWith("http://127.0.0.1:"), started::toString);
        assertEquals(
                "# App\n",
                LiveDaemon.send(
                                "POST",
                                started.path("endpoint").asText() + "/code/read",
                                started.path("session_token").asText(),
                                "{\"path\":\"README.md\"}")
                        .ok()
                        .path("content")
                        .asText());
        LiveDaemon.Answer shown = get("/agent-workspace/" + id + "?user_id=" + user);
        assertEquals("running", shown.ok().path("status").asText());
        assertFalse(shown.body().contains("wst-"), shown.body());
        assertTrue(get("/agent-workspace/?user_id=" + user).body().contains(id));
        assertEquals(
                "ended",
                post("/agent-workspace/" + id + "/end", Json.object().put("user_id", user))
                        .ok()
                        .path("status")
                        .asText());
        assertEquals("ended", get("/agent-workspace/" + id).ok().path("status").asText());
    }

    @Test
    void what_the_daemon_refuses_the_engine_refuses_alike() throws Exception {
        assertEquals(
                "422 invalid_scope",
                post("/agent-workspace/start", wish().put("scope", "root")).refused());
        assertEquals("404 workspace_not_found", get("/agent-workspace/ws-x").refused());
        assertEquals(
                "404 workspace_not_found",
                get("/agent-workspace/..%2F..%2Fhealthz").refused());
        assertEquals(
                "403 user_mismatch",
                post("/agent-workspace/start", wish().put("user_id", "somebody-else"))
                        .refused());
        assertEquals(
                "401 invalid_token",
                LiveDaemon.send("GET", engine.url() + "/agent-workspace/", "wrong", "")
                        .refused());
    }

    @Test
    void without_a_daemon_or_with_a_state_file_that_could_be_planted_the_engine_says_how_to_start_one()
            throws Exception {
        Path folder = Files.createDirectories(temp.resolve("planted"));
        Path file = folder.resolve("workspace.json");
        String good = Files.readString(temp.resolve("daemon/workspace.json"));
        Path data = Files.createDirectories(temp.resolve("alone"));
        try (RunningEngine alone = RunningEngine.start(data, "--workspaces", folder.toString())) {
            LiveDaemon.Answer none = start(alone);
            assertEquals("503 workspaces_off", none.refused());
            assertTrue(none.body().contains("nex-workspace serve --allow-exec"), none.body());
            for (String planted : List.of(
                    good.replaceAll("http://127.0.0.1:[0-9]+", "http://192.0.2.1:80"),
                    good.replaceAll("http://127.0.0.1:[0-9]+", "http://127.0.0.1:1"),
                    good.replaceAll("(?<=control_secret\": \").", "~"),
                    "{")) {
                write(file, planted, "rw-------");
                assertEquals("503 workspaces_off", start(alone).refused(), planted);
            }
            write(file, good, "rw-r--r--");
            assertEquals("503 workspaces_off", start(alone).refused());
            write(folder.resolve("elsewhere"), good, "rw-------");
            Files.delete(file);
            Files.createSymbolicLink(file, folder.resolve("elsewhere"));
            assertEquals("503 workspaces_off", start(alone).refused());
            Files.delete(file);
            write(file, good, "rw-------");
            assertEquals("running", start(alone).ok().path("status").asText());
        }
    }

    @Test
    void an_engine_for_others_has_no_workspaces() throws Exception {
        Path data = Files.createDirectories(temp.resolve("public"));
        RunningEngine.addUser(data, "kim@nexhelm.ai", "correct horse, battery");
        try (RunningEngine others = RunningEngine.start(
                data,
                "--public-url",
                "https://lab.example",
                "--workspaces",
                temp.resolve("daemon").toString())) {
            String port = "http://127.0.0.1:"
                    + Json.parse(Files.readString(data.resolve("engine.json")))
                            .path("port")
                            .asText();
            JsonNode session = LiveDaemon.send(
                            "POST",
                            port + "/auth/v1/token?grant_type=password",
                            "",
                            "{\"email\":\"kim@nexhelm.ai\",\"password\":\"correct horse, battery\"}",
                            "apikey",
                            LiveDaemon.send("GET", port + "/auth/cli-config", "", "")
                                    .ok()
                                    .path("supabase_anon_key")
                                    .asText())
                    .ok();
            JsonNode bundle = LiveDaemon.send(
                            "POST",
                            port + "/auth/cli-token",
                            "",
                            Json.compact(Json.object()
                                    .put(
                                            "supabase_access_token",
                                            session.path("access_token").asText())))
                    .ok();
            assertEquals(
                    "403 workspaces_local_only",
                    LiveDaemon.send(
                                    "POST",
                                    port + "/agent-workspace/start",
                                    bundle.path("cli_token").asText(),
                                    "{}")
                            .refused());
        }
    }

    @Test
    void the_reference_starts_a_workspace_and_goes_through_every_verb() throws Exception {
        Path python = Needs.peerPython();
        Path home = Files.createDirectories(temp.resolve("peer"));
        nex(
                        python,
                        home,
                        "auth",
                        "setup",
                        "-e",
                        "sam@nexhelm.ai",
                        "--backend-url",
                        engine.url(),
                        "--frontend-url",
                        engine.url())
                .stdin("correct horse, battery\n1\n")
                .run(Duration.ofSeconds(60))
                .ok();
        nex(python, home, "auth", "github-link", "--fgt", TOKEN)
                .run(Duration.ofSeconds(60))
                .ok();
        JsonNode started = json(python, home, "workspace", "start", "--branch", "se/peer");
        String id = started.path("workspace_id").asText();
        assertEquals(
                "running",
                json(python, home, "workspace", "status").path("status").asText());
        assertTrue(json(python, home, "workspace", "list").toString().contains(id));

        assertEquals(
                "x = 41 + 1\n",
                json(python, home, "code", "read", "app/main.py")
                        .path("content")
                        .asText());
        assertTrue(json(python, home, "code", "tree").toString().contains("app/main.py"));
        assertEquals(
                2,
                json(python, home, "code", "search", "x = .* 1|App")
                        .path("matches")
                        .size());
        assertTrue(json(python, home, "code", "write", "new.txt", "--content", "neu\n")
                .path("ok")
                .asBoolean());
        Path diff = Files.writeString(temp.resolve("peer.diff"), "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-neu\n+alt\n");
        assertTrue(json(python, home, "code", "patch", "new.txt", "-d", diff.toString())
                .path("applied")
                .asBoolean());
        assertEquals(
                "tested fees\n",
                json(python, home, "code", "test", "backend", "-k", "fees")
                        .path("stdout")
                        .asText());
        assertEquals(
                3,
                json(python, home, "code", "lint", "backend").path("exit_code").asInt());
        assertEquals(
                0,
                json(python, home, "code", "typecheck", "backend")
                        .path("exit_code")
                        .asInt());
        assertTrue(json(python, home, "code", "logs", "backend", "--grep", "bad")
                .toString()
                .contains("Z bad"));
        String sha =
                json(python, home, "code", "commit", "-m", "Peer").path("sha").asText();
        assertTrue(json(python, home, "code", "push").path("pushed").asBoolean());
        assertEquals(sha, git.bare("rev-parse", "se/peer"));
        assertEquals("alt", git.bare("show", "se/peer:new.txt"));
        assertEquals(
                "https://git.test/pr/7",
                json(python, home, "code", "pr", "-t", "Peer").path("url").asText());
        Command.Result gone = nex(python, home, "code", "read", "gone.py").run(Duration.ofSeconds(60));
        assertEquals(3, gone.code());
        assertTrue((gone.out() + gone.err()).contains("404"), gone.out() + gone.err());

        assertEquals(
                "ended", json(python, home, "workspace", "end").path("status").asText());
        assertFalse(Files.exists(home.resolve(".nex/active_workspace")));
    }

    @Test
    void our_own_client_goes_through_every_verb_and_its_exit_code_follows_the_check() throws Exception {
        Path home = Files.createDirectories(temp.resolve("own"));
        config(home);
        String id = own(home, "workspace", "start", "--branch", "se/own")
                .path("workspace_id")
                .asText();
        assertEquals("x = 41 + 1\n", ok(home, "code", "read", "app/main.py"));
        assertTrue(ok(home, "code", "tree").contains("main.py"));
        assertTrue(ok(home, "code", "search", "41").contains("app/main.py"));
        ok(home, "code", "write", "own.txt", "--content", "neu\n");
        Path diff =
                Files.writeString(temp.resolve("own.diff"), "--- a/own.txt\n+++ b/own.txt\n@@ -1 +1 @@\n-neu\n+alt\n");
        ok(home, "code", "patch", "own.txt", "-d", diff.toString());
        assertTrue(ok(home, "code", "test", "backend", "-k", "fees").contains("tested fees"));
        Command.Result lint = ours(home, "code", "lint", "backend").run(Duration.ofSeconds(60));
        assertTrue(lint.code() != 0 && lint.out().contains("bad"), lint.out() + lint.err());
        assertTrue(ok(home, "code", "logs", "backend", "--grep", "bad").contains("bad"));
        ok(home, "code", "commit", "-m", "Own");
        ok(home, "code", "push");
        assertEquals("alt", git.bare("show", "se/own:own.txt"));
        assertTrue(ok(home, "code", "pr", "-t", "Own").contains("https://git.test/pr/7"));
        assertTrue(ok(home, "workspace", "list").contains(id));
        ok(home, "workspace", "end");
        assertEquals("ended", get("/agent-workspace/" + id).ok().path("status").asText());
    }

    @Test
    void openssh_reaches_an_entered_workspace_by_its_name() throws Exception {
        Needs.program("ssh");
        Path home = Files.createDirectories(temp.resolve("entered"));
        config(home);
        String entered = ok(home, "workspace", "enter", "--no-open");
        String id = own(home, "workspace", "status").path("workspace_id").asText();
        assertTrue(entered.contains("nex." + id), entered);
        Path ssh = home.resolve(".ssh/config");
        Path proxy = temp.resolve("proxy.sh");
        Files.writeString(
                proxy,
                "#!/bin/sh\nexec env HOME=" + home + " " + String.join(" ", NexMain.command()) + " workspace _proxy "
                        + id + "\n");
        assertTrue(proxy.toFile().setExecutable(true));
        Command.Result result = Command.of(
                        "ssh",
                        "-F",
                        ssh.toString(),
                        "-o",
                        "BatchMode=yes",
                        "-o",
                        "ProxyCommand=" + proxy,
                        "nex." + id,
                        "cat README.md; cat")
                .env("HOME", home)
                .stdin("through the tunnel\n")
                .run(Duration.ofSeconds(60));
        assertEquals("# App\nthrough the tunnel\n", result.out(), result.err());
        ok(home, "workspace", "end");
        assertFalse(Files.readString(ssh).contains(id), () -> "left in " + ssh);
    }

    /** What a sign-in leaves, with a linked token. */
    private static void config(Path home) throws Exception {
        Files.createDirectories(home.resolve(".nex"));
        write(
                home.resolve(".nex/config"),
                Json.readable(Json.object()
                        .put("backend_url", engine.url())
                        .put("user_id", user)
                        .put("client_id", "c_demo")
                        .put("cli_token", token)
                        .put("cli_token_expires_at", 4102444800L)
                        .put("github_fgt", TOKEN)),
                "rw-------");
    }

    private static JsonNode own(Path home, String... words) throws Exception {
        List<String> all = new java.util.ArrayList<>(List.of(words));
        all.add("--json");
        return Json.parse(ok(home, all.toArray(String[]::new)));
    }

    /** The output of our own client, which must succeed and never show the linked token. */
    private static String ok(Path home, String... words) {
        Command.Result result = ours(home, words).run(Duration.ofSeconds(120));
        assertFalse((result.out() + result.err()).contains("CANARY"), result.out() + result.err());
        return result.ok();
    }

    private static Command ours(Path home, String... words) {
        List<String> all = new java.util.ArrayList<>(List.of(NexMain.command()));
        all.addAll(List.of(words));
        return Command.of(all.toArray(String[]::new))
                .in(home)
                .env("HOME", home)
                .env("NO_COLOR", "1")
                .without("NEX_BACKEND_URL", "NEX_TOKEN", "NEX_PROFILE");
    }

    private static JsonNode json(Path python, Path home, String... words) throws Exception {
        List<String> all = new java.util.ArrayList<>(List.of(words));
        all.add("--json");
        return Json.parse(nex(python, home, all.toArray(String[]::new))
                .run(Duration.ofSeconds(120))
                .ok());
    }

    private static Command nex(Path python, Path home, String... words) throws Exception {
        List<String> all =
                new java.util.ArrayList<>(List.of(python.resolveSibling("nex").toString()));
        all.addAll(List.of(words));
        return Command.of(all.toArray(String[]::new))
                .in(home)
                .env("HOME", home)
                .env("COLUMNS", "1000")
                .env("NO_COLOR", "1");
    }

    private static LiveDaemon.Answer start(RunningEngine asked) throws Exception {
        JsonNode bundle = LiveDaemon.send(
                        "POST",
                        asked.url() + "/auth/cli-token/local",
                        "",
                        Json.compact(Json.object().put("local_secret", asked.localSecret())))
                .ok();
        return LiveDaemon.send(
                "POST",
                asked.url() + "/agent-workspace/start",
                bundle.path("cli_token").asText(),
                "{}");
    }

    private static void write(Path file, String text, String mode) throws Exception {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static ObjectNode wish() {
        return Json.object().put("user_id", user).put("scope", "se_default").put("github_fgt", TOKEN);
    }

    private static LiveDaemon.Answer post(String path, ObjectNode body) throws Exception {
        return LiveDaemon.send("POST", engine.url() + path, token, Json.compact(body));
    }

    private static LiveDaemon.Answer get(String path) throws Exception {
        return LiveDaemon.send("GET", engine.url() + path, token, "");
    }
}
