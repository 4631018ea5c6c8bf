package nexhelm.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import nexhelm.daemon.exec.Limits;
import nexhelm.json.Json;
import nexhelm.support.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commits, pushes and pull requests against git's own server program and a stand-in of GitHub's interface. */
class GitTest {

    private static final String TOKEN = "github_pat_CANARY9";

    @TempDir
    Path temp;

    GitServer git;
    GitHubStub gitHub;
    LiveDaemon daemon;
    LiveDaemon.Session session;

    @BeforeEach
    void serve() throws Exception {
        Path work = Files.createDirectories(temp.resolve("work"));
        write(work, "README.md", "# App\n");
        write(work, "app/main.py", "x = 1\n");
        write(work, "app/run.sh", "#!/bin/sh\n");
        assertTrue(work.resolve("app/run.sh").toFile().setExecutable(true));
        write(work, ".gitignore", "*.log\nbuild/\n");
        write(work, "build/kept.txt", "tracked although ignored\n");
        write(work, "dos.txt", "one\r\ntwo\r\n");
        Files.createSymbolicLink(work.resolve("link"), Path.of("nowhere/else"));
        GitServer.git(work, "init", "-q", "-b", "main");
        GitServer.git(work, "add", "-f", "build/kept.txt");
        git = GitServer.fromWork(temp, work);
        git.requireToken(TOKEN);
        gitHub = new GitHubStub();
        daemon = LiveDaemon.start(
                temp.resolve("data"), Optional.of(gitHub.url()), Limits.standard(), Clock.systemUTC(), git.url());
        session = daemon.session(Json.object()
                .put("owner_id", "u-1")
                .put("owner_name", "Odalys Vance")
                .put("owner_email", "odalys@nexhelm.ai")
                .put("branch", "se/fees")
                .put("github_token", TOKEN));
    }

    @AfterEach
    void stop() {
        daemon.close();
        gitHub.close();
        git.close();
    }

    @Test
    void a_commit_holds_what_changed_was_added_and_went_and_is_its_authors() throws Exception {
        session.write("app/main.py", "x = 2\n").ok();
        session.write("new/ä.txt", "neu\n").ok();
        session.write("noise.log", "ignored\n").ok();
        session.write("build/kept.txt", "changed\n").ok();
        session.write("build/other.txt", "ignored\n").ok();
        Files.delete(session.repo().resolve("README.md"));
        JsonNode made = session.post("/git/commit", Json.object().put("message", "Fix fees\n\nlänger"))
                .ok();
        assertEquals(4, made.path("files").asInt(), made::toString);
        assertEquals("se/fees", made.path("branch").asText());
        session.post("/git/push", Json.object().put("set_upstream", true)).ok();

        String sha = git.bare("rev-parse", "se/fees");
        assertEquals(sha, made.path("sha").asText());
        assertEquals(
                Set.of("M\tapp/main.py", "A\tnew/ä.txt", "M\tbuild/kept.txt", "D\tREADME.md"),
                lines(git.bare("-c", "core.quotepath=off", "diff", "--name-status", "main", "se/fees")));
        assertEquals(
                "Odalys Vance <odalys@nexhelm.ai> Fix fees\n\nlänger",
                git.bare("show", "-s", "--format=%an <%ae> %B", "se/fees"));
        String tree = git.bare("ls-tree", "-r", "se/fees");
        assertTrue(tree.contains("100755 blob") && tree.contains("120000 blob"), tree);
        assertEquals("nowhere/else", git.bare("show", "se/fees:link"));
        git.bare("fsck", "--strict");
    }

    @Test
    void a_file_whose_name_is_no_utf8_gets_one_that_is_and_keeps_its_content() throws Exception {
        Path work = temp.resolve("work");
        Command.of("sh", "-c", "printf x > \"$(printf 'caf\\351.txt')\"")
                .in(work)
                .run(Duration.ofSeconds(20))
                .ok();
        GitServer.git(work, "add", "-A");
        GitServer.git(work, "commit", "-q", "-m", "latin");
        GitServer.git(work, "push", "-q", temp.resolve("srv/acme/app.git").toString(), "HEAD:latin");
        LiveDaemon.Session latin = daemon.session(
                Json.object().put("owner_id", "u-1").put("branch", "latin").put("github_token", TOKEN));
        latin.write("new", "x").ok();
        latin.post("/git/commit", Json.object().put("message", "m")).ok();
        latin.post("/git/push", Json.object()).ok();
        assertEquals(
                "R100\t\"caf\\351.txt\"\t\"caf\\303\\251.txt\"\nA\tnew",
                git.bare("diff", "--name-status", "-M", "latin~1", "latin"));
    }

    @Test
    void a_clone_that_nobody_changed_has_nothing_to_commit() throws Exception {
        assertEquals(
                "409 nothing_to_commit",
                session.post("/git/commit", Json.object().put("message", "m")).refused());
    }

    @Test
    void only_the_paths_that_are_named_are_committed() throws Exception {
        session.write("app/main.py", "x = 2\n").ok();
        session.write("app/sub/new.py", "y\n").ok();
        session.write("other.txt", "y\n").ok();
        ObjectNode body = Json.object().put("message", "m");
        body.putArray("paths").add("app/sub").add("README.md");
        assertEquals(1, session.post("/git/commit", body).ok().path("files").asInt());
        body.putArray("paths").add("gone.txt");
        assertEquals("404 file_not_found", session.post("/git/commit", body).refused());
        session.post("/git/push", Json.object()).ok();
        assertEquals("A\tapp/sub/new.py", git.bare("diff", "--name-status", "main", "se/fees"));
        body.remove("paths");
        assertEquals(2, session.post("/git/commit", body).ok().path("files").asInt());
        assertEquals(
                "422 invalid_message",
                session.post("/git/commit", Json.object().put("message", " ")).refused());
    }

    @Test
    void git_itself_finds_the_working_tree_clean_after_a_commit() throws Exception {
        session.write("app/main.py", "x = 3\n").ok();
        session.post("/git/commit", Json.object().put("message", "m")).ok();
        assertEquals("", GitServer.git(session.repo(), "-c", "safe.directory=*", "status", "--porcelain"));
    }

    @Test
    void a_push_goes_to_the_branch_of_the_workspace_or_to_a_named_one() throws Exception {
        session.write("x", "x").ok();
        session.post("/git/commit", Json.object().put("message", "m")).ok();
        JsonNode pushed = session.post("/git/push", Json.object().put("set_upstream", true))
                .ok();
        assertEquals("{\"pushed\":true,\"branch\":\"se/fees\"}", pushed.toString());
        assertEquals(
                "se/y",
                session.post("/git/push", Json.object().put("branch", "se/y"))
                        .ok()
                        .path("branch")
                        .asText());
        assertEquals(git.bare("rev-parse", "se/fees"), git.bare("rev-parse", "se/y"));
        for (String bad : new String[] {"+main", "main:other", "refs/heads/x", "--all", "a b", "HEAD", "x.lock"}) {
            assertEquals(
                    "422 invalid_branch",
                    session.post("/git/push", Json.object().put("branch", bad)).refused(),
                    bad);
        }
    }

    @Test
    void a_push_never_overwrites_what_others_pushed() throws Exception {
        Path work = temp.resolve("work");
        Files.writeString(work.resolve("theirs"), "x");
        GitServer.git(work, "add", "-A");
        GitServer.git(work, "commit", "-q", "-m", "theirs");
        GitServer.git(work, "push", "-q", temp.resolve("srv/acme/app.git").toString(), "HEAD:se/fees");
        String theirs = git.bare("rev-parse", "se/fees");
        session.write("mine", "x").ok();
        session.post("/git/commit", Json.object().put("message", "m")).ok();
        assertEquals(
                "409 push_rejected", session.post("/git/push", Json.object()).refused());
        assertEquals(theirs, git.bare("rev-parse", "se/fees"));
    }

    @Test
    void a_server_that_refuses_is_told_without_the_token() throws Exception {
        session.write("mine", "x").ok();
        session.post("/git/commit", Json.object().put("message", "m")).ok();
        git.requireToken("another");
        LiveDaemon.Answer answer = session.post("/git/push", Json.object());
        assertEquals("502 git_refused", answer.refused());
        assertFalse(answer.body().contains("CANARY"), answer.body());
    }

    @Test
    void a_pull_request_is_opened_from_the_branch_with_the_linked_token() throws Exception {
        JsonNode opened = session.post(
                        "/git/pr_open",
                        Json.object()
                                .put("title", "Fees")
                                .put("body", "Why")
                                .put("base", "main")
                                .put("draft", true))
                .ok();
        assertEquals("{\"url\":\"https://git.test/pr/7\",\"number\":7}", opened.toString());
        GitHubStub.Asked asked = gitHub.asked().get(0);
        assertEquals("POST /repos/acme/app/pulls", asked.method() + " " + asked.path());
        assertEquals("Bearer " + TOKEN, asked.authorization());
        assertEquals(
                "{\"title\":\"Fees\",\"body\":\"Why\",\"base\":\"main\",\"head\":\"se/fees\",\"draft\":true}",
                asked.body().toString());
    }

    @Test
    void a_pull_request_takes_the_branch_that_was_pushed_last_or_the_one_that_is_named() throws Exception {
        session.write("x", "x").ok();
        session.post("/git/commit", Json.object().put("message", "m")).ok();
        session.post("/git/push", Json.object().put("branch", "se/other")).ok();
        ObjectNode wish = Json.object().put("title", "Fees");
        session.post("/git/pr_open", wish).ok();
        assertEquals("se/other", gitHub.asked().get(0).body().path("head").asText());
        session.post("/git/pr_open", wish.put("head", "se/fees")).ok();
        assertEquals("se/fees", gitHub.asked().get(1).body().path("head").asText());
        assertEquals(
                "422 invalid_branch",
                session.post("/git/pr_open", wish.put("head", "+main")).refused());
    }

    @Test
    void locks_of_a_killed_git_are_taken_away_and_those_of_a_living_one_are_respected() throws Exception {
        Path[] locks = {
            session.folder().resolve("git/index.lock"),
            session.folder().resolve("git/HEAD.lock"),
            session.folder().resolve("git/refs/heads/se/fees.lock")
        };
        Path ready = session.repo().resolve("going");
        session.write("x", "x").ok();
        session.write(
                        ".nex/workspace.json",
                        "{\"areas\": {\"backend\": {\"test\": [\"sh\", \"-c\", \"touch going; while [ -e going ]; do"
                                + " sleep 0.1; done\"]}}}")
                .ok();
        var running = CompletableFuture.supplyAsync(() -> {
            try {
                return session.post("/exec/test", Json.object().put("area", "backend"));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        while (!Files.exists(ready) && !running.isDone()) {
            Thread.sleep(20);
        }
        Files.createFile(locks[0]);
        LiveDaemon.Answer locked = session.post("/git/commit", Json.object().put("message", "m"));
        assertEquals("409 git_locked", locked.refused());
        assertTrue(Files.exists(locks[0]), "somebody may hold it");
        Files.delete(ready);
        running.get().ok();
        Files.createFile(locks[1]);
        Files.createFile(locks[2]);
        session.post("/git/commit", Json.object().put("message", "m")).ok();
        for (Path lock : locks) {
            assertFalse(Files.exists(lock), lock.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "422|{\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"No commits between main and"
                        + " x\"}]}|422 github_failed|No commits",
                "403|{\"message\":\"Resource not accessible\"}|403 github_refused|pull requests",
                "404|{}|403 github_refused|pull requests",
                "500|<html>|502 github_failed|500",
                "201|{\"html_url\":1}|502 github_failed|201",
                "302|{}|502 github_failed|302"
            })
    void what_github_refuses_is_told_in_one_sentence(int status, String answer, String refusal, String word)
            throws Exception {
        gitHub.answer(status, answer);
        LiveDaemon.Answer told =
                session.post("/git/pr_open", Json.object().put("title", "t").put("base", "main"));
        assertEquals(refusal, told.refused());
        assertTrue(told.body().contains(word), told.body());
        assertFalse(told.body().contains("CANARY"), told.body());
        assertEquals(1, gitHub.asked().size());
    }

    @Test
    void a_pull_request_into_the_own_branch_or_from_no_github_is_refused() throws Exception {
        assertEquals(
                "409 same_branch",
                session.post("/git/pr_open", Json.object().put("title", "t").put("base", "se/fees"))
                        .refused());
        assertEquals(
                "422 invalid_title", session.post("/git/pr_open", Json.object()).refused());
        try (LiveDaemon without = LiveDaemon.start(temp.resolve("without"), git)) {
            LiveDaemon.Session other =
                    without.session(Json.object().put("owner_id", "u-1").put("github_token", TOKEN));
            assertEquals(
                    "422 no_pull_requests",
                    other.post("/git/pr_open", Json.object().put("title", "t")).refused());
        }
        assertEquals(0, gitHub.asked().size());
    }

    private static Set<String> lines(String text) {
        return new TreeSet<>(Stream.of(text.split("\n")).toList());
    }

    private static void write(Path root, String path, String content) throws Exception {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), content);
    }
}
