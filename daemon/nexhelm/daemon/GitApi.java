package nexhelm.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.daemon.files.TreePath;
import nexhelm.daemon.git.GitFolder;
import nexhelm.daemon.git.PullRequests;
import nexhelm.daemon.git.Snapshot;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/** Commit, push, pull request. The last two act with the token that the user linked. */
final class GitApi {

    private static final int LONGEST_MESSAGE = 20_000;
    private static final int MOST_PATHS = 1000;

    private final Settings settings;
    private final Running running;

    GitApi(Settings settings, Running running) {
        this.settings = settings;
        this.running = running;
    }

    JsonNode commit(Workspace workspace, Request request) throws IOException {
        String message = text(request, "message", LONGEST_MESSAGE);
        List<TreePath> paths = paths(request);
        workspace.changing().lock();
        try {
            clearLocks(workspace);
            Snapshot.Made made = workspace
                    .git()
                    .commit(
                            workspace.tree(),
                            paths,
                            message.endsWith("\n") ? message : message + "\n",
                            workspace.facts().owner().name(),
                            workspace.facts().owner().email());
            return Json.object()
                    .put("sha", made.sha())
                    .put("branch", made.branch())
                    .put("files", made.files());
        } finally {
            workspace.changing().unlock();
        }
    }

    JsonNode push(Workspace workspace, Request request) throws IOException {
        String token = workspace.requireGitHubToken();
        workspace.changing().lock();
        try {
            clearLocks(workspace);
            String branch = workspace.git().push(request.text("branch").filter(text -> !text.isBlank()), token);
            workspace.pushed(branch);
            return Json.object().put("pushed", true).put("branch", branch);
        } finally {
            workspace.changing().unlock();
        }
    }

    JsonNode openPullRequest(Workspace workspace, Request request) throws IOException {
        String token = workspace.requireGitHubToken();
        Optional<String> own = settings.gitHubApi();
        if (own.isEmpty() && !workspace.facts().remote().isGitHub()) {
            throw Refusal.invalid(
                    "no_pull_requests",
                    "The repository is not on github.com; the operator sets NEX_GITHUB_API_URL for another server.");
        }
        String head = head(workspace, request);
        GitFolder.requireBranchName(head);
        String base = request.text("base").filter(text -> !text.isBlank()).orElse("main");
        GitFolder.requireBranchName(base);
        if (head.equals(base)) {
            throw Refusal.conflict(
                    "same_branch",
                    "The pull request would go from %s into itself; push under another name: nex code push --branch."
                            .formatted(base));
        }
        return new PullRequests(own.orElse(Settings.GITHUB_API))
                .open(
                        workspace.facts().remote(),
                        new PullRequests.Draft(
                                text(request, "title", 500),
                                request.text("body").orElse(""),
                                base,
                                head,
                                request.flag("draft")),
                        token);
    }

    /** The branch that is named, else the one that was pushed last, else the one that is checked out. */
    private static String head(Workspace workspace, Request request) throws IOException {
        Optional<String> known =
                request.text("head").filter(text -> !text.isBlank()).or(workspace::pushed);
        if (known.isPresent()) {
            return known.get();
        }
        return workspace.git().branch().orElseThrow(() -> Refusal.conflict("no_branch", "No branch is checked out."));
    }

    /** Whoever is here holds the lock of the workspace; where no command runs either, git's own locks are of the dead. */
    private void clearLocks(Workspace workspace) throws IOException {
        if (running.isIdle(workspace)) {
            workspace.git().clearLocks();
        }
    }

    private static List<TreePath> paths(Request request) {
        JsonNode given = request.body().path("paths");
        List<TreePath> paths = new ArrayList<>();
        if (given.isMissingNode() || given.isNull()) {
            return paths;
        }
        if (!given.isArray() || given.size() > MOST_PATHS) {
            throw Refusal.invalid("invalid_paths", "paths must be a list of at most %d paths.".formatted(MOST_PATHS));
        }
        for (JsonNode each : given) {
            if (!each.isTextual()) {
                throw Refusal.invalid("invalid_paths", "paths must be a list of texts.");
            }
            paths.add(TreePath.of(each.textValue()));
        }
        return paths;
    }

    private static String text(Request request, String field, int most) {
        String text = request.text(field).orElse("");
        if (text.isBlank() || text.length() > most || text.indexOf('\0') >= 0) {
            throw Refusal.invalid("invalid_" + field, "%s must have from 1 to %d characters.".formatted(field, most));
        }
        return text;
    }
}
