package nexhelm.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import nexhelm.daemon.exec.Limits;
import nexhelm.daemon.exec.Logs;
import nexhelm.daemon.exec.Places;
import nexhelm.daemon.exec.Run;
import nexhelm.daemon.exec.Sandbox;
import nexhelm.engine.http.Refusal;

/** What runs in which workspace, so that it ends with it; and what it wrote. */
final class Running {

    private static final int MOST_AT_ONCE = 3;

    private final Limits limits;
    private final Sandbox sandbox;
    private final Clock clock;
    private final Map<String, Set<Run>> runs = new ConcurrentHashMap<>();
    private final Map<String, Logs> logs = new ConcurrentHashMap<>();

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

    /** A run that is ended with its workspace; a workspace has few at a time. */
    Run begin(Workspace workspace) throws IOException {
        Places places = places(workspace);
        Set<Run> own = runs.computeIfAbsent(workspace.facts().id(), any -> ConcurrentHashMap.newKeySet());
        Run run = new Run(sandbox, limits, places);
        synchronized (own) {
            if (own.size() >= MOST_AT_ONCE) {
                throw Refusal.conflict(
                        "already_running", "%d commands run in this workspace already.".formatted(MOST_AT_ONCE));
            }
            own.add(run);
        }
        return run;
    }

    void ended(Workspace workspace, Run run) {
        runs.getOrDefault(workspace.facts().id(), ConcurrentHashMap.newKeySet()).remove(run);
    }

    /** Ends everything of a workspace and forgets its logs. */
    void end(Workspace workspace) {
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
