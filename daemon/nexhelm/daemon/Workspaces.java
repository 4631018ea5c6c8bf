package nexhelm.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexhelm.daemon.Workspace.Facts;
import nexhelm.daemon.Workspace.Owner;
import nexhelm.daemon.Workspace.Status;
import nexhelm.daemon.git.GitFolder;
import nexhelm.daemon.git.Remote;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workspaces of this daemon: started, found again after a restart, ended when their time is over. */
final class Workspaces implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);
    private static final int MOST = 20;
    private static final Duration ENDED_ARE_LISTED = Duration.ofDays(7);

    private final Settings settings;
    private final Path folder;
    private final Consumer<Workspace> onEnd;
    private final Map<String, Workspace> all = new ConcurrentHashMap<>();
    private final ExecutorService clones = Executors.newFixedThreadPool(2, Workspaces::thread);
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(Workspaces::thread);

    /** @param onEnd ends what runs in a workspace, before its files go */
    Workspaces(Settings settings, Path folder, Consumer<Workspace> onEnd) throws IOException {
        this.settings = settings;
        this.folder = PrivateFiles.folder(folder);
        this.onEnd = onEnd;
        try (Stream<Path> kept = Files.list(folder)) {
            for (Path each : kept.toList()) {
                load(each);
            }
        }
        sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.MINUTES);
    }

    /** What somebody asks for. */
    record Wish(Owner owner, Scope scope, Optional<String> branch, Optional<String> customer, Optional<String> token) {}

    /** A workspace with the token of its session, which is told this once. */
    record Started(Workspace workspace, String token) {}

    /** Says which customers there are: work for one must not begin in the repository of everybody by a slip of the keys. */
    private String unknown(Optional<String> customer) {
        String known = settings.remotes().stream()
                .flatMap(each -> each.name().stream())
                .sorted()
                .collect(Collectors.joining(", "));
        if (customer.isEmpty()) {
            return "Every repository here is a customer's; name one with --customer: " + known + ".";
        }
        return "There is no repository for the customer '%s'; ".formatted(Request.clip(customer.get()))
                + (known.isEmpty()
                        ? "there is one for everybody, without --customer. The operator names others with --repo"
                                + " NAME=URL."
                        : "there are repositories for " + known + ".");
    }

    Started start(Wish wish) throws IOException {
        wish.branch().ifPresent(GitFolder::requireBranchName);
        Remote remote = Remote.of(settings.remotes(), wish.customer())
                .orElseThrow(() -> Refusal.invalid("unknown_customer", unknown(wish.customer())));
        if (all.values().stream().filter(each -> each.status() != Status.ENDED).count() >= MOST) {
            throw Refusal.conflict(
                    "too_many_workspaces", "There are %d workspaces already; end one first.".formatted(MOST));
        }
        String id = "ws-" + random(6);
        String token = "wst-" + PrivateFiles.random();
        Instant now = settings.clock().instant();
        Facts facts = new Facts(
                id,
                wish.owner(),
                wish.scope(),
                remote,
                wish.branch().orElse("nex/" + id),
                now,
                now.plus(Settings.HARD_LIMIT),
                Workspace.hash(token));
        Path own = PrivateFiles.folder(folder.resolve(id));
        for (String name : List.of("repo", "staging", "home", "tmp")) {
            PrivateFiles.folder(own.resolve(name));
        }
        Workspace workspace = new Workspace(facts, own, wish.token(), Status.STARTING, now);
        workspace.save();
        all.put(id, workspace);
        clones.execute(() -> clone(workspace));
        return new Started(workspace, token);
    }

    Optional<Workspace> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    /** Of one owner, the newest first. */
    List<Workspace> of(String owner) {
        return all.values().stream()
                .filter(each -> each.facts().owner().id().equals(owner))
                .sorted(Comparator.comparing((Workspace each) -> each.facts().startedAt())
                        .reversed())
                .toList();
    }

    /** Ends what runs in it and removes its files; a second time changes nothing. */
    void end(Workspace workspace) throws IOException {
        if (workspace.status() == Status.ENDED) {
            return;
        }
        workspace.end();
        onEnd.accept(workspace);
        workspace.changing().lock();
        try {
            for (String name : List.of("repo", "staging", "home", "tmp", "git", "ssh_host_key", "authorized_key")) {
                PrivateFiles.removeAll(workspace.folder().resolve(name));
            }
        } finally {
            workspace.changing().unlock();
        }
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        clones.shutdownNow();
        all.values().forEach(onEnd);
    }

    private void clone(Workspace workspace) {
        Optional<Refusal> failure = Optional.empty();
        workspace.changing().lock();
        try {
            workspace
                    .git()
                    .clone(
                            workspace.facts().branch(),
                            workspace.gitHubToken(),
                            Settings.CLONE_LIMIT,
                            () -> workspace.status() == Status.ENDED);
        } catch (Refusal e) {
            failure = Optional.of(e);
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "the clone of {} failed: {}",
                    workspace.facts().id(),
                    e.getClass().getSimpleName());
            failure = Optional.of(Refusal.of(502, "git_failed", "The repository could not be cloned."));
        } finally {
            workspace.changing().unlock();
        }
        try {
            workspace.cloneEnded(failure);
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", workspace.facts().id(), e.getMessage());
        }
    }

    /** One that cannot be read is left alone and said, and keeps no other from being found. */
    private void load(Path each) {
        if (Files.isRegularFile(each.resolve("workspace.json"))) {
            try {
                Workspace workspace = Workspace.load(
                        each, settings.remotes(), settings.clock().instant());
                all.put(workspace.facts().id(), workspace);
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} cannot be read: {}", each.getFileName(), e.getMessage());
            }
        }
    }

    /** Ends what is over its time. */
    void sweep() {
        Instant now = settings.clock().instant();
        for (Workspace each : List.copyOf(all.values())) {
            try {
                if (each.status() == Status.ENDED) {
                    if (now.isAfter(each.facts().expiresAt().plus(ENDED_ARE_LISTED))) {
                        all.remove(each.facts().id());
                        PrivateFiles.removeAll(each.folder());
                    }
                } else if (now.isAfter(each.facts().expiresAt())
                        || now.isAfter(each.lastUsed().plus(Settings.IDLE_LIMIT))) {
                    end(each);
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} could not be cleared: {}", each.facts().id(), e.getMessage());
            }
        }
    }

    private static String random(int bytes) {
        byte[] some = new byte[bytes];
        new SecureRandom().nextBytes(some);
        return HexFormat.of().formatHex(some);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "workspaces");
        thread.setDaemon(true);
        return thread;
    }
}
