package nexhelm.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nexhelm.daemon.exec.Limits;
import nexhelm.json.Json;
import nexhelm.support.Command;
import nexhelm.support.FileServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workspaces from their start to their end: whose they are, what is cloned, what is left. */
class LifecycleTest {

    private static final String TOKEN = "github_pat_CANARY7";

    @TempDir
    Path temp;

    GitServer git;
    LiveDaemon daemon;

    @BeforeEach
    void serve() throws Exception {
        git = GitServer.with(temp, Map.of("README.md", "# App\n"));
        daemon = LiveDaemon.start(temp.resolve("data"), git);
    }

    @AfterEach
    void stop() {
        daemon.close();
        git.close();
    }

    @Test
    void a_workspace_is_a_clone_on_a_branch_of_its_own() throws Exception {
        JsonNode started = daemon.control("/workspaces", wish()).ok();
        String id = started.path("workspace_id").asText();
        assertEquals("running", started.path("status").asText());
        assertEquals("se_default", started.path("scope").asText());
        assertEquals("nex/" + id, started.path("branch").asText());
        assertEquals(daemon.url() + "/w/" + id, started.path("endpoint").asText());
        assertTrue(started.path("session_token").asText().matches("wst-[A-Za-z0-9_-]{43}"));
        assertTrue(Instant.parse(started.path("expires_at").asText()).isAfter(Instant.now()));

        JsonNode ready = LiveDaemon.send(
                        "GET",
                        started.path("endpoint").asText() + "/readyz",
                        started.path("session_token").asText(),
                        "")
                .ok();
        assertEquals(
                "done",
                ready.path("boot_progress").path("repo_clone").path("status").asText());
    }

    @Test
    void a_branch_of_the_server_is_checked_out_and_another_begins_at_the_default() throws Exception {
        Path work = temp.resolve("work");
        GitServer.git(work, "checkout", "-q", "-b", "se/there");
        Files.writeString(work.resolve("there.txt"), "there");
        GitServer.git(work, "add", "-A");
        GitServer.git(work, "commit", "-q", "-m", "there");
        GitServer.git(work, "push", "-q", temp.resolve("srv/acme/app.git").toString(), "se/there");

        assertEquals(
                "there",
                daemon.session(wish().put("branch", "se/there"))
                        .read("there.txt")
                        .ok()
                        .path("content")
                        .asText());
        LiveDaemon.Session fresh = daemon.session(wish().put("branch", "se/fresh"));
        assertEquals("404 file_not_found", fresh.read("there.txt").refused());
        assertEquals("se/fresh", fresh.started().path("branch").asText());
        assertEquals(
                "422 invalid_branch",
                daemon.control("/workspaces", wish().put("branch", "../x")).refused());
        assertEquals(
                "422 invalid_branch",
                daemon.control("/workspaces", wish().put("branch", "--upload-pack=x"))
                        .refused());
    }

    @Test
    void a_token_opens_its_own_workspace_only() throws Exception {
        LiveDaemon.Session one = daemon.session();
        LiveDaemon.Session two = daemon.session();
        assertNotEquals(one.token(), two.token());
        String body = "{\"path\":\"README.md\"}";
        assertEquals(
                "401 invalid_token",
                LiveDaemon.send("POST", one.endpoint() + "/code/read", two.token(), body)
                        .refused());
        assertEquals(
                "401 invalid_token",
                LiveDaemon.send("POST", one.endpoint() + "/code/read", daemon.secret(), body)
                        .refused());
        assertEquals(
                "401 invalid_token",
                LiveDaemon.send("POST", daemon.url() + "/w/ws-000000000000/code/read", one.token(), body)
                        .refused());
        assertEquals(
                "401 invalid_token",
                LiveDaemon.send("GET", daemon.url() + "/workspaces", one.token(), "")
                        .refused());
        assertEquals(
                "403 wrong_host",
                LiveDaemon.send(
                                "POST",
                                one.endpoint() + "/code/read",
                                one.token(),
                                body,
                                "Origin",
                                "https://evil.example")
                        .refused());
    }

    @Test
    void a_workspace_is_its_owners() throws Exception {
        LiveDaemon.Session session = daemon.session(wish());
        String path = "/workspaces/" + session.id();
        assertEquals(
                "running",
                daemon.control(path + "?owner_id=u-1").ok().path("status").asText());
        assertEquals(
                "404 workspace_not_found",
                daemon.control(path + "?owner_id=u-2").refused());
        assertEquals(
                "404 workspace_not_found",
                daemon.control(path + "/end", Json.object().put("owner_id", "u-2"))
                        .refused());
        assertEquals(
                0,
                daemon.control("/workspaces?owner_id=u-2")
                        .ok()
                        .path("workspaces")
                        .size());
        String list = daemon.control("/workspaces?owner_id=u-1").body();
        assertTrue(list.contains(session.id()), list);
        assertFalse(list.contains(session.token()), list);
    }

    @Test
    void the_end_removes_every_file_and_the_token_opens_nothing_more() throws Exception {
        LiveDaemon.Session session = daemon.session(wish());
        session.write("deep/er/x.txt", "x").ok();
        JsonNode ended = daemon.control(
                        "/workspaces/" + session.id() + "/end", Json.object().put("owner_id", "u-1"))
                .ok();
        assertEquals("ended", ended.path("status").asText());
        assertEquals("404 workspace_ended", session.read("README.md").refused());
        try (var left = Files.list(session.folder())) {
            assertEquals(
                    List.of("workspace.json"),
                    left.map(each -> each.getFileName().toString()).toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "se_read_only, /code/write, 403 scope_missing",
        "se_read_only, /code/patch, 403 scope_missing",
        "se_read_only, /exec/test, 403 scope_missing",
        "se_read_only, /git/commit, 403 scope_missing",
        "se_read_only, /git/push, 403 scope_missing",
        "se_default, /git/push, 403 no_github_token",
        "se_default, /git/pr_open, 403 no_github_token",
        "se_default, /browse, 501 not_implemented"
    })
    void a_scope_says_what_may_be_done(String scope, String path, String refusal) throws Exception {
        LiveDaemon.Session session = daemon.session(wish().put("scope", scope));
        assertEquals("# App\n", session.read("README.md").ok().path("content").asText());
        assertEquals(refusal, session.post(path, Json.object()).refused());
    }

    @Test
    void an_unknown_scope_and_a_missing_owner_are_refused() throws Exception {
        assertEquals(
                "422 invalid_scope",
                daemon.control("/workspaces", wish().put("scope", "root")).refused());
        assertEquals(
                "422 invalid_owner_id",
                daemon.control("/workspaces", Json.object()).refused());
    }

    @Test
    void a_token_reaches_the_git_server_and_no_file_log_or_answer() throws Exception {
        git.requireToken(TOKEN);
        LiveDaemon.Answer without = daemon.control("/workspaces", wish());
        assertEquals("502 git_refused", without.refused());
        LiveDaemon.Answer wrong = daemon.control("/workspaces", wish().put("github_token", TOKEN + "-wrong"));
        assertEquals("502 git_refused", wrong.refused());
        assertFalse(wrong.body().contains("CANARY"), wrong.body());

        LiveDaemon.Answer started = daemon.control("/workspaces", wish().put("github_token", TOKEN));
        assertTrue(started.ok().path("github_linked").asBoolean());
        assertFalse(started.body().contains("CANARY"), started.body());
        assertTrue(git.requests().stream().anyMatch(each -> each.endsWith("x-access-token:" + TOKEN)));
        try (var files = Files.walk(temp.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("CANARY"),
                        file::toString);
            }
        }
    }

    @Test
    void a_git_server_that_redirects_gets_neither_obedience_nor_the_token_elsewhere() throws Exception {
        try (GitServer other = GitServer.with(temp.resolve("other"), Map.of("x", "y"))) {
            git.redirectTo(other.url().replace("/acme/app.git", ""));
            assertEquals(
                    "502 redirected",
                    daemon.control("/workspaces", wish().put("github_token", TOKEN))
                            .refused());
            assertEquals(List.of(), other.requests());
        }
    }

    @Test
    void a_server_of_the_old_protocol_which_may_name_other_addresses_is_refused() throws Exception {
        try (GitServer elsewhere = GitServer.with(temp.resolve("elsewhere"), Map.of("x", "y"));
                FileServer files = FileServer.of(temp.resolve("srv"))) {
            git.bare("update-server-info");
            Files.writeString(
                    temp.resolve("srv/acme/app.git/objects/info/http-alternates"),
                    elsewhere.url().replace("/acme/app.git", "/acme/app.git/objects\n"));
            try (LiveDaemon plain = LiveDaemon.start(
                    temp.resolve("plain"),
                    Optional.empty(),
                    Limits.standard(),
                    Clock.systemUTC(),
                    files.url("acme/app.git"))) {
                assertEquals(
                        "502 not_smart",
                        plain.control("/workspaces", wish().put("github_token", TOKEN))
                                .refused());
            }
            assertEquals(List.of(), elsewhere.requests());
        }
    }

    @Test
    void a_clone_that_fails_leaves_nothing() throws Exception {
        git.close();
        LiveDaemon.Answer answer = daemon.control("/workspaces", wish());
        assertEquals("502 unreachable", answer.refused());
        JsonNode all = daemon.control("/workspaces?owner_id=u-1").ok().path("workspaces");
        assertEquals("ended", all.path(0).path("status").asText());
        assertFalse(Files.exists(temp.resolve(
                "data/workspaces/" + all.path(0).path("workspace_id").asText() + "/repo")));
    }

    @Test
    void hooks_and_configuration_of_the_clone_are_nobodys_program() throws Exception {
        LiveDaemon.Session session = daemon.session(wish().put("github_token", TOKEN));
        Path ran = temp.resolve("ran");
        Path hooks = Files.createDirectories(session.folder().resolve("git/hooks"));
        for (String hook : List.of("pre-commit", "commit-msg", "post-commit", "pre-push", "prepare-commit-msg")) {
            Files.writeString(hooks.resolve(hook), "#!/bin/sh\ntouch " + ran + "\n");
            assertTrue(hooks.resolve(hook).toFile().setExecutable(true));
        }
        Files.writeString(
                session.folder().resolve("git/config"),
                "[remote \"origin\"]\n\turl = http://127.0.0.1:1/evil.git\n[core]\n\thooksPath = " + hooks
                        + "\n[filter \"x\"]\n\tclean = touch " + ran + "\n\trequired = true\n"
                        + "[url \"http://127.0.0.1:1/\"]\n\tinsteadOf = " + git.url() + "\n");
        session.write(".gitattributes", "* filter=x\n").ok();
        session.write("new.txt", "x\n").ok();
        session.post("/git/commit", Json.object().put("message", "m")).ok();
        JsonNode pushed = session.post("/git/push", Json.object().put("set_upstream", true))
                .ok();
        assertEquals("x", git.bare("show", pushed.path("branch").asText() + ":new.txt"));
        assertFalse(Files.exists(ran));
    }

    @Test
    void customers_have_their_repositories_and_others_none() throws Exception {
        daemon.close();
        try (LiveDaemon named = LiveDaemon.start(
                temp.resolve("named"),
                Optional.empty(),
                Limits.standard(),
                Clock.systemUTC(),
                "briarwood=" + git.url())) {
            assertEquals(
                    git.url(),
                    named.control("/workspaces", wish().put("customer", "briarwood"))
                            .ok()
                            .path("repository")
                            .asText());
            assertEquals(
                    "422 unknown_customer",
                    named.control("/workspaces", wish().put("customer", "other"))
                            .refused());
            assertEquals(
                    "Every repository here is a customer's; name one with --customer: briarwood.",
                    named.control("/workspaces", wish()).detail());
        }
    }

    @Test
    void a_customer_without_a_repository_is_not_sent_to_that_of_everybody() throws Exception {
        assertEquals(
                "There is no repository for the customer 'Acme'; there is one for everybody, without --customer. The"
                        + " operator names others with --repo NAME=URL.",
                daemon.control("/workspaces", wish().put("customer", "Acme")).detail());
        daemon.close();
        try (LiveDaemon both = LiveDaemon.start(
                temp.resolve("both"),
                Optional.empty(),
                Limits.standard(),
                Clock.systemUTC(),
                git.url(),
                "oak=" + git.url(),
                "briarwood=" + git.url())) {
            assertEquals(
                    "There is no repository for the customer 'briarwod'; there are repositories for briarwood, oak.",
                    both.control("/workspaces", wish().put("customer", "briarwod"))
                            .detail());
            both.control("/workspaces", wish()).ok();
        }
    }

    @Test
    void a_restart_finds_the_files_but_no_longer_the_linked_token() throws Exception {
        LiveDaemon.Session session = daemon.session(wish().put("github_token", TOKEN));
        session.write("mine.txt", "x").ok();
        daemon.close();
        daemon = LiveDaemon.start(temp.resolve("data"), git);
        String endpoint = daemon.url() + "/w/" + session.id();
        assertEquals(
                "x",
                LiveDaemon.send("POST", endpoint + "/code/read", session.token(), "{\"path\":\"mine.txt\"}")
                        .ok()
                        .path("content")
                        .asText());
        assertEquals(
                "403 no_github_token",
                LiveDaemon.send("POST", endpoint + "/git/push", session.token(), "{}")
                        .refused());
    }

    @Test
    void a_repository_that_is_no_longer_allowed_is_closed_after_a_restart() throws Exception {
        LiveDaemon.Session session = daemon.session(wish());
        daemon.close();
        daemon = LiveDaemon.start(
                temp.resolve("data"),
                Optional.empty(),
                Limits.standard(),
                Clock.systemUTC(),
                "https://git.example/other.git");
        assertEquals(
                "403 repository_not_allowed",
                LiveDaemon.send(
                                "POST",
                                daemon.url() + "/w/" + session.id() + "/code/read",
                                session.token(),
                                "{\"path\":\"README.md\"}")
                        .refused());
    }

    @Test
    void a_workspace_ends_after_four_idle_hours_and_after_a_day_in_any_case() throws Exception {
        daemon.close();
        HandClock clock = new HandClock();
        daemon = LiveDaemon.start(temp.resolve("clocked"), Optional.empty(), Limits.standard(), clock, git.url());
        LiveDaemon.Session idle = daemon.session(wish());
        clock.forward(Duration.ofHours(3));
        LiveDaemon.Session used = daemon.session(wish());
        clock.forward(Duration.ofMinutes(61));
        daemon.daemon().sweep();
        assertEquals("404 workspace_ended", idle.read("README.md").refused());
        for (int hours = 0; hours < 20; hours += 2) {
            used.read("README.md").ok();
            clock.forward(Duration.ofHours(2));
            daemon.daemon().sweep();
        }
        clock.forward(Duration.ofHours(3));
        assertEquals("401 expired", used.read("README.md").refused());
        daemon.daemon().sweep();
        assertEquals("404 workspace_ended", used.read("README.md").refused());
    }

    @Test
    void what_the_daemon_keeps_is_for_its_account_alone() throws Exception {
        LiveDaemon.Session session = daemon.session(wish());
        for (String each : List.of("data", "data/workspaces", "data/workspaces/" + session.id())) {
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve(each))),
                    each);
        }
        for (String each : List.of("data/workspace.json", "data/workspaces/" + session.id() + "/workspace.json")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve(each))),
                    each);
        }
        assertFalse(Files.readString(session.folder().resolve("workspace.json")).contains(session.token()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve --repo https://github.com/a/b|--allow-exec",
                "serve --allow-exec|--repo",
                "serve --allow-exec --host 0.0.0.0 --repo https://github.com/a/b|loopback only",
                "serve --allow-exec --repo file:///etc|https address",
                "serve --allow-exec --repo ext::sh|https address",
                "serve --allow-exec --repo /srv/git/app|https address",
                "serve --allow-exec --repo git@github.com:a/b.git|https address",
                "serve --allow-exec --repo ssh://git@github.com/a/b|without user",
                "serve --allow-exec --repo http://git.example/a/b|https addresses",
                "serve --allow-exec --repo https://user:hunter2@github.com/a/b|without user"
            })
    void a_daemon_that_should_not_be_does_not_start(String words, String why) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = DaemonMain.run(words.split(" "), new PrintWriter(out, true), new PrintWriter(err, true));
        assertEquals(2, code, err::toString);
        assertEquals("", out.toString());
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().contains(why), err::toString);
        assertFalse(err.toString().contains("hunter2"), err::toString);
    }

    @Test
    void the_daemon_as_it_ships_says_where_it_is_and_stops_in_order() throws Exception {
        Path data = temp.resolve("shipped");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DaemonProcess.class.getName()));
        words.addAll(List.of(
                "serve",
                "--allow-exec",
                "--port",
                "0",
                "--sandbox",
                "none",
                "--repo",
                git.url(),
                "--data",
                data.toString()));
        Process process = Command.of(words.toArray(String[]::new)).start();
        try (var out = process.inputReader()) {
            String url = out.readLine().replaceFirst("nex-workspace listening on ", "");
            JsonNode state = Json.parse(Files.readString(data.resolve("workspace.json")));
            assertEquals(url, state.path("url").asText());
            String said = out.readLine();
            assertTrue(said.startsWith("commands run without a sandbox"), said);
            JsonNode started = LiveDaemon.send(
                            "POST",
                            url + "/workspaces",
                            state.path("control_secret").asText(),
                            "{\"owner_id\":\"u-1\"}")
                    .ok();
            assertEquals("running", started.path("status").asText());
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertFalse(Files.exists(data.resolve("workspace.json")));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_record_that_cannot_be_read_keeps_no_other_workspace_from_being_found() throws Exception {
        LiveDaemon.Session good = daemon.session(wish());
        LiveDaemon.Session bad = daemon.session(wish());
        daemon.close();
        Files.writeString(bad.folder().resolve("workspace.json"), "{");
        daemon = LiveDaemon.start(temp.resolve("data"), git);
        String list = daemon.control("/workspaces?owner_id=u-1").body();
        assertTrue(list.contains(good.id()) && !list.contains(bad.id()), list);
    }

    @Test
    void the_end_removes_what_is_in_the_workspace_and_not_what_its_links_name() throws Exception {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("kept.txt"), "kept");
        LiveDaemon.Session session = daemon.session(wish());
        Files.createSymbolicLink(session.repo().resolve("link"), outside);
        Path closed = Files.createDirectories(session.repo().resolve("closed/deep"));
        Files.writeString(closed.resolve("x"), "x");
        Files.setPosixFilePermissions(closed.getParent(), PosixFilePermissions.fromString("---------"));
        daemon.control("/workspaces/" + session.id() + "/end", wish()).ok();
        assertFalse(Files.exists(session.repo()));
        assertEquals("kept", Files.readString(outside.resolve("kept.txt")));
    }

    private static ObjectNode wish() {
        return Json.object().put("owner_id", "u-1");
    }

    /** Stands still until it is moved. */
    private static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
