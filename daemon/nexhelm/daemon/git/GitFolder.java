package nexhelm.daemon.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/**
 * The clone of a workspace. Git's folder lies outside of the working tree, where no verb writes; hooks never run; the
 * token is given to the allowed address and kept nowhere.
 */
public final class GitFolder {

    private static final int NETWORK_SECONDS = 60;

    private final Path git;
    private final Path tree;
    private final Remote remote;

    /**
     * @param git  git's own folder
     * @param tree the working tree, outside of it
     */
    public GitFolder(Path git, Path tree, Remote remote) {
        Isolation.install();
        this.git = git;
        this.tree = tree;
        this.remote = remote;
    }

    /**
     * Clones and checks out a branch: the remote one of that name, else a new one of that name from the default branch.
     */
    public void clone(String branch, Optional<String> token, Duration limit, BooleanSupplier unwanted)
            throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        try (Git cloned = Git.cloneRepository()
                .setURI(remote.url())
                .setGitDir(git.toFile())
                .setDirectory(tree.toFile())
                .setFs(Isolation.files())
                .setTagOption(TagOpt.NO_TAGS)
                .setCloneSubmodules(false)
                .setTimeout(NETWORK_SECONDS)
                .setCredentialsProvider(credentials(token))
                .setTransportConfigCallback(new SmartHttpOnly(remote))
                .setProgressMonitor(new EmptyProgressMonitor() {
                    @Override
                    public boolean isCancelled() {
                        return System.nanoTime() > end || unwanted.getAsBoolean();
                    }
                })
                .call()) {
            Repository repository = cloned.getRepository();
            ObjectId there = repository.resolve("refs/remotes/origin/" + branch);
            if (!branch.equals(repository.getBranch())) {
                var checkout = cloned.checkout().setName(branch).setCreateBranch(true);
                if (there != null) {
                    checkout.setStartPoint("refs/remotes/origin/" + branch);
                }
                if (there != null || repository.resolve(Constants.HEAD) != null) {
                    checkout.call();
                }
            }
        } catch (GitAPIException | JGitInternalException e) {
            throw GitFailed.of(e, token.isPresent());
        }
        open().close(); // which leaves a configuration that names no folder: in a sandbox it has another place
    }

    /** The branch that is checked out, empty when none is. */
    public Optional<String> branch() throws IOException {
        try (Repository repository = open()) {
            return Optional.ofNullable(repository.getFullBranch())
                    .filter(name -> name.startsWith(Constants.R_HEADS))
                    .map(Repository::shortenRefName);
        }
    }

    /**
     * Removes the locks that a killed command of git left behind. Only for a workspace where nothing runs: a lock that
     * somebody holds keeps two from writing at once.
     */
    public void clearLocks() throws IOException {
        for (String name : List.of("index.lock", "HEAD.lock", "packed-refs.lock")) {
            Files.deleteIfExists(git.resolve(name));
        }
        if (Files.isDirectory(git.resolve("refs"), LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> refs = Files.walk(git.resolve("refs"))) { // which follows no link
                for (Path lock :
                        refs.filter(each -> each.toString().endsWith(".lock")).toList()) {
                    Files.deleteIfExists(lock);
                }
            }
        }
    }

    /** Commits what changed in the working tree, see {@link Snapshot}. */
    public Snapshot.Made commit(
            nexhelm.daemon.files.Tree files,
            List<nexhelm.daemon.files.TreePath> only,
            String message,
            String name,
            String email)
            throws IOException {
        try (Repository repository = open()) {
            return Snapshot.commit(repository, files, only, message, name, email);
        } catch (LockFailedException e) {
            throw Refusal.conflict(
                    "git_locked", "Another command of git works in this workspace; commit again when it is done.");
        }
    }

    /**
     * Pushes what is checked out to a branch of the allowed repository, never by force.
     *
     * @return the branch
     */
    public String push(Optional<String> asked, String token) throws IOException {
        try (Repository repository = open()) {
            String branch = asked.or(() -> current(repository))
                    .orElseThrow(() -> Refusal.conflict("no_branch", "No branch is checked out; name one."));
            requireBranchName(branch);
            ObjectId head = repository.resolve(Constants.HEAD);
            if (head == null) {
                throw Refusal.conflict("nothing_to_push", "There is no commit yet.");
            }
            try (Transport transport = Transport.open(repository, new URIish(remote.url()))) {
                new SmartHttpOnly(remote).configure(transport);
                transport.setCredentialsProvider(credentials(Optional.of(token)));
                transport.setTimeout(NETWORK_SECONDS);
                RemoteRefUpdate update =
                        new RemoteRefUpdate(repository, Constants.HEAD, Constants.R_HEADS + branch, false, null, null);
                PushResult result =
                        transport.push(new EmptyProgressMonitor() {}, List.of(update), OutputStream.nullOutputStream());
                requireDone(result.getRemoteUpdate(Constants.R_HEADS + branch), branch);
            }
            return branch;
        } catch (java.net.URISyntaxException | org.eclipse.jgit.errors.TransportException e) {
            throw GitFailed.of(e, true);
        } catch (org.eclipse.jgit.errors.NotSupportedException e) {
            throw GitFailed.of(e, true);
        }
    }

    /** A name that git takes for a branch (git-check-ref-format(1)). */
    public static void requireBranchName(String branch) {
        if (branch.length() > 200
                || branch.startsWith("-")
                || branch.startsWith("+")
                || branch.startsWith("refs/")
                || branch.equals(Constants.HEAD)
                || !Repository.isValidRefName(Constants.R_HEADS + branch)) {
            throw Refusal.invalid("invalid_branch", "'%s' is no name for a branch.".formatted(Request.clip(branch)));
        }
    }

    private static Optional<String> current(Repository repository) {
        try {
            return Optional.ofNullable(repository.getFullBranch())
                    .filter(name -> name.startsWith(Constants.R_HEADS))
                    .map(Repository::shortenRefName);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void requireDone(RemoteRefUpdate update, String branch) {
        switch (update.getStatus()) {
            case OK, UP_TO_DATE -> {}
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED ->
                throw Refusal.conflict(
                        "push_rejected",
                        "The branch %s has other commits on the server; push under another name with --branch."
                                .formatted(branch));
            default ->
                throw Refusal.conflict(
                        "push_rejected",
                        "The server did not take the branch %s: %s."
                                .formatted(
                                        branch,
                                        Optional.ofNullable(update.getMessage())
                                                .map(Request::clip)
                                                .orElse(update.getStatus()
                                                        .name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .replace('_', ' '))));
        }
    }

    /** Opens the clone with a configuration that is ours, whatever a process of the workspace wrote into it. */
    private Repository open() throws IOException {
        if (!Files.isDirectory(git)) {
            throw Refusal.conflict("not_cloned", "The repository is not cloned.");
        }
        Config config = new Config();
        config.setInt("core", null, "repositoryformatversion", 0);
        config.setBoolean("core", null, "bare", false);
        config.setString("remote", "origin", "url", remote.url());
        config.setString("remote", "origin", "fetch", "+refs/heads/*:refs/remotes/origin/*");
        Path part = Files.writeString(git.resolve("config.part"), config.toText());
        Files.move(part, git.resolve("config"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(git.resolve("commondir"));
        Files.deleteIfExists(git.resolve("objects").resolve("info").resolve("alternates"));
        return new FileRepositoryBuilder()
                .setFS(Isolation.files())
                .setGitDir(git.toFile())
                .setWorkTree(tree.toFile())
                .build();
    }

    private static CredentialsProvider credentials(Optional<String> token) {
        return token.map(secret ->
                        (CredentialsProvider) new UsernamePasswordCredentialsProvider("x-access-token", secret))
                .orElse(null);
    }
}
