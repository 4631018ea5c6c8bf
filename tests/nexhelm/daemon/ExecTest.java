package nexhelm.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import nexhelm.agents.Agents;
import nexhelm.daemon.exec.Limits;
import nexhelm.daemon.exec.Sandbox;
import nexhelm.json.Json;
import nexhelm.tool.Arg;
import nexhelm.tool.Inputs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands of a repository: what is run, what it sees, and how it ends. In every sandbox that this machine has. */
class ExecTest {

    private static final Limits SMALL =
            new Limits(System.getenv("PATH"), List.of(), false, 300L << 20, Duration.ofMinutes(10), 64 << 10, 60);

    @TempDir
    static Path temp;

    static GitServer git;
    static Map<Sandbox, LiveDaemon> daemons;
    static Map<Sandbox, LiveDaemon.Session> sessions;

    @BeforeAll
    static void serve() throws Exception {
        git = GitServer.with(temp, Map.of("README.md", "# App\n"));
        daemons = new java.util.EnumMap<>(Sandbox.class);
        sessions = new java.util.EnumMap<>(Sandbox.class);
        for (Sandbox sandbox : Sandbox.values()) {
            if (sandbox.works(SMALL)) {
                LiveDaemon daemon = LiveDaemon.start(
                        temp.resolve(sandbox.word()), Optional.empty(), SMALL, sandbox, Clock.systemUTC(), git.url());
                daemons.put(sandbox, daemon);
                sessions.put(sandbox, daemon.session());
            }
        }
    }

    @AfterAll
    static void stop() {
        daemons.values().forEach(LiveDaemon::close);
        git.close();
    }

    @Test
    void a_check_tells_how_it_ended_and_what_it_wrote() throws Exception {
        LiveDaemon.Session session = sessions.get(Sandbox.NONE);
        JsonNode good = run(Sandbox.NONE, "echo out; echo err >&2", 60);
        assertEquals(0, good.path("exit_code").asInt());
        assertEquals("out\nerr\n", good.path("stdout").asText());
        assertTrue(good.path("duration_s").asDouble() > 0);
        assertFalse(good.path("timed_out").asBoolean());
        assertEquals(7, run(Sandbox.NONE, "exit 7", 60).path("exit_code").asInt());
        JsonNode lines = session.post("/logs/tail", Json.object().put("component", "backend"))
                .ok()
                .path("lines");
        assertTrue(lines.toString().contains("Z out\""), lines::toString);
        JsonNode some = session.post(
                        "/logs/tail",
                        Json.object()
                                .put("component", "backend")
                                .put("grep", "er+$")
                                .put("limit", 1))
                .ok()
                .path("lines");
        assertEquals(1, some.size());
        assertTrue(some.path(0).asText().endsWith(" err"), some::toString);
        assertEquals(
                "404 component_not_found",
                session.post("/logs/tail", Json.object().put("component", "db")).refused());
        assertEquals(
                "422 invalid_pattern",
                session.post(
                                "/logs/tail",
                                Json.object().put("component", "backend").put("grep", "a("))
                        .refused());
    }

    @ParameterizedTest
    @EnumSource(Sandbox.class)
    void a_command_sees_nothing_of_the_daemons_environment(Sandbox sandbox) throws Exception {
        JsonNode result = run(sandbox, "env; cat /proc/self/environ | tr '\\0' '\\n'", 60);
        List<String> allowed = List.of(
                "PATH",
                "HOME",
                "TMPDIR",
                "LANG",
                "USER",
                "LOGNAME",
                "SHELL",
                "CI",
                "PWD",
                "OLDPWD",
                "SHLVL",
                "_",
                "NEX_WORKSPACE_RUN");
        for (String line : result.path("stdout").asText().lines().toList()) {
            assertTrue(allowed.contains(line.replaceFirst("=.*", "")), line);
        }
        assertTrue(result.path("stdout").asText().contains("HOME="));
        assertFalse(result.path("stdout").asText().contains(daemons.get(sandbox).secret()));
    }

    @ParameterizedTest
    @EnumSource(Sandbox.class)
    void time_is_up_for_a_command_and_all_that_it_started(Sandbox sandbox) throws Exception {
        String mark = mark();
        JsonNode result = run(
                sandbox,
                "(setsid sh -c 'sleep 300; echo " + mark + "' &) ; setsid sleep 300 & echo started; trap '' TERM; "
                        + "while :; do sleep 1; done; echo " + mark,
                2);
        assertEquals(124, result.path("exit_code").asInt());
        assertTrue(result.path("timed_out").asBoolean());
        assertEquals("time", result.path("stopped_by").asText());
        assertEquals("started\n", result.path("stdout").asText());
        assertEquals(List.of(), alive(mark));
    }

    @ParameterizedTest
    @EnumSource(Sandbox.class)
    void nothing_of_a_command_goes_on_after_its_end(Sandbox sandbox) throws Exception {
        String mark = mark();
        JsonNode result = run(sandbox, "(setsid sh -c 'sleep 300; echo " + mark + "' &); echo done", 60);
        assertEquals(0, result.path("exit_code").asInt());
        assertTrue(result.path("duration_s").asDouble() < 60, result::toString);
        assertEquals(List.of(), alive(mark));
    }

    @Test
    void a_flood_of_output_is_cut_in_its_middle() throws Exception {
        JsonNode result = run(Sandbox.NONE, "echo first; yes flood | head -c 50000000; echo last", 60);
        String text = result.path("stdout").asText();
        assertTrue(text.startsWith("first\n") && text.endsWith("last\n"), () -> text.substring(0, 100));
        assertTrue(result.path("truncated").asBoolean());
        assertTrue(text.length() < 70_000);
        assertTrue(text.contains("bytes left out"));
    }

    @ParameterizedTest
    @EnumSource(Sandbox.class)
    void memory_is_limited_for_all_processes_together(Sandbox sandbox) throws Exception {
        String mark = mark();
        String eater = "x = bytearray(200 << 20); import time; time.sleep(60)";
        JsonNode result = run(
                sandbox, "python3 -c '" + eater + "' " + mark + " & python3 -c '" + eater + "' " + mark + "; wait", 50);
        Assumptions.assumeFalse(result.path("stdout").asText().contains("not found"), "needs python3");
        assertEquals("memory", result.path("stopped_by").asText(), result::toString);
        assertEquals(137, result.path("exit_code").asInt());
        assertEquals(List.of(), alive(mark));
    }

    @ParameterizedTest
    @EnumSource(Sandbox.class)
    void processes_are_limited_in_number(Sandbox sandbox) throws Exception {
        JsonNode result = run(sandbox, "for i in $(seq 200); do sleep 100 & done; wait", 50);
        assertEquals("processes", result.path("stopped_by").asText(), result::toString);
    }

    @Test
    void in_bubblewrap_a_command_sees_its_workspace_and_no_other_file_nor_the_network() throws Exception {
        Files.writeString(temp.resolve("outside.txt"), "OUTSIDE");
        LiveDaemon daemon = required(Sandbox.BUBBLEWRAP);
        LiveDaemon.Session session = sessions.get(Sandbox.BUBBLEWRAP);
        String script =
                "pwd; cat " + temp.resolve("outside.txt") + "; ls " + temp + "; cat /etc/shadow; ls /root /home; "
                        + "touch written /usr/x; touch " + session.folder().resolve("git/x")
                        + "; git log --oneline; git status --short; "
                        + "echo > /dev/tcp/127.0.0.1/" + daemon.url().replaceAll(".*:", "")
                        + " && echo CONNECTED; ls /workspace";
        JsonNode result = run(Sandbox.BUBBLEWRAP, "bash -c '" + script + "'", 60);
        String text = result.path("stdout").asText();
        assertTrue(text.startsWith(Sandbox.INSIDE + "\n"), text);
        assertTrue(text.contains(" first"), text); // git reads the history
        assertTrue(text.contains("?? written"), text);
        assertFalse(text.contains("OUTSIDE"), text);
        assertFalse(text.contains("CONNECTED"), text);
        assertFalse(text.contains("root:"), text);
        assertTrue(text.contains("README.md"), text);
        assertTrue(Files.exists(session.repo().resolve("written")));
        assertFalse(Files.exists(Path.of("/usr/x")));
        assertFalse(Files.exists(session.folder().resolve("git/x")));
    }

    @Test
    void the_end_of_a_workspace_ends_its_commands() throws Exception {
        String mark = mark();
        LiveDaemon daemon = daemons.get(Sandbox.NONE);
        LiveDaemon.Session session = daemon.session();
        declare(session, "sh", "-c", "touch going; sleep 300; echo " + mark);
        CompletableFuture<LiveDaemon.Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return session.post("/exec/test", Json.object().put("area", "backend"));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        while (!Files.exists(session.repo().resolve("going")) && !answer.isDone()) {
            Thread.sleep(20);
        }
        daemon.control("/workspaces/" + session.id() + "/end", Json.object().put("owner_id", "u-1"))
                .ok();
        assertEquals("stop", answer.get().ok().path("stopped_by").asText());
        assertEquals(List.of(), alive(mark));
        assertFalse(Files.exists(session.repo()));
    }

    @Test
    void a_command_ends_within_seconds_when_its_client_goes_away() throws Exception {
        String mark = mark();
        LiveDaemon.Session session = daemons.get(Sandbox.NONE).session();
        declare(session, "sh", "-c", "touch going; sleep 300; echo " + mark);
        URI address = URI.create(session.endpoint());
        String body = "{\"area\": \"backend\"}";
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + address.getPath() + "/exec/test HTTP/1.1\r\nHost: " + address.getAuthority()
                                    + "\r\nAuthorization: Bearer " + session.token()
                                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            while (!Files.exists(session.repo().resolve("going"))) {
                Thread.sleep(20);
            }
            assertFalse(alive(mark).isEmpty());
        }
        long gone = System.nanoTime();
        while (!alive(mark).isEmpty() && System.nanoTime() - gone < 30_000_000_000L) {
            Thread.sleep(100);
        }
        assertTrue(System.nanoTime() - gone < 8_000_000_000L, "a few seconds are enough to notice");
    }

    /** The word of a command's help is the word of the daemon. */
    @ParameterizedTest
    @CsvSource({
        "logs,since_seconds,/logs/tail,component",
        "logs,limit,/logs/tail,component",
        "tree,max_depth,/code/tree,",
        "test,timeout_seconds,/exec/test,area"
    })
    void the_ranges_that_commands_state_are_those_of_the_daemon(String verb, String input, String path, String what)
            throws Exception {
        Arg stated = Agents.ALL.stream()
                .filter(agent -> agent.name().equals("code"))
                .flatMap(agent -> agent.tools().stream())
                .filter(tool -> tool.name().equals(verb))
                .flatMap(tool -> Inputs.of(tool.inputs()).stream())
                .filter(one -> one.name().equals(input))
                .findFirst()
                .orElseThrow()
                .arg();
        try (LiveDaemon daemon = LiveDaemon.start(temp.resolve(UUID.randomUUID().toString()), git)) {
            LiveDaemon.Session session = daemon.session();
            declare(session, "echo", "a line");
            session.post("/exec/test", Json.object().put("area", "backend")).ok();
            for (int value : new int[] {stated.min() - 1, stated.min(), stated.max(), stated.max() + 1}) {
                ObjectNode body = Json.object().put(input, value);
                if (what != null) {
                    body.put(what, "backend");
                }
                LiveDaemon.Answer answer = session.post(path, body);
                boolean within = value >= stated.min() && value <= stated.max();
                assertEquals(within ? 200 : 422, answer.status(), value + " " + answer.body());
            }
        }
    }

    @Test
    void an_area_of_the_file_has_its_own_folder_and_selects_tests() throws Exception {
        LiveDaemon.Session session = daemons.get(Sandbox.NONE).session();
        session.write("services/billing/x", "x").ok();
        session.write(".nex/workspace.json", """
            {"areas": {"billing": {"path": "services/billing", "test": ["sh", "-c", "pwd; echo $0 $1", "a"],
                                   "test_pattern": ["only={pattern}"], "lint": ["true"]}}}
            """).ok();
        JsonNode result = session.post(
                        "/exec/test", Json.object().put("area", "billing").put("pattern", "fees; touch x"))
                .ok();
        assertEquals(
                session.repo().resolve("services/billing").toRealPath() + "\na only=fees; touch x\n",
                result.path("stdout").asText());
        assertEquals(
                "0",
                session.post("/exec/lint", Json.object().put("area", "billing"))
                        .ok()
                        .path("exit_code")
                        .asText());
        assertEquals(
                "422 no_command",
                session.post("/exec/typecheck", Json.object().put("area", "billing"))
                        .refused());
        assertEquals(
                "404 area_not_found",
                session.post("/exec/test", Json.object().put("area", "backend")).refused());
        assertEquals(
                "422 invalid_area",
                session.post("/exec/test", Json.object().put("area", "../x")).refused());
        assertEquals(
                "422 invalid_pattern",
                session.post("/exec/test", Json.object().put("area", "billing").put("pattern", "--exec=x"))
                        .refused());
        assertEquals(
                "422 invalid_timeout_seconds",
                session.post("/exec/test", Json.object().put("area", "billing").put("timeout_seconds", 999_999))
                        .refused());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|The file is wrong",
                "[]|areas",
                "{\"areas\": {\"backend\": {\"test\": \"make test\"}}}|list of words",
                "{\"areas\": {\"backend\": {\"test\": []}}}|list of words",
                "{\"areas\": {\"backend\": {\"path\": \"../..\", \"test\": [\"true\"]}}}|outside",
                "{\"areas\": {\"backend\": {\"path\": \".git\", \"test\": [\"true\"]}}}|git",
            })
    void a_wrong_file_is_refused_with_its_fault(String file, String why) throws Exception {
        LiveDaemon.Session session = daemons.get(Sandbox.NONE).session();
        session.write(".nex/workspace.json", file).ok();
        LiveDaemon.Answer answer = session.post("/exec/test", Json.object().put("area", "backend"));
        assertTrue(answer.status() == 422 || answer.status() == 403, answer::body);
        assertTrue(
                answer.body().contains(why)
                        || why.startsWith("The") && answer.body().contains("wrong"),
                answer::body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "package.json|{\"scripts\":{\"test\":\"jest\",\"lint\":\"eslint\"}}|frontend|test|fee|npm run --silent"
                        + " test -- fee",
                "package.json|{\"scripts\":{\"lint\":\"eslint\"}}|frontend|lint|-|npm run --silent lint",
                "web/package.json|{\"scripts\":{\"type-check\":\"tsc\"}}|frontend|typecheck|-|npm run --silent"
                        + " type-check",
                "pyproject.toml|[tool.mypy]|backend|test|fees|python3 -m pytest -q -k fees",
                "server/pyproject.toml|[tool.ruff.lint]|backend|lint|-|python3 -m ruff check .",
                "pyproject.toml|[tool.mypy]|backend|typecheck|-|python3 -m mypy .",
                "pom.xml|<project/>|backend|test|FeeTest|mvn -B -q test -Dtest=FeeTest",
                "worker/go.mod|module x|worker|lint|-|go vet ./...",
                "Makefile|test: build|backend|test|-|make test",
                "Cargo.toml|[package]|backend|typecheck|-|cargo check --all-targets"
            })
    void without_a_file_the_build_files_say_what_is_run(
            String file, String content, String area, String check, String pattern, String command) throws Exception {
        LiveDaemon.Session session = daemons.get(Sandbox.NONE).session();
        session.write(file, content + "\n").ok();
        ObjectNode body = Json.object().put("area", area).put("timeout_seconds", 20);
        if (pattern != null) {
            body.put("pattern", pattern);
        }
        ArrayNode words = (ArrayNode) session.post("/exec/" + check, body).ok().path("command");
        assertEquals(
                command,
                String.join(
                        " ",
                        Stream.of(words)
                                .flatMap(all -> {
                                    List<String> list = new java.util.ArrayList<>();
                                    all.forEach(word -> list.add(word.asText()));
                                    return list.stream();
                                })
                                .toList()));
    }

    private static LiveDaemon required(Sandbox sandbox) {
        LiveDaemon daemon = daemons.get(sandbox);
        Assumptions.assumeTrue(daemon != null, sandbox.word() + " does not work on this machine");
        return daemon;
    }

    private static JsonNode run(Sandbox sandbox, String script, int seconds) throws Exception {
        required(sandbox);
        LiveDaemon.Session session = sessions.get(sandbox);
        declare(session, "sh", "-c", script);
        return session.post("/exec/test", Json.object().put("area", "backend").put("timeout_seconds", seconds))
                .ok();
    }

    private static void declare(LiveDaemon.Session session, String... words) throws Exception {
        ArrayNode command = Json.array();
        Stream.of(words).forEach(command::add);
        ObjectNode area = Json.object();
        area.set("test", command);
        ObjectNode areas = Json.object();
        areas.set("backend", area);
        ObjectNode file = Json.object();
        file.set("areas", areas);
        session.write(".nex/workspace.json", Json.compact(file)).ok();
    }

    private static String mark() {
        return "mark-" + UUID.randomUUID();
    }

    /** Command lines of living processes that carry a mark; one that is ending may need a moment. */
    private static List<String> alive(String mark) throws Exception {
        List<String> found = List.of();
        for (int i = 0; i < 20; i++) {
            try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                found = processes
                        .filter(each -> each.getFileName().toString().matches("[0-9]+"))
                        .map(ExecTest::commandLine)
                        .filter(line -> line.contains(mark))
                        .toList();
            }
            if (found.isEmpty()) {
                return found;
            }
            Thread.sleep(50);
        }
        return found;
    }

    private static String commandLine(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException e) {
            return "";
        }
    }
}
