package nexhelm.eval;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.support.NexMain;
import nexhelm.support.RunningEngine;

/** nex with a HOME of its own and the engine that it starts there, both from the classes of the tests. */
final class OwnLab implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Path folder;
    final Path nex;
    final Path engine;

    OwnLab(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        nex = script("nex", NexMain.class);
        engine = script("nex-engine", RunningEngine.class);
    }

    /** A run of nex; fails the test when it fails. */
    String nex(String... words) {
        return command(words).run(LIMIT).ok();
    }

    JsonNode json(String... words) throws Json.Malformed {
        return Json.parse(nex(words));
    }

    /** The whole loop on a transcript in the sandbox of a blueprint; answers what try says at the end. */
    JsonNode tried(String transcript, String blueprint) throws Json.Malformed {
        Path root = Checkout.root();
        return json(
                "try",
                "-f",
                root.resolve(transcript).toString(),
                "--blueprint",
                root.resolve(blueprint).toString(),
                "--json");
    }

    /** Everything that a run wrote, in a folder with {@code before/} and {@code after/}. */
    Path written(String runId) {
        Path files = folder.resolve("files-" + runId);
        nex("workflow", "files", runId, "--get", "-o", files.toString());
        return files;
    }

    private Command command(String... words) {
        List<String> all = new ArrayList<>(List.of(nex.toString()));
        all.addAll(List.of(words));
        return Command.of(all.toArray(String[]::new))
                .env("HOME", folder)
                .env("NEX_ENGINE", engine)
                .env("NO_COLOR", "1")
                .without("NEX_PROFILE", "NEX_BACKEND_URL", "NEX_TOKEN", "NEX_ENGINE_MODEL")
                .in(folder);
    }

    /** A program as an installed launcher is one. */
    private Path script(String name, Class<?> main) throws IOException {
        String[] words = NexMain.command();
        words[words.length - 1] = main.getName();
        Path script =
                Files.writeString(folder.resolve(name), "#!/bin/sh\nexec '" + String.join("' '", words) + "' \"$@\"\n");
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    @Override
    public void close() {
        command("engine", "stop").run(LIMIT);
    }
}
