package nexhelm.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import nexhelm.daemon.exec.Limits;
import nexhelm.daemon.exec.Logs;
import nexhelm.daemon.exec.Places;
import nexhelm.daemon.exec.Run;
import nexhelm.daemon.exec.Sandbox;
import nexhelm.daemon.ssh.SshDoor;
import nexhelm.engine.http.Refusal;

/** What runs in which workspace, so that it ends with it; and what it wrote. */
final class Running {

    private static final int MOST_AT_ONCE = 8;

    private final Limits limits;
    private final Sandbox sandbox;
    private final Clock clock;
    private final Map<String, Set<Run>> runs = new ConcurrentHashMap<>();
    private final Map<String, Logs> logs = new ConcurrentHashMap<>();
    private final Map<String, SshDoor> doors = new ConcurrentHashMap<>();

    Running(Limits limits, Sandbox sandbox, Clock clock) {
        this.limits = limits;
        this.sandbox = sandbox;
        this.clock = clock;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Limits limits() {
        return limits;
    }

    Logs logs(Workspace workspace) {
        return logs.computeIfAbsent(workspace.facts().id(), any -> new Logs(clock));
    }

    /** Whether no command and no shell of a workspace runs. */
    boolean isIdle(Workspace workspace) {
        return runs.getOrDefault(workspace.facts().id(), Set.of()).isEmpty();
    }

    /** A run that is ended with its workspace; a workspace has few at a time. */
    Run begin(Workspace workspace) throws IOException {
        Places places = places(workspace);
        Set<Run> own = runs.computeIfAbsent(workspace.facts().id(), any -> ConcurrentHashMap.newKeySet());
        Run run = new Run(sandbox, limits, places, own::remove);
        synchronized (own) {
            if (own.size() >= MOST_AT_ONCE) {
                throw Refusal.conflict(
                        "already_running", "%d commands run in this workspace already.".formatted(MOST_AT_ONCE));
            }
            own.add(run);
        }
        return run;
    }

    /** The SSH server of a workspace, opened when it is first asked for. */
    SshDoor door(Workspace workspace) throws IOException {
        try {
            return doors.computeIfAbsent(workspace.facts().id(), any -> open(workspace));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private SshDoor open(Workspace workspace) {
        try {
            return SshDoor.open(workspace.folder(), () -> beginUnchecked(workspace));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Run beginUnchecked(Workspace workspace) {
        try {
            return begin(workspace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends everything of a workspace and forgets its logs. */
    void end(Workspace workspace) {
        Optional.ofNullable(doors.remove(workspace.facts().id())).ifPresent(SshDoor::close);
        runs.getOrDefault(workspace.facts().id(), Set.of()).forEach(Run::stop);
        logs.remove(workspace.facts().id());
    }

    private static Places places(Workspace workspace) throws IOException {
        for (String name : new String[] {"home", "tmp"}) {
            if (!Files.isDirectory(workspace.folder().resolve(name))) {
                PrivateFiles.folder(workspace.folder().resolve(name));
            }
        }
        return new Places(
                workspace.folder().resolve("repo"),
                workspace.home(),
                workspace.folder().resolve("tmp"),
                workspace.folder().resolve("git"));
    }
}
