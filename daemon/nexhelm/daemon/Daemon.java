package nexhelm.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import nexhelm.daemon.files.Tree;
import nexhelm.engine.http.Origin;
import nexhelm.json.Json;

/** A running daemon: one data folder, one web server on this machine, and the workspaces. */
final class Daemon implements AutoCloseable {

    private final FileChannel lock;
    private final Workspaces workspaces;
    private final WebServer server;
    private final Path state;
    private final Origin origin;

    private Daemon(FileChannel lock, Workspaces workspaces, WebServer server, Path state, Origin origin) {
        this.lock = lock;
        this.workspaces = workspaces;
        this.server = server;
        this.state = state;
        this.origin = origin;
    }

    /** A daemon that cannot start; the message is one line for people. */
    static final class CannotStart extends Exception {
        private static final long serialVersionUID = 1;

        CannotStart(String message) {
            super(message);
        }
    }

    static Daemon start(Settings settings) throws CannotStart {
        try {
            Path data = PrivateFiles.folder(settings.data().toAbsolutePath().normalize());
            if (!Tree.isPossible(data)) {
                throw new CannotStart("this system opens no files relative to a folder's handle, without which a"
                        + " workspace is not safe; use Linux");
            }
            if (!namesEveryFile()) {
                throw new CannotStart(
                        "this Java loses the names of files with other letters than English ones; set LANG=C.UTF-8");
            }
            FileChannel lock = lock(data);
            WebServer server = WebServer.bind(settings.host(), settings.port());
            Origin origin = new Origin(settings.host(), server.port(), java.util.Optional.empty());
            Running running = new Running(settings.limits(), settings.sandbox(), settings.clock());
            Workspaces workspaces = new Workspaces(settings, data.resolve("workspaces"), running::end);
            String secret = PrivateFiles.random();
            server.start(new Routes(settings, origin, secret, workspaces, running)::register);
            Path state = data.resolve("workspace.json");
            PrivateFiles.write(
                    state,
                    Json.readable(Json.object()
                                    .put("pid", ProcessHandle.current().pid())
                                    .put("port", server.port())
                                    .put("url", origin.url())
                                    .put("instance", UUID.randomUUID().toString())
                                    .put("version", DaemonMain.VERSION)
                                    .put(
                                            "started_at",
                                            settings.clock().instant().toString())
                                    .put("control_secret", secret))
                            + "\n");
            return new Daemon(lock, workspaces, server, state, origin);
        } catch (IOException e) {
            throw new CannotStart("cannot use the data folder " + settings.data() + ": " + e.getMessage());
        }
    }

    String url() {
        return origin.url();
    }

    /** For tests that move the clock. */
    void sweep() {
        workspaces.sweep();
    }

    /** Ends every process of a workspace; the clones stay for the next start. */
    @Override
    public void close() {
        try {
            java.nio.file.Files.deleteIfExists(state);
            workspaces.close();
            server.close();
            lock.close();
        } catch (IOException e) {
            // socket and lock end with the process in any case
        }
    }

    /** Whether Java can name every file: one that it cannot name would be missing in the next commit. */
    static boolean namesEveryFile() {
        try {
            return Path.of("ä株").toString().equals("ä株");
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static FileChannel lock(Path data) throws IOException, CannotStart {
        FileChannel channel =
                FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // this very process has it, as in tests
        }
        channel.close();
        throw new CannotStart("another nex-workspace uses " + data + "; stop it, or choose another folder with --data");
    }
}
