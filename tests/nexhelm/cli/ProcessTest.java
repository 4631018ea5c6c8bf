package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import nexhelm.contract.Launch;
import nexhelm.http.RawServer;
import nexhelm.http.StubServer;
import nexhelm.json.Json;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, real streams, a real terminal. */
class ProcessTest {
    @TempDir
    Path home;

    @Test
    void ctrl_c_prints_the_thread_and_the_way_on_and_exits_130() throws Exception {
        Assumptions.assumeFalse(interruptsAreIgnored(), "this process ignores SIGINT, and so do those it starts");
        var streaming = new Semaphore(0);
        try (var server = RawServer.start((connection, request) -> {
            if (request.contains("/start-verification ")) {
                String run = "{\"id\": \"r-1\", \"verifier_client_task_id\": 7}";
                RawServer.say(
                        connection,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                + run.length() + "\r\n\r\n" + run);
            } else {
                RawServer.say(
                        connection,
                        RawServer.STREAM + "\r\n"
                                + RawServer.chunk("data: {\"type\": \"thread_initialized\", \"data\": {\"thread_id\":"
                                        + " \"th-9\"}}\n\n"
                                        + "data: {\"type\": \"a\"}\n\n"));
                streaming.release();
                Thread.sleep(60_000);
            }
        })) {
            TestWorld.signedIn(home, server.url());
            for (String mode : List.of("--events", "--json")) {
                Process process = nex("workflow", "run", "r-1", mode).start();
                try {
                    assertTrue(streaming.tryAcquire(60, TimeUnit.SECONDS));
                    var out = process.inputReader(StandardCharsets.UTF_8);
                    if (mode.equals("--events")) {
                        assertEquals(
                                "{\"type\":\"thread_initialized\",\"data\":{\"thread_id\":\"th-9\"}}",
                                out.readLine(),
                                "as it arrives");
                        assertEquals("{\"type\":\"a\"}", out.readLine());
                    } else {
                        Thread.sleep(3000); // until it is known that the events were read there is nothing to see
                    }
                    Command.of("kill", "-INT", Long.toString(process.pid()))
                            .run(Duration.ofSeconds(10))
                            .ok();
                    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
                    assertEquals(130, process.exitValue());
                    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
                    assertTrue(
                            err.matches("(?s).*stopped watching; the agent goes on\\. thread: th-9\n"
                                    + "  go on: (?:\\./jbang )?nex workflow watch r-1\n"),
                            err);
                    assertEquals(null, out.readLine());
                } finally {
                    Command.end(process);
                }
            }
        }
    }

    @Test
    void ctrl_c_in_a_task_run_is_recorded_with_what_was_seen_until_then() throws Exception {
        Assumptions.assumeFalse(interruptsAreIgnored(), "this process ignores SIGINT, and so do those it starts");
        Path folder = home.resolve("out");
        try (var backend = StubServer.start()
                .on("GET /rest/v1/task_definitions", "[{\"id\": \"td\"}]")
                .on("POST /rest/v1/client_tasks", "[{\"id\": 61}]")
                .on("POST /langchain-agent/chat", exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody()
                            .write(("data: {\"type\": \"thread_initialized\", \"data\": {\"thread_id\": \"th-9\"}}\n\n"
                                       + "data: {\"type\": \"tool_end\", \"data\": {\"name\": \"gmail_send\"}}\n\n")
                                    .getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // the test is over
                    }
                })) {
            TestWorld.signedIn(home, backend.url());
            Process process = nex("tasks", "run", "td", "--owner-user-id", "own", "-o", folder.toString())
                    .env("SUPABASE_URL", backend.url())
                    .env("SUPABASE_SERVICE_ROLE_KEY", "srk-1")
                    .start();
            try {
                Path trace = folder.resolve("trace.jsonl");
                for (int i = 0; i < 600; i++) {
                    if (Files.exists(trace) && Files.readString(trace).contains("gmail_send")) {
                        break;
                    }
                    Thread.sleep(100);
                }
                Command.of("kill", "-INT", Long.toString(process.pid()))
                        .run(Duration.ofSeconds(10))
                        .ok();
                assertTrue(process.waitFor(30, TimeUnit.SECONDS));
                assertEquals(130, process.exitValue());
                var record = Json.parse(Files.readString(folder.resolve("run.json")));
                assertEquals("interrupted", record.path("status").asText());
                assertEquals("th-9", record.path("thread_id").asText());
                assertEquals(61, record.path("client_task_id").asInt());
                assertEquals("[\"gmail_send\"]", Json.compact(record.path("executed_external_writes")));
                assertEquals(2, Files.readAllLines(trace).size());
                String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(
                        err.matches("(?s).*go on: (?:\\./jbang )?nex tasks run td --client-task-id 61 --force\n"), err);
            } finally {
                Command.end(process);
            }
        }
    }

    @Test
    void the_streams_are_utf_8_whatever_the_locale() throws Exception {
        try (var backend =
                StubServer.start().on("GET /workflow-lab/runs/r", "{\"id\": \"r\", \"status\": \"Grüße 👋\"}")) {
            TestWorld.signedIn(home, backend.url());
            var result = nex("workflow", "show", "r").env("LC_ALL", "POSIX").run(Duration.ofSeconds(60));
            assertTrue(result.ok().contains("Grüße 👋"), result.out());
        }
    }

    @Test
    void a_reader_that_goes_away_is_no_stack_trace() throws Exception {
        try (var backend = StubServer.start()
                .on("GET /workflow-lab/runs", "{\"runs\": [" + "{\"id\": \"x\"},".repeat(20_000) + "{}]}")) {
            TestWorld.signedIn(home, backend.url());
            Process process = nex("workflow", "list", "--json").start();
            process.getInputStream().read();
            process.getInputStream().close();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals("", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_password_typed_on_a_terminal_is_not_shown_though_stdout_is_a_file() throws Exception {
        Path python = Needs.python();
        try (var backend = StubServer.start()) {
            backend.on(
                            "GET /auth/cli-config",
                            "{\"supabase_url\": \"" + backend.url() + "\", \"supabase_anon_key\": \"anon\"}")
                    .on("POST /auth/v1/token", StubServer.json(400, "{\"msg\": \"no\"}"));
            Path script = Files.writeString(home.resolve("terminal.py"), """
                import fcntl, os, pty, subprocess, sys, termios, time
                master, slave = pty.openpty()
                with open(sys.argv[1], "w") as out:
                    child = subprocess.Popen(sys.argv[2:], stdin=slave, stdout=out, stderr=slave, start_new_session=True,
                                             preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
                seen = b""
                while b"Password" not in seen:
                    seen += os.read(master, 1000)
                time.sleep(0.3)
                os.write(master, b"geheim\\n")
                code = child.wait(60)
                os.close(slave)
                try:
                    while data := os.read(master, 1000):
                        seen += data
                except OSError:
                    pass
                print(seen.decode(), "exit", code)
                """);
            var words = new ArrayList<>(List.of(
                    python.toString(), script.toString(), home.resolve("out").toString()));
            words.addAll(command("auth", "setup", "-b", backend.url(), "-e", "a@nexhelm.ai"));
            var result = Command.of(words.toArray(String[]::new))
                    .env("HOME", home)
                    .without("NEX_PASSWORD")
                    .run(Duration.ofSeconds(90));
            assertTrue(result.ok().contains("exit 4"), result.out());
            assertFalse(result.out().contains("geheim"), result.out());
            assertTrue(
                    backend.seen().get(1).body().endsWith("\"password\":\"geheim\"}"),
                    backend.seen().toString());
        }
    }

    @Test
    void a_question_is_seen_on_the_terminal_though_stderr_is_a_file() throws Exception {
        Path python = Needs.python();
        try (var backend = StubServer.start().on("DELETE /task-schedules/s", "{}")) {
            TestWorld.signedIn(home, backend.url());
            Path script = Files.writeString(home.resolve("terminal.py"), """
                import fcntl, os, pty, subprocess, sys, termios
                master, slave = pty.openpty()
                with open(sys.argv[1], "w") as out:
                    child = subprocess.Popen(sys.argv[2:], stdin=slave, stdout=out, stderr=out, start_new_session=True,
                                             preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
                seen = b""
                while b"[y/N]" not in seen:
                    seen += os.read(master, 1000)
                os.write(master, b"n\\n")
                print(seen.decode(), "exit", child.wait(60))
                """);
            var words = new ArrayList<>(List.of(
                    python.toString(), script.toString(), home.resolve("out").toString()));
            words.addAll(command("tasks", "delete-schedule", "s"));
            var result = Command.of(words.toArray(String[]::new))
                    .env("HOME", home)
                    .without("NEX_PROFILE", "NEX_BACKEND_URL", "NEX_TOKEN")
                    .run(Duration.ofSeconds(90));
            assertTrue(result.ok().contains("Delete the schedule s for good? [y/N]"), result.out());
            assertTrue(result.out().contains("exit 0"), result.out());
            assertEquals(List.of(), backend.asked());
            assertFalse(Files.readString(home.resolve("out")).contains("[y/N]"));
        }
    }

    private Command nex(String... words) {
        return Command.of(command(words).toArray(String[]::new))
                .env("HOME", home)
                .without("NEX_PROFILE", "NEX_BACKEND_URL", "NEX_TOKEN", "NEX_DEBUG");
    }

    private static List<String> command(String... words) {
        var all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Launch.classpath(),
                Launch.class.getName()));
        all.addAll(List.of(words));
        return all;
    }

    /** A shell without job control starts what runs in the background with SIGINT ignored, and so it stays. */
    private static boolean interruptsAreIgnored() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0);
        } catch (IOException e) {
            return false;
        }
    }
}
