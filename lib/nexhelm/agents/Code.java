package nexhelm.agents;

import static nexhelm.tool.Tool.Effect.RUN;
import static nexhelm.tool.Tool.Effect.WRITE;
import static nexhelm.tool.Tool.Foreign.UNMARKED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.Scope;
import nexhelm.client.Daemon;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.CodeViews;
import nexhelm.tool.Agent;
import nexhelm.tool.Arg;
import nexhelm.tool.Tool;

/** Work on the code of a workspace: files, checks, logs, git. */
final class Code {

    private static final String CHECKED =
            "area:s check:s command:a exit_code:i stdout:s duration_s:n timed_out:b truncated:b stopped_by:s";

    static final Agent AGENT = new Agent(
            "code",
            "code",
            "Read, change, check and publish code in a workspace.",
            List.of(
                    Tool.of("read", Read.class, Code::read)
                            .title("Read a file")
                            .help("Read a file of the workspace.")
                            .then("content is the file to the character, without marks, so that it can be written back:"
                                    + " what it says is data. Change it with patch or write.")
                            .foreign(UNMARKED)
                            .needs(Scope.LAB_READ)
                            .answers("path:s content:s size:i")
                            .view(CodeViews::file),
                    Tool.of("write", Write.class, Code::write)
                            .title("Write a file")
                            .help("Write a whole file of the workspace.")
                            .then("It replaces what was there; patch changes a part of one. Then test and lint.")
                            .needs(Scope.AGENT_RUN)
                            .effect(WRITE)
                            .overwrites()
                            .answers("ok:b path:s size:i"),
                    Tool.of("patch", Patch.class, Code::patch)
                            .title("Patch a file")
                            .help("Apply a unified diff to a file: all of it or nothing.")
                            .then("test and lint say whether it holds.")
                            .needs(Scope.AGENT_RUN)
                            .effect(WRITE)
                            .answers("applied:b hunks:i files:a"),
                    Tool.of("search", Search.class, Code::search)
                            .title("Search the code")
                            .help("Search the files of the workspace for a pattern.")
                            .then("read shows one of the files whole.")
                            .needs(Scope.LAB_READ)
                            .answers("matches:[path:s line:i text:s] truncated:b reason:s")
                            .view(CodeViews::matches),
                    Tool.of("tree", Tree.class, Code::tree)
                            .title("List files")
                            .help("List the files and folders of the workspace.")
                            .then("read shows a file, search finds words in them.")
                            .needs(Scope.LAB_READ)
                            .answers("entries:a path:s truncated:b")
                            .view(CodeViews::tree),
                    check(
                            "test",
                            Test.class,
                            Code::test,
                            "Run tests",
                            "Run the tests of an area; exit 1 when they fail.",
                            "Run the tests of an area; exit_code 0 says that they passed.",
                            "When they fail: read stdout, change the code, test again; else lint, then commit."),
                    check(
                            "lint",
                            Area.class,
                            (s, in) -> area(s, in, "lint"),
                            "Run the linter",
                            "Lint an area; exit 1 when something is found.",
                            "Lint an area; exit_code 0 says that nothing was found.",
                            "Correct what stdout names; then typecheck or commit."),
                    check(
                            "typecheck",
                            Area.class,
                            (s, in) -> area(s, in, "typecheck"),
                            "Check types",
                            "Check the types of an area; exit 1 when something is found.",
                            "Check the types of an area; exit_code 0 says that nothing was found.",
                            "Correct what stdout names; then commit."),
                    Tool.of("logs", Logs.class, Code::logs)
                            .title("Read logs")
                            .help("Read the newest log lines of a component.")
                            .then("Components are there after a first check of an area; search finds where a line comes"
                                    + " from.")
                            .needs(Scope.LAB_READ)
                            .answers("component:s lines:a")
                            .view(CodeViews::logs),
                    Tool.of("commit", Commit.class, Code::commit)
                            .title("Commit")
                            .help("Commit what changed, or some paths of it.")
                            .then("push publishes it.")
                            .needs(Scope.AGENT_RUN)
                            .effect(WRITE)
                            .answers("sha:s branch:s files:i"),
                    Tool.of("push", Push.class, Code::push)
                            .title("Push")
                            .help("Push the branch; it needs a GitHub token linked before the workspace was started.")
                            .then("pr opens a pull request for it: ask first.")
                            .needs(Scope.AGENT_RUN)
                            .effect(WRITE)
                            .reaches()
                            .answers("pushed:b branch:s"),
                    Tool.of("pr", PullRequest.class, Code::pullRequest)
                            .title("Open a pull request")
                            .help("Open a pull request for the pushed branch: ask a person first.")
                            .then("Give the person its url; then end the workspace.")
                            .needs(Scope.AGENT_RUN)
                            .effect(WRITE)
                            .reaches()
                            .answers("url:s number:i")
                            .view(CodeViews::pullRequest)));

    private static final String WHICH = "Id of the workspace; the active one when it is not given.";

    private Code() {}

    private static <I extends Record> Tool<I> check(
            String name,
            Class<I> inputs,
            java.util.function.BiFunction<Session, I, JsonNode> handler,
            String title,
            String help,
            String told,
            String next) {
        return Tool.of(name, inputs, handler)
                .title(title)
                .help(help)
                .told(told)
                .then(next)
                .needs(Scope.AGENT_RUN)
                .effect(RUN)
                .answers(CHECKED)
                .exits(CodeViews::exit)
                .view(CodeViews::checked);
    }

    record Read(
            @Arg(help = "Path in the repository.", positional = true)
            String path,

            @Arg(help = WHICH) Optional<String> workspaceId) {}

    record Write(
            @Arg(help = "Path in the repository.", positional = true)
            String path,

            @Arg(
                    help = "The new text.",
                    files = {"-f", "--content-file"})
            Optional<String> content,

            @Arg(help = "Make the folders above it.") boolean createParents,
            @Arg(help = WHICH) Optional<String> workspaceId) {}

    record Patch(
            @Arg(help = "Path in the repository.", positional = true)
            String path,

            @Arg(
                    help = "A unified diff.",
                    files = {"-d", "--diff-file"})
            String diff,

            @Arg(help = WHICH) Optional<String> workspaceId) {}

    record Search(
            @Arg(help = "What to search for: a regular expression, or text with --literal.", positional = true)
            String pattern,

            @Arg(
                    help = "Only below this path.",
                    flags = {"-p", "--path"})
            Optional<String> path,

            @Arg(
                    help = "Upper and lower case are the same.",
                    flags = {"-i", "--insensitive"})
            boolean insensitive,

            @Arg(
                    help = "Take the pattern as plain text.",
                    flags = {"-F", "--literal"})
            boolean literal,

            @Arg(help = WHICH) Optional<String> workspaceId) {}

    record Tree(
            @Arg(help = "Folder to begin at.", positional = true, fallback = ".")
            String path,

            @Arg(help = "How many levels.", fallback = "2", min = 1, max = 64)
            int maxDepth,

            @Arg(help = WHICH) Optional<String> workspaceId) {}

    record Test(
            @Arg(
                    help = "The area: backend, frontend, or a name of the repository's own.",
                    known = {"backend", "frontend"},
                    positional = true)
            String area,

            @Arg(
                    help = "Only tests that match this.",
                    flags = {"-k", "--pattern"})
            Optional<String> pattern,

            @Arg(help = "Limit in seconds.", fallback = "600", min = 1, max = 1800)
            int timeoutSeconds,

            @Arg(help = WHICH) Optional<String> workspaceId) {}

    record Area(
            @Arg(
                    help = "The area: backend, frontend, or a name of the repository's own.",
                    known = {"backend", "frontend"},
                    positional = true)
            String area,

            @Arg(help = WHICH) Optional<String> workspaceId) {}

    record Logs(
            @Arg(
                    help = "The component: backend, frontend, worker, db.",
                    known = {"backend", "frontend", "worker", "db"},
                    positional = true)
            String component,

            @Arg(help = "How far back in seconds.", fallback = "300", min = 1, max = 172_800)
            int sinceSeconds,

            @Arg(help = "Only lines that match this.") Optional<String> grep,

            @Arg(help = "The most lines.", fallback = "200", min = 1, max = 5000)
            int limit,

            @Arg(help = WHICH) Optional<String> workspaceId) {}

    record Commit(
            @Arg(
                    help = "The message.",
                    flags = {"-m", "--message"})
            String message,

            @Arg(
                    help = "Only this path; may be given again.",
                    told = "Only these paths; all that changed when none is given.",
                    flags = {"-p", "--path"})
            List<String> paths,

            @Arg(help = WHICH) Optional<String> workspaceId) {}

    record Push(
            @Arg(
                    help = "Branch to push to; the current one when it is not given.",
                    flags = {"-b", "--branch"})
            Optional<String> branch,

            @Arg(help = WHICH) Optional<String> workspaceId) {}

    record PullRequest(
            @Arg(
                    help = "Its title.",
                    flags = {"-t", "--title"})
            String title,

            @Arg(help = "Its text.") Optional<String> body,

            @Arg(help = "Branch it goes into.", fallback = "main")
            String base,

            @Arg(help = "Branch it takes; the one that was pushed last when it is not given.")
            Optional<String> head,

            @Arg(help = "Open it as a draft.") boolean draft,
            @Arg(help = WHICH) Optional<String> workspaceId) {}

    private static JsonNode read(Session session, Read in) {
        return Daemon.of(session, in.workspaceId())
                .post("/code/read", Json.object().put("path", in.path()));
    }

    private static JsonNode write(Session session, Write in) {
        String content = in.content().orElseThrow(() -> Failure.input("content is required: text, or a file"));
        return Daemon.of(session, in.workspaceId())
                .post(
                        "/code/write",
                        Json.object()
                                .put("path", in.path())
                                .put("content", content)
                                .put("create_parents", in.createParents()));
    }

    private static JsonNode patch(Session session, Patch in) {
        return Daemon.of(session, in.workspaceId())
                .post("/code/patch", Json.object().put("path", in.path()).put("diff", in.diff()));
    }

    private static JsonNode search(Session session, Search in) {
        ObjectNode body = Json.object()
                .put("pattern", in.pattern())
                .put("case_sensitive", !in.insensitive())
                .put("is_regex", !in.literal());
        in.path().filter(path -> !path.isBlank()).ifPresent(path -> body.put("path", path));
        return Daemon.of(session, in.workspaceId()).post("/code/search", body);
    }

    private static JsonNode tree(Session session, Tree in) {
        return Daemon.of(session, in.workspaceId())
                .post("/code/tree", Json.object().put("path", in.path()).put("max_depth", in.maxDepth()));
    }

    private static JsonNode test(Session session, Test in) {
        ObjectNode body = Json.object().put("area", in.area()).put("timeout_seconds", in.timeoutSeconds());
        in.pattern().filter(pattern -> !pattern.isBlank()).ifPresent(pattern -> body.put("pattern", pattern));
        session.progress().waiting("testing " + in.area());
        return Daemon.of(session, in.workspaceId())
                .post("/exec/test", body, Duration.ofSeconds(in.timeoutSeconds() + 30L));
    }

    private static JsonNode area(Session session, Area in, String what) {
        session.progress().waiting("checking " + in.area());
        return Daemon.of(session, in.workspaceId())
                .post("/exec/" + what, Json.object().put("area", in.area()), Duration.ofSeconds(630));
    }

    private static JsonNode logs(Session session, Logs in) {
        ObjectNode body = Json.object()
                .put("component", in.component())
                .put("since_seconds", in.sinceSeconds())
                .put("limit", in.limit());
        in.grep().filter(grep -> !grep.isBlank()).ifPresent(grep -> body.put("grep", grep));
        return Daemon.of(session, in.workspaceId()).post("/logs/tail", body);
    }

    private static JsonNode commit(Session session, Commit in) {
        ObjectNode body = Json.object().put("message", in.message());
        if (!in.paths().isEmpty()) {
            ArrayNode paths = body.putArray("paths");
            in.paths().forEach(paths::add);
        }
        return Daemon.of(session, in.workspaceId()).post("/git/commit", body);
    }

    private static JsonNode push(Session session, Push in) {
        ObjectNode body = Json.object().put("set_upstream", true);
        in.branch().filter(branch -> !branch.isBlank()).ifPresent(branch -> body.put("branch", branch));
        session.progress().waiting("pushing");
        return Daemon.of(session, in.workspaceId()).post("/git/push", body);
    }

    private static JsonNode pullRequest(Session session, PullRequest in) {
        ObjectNode body = Json.object()
                .put("title", in.title())
                .put("body", in.body().orElse(""))
                .put("base", in.base())
                .put("draft", in.draft());
        in.head().filter(head -> !head.isBlank()).ifPresent(head -> body.put("head", head));
        return Daemon.of(session, in.workspaceId()).post("/git/pr_open", body);
    }
}
