import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** nex as a user has it: processes with a HOME of their own, and the engine that the first of them starts. */
final class Lab implements AutoCloseable {
    /** How a command ended; out is what it printed with {@code --json}. */
    record Answer(int code, JsonNode out, String err) {
        String kind() {
            return out.path("error").path("kind").asText();
        }

        String message() {
            String told = out.path("error").path("message").asText();
            return told.isEmpty() ? err.strip() : told;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_SECONDS = 600;

    private final Path home;
    private final boolean model;
    private List<String> nex;

    /**
     * @param program how nex is started; installs its launchers from the checkout when none is given
     * @param model whether the personas may ask a model that NEX_ENGINE_MODEL names
     */
    Lab(Path root, Optional<List<String>> program, boolean model) throws IOException {
        this.model = model;
        home = Files.createTempDirectory("nexhelm-eval");
        nex = program.orElse(List.of(root.resolve("jbang").toString(), "nex"));
        try {
            if (program.isEmpty()) {
                Path bin = home.resolve("bin");
                must("install", "--bin-dir", bin.toString());
                nex = List.of(bin.resolve("nex").toString()); // starts several times faster
            }
            must("engine", "start");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void must(String... words) throws IOException {
        Answer answer = nex(words);
        if (answer.code() != 0) {
            throw new IOException("nex " + words[0] + ": " + answer.message());
        }
    }

    /** The design of a call and what it needs; small talk has none. */
    Design design(Call call) throws IOException {
        String file = call.transcript().toString();
        Answer made = nex("workflow", "designer", "-f", file, "--json");
        if (made.kind().equals("no_work")) {
            return Design.none("");
        }
        String run = ok(made, call).path("id").asText();
        JsonNode exported = ok(nex("workflow", "export", run, "--json"), call);
        JsonNode needs = ok(nex("workflow", "integration-engineer", "-f", file, "--json"), call);
        return Design.of(
                call,
                exported.path("task_definition"),
                needs,
                made.out().path("worked_by").path("designer").asText());
    }

    /** The whole loop on a call: analyse, design, run in a sandbox that fits, evaluate. */
    Answer tried(Path transcript, Optional<Path> blueprint) throws IOException {
        List<String> words = new ArrayList<>(List.of("try", "-f", transcript.toString(), "--json"));
        blueprint.ifPresent(file -> words.addAll(List.of("--blueprint", file.toString())));
        return nex(words.toArray(String[]::new));
    }

    private static JsonNode ok(Answer answer, Call call) throws IOException {
        if (answer.code() != 0) {
            throw new IOException(call.name() + ": " + answer.message());
        }
        return answer.out();
    }

    private Answer nex(String... words) throws IOException {
        List<String> command = new ArrayList<>(nex);
        command.addAll(List.of(words));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        environment(builder);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("still running: " + command);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: " + command);
        }
        String told = Files.readString(out);
        JsonNode json = told.startsWith("{") ? JSON.readTree(told) : NullNode.getInstance(); // install, engine: words
        return new Answer(process.exitValue(), json, Files.readString(err));
    }

    /** Nothing of the user's own set-up takes part; JBang's and Maven's caches stay where they are. */
    private void environment(ProcessBuilder builder) {
        var environment = builder.environment();
        String user = System.getProperty("user.home");
        environment.putIfAbsent("JBANG_DIR", user + File.separator + ".jbang");
        environment.putIfAbsent("JBANG_REPO", user + "/.m2/repository");
        environment.put("HOME", home.toString());
        environment.keySet().removeAll(List.of("NEX_PROFILE", "NEX_BACKEND_URL", "NEX_TOKEN"));
        if (!model) {
            environment.keySet().remove("NEX_ENGINE_MODEL");
        }
    }

    /** Stops the engine and removes the HOME. */
    @Override
    public void close() throws IOException {
        nex("engine", "stop");
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
