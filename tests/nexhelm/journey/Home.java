package nexhelm.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.Command;

/** A new user's HOME: empty, with an engine of its own that is stopped at the end. */
final class Home implements AutoCloseable {

    static final Duration LIMIT = Duration.ofMinutes(5);

    final Path path;
    private final List<String> nex;

    Home(Path path, String... nex) throws IOException {
        this.path = Files.createDirectories(path);
        this.nex = List.of(nex);
    }

    Command.Result run(String... words) {
        return command(words).run(LIMIT);
    }

    Command command(String... words) {
        var all = new ArrayList<>(nex);
        all.addAll(List.of(words));
        return Command.of(all.toArray(String[]::new))
                .env("HOME", path)
                .env("NO_COLOR", "1")
                .env("COLUMNS", "120")
                .env("JBANG_DIR", jbangDir())
                .env("JBANG_REPO", repository())
                .env("NEXHELM_CHECKOUT", Checkout.root())
                .without("NEX_PROFILE", "NEX_BACKEND_URL", "NEX_TOKEN", "NEX_ENGINE")
                .in(path);
    }

    /** Where this machine keeps JBang's builds: not what is tested here, so they are shared with the other tests. */
    static String jbangDir() {
        String dir = System.getenv("JBANG_DIR");
        return dir != null ? dir : Path.of(System.getenv("HOME"), ".jbang").toString();
    }

    /** Where this machine keeps Maven's jars. */
    static String repository() {
        String repository = System.getenv("JBANG_REPO");
        return repository != null
                ? repository
                : Path.of(System.getenv("HOME"), ".m2", "repository").toString();
    }

    /** The state file's process. */
    long engine() throws Exception {
        return Json.parse(Files.readString(path.resolve(".nex/engine/engine.json")))
                .path("pid")
                .asLong();
    }

    @Override
    public void close() throws Exception {
        Path state = path.resolve(".nex/engine/engine.json");
        if (Files.exists(state)) {
            var process = ProcessHandle.of(engine());
            if (process.isPresent()) {
                process.get().destroy();
                process.get().onExit().get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** The value of a row of a summary. */
    static String row(String out, String key) {
        return out.lines()
                .filter(line -> line.startsWith(key + " "))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row '" + key + "' in:\n" + out));
    }
}
