package nexhelm.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nexhelm.json.Json;

/** An engine in a process of its own, with scripted personas, that tests may kill at any instant. */
final class EngineProcess implements AutoCloseable {

    private final Process process;
    private final Path data;

    private EngineProcess(Process process, Path data) {
        this.process = process;
        this.data = data;
    }

    /** What runs in the other process: folder and pace. */
    public static void main(String[] args) throws Exception {
        EngineMain.logToStderr();
        Settings plain = Settings.local(Path.of(args[0]));
        Engine engine = Engine.start(
                new Settings(
                        plain.data(),
                        plain.host(),
                        0,
                        plain.publicUrl(),
                        plain.sharedSecret(),
                        plain.emailDomain(),
                        Duration.ofMillis(Long.parseLong(args[1])),
                        plain.clock()),
                Script.personas());
        Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
        Thread.currentThread().join();
    }

    static EngineProcess start(Path data, int paceMillis, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EngineProcess.class.getName(),
                data.toString(),
                String.valueOf(paceMillis)));
        command.addAll(1, List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling("engine.log").toFile()))
                .start();
        EngineProcess started = new EngineProcess(process, data);
        started.awaitReady();
        return started;
    }

    private void awaitReady() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (Files.exists(data.resolve("engine.json"))
                    && Json.parse(Files.readString(data.resolve("engine.json")))
                                    .path("pid")
                                    .asLong()
                            == process.pid()) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the engine did not start: " + Files.readString(data.resolveSibling("engine.log")));
    }

    LiveEngine client() throws Exception {
        return LiveEngine.connect(Optional.empty(), data);
    }

    /** Ends it without any notice, as {@code kill -9} does. */
    void kill() {
        close();
    }

    /** Asks it to stop and says how many milliseconds it took. */
    long terminate() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        process.waitFor(20, TimeUnit.SECONDS);
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
