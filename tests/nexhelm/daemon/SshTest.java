package nexhelm.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import nexhelm.json.Json;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSH's own client through the tunnel. */
class SshTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path temp;

    static GitServer git;
    static LiveDaemon daemon;
    static LiveDaemon.Session session;
    static TunnelPort tunnel;
    static String hostKey;

    @BeforeAll
    static void serve() throws Exception {
        Needs.program("ssh");
        Needs.program("ssh-keygen");
        git = GitServer.with(temp, Map.of("README.md", "# App\n"));
        daemon = LiveDaemon.start(temp.resolve("data"), git);
        session = daemon.session();
        tunnel = new TunnelPort(session.endpoint(), session.token());
        JsonNode answer = authorise(session, key("mine")).ok();
        assertTrue(answer.path("ok").asBoolean());
        hostKey = answer.path("host_key").asText();
    }

    @AfterAll
    static void stop() throws Exception {
        if (daemon != null) {
            tunnel.close();
            daemon.close();
            git.close();
        }
    }

    @Test
    void a_command_runs_in_the_repository_with_its_streams_and_exit_code() throws Exception {
        Command.Result result = ssh("mine", "pwd; cat; echo problem >&2; exit 5")
                .stdin("typed\n")
                .run(LIMIT);
        assertEquals(5, result.code(), result.err());
        assertEquals(session.repo().toRealPath() + "\ntyped\n", result.out());
        assertTrue(result.err().contains("problem"), result.err());
        assertTrue(hostKey.startsWith("ssh-ed25519 "), hostKey);
    }

    @Test
    void a_command_sees_nothing_of_the_daemons_environment() throws Exception {
        String environment = ssh("mine", "env").run(LIMIT).ok();
        assertFalse(environment.contains("NEXHELM") || environment.contains("JAVA"), environment);
        assertTrue(environment.contains("HOME=" + session.folder().resolve("home")), environment);
    }

    @Test
    void a_shell_of_a_terminal_has_one() throws Exception {
        List<String> words = new ArrayList<>(words("mine"));
        words.add(1, "-tt");
        Command.Result result = Command.of(words.toArray(String[]::new))
                .env("TERM", "vt100")
                .stdin("tty; echo $TERM; exit 3\n")
                .run(LIMIT);
        assertEquals(3, result.code(), result.out() + result.err());
        assertTrue(result.out().contains("/dev/pts/") && result.out().contains("vt100"), result.out());
    }

    @Test
    void a_hundred_megabytes_go_through_in_both_directions_unchanged() throws Exception {
        Path file = temp.resolve("large");
        byte[] some = new byte[100 << 20];
        new java.util.Random(7).nextBytes(some);
        Files.write(file, some);
        String sum = Command.of("sha256sum", file.toString()).run(LIMIT).ok().split(" ")[0];
        Path script = temp.resolve("through.sh");
        Files.writeString(
                script,
                "set -e; " + String.join(" ", words("mine", "'cat > received; sha256sum received'")) + " < " + file
                        + "; " + String.join(" ", words("mine", "cat received")) + " | sha256sum\n");
        List<String> sums = Command.of("sh", script.toString())
                .run(Duration.ofSeconds(120))
                .ok()
                .lines()
                .map(line -> line.split(" ")[0])
                .toList();
        assertEquals(List.of(sum, sum), sums);
    }

    @Test
    void only_the_authorised_key_opens_and_a_new_one_replaces_it() throws Exception {
        LiveDaemon.Session own = daemon.session();
        try (TunnelPort port = new TunnelPort(own.endpoint(), own.token())) {
            authorise(own, key("first")).ok();
            key("stranger");
            assertEquals(0, Command.of(at(port, "first", "true")).run(LIMIT).code());
            Command.Result stranger = Command.of(at(port, "stranger", "true")).run(LIMIT);
            assertEquals(255, stranger.code());
            assertTrue(stranger.err().contains("(publickey)"), stranger.err());
            authorise(own, key("second")).ok();
            assertEquals(255, Command.of(at(port, "first", "true")).run(LIMIT).code());
            assertEquals(0, Command.of(at(port, "second", "true")).run(LIMIT).code());
            String[] root = at(port, "second", "true");
            root[root.length - 2] = "root@127.0.0.1";
            assertEquals(255, Command.of(root).run(LIMIT).code());
        }
    }

    @Test
    void neither_ports_nor_the_agent_nor_files_by_sftp_are_forwarded() throws Exception {
        List<String> direct = new ArrayList<>(words("mine"));
        direct.addAll(1, List.of("-W", "127.0.0.1:" + daemon.url().replaceAll(".*:", "")));
        Command.Result refused = Command.of(direct.toArray(String[]::new)).run(LIMIT);
        assertNotEquals(0, refused.code());
        assertTrue(refused.err().contains("open failed"), refused.err());

        List<String> remote = new ArrayList<>(words("mine", "true"));
        remote.addAll(1, List.of("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22"));
        assertEquals(255, Command.of(remote.toArray(String[]::new)).run(LIMIT).code());

        List<String> agent = new ArrayList<>(words("mine", "echo \"<$SSH_AUTH_SOCK>\""));
        agent.add(1, "-A");
        assertEquals("<>\n", Command.of(agent.toArray(String[]::new)).run(LIMIT).out());

        List<String> subsystem = new ArrayList<>(words("mine", "sftp"));
        subsystem.add(1, "-s");
        assertNotEquals(
                0, Command.of(subsystem.toArray(String[]::new)).run(LIMIT).code());
    }

    @Test
    void the_tunnel_opens_for_the_token_of_a_session_with_a_shell_only() throws Exception {
        assertTrue(refusal(session.endpoint(), "wst-wrong").contains("401"));
        LiveDaemon.Session plain = daemon.session(Json.object().put("owner_id", "u-1"));
        assertTrue(refusal(plain.endpoint(), plain.token()).contains("403"));
        assertEquals("403 scope_missing", authorise(plain, key("plain")).refused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519",
                "ssh-ed25519 AAAA",
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7",
                "command=\"id\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0000000000000000000000000000000000000000000",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ000000000000000000000000000000000000000000 x\nssh-ed25519 AAAA"
            })
    void what_is_no_single_ed25519_key_is_refused(String line) throws Exception {
        assertEquals("422 invalid_public_key", authorise(session, line).refused());
        assertEquals(0, ssh("mine", "true").run(LIMIT).code());
    }

    @Test
    void the_end_of_the_workspace_ends_its_sessions() throws Exception {
        LiveDaemon.Session own = daemon.session();
        try (TunnelPort port = new TunnelPort(own.endpoint(), own.token())) {
            authorise(own, key("ending")).ok();
            Process process = Command.of(at(port, "ending", "touch here; sleep 300; echo survived"))
                    .start();
            while (process.isAlive() && !Files.exists(own.repo().resolve("here"))) {
                Thread.sleep(20);
            }
            daemon.control("/workspaces/" + own.id() + "/end", Json.object().put("owner_id", "u-1"))
                    .ok();
            assertNotEquals(0, process.waitFor());
            assertEquals("", new String(process.getInputStream().readAllBytes()));
        }
    }

    private static String refusal(String endpoint, String token) {
        CompletionException e = assertThrows(
                CompletionException.class, () -> TunnelPort.open(endpoint, token, new WebSocket.Listener() {}));
        WebSocketHandshakeException refused = (WebSocketHandshakeException) e.getCause();
        return String.valueOf(refused.getResponse().statusCode());
    }

    private static LiveDaemon.Answer authorise(LiveDaemon.Session who, String line) throws Exception {
        return who.post("/tunnel/authorize_key", Json.object().put("public_key", line));
    }

    /** Makes a key pair and gives its public half. */
    private static String key(String name) throws Exception {
        Path file = temp.resolve(name);
        if (!Files.exists(file)) {
            Command.of("ssh-keygen", "-t", "ed25519", "-f", file.toString(), "-N", "", "-q", "-C", "nex-" + name)
                    .run(LIMIT)
                    .ok();
        }
        return Files.readString(temp.resolve(name + ".pub")).strip();
    }

    private static Command ssh(String key, String command) {
        return Command.of(words(key, command).toArray(String[]::new));
    }

    private static List<String> words(String key, String... command) {
        return List.of(at(tunnel, key, command));
    }

    private static String[] at(TunnelPort port, String key, String... command) {
        List<String> words = new ArrayList<>(List.of(
                "ssh",
                "-F",
                "/dev/null",
                "-p",
                String.valueOf(port.port()),
                "-i",
                temp.resolve(key).toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "workspace@127.0.0.1"));
        words.addAll(List.of(command));
        return words.toArray(String[]::new);
    }
}
