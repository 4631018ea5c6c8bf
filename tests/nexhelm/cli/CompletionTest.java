package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexhelm.http.StubServer;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import nexhelm.support.NexMain;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell is offered, and the scripts in the real shells. */
class CompletionTest {

    private static final String RUNS = """
        {"runs": [{"id": "run-1", "status": "verified", "proposal": {"task_name": "Annual review"}},
                  {"id": "run-2", "status": "failed", "proposal": null},
                  {"id": "$(touch /tmp/x)", "status": "evil"}, {"id": "a b"}, {"id": "x;y"}, {"id": "-rf"}, {"id": 5}]}\
        """;

    @TempDir
    Path home;

    private final StubServer backend = StubServer.start();
    private TestWorld world;

    @BeforeEach
    void signIn() {
        backend.on("GET /workflow-lab/runs", RUNS)
                .on(
                        "GET /workflow-lab/sandbox-accounts",
                        "{\"sandbox_accounts\": [{\"sandbox_user_id\": \"sb-1\", \"sandbox_user_email\": \"s@x\"}]}")
                .on("GET /task_definitions", "[{\"id\": \"td-1\", \"name\": \"Letter\"}]")
                .on("GET /task-schedules", "{\"task_schedules\": [{\"id\": \"ts-1\", \"name\": \"Monday\"}]}")
                .on(
                        "GET /agent-workspace/",
                        "[{\"workspace_id\": \"ws-0\", \"status\": \"ended\"}, {\"workspace_id\": \"ws-1\","
                                + " \"status\": \"ready\"}]");
        world = TestWorld.signedIn(home, backend.url());
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void commands_options_values_and_profiles() {
        assertEquals("workflow workspace", offered("wo"));
        assertEquals("init check apply export", offered("sandbox", "blueprint", ""));
        assertEquals(
                "--json --fields",
                offered("workflow", "list", "-n", "3", "--json", "--")
                        .replaceAll("(^| )(?!--json|--fields)\\S+", "")
                        .strip());
        assertEquals("approved rejected", offered("workflow", "evaluator", "r", "--verdict", ""));
        assertEquals("bash", offered("completion", "b"));
        assertEquals("exit-codes environment", offered("help", "e"));
        world.file(".nex/profiles/work", world.read(".nex/config"), "rw-------");
        assertEquals("default work", offered("--profile", ""));
        assertEquals("work", offered("workflow", "list", "--profile", "w"));
        assertEquals("work", offered("profile", "use", "w"));
        assertEquals("list", offered("--profile", "work", "workflow", "li"));
        assertEquals("", offered("nonsense", ""));
        assertEquals("", offered("workflow", "designer", "-f", ""), "files are the shell's own");
        assertFalse(offered("workspace", "").contains("_proxy"));
        assertEquals(List.of(), backend.asked());
    }

    @Test
    void words_of_a_fixed_choice_come_from_the_declaration() {
        assertEquals(
                "hourly daily weekly monthly quarterly once on_client_email",
                offered("tasks", "create-schedule", "td-1", "--frequency", ""));
        assertEquals("se_default se_read_only", offered("workspace", "start", "--scope", "se"));
        assertEquals("eng_default", offered("workspace", "enter", "--scope", ""));
        assertEquals("google sharepoint", offered("sandbox", "blueprint", "export", "--provider", ""));
        assertEquals("approved rejected", offered("try", "--verdict", ""));
        assertEquals("on off", offered("config", "set", "keychain", ""));
        assertEquals("sb-1", offered("config", "set", "default_sandbox_user_id", ""));
        assertEquals("", offered("config", "set", "frontend_url", ""));
        assertEquals("keychain", offered("config", "get", "k"));
        assertEquals("GET POST PUT DELETE HEAD", offered("api", ""));
        assertEquals("claude claude-desktop", offered("mcp", "config", "cla").replaceAll(" codex.*", ""));
        assertEquals("backend frontend", offered("code", "test", ""));
        assertEquals("worker", offered("code", "logs", "w"));
    }

    @Test
    void a_value_behind_an_equals_sign_is_completed_as_each_shell_splits_it() {
        String fish = world.nex(Completion.ASKED, "fish", "tasks", "create-schedule", "td-1", "--frequency=w")
                .out();
        assertEquals("--frequency=weekly", first(fish));
        assertEquals("weekly", offered("tasks", "create-schedule", "td-1", "--frequency", "=", "w"));
        assertEquals("approved rejected", offered("workflow", "evaluator", "r", "--verdict", "="));
        assertEquals("run-1 run-2 5", offered("workflow", "evaluator", "--verdict", "=", "approved", ""));
    }

    @Test
    void ids_are_those_of_the_backend_and_nothing_that_a_shell_could_run() {
        assertEquals("run-1\tverified, Annual review\nrun-2\tfailed\n5\t\n", raw("workflow", "show", ""));
        assertEquals("run-1 run-2 5", offered("workflow", "diff", "run-1", ""));
        assertEquals("sb-1", offered("workflow", "designer", "--sandbox-user-id", ""));
        assertEquals("td-1", offered("tasks", "get-def", "t"));
        assertEquals("ts-1", offered("tasks", "trigger", ""));
        assertEquals("ws-1", offered("workspace", "status", ""));
        assertEquals("ws-1", offered("code", "read", "--workspace-id", ""));
    }

    @Test
    void ids_are_kept_for_some_seconds_and_outlive_a_backend_that_is_gone() throws IOException {
        assertEquals("run-1 run-2 5", offered("workflow", "show", ""));
        assertEquals("run-1 run-2", offered("workflow", "run", "run-"));
        assertEquals(1, backend.asked().size());
        try (Stream<Path> files = Files.list(home.resolve(".nex/cache"))) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                assertFalse(Files.readString(file).contains(TestWorld.TOKEN));
            }
        }
        world.now("2026-03-04T10:01:00Z");
        backend.on("GET /workflow-lab/runs", "{\"runs\": [{\"id\": \"run-3\"}]}");
        assertEquals("run-3", offered("workflow", "show", ""));
        world.now("2026-03-04T10:02:00Z");
        backend.on("GET /workflow-lab/runs", StubServer.json(500, "{}"));
        assertEquals("run-3", offered("workflow", "show", ""));
        world.now("2026-03-04T10:03:00Z");
        backend.close();
        assertEquals("run-3", offered("workflow", "show", ""));
    }

    @Test
    void a_backend_that_does_not_answer_is_asked_once_and_not_waited_for() {
        var held = new CountDownLatch(1);
        backend.on("GET /workflow-lab/runs", exchange -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertEquals("", offered("workflow", "show", ""), "it answers though the backend still holds the request");
        assertEquals("", offered("workflow", "show", ""));
        assertEquals(1, backend.asked().size(), "the next key does not wait again");
        held.countDown();
    }

    @Test
    void trouble_is_never_shown() {
        for (String config : List.of("{", "[]", "{\"backend_url\": \"https://api.nexhelm.ai\", \"user_id\": \"u\"}")) {
            world.config(config);
            var result = world.nex(Completion.ASKED, "bash", "workflow", "show", "");
            assertEquals(0, result.code());
            assertEquals("", result.all());
        }
        world.config(TestWorld.configOf(backend.url())).now("2100-01-01T00:00:00Z");
        assertEquals(
                "", world.nex(Completion.ASKED, "bash", "workflow", "show", "").all());
        assertEquals(
                "",
                world.nex(Completion.ASKED, "bash", "--profile", "no/such", "workflow", "show", "")
                        .all());
        assertEquals(2, world.nex("completion", "tcsh").code());
        assertEquals(List.of(), backend.asked());
    }

    @Test
    void nobody_signed_in_leaves_no_file_behind() {
        var fresh = TestWorld.in(home.resolve("fresh"));
        assertEquals(
                "", fresh.nex(Completion.ASKED, "bash", "workflow", "show", "").all());
        assertFalse(fresh.has(".nex"));
    }

    @Test
    void bash_completes() throws IOException {
        String script = "eval \"$(nex completion bash)\"; COMP_WORDS=(nex workflow show run); COMP_CWORD=3; _nex;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"; complete -p nex";
        String out = shell(Needs.program("bash").toString(), "--norc", "-c", script);
        assertTrue(out.startsWith("run-1\nrun-2\n"), out);
        assertTrue(out.contains("-F _nex nex"), out);
        String choice = "eval \"$(nex completion bash)\"; COMP_WORDS=(nex tasks create-schedule td-1 --frequency = m);"
            + " COMP_CWORD=6; _nex; echo \"${COMPREPLY[@]}\"; COMP_WORDS=(nex config set keychain ''); COMP_CWORD=4;"
            + " _nex; echo \"${COMPREPLY[@]}\"";
        assertEquals("monthly\non off\n", shell(Needs.program("bash").toString(), "--norc", "-c", choice));
    }

    @Test
    void fish_completes() throws IOException {
        Path fish = Needs.program("fish");
        String load = "nex completion fish | source; complete -C ";
        assertEquals(
                "run-1\tverified, Annual review\nrun-2\tfailed\n5\n",
                shell(fish.toString(), "--no-config", "-c", load + "'nex workflow show '"));
        assertEquals(
                "approved\nrejected\n",
                shell(fish.toString(), "--no-config", "-c", load + "'nex workflow evaluator r --verdict '"));
        assertEquals(
                "--scope=eng_default\n",
                shell(fish.toString(), "--no-config", "-c", load + "'nex workspace start --scope=e'"));
        assertEquals("workflow workspace", first(shell(fish.toString(), "--no-config", "-c", load + "'nex wo'")));
        assertTrue(shell(fish.toString(), "--no-config", "-c", load + "'nex workflow designer -f /et'")
                .startsWith("/etc/"));
    }

    @Test
    void zsh_completes() throws IOException {
        // The line editor's part is played here: the words, where the cursor is, and the two functions that it offers.
        String script = "autoload -Uz compinit; compinit -u -D; source <(nex completion zsh); _describe() { print -rl"
            + " -- \"${(@P)3}\" }; _files() { print FILES }; words=(nex workflow show ''); CURRENT=4; _nex; words=(nex"
            + " workflow designer -f ''); CURRENT=5; _nex; words=(nex config set keychain o); CURRENT=5; _nex; print"
            + " ${_comps[nex]}";
        assertEquals(
                "run-1:verified, Annual review\nrun-2:failed\n5:\nFILES\non:\noff:\n_nex\n",
                shell(Needs.program("zsh").toString(), "-f", "-c", script));
    }

    @Test
    void powershell_passes_empty_words_behind_a_sign() {
        assertEquals(
                "workflow workspace",
                first(world.nex(Completion.ASKED, "powershell", "=wo").out()));
        assertTrue(first(world.nex(Completion.ASKED, "powershell", "=workflow", "=")
                        .out())
                .startsWith("designer refine"));
        assertTrue(world.nex("completion", "powershell").out().contains("(not tested)"));
    }

    private String offered(String... words) {
        return first(raw(words));
    }

    private String raw(String... words) {
        var all = Stream.concat(Stream.of(Completion.ASKED, "bash"), Stream.of(words));
        var result = world.nex(all.toArray(String[]::new));
        assertEquals(0, result.code());
        assertEquals("", result.err());
        return result.out();
    }

    private static String first(String out) {
        return out.lines().map(line -> line.replaceFirst("\t.*", "")).collect(Collectors.joining(" "));
    }

    private String shell(String... command) throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path nex = bin.resolve("nex");
        Files.writeString(
                nex,
                "#!/bin/sh\nexec "
                        + Stream.of(NexMain.command())
                                .map(word -> "'" + word + "'")
                                .collect(Collectors.joining(" "))
                        + " \"$@\"\n");
        Files.setPosixFilePermissions(nex, PosixFilePermissions.fromString("rwx------"));
        return Command.of(command)
                .env("HOME", home)
                .env("XDG_CONFIG_HOME", home.resolve("xdg"))
                .env("XDG_DATA_HOME", home.resolve("xdg"))
                .env("PATH", bin + ":" + System.getenv("PATH"))
                .without("NEX_TOKEN", "NEX_BACKEND_URL", "NEX_PROFILE")
                .run(Duration.ofSeconds(90))
                .ok();
    }
}
