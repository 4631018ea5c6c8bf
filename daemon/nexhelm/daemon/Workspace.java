package nexhelm.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import nexhelm.daemon.files.Tree;
import nexhelm.daemon.git.GitFolder;
import nexhelm.daemon.git.Remote;
import nexhelm.engine.http.Refusal;
import nexhelm.json.Json;

/** One clone with its session. What must survive a restart is in its file; the linked token is in memory alone. */
final class Workspace {

    /** From the clone to the end. */
    enum Status {
        STARTING,
        RUNNING,
        FAILED,
        ENDED
    }

    /** Who started it, as the engine says. */
    record Owner(String id, String name, String email) {}

    /** What does not change. */
    record Facts(
            String id,
            Owner owner,
            Scope scope,
            Remote remote,
            String branch,
            Instant startedAt,
            Instant expiresAt,
            String tokenHash) {}

    private final Facts facts;
    private final Path folder;
    private final Optional<String> gitHubToken;
    private final Tree tree;
    private final GitFolder git;
    private final CountDownLatch cloned = new CountDownLatch(1);
    private final ReentrantLock changing = new ReentrantLock(true);
    private volatile Status status;
    private volatile Optional<Refusal> cloneFailure = Optional.empty();
    private volatile Instant lastUsed;
    private volatile Optional<String> pushed = Optional.empty();

    Workspace(Facts facts, Path folder, Optional<String> gitHubToken, Status status, Instant now) {
        this.facts = facts;
        this.folder = folder;
        this.gitHubToken = gitHubToken;
        this.tree = new Tree(folder.resolve("repo"), folder.resolve("staging"));
        this.git = new GitFolder(folder.resolve("git"), folder.resolve("repo"), facts.remote());
        this.status = status;
        this.lastUsed = now;
        if (status != Status.STARTING) {
            cloned.countDown();
        }
    }

    Facts facts() {
        return facts;
    }

    Path folder() {
        return folder;
    }

    /** Where programs of this workspace keep their own files. */
    Path home() {
        return folder.resolve("home");
    }

    Tree tree() {
        return tree;
    }

    GitFolder git() {
        return git;
    }

    Status status() {
        return status;
    }

    Instant lastUsed() {
        return lastUsed;
    }

    void used(Instant now) {
        lastUsed = now;
    }

    /** The branch that was pushed last; in memory like the token, without which there is no pull request either. */
    Optional<String> pushed() {
        return pushed;
    }

    void pushed(String branch) {
        pushed = Optional.of(branch);
    }

    /** Held while files or commits of this workspace change. */
    ReentrantLock changing() {
        return changing;
    }

    Optional<Refusal> cloneFailure() {
        return cloneFailure;
    }

    String requireGitHubToken() {
        return gitHubToken.orElseThrow(() -> Refusal.forbidden(
                "no_github_token",
                "This workspace has no linked GitHub token; run nex auth github-link and start it again."));
    }

    Optional<String> gitHubToken() {
        return gitHubToken;
    }

    /** Whether a bearer token is this session's; takes as long for a wrong one as for a right one. */
    boolean isToken(String token) {
        return MessageDigest.isEqual(
                hash(token).getBytes(StandardCharsets.US_ASCII),
                facts.tokenHash().getBytes(StandardCharsets.US_ASCII));
    }

    static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void cloneEnded(Optional<Refusal> failure) throws IOException {
        cloneFailure = failure;
        status = status == Status.ENDED ? status : failure.isPresent() ? Status.FAILED : Status.RUNNING;
        save();
        cloned.countDown();
    }

    void end() throws IOException {
        status = Status.ENDED;
        save();
        cloned.countDown();
    }

    /** Whether the clone came to an end, waited for at most so long. */
    boolean awaitClone(long seconds) {
        try {
            return cloned.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Refuses until the files are there. */
    void requireReady() {
        boolean over = awaitClone(20);
        cloneFailure.ifPresent(failure -> {
            throw failure;
        });
        if (!over) {
            throw Refusal.busy("The repository is still being cloned; try again in a moment.");
        }
        if (status == Status.ENDED) {
            throw Refusal.notFound("workspace_ended", "This workspace has ended.");
        }
    }

    /** As clients see it, without its token. */
    ObjectNode shown() {
        return Json.object()
                .put("workspace_id", facts.id())
                .put("status", status.name().toLowerCase(Locale.ROOT))
                .put("scope", facts.scope().word())
                .put("repository", facts.remote().url())
                .put("branch", facts.branch())
                .put("started_at", facts.startedAt().toString())
                .put("expires_at", facts.expiresAt().toString())
                .put("github_linked", gitHubToken.isPresent());
    }

    void save() throws IOException {
        ObjectNode kept = shown().put("owner_id", facts.owner().id())
                .put("owner_name", facts.owner().name())
                .put("owner_email", facts.owner().email())
                .put("token_sha256", facts.tokenHash());
        PrivateFiles.write(folder.resolve("workspace.json"), Json.readable(kept) + "\n");
    }

    /** The workspace that a folder holds, as it was when the daemon stopped; a clone cut off then has failed. */
    static Workspace load(Path folder, List<Remote> allowed, Instant now) throws IOException {
        JsonNode kept;
        try {
            kept = Json.parse(Files.readString(folder.resolve("workspace.json")));
        } catch (Json.Malformed e) {
            throw new IOException(folder.getFileName() + "/workspace.json is " + e.getMessage());
        }
        Status was = Status.valueOf(kept.path("status").asText().toUpperCase(Locale.ROOT));
        Workspace workspace = new Workspace(
                new Facts(
                        kept.path("workspace_id").asText(),
                        new Owner(
                                kept.path("owner_id").asText(),
                                kept.path("owner_name").asText(),
                                kept.path("owner_email").asText()),
                        Scope.of(kept.path("scope").asText()),
                        new Remote(Optional.empty(), kept.path("repository").asText()),
                        kept.path("branch").asText(),
                        Instant.parse(kept.path("started_at").asText()),
                        Instant.parse(kept.path("expires_at").asText()),
                        kept.path("token_sha256").asText()),
                folder,
                Optional.empty(),
                was == Status.STARTING ? Status.FAILED : was,
                now);
        if (workspace.status == Status.FAILED) {
            workspace.cloneFailure = Optional.of(
                    Refusal.conflict("not_cloned", "The clone was cut off; end this workspace and start another."));
        }
        if (allowed.stream()
                .noneMatch(each -> each.url().equals(workspace.facts.remote().url()))) {
            workspace.cloneFailure = Optional.of(Refusal.forbidden(
                    "repository_not_allowed", "The operator no longer allows the repository of this workspace."));
        }
        return workspace;
    }
}
