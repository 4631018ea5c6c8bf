package nexhelm.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import nexhelm.Failure;
import nexhelm.auth.Login;
import nexhelm.http.Http;
import nexhelm.json.Json;
import nexhelm.world.TextFile;
import nexhelm.world.World;

/** The engine on this machine, known by the state file it writes in HOME, never by its port. */
public final class LocalEngine {

    /** Where it listens when nobody else does. */
    public static final int PORT = 7867;

    private static final Duration START = Duration.ofMinutes(10);

    private final World world;

    public LocalEngine(World world) {
        this.world = world;
    }

    /** A running engine: its process, its address, and the secret by which its local user signs in. */
    public record Running(long pid, String url, String version, String secret) {
        @Override
        public String toString() {
            return url + " (process " + pid + ")";
        }
    }

    /** The folder of its data, log and state. */
    public Path folder() {
        return world.nexFolder().resolve("engine");
    }

    public Path log() {
        return folder().resolve("engine.log");
    }

    /** The engine that runs, if the one of the state file answers with its own mark. */
    public Optional<Running> running() {
        Path file = folder().resolve("engine.json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode state = Json.parse(Files.readString(file));
            Http.Response health = world.http()
                    .send(Http.Request.of("GET", state.path("url").asText() + "/healthz", Map.of(), Optional.empty())
                            .read(Duration.ofSeconds(5)));
            boolean same = health.status() == 200
                    && Json.parse(health.body())
                            .path("instance")
                            .asText("")
                            .equals(state.path("instance").asText("-"));
            return same
                    ? Optional.of(new Running(
                            state.path("pid").asLong(),
                            state.path("url").asText(),
                            state.path("version").asText(),
                            state.path("local_secret").asText()))
                    : Optional.empty();
        } catch (IOException | Json.Malformed e) {
            return Optional.empty(); // a file that is left from a crash, or being written: nobody is there
        }
    }

    /** The engine that runs, or a new one in the background; two callers at once get the same. */
    public Running start(Consumer<String> progress) {
        Optional<Running> there = running();
        if (there.isPresent()) {
            return there.get();
        }
        try {
            TextFile.privateFolder(folder());
            try (var channel = FileChannel.open(
                            folder().resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                assert lock.isValid();
                there = running();
                return there.isPresent() ? there.get() : launch(progress);
            }
        } catch (IOException e) {
            throw Failure.unexpected("the engine cannot be started in " + folder() + ": " + TextFile.reason(e));
        }
    }

    /** Stops it in order; true when one ran. */
    public boolean stop() {
        Optional<Running> there = running();
        there.flatMap(engine -> ProcessHandle.of(engine.pid())).ifPresent(process -> {
            process.destroy();
            try {
                process.onExit().get(15, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                throw Failure.unexpected("the engine (process " + process.pid() + ") does not stop; see " + log());
            }
        });
        return there.isPresent();
    }

    /** What a reset would take away: names in its folder with their sizes in bytes, the locks aside. */
    public Map<String, Long> contents() {
        var found = new TreeMap<String, Long>();
        try (Stream<Path> files = Files.isDirectory(folder()) ? Files.list(folder()) : Stream.empty()) {
            for (Path file : files.filter(f -> !f.toString().endsWith(".lock")).toList()) {
                found.put(file.getFileName().toString(), size(file));
            }
            return found;
        } catch (IOException e) {
            throw Failure.unexpected("cannot read " + folder() + ": " + TextFile.reason(e));
        }
    }

    /**
     * Removes everything that it keeps: runs, sandboxes, accounts, keys, log. Nobody starts it meanwhile. A failure while
     * an engine uses the folder, whether it answers or not.
     */
    public void reset() {
        try {
            TextFile.privateFolder(folder());
            try (var starting = FileChannel.open(
                            folder().resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var nobodyStarts = starting.lock();
                    var engine = FileChannel.open(
                            folder().resolve("engine.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var nobodyRuns = engine.tryLock()) {
                if (nobodyRuns == null || !nobodyStarts.isValid()) {
                    throw Failure.usage("an engine uses " + folder() + "; stop it first: nex engine stop");
                }
                for (String name : contents().keySet()) {
                    remove(folder().resolve(name));
                }
            }
        } catch (IOException e) {
            throw Failure.unexpected("cannot empty " + folder() + ": " + TextFile.reason(e));
        }
    }

    private static long size(Path file) throws IOException {
        long[] sum = {0};
        walk(file, path -> sum[0] += Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0);
        return sum[0];
    }

    private static void remove(Path file) throws IOException {
        walk(file, Files::delete);
    }

    private interface Visit {
        void at(Path path) throws IOException;
    }

    /** Everything below a file and the file itself, the innermost first; links are not followed. */
    private static void walk(Path file, Visit visit) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(file)) {
            all = paths.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            visit.at(path);
        }
    }

    /** The login of its local user. */
    public ObjectNode signIn(Running engine) {
        return new Login(world.http(), engine.url()).local(engine.secret());
    }

    private Running launch(Consumer<String> progress) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of("serve", "--data", folder().toString(), "--port"));
        boolean free = free(PORT);
        if (!free) {
            progress.accept("port " + PORT + " is taken by something else; the engine takes a free one");
        }
        command.add(free ? Integer.toString(PORT) : "0");
        progress.accept("starting the local engine"
                + (Files.exists(log()) ? "" : " (the first time it is downloaded; log: " + log() + ")"));
        if (!Files.exists(log())) {
            TextFile.replace(log(), "", true);
        }
        long written = Files.exists(log()) ? Files.size(log()) : 0;
        Process process = spawn(command);
        long deadline = world.clock().millis() + START.toMillis();
        long told = written;
        while (world.clock().millis() < deadline) {
            Optional<Running> there = running();
            if (there.isPresent()) {
                return there.get();
            }
            if (!process.isAlive()) {
                throw Failure.unexpected("the engine did not start: " + lastWords(written))
                        .hint("see " + log());
            }
            told = tell(progress, told);
            Patience.pause(100);
        }
        throw Failure.unexpected("the engine did not start within " + START.toMinutes() + " minutes")
                .hint("see " + log());
    }

    /** Detached: a session of its own where the system has setsid, nothing inherited but the environment. */
    private Process spawn(List<String> command) throws IOException {
        var detached = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            detached.add("/usr/bin/setsid");
        }
        detached.addAll(command);
        var builder = new ProcessBuilder(detached)
                .directory(world.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File(
                        world.os().toLowerCase(java.util.Locale.ROOT).contains("win") ? "NUL" : "/dev/null")));
        List.of("NEX_TOKEN", "NEX_PASSWORD", "NEX_JWT_SECRET", "APP_API_SHARED_SECRET")
                .forEach(builder.environment()::remove);
        builder.environment().put("HOME", world.home().toString());
        builder.environment().put("NEXHELM_NEX", world.anywhere()); // for the commands that its pages suggest
        return builder.start();
    }

    /** How an engine is started from here: by the launcher beside ours, from the checkout, or through JBang. */
    private List<String> command() {
        Optional<String> launcher = world.property("nex.engine").or(() -> world.env("NEX_ENGINE"));
        if (launcher.isPresent()) {
            return List.of(launcher.get());
        }
        Optional<Path> checkout = world.env("NEXHELM_CHECKOUT")
                .map(Path::of)
                .or(this::checkoutAround)
                .filter(folder -> Files.isRegularFile(folder.resolve("nex-engine.java")));
        if (checkout.isPresent()) {
            Path wrapper = checkout.get().resolve("jbang");
            return Files.isExecutable(wrapper)
                    ? List.of(wrapper.toString(), "nex-engine")
                    : List.of("jbang", checkout.get().resolve("nex-engine.java").toString());
        }
        return List.of(
                world.env("NEX_JBANG").orElse("jbang"),
                world.env("NEX_ENGINE_ALIAS").orElse("nex-engine@nexhelm"));
    }

    private Optional<Path> checkoutAround() {
        for (Path folder = world.cwd(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("nex-engine.java"))
                    && Files.isRegularFile(folder.resolve("jbang-catalog.json"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /** Passes on what the log says while dependencies are downloaded and compiled. */
    private long tell(Consumer<String> progress, long from) throws IOException {
        if (!Files.exists(log()) || Files.size(log()) <= from) {
            return from;
        }
        said(from)
                .lines()
                .filter(line -> line.contains("[jbang]") || line.startsWith("jbang:"))
                .forEach(line -> progress.accept(line.replace("[jbang] ", "").strip()));
        return Files.size(log());
    }

    private String lastWords(long from) throws IOException {
        String fresh = said(from).strip();
        return fresh.isEmpty() ? "it said nothing" : fresh.substring(fresh.lastIndexOf('\n') + 1);
    }

    /** The log from a byte on; it may be in the middle of a character, and other programs write into it too. */
    private String said(long from) throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        try (InputStream in = Files.newInputStream(log())) {
            in.skipNBytes(Math.min(from, Files.size(log())));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
