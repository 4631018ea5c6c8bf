import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The command nex as a script sees it: words in, one JSON document out, an exit code that tells the truth. */
final class NexProcess {

    /** As many runs as nex lists at once. */
    static final int MOST_RUNS = 200;

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final long LIMIT_MINUTES = 5;

    private final List<String> command;

    /** Nex failed; {@code exit} is its exit code, {@code status} that of the backend or 0. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        final int exit;
        final int status;

        Failed(int exit, int status, String message) {
            super(message);
            this.exit = exit;
            this.status = status;
        }
    }

    /**
     * Finds nex: the command named, else the checkout this script was started from, else the one on PATH.
     *
     * @param named   a program, or words parted by spaces ("./jbang nex")
     * @param profile the profile that every call uses
     */
    NexProcess(Optional<String> named, Optional<String> profile) throws Failed {
        command = new ArrayList<>(named.map(NexProcess::words)
                .or(NexProcess::ofCheckout)
                .or(NexProcess::onPath)
                .orElseThrow(() -> new Failed(2, 0, "there is no nex on PATH; name it with --nex")));
        profile.ifPresent(name -> command.addAll(List.of("--profile", name)));
    }

    /** Runs nex with --json and returns its document. */
    JsonNode call(String... words) throws Failed {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(words));
        all.add("--json");
        String said = "nex " + String.join(" ", words);
        try {
            Process process = new ProcessBuilder(all).start();
            process.getOutputStream().close();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new Failed(1, 0, said + " did not end within " + LIMIT_MINUTES + " minutes");
            }
            return answer(said, process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new Failed(2, 0, "cannot start " + command.get(0) + "; name nex with --nex");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed(130, 0, "interrupted");
        }
    }

    /** A member that must be a list; anything else is a failure, not "nothing there". */
    static JsonNode list(JsonNode document, String key) throws Failed {
        if (!document.path(key).isArray()) {
            throw new Failed(1, 0, "nex answered no list of " + key);
        }
        return document.path(key);
    }

    /** A member as one line of text that is safe to print; empty when it is missing or null. */
    static String text(JsonNode object, String key) {
        return line(object.path(key).isNull() ? "" : object.path(key).asText(""));
    }

    /** Text from a server without what could move a terminal's cursor or start a new line. */
    static String line(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
    }

    /** When something last happened to a run; empty when it does not say so in a way that can be read. */
    static Optional<Instant> lastChange(JsonNode run) {
        for (String key : List.of("updated_at", "created_at")) {
            String text = text(run, key);
            try {
                if (!text.isEmpty()) {
                    return Optional.of(Instant.parse(text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)") ? text : text + "Z"));
                }
            } catch (DateTimeParseException e) {
                // the other one may be readable
            }
        }
        return Optional.empty();
    }

    private static JsonNode answer(String said, int exit, String out, String err) throws Failed {
        try {
            JsonNode document = JSON.readTree(out);
            JsonNode error = document.path("error");
            if (exit != 0) {
                String message = error.path("message").asText("");
                throw new Failed(
                        exit,
                        error.path("status").asInt(0),
                        message.isEmpty() ? lastLine(said, exit, err) : line(message));
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new Failed(
                    exit == 0 ? 1 : exit, 0, exit == 0 ? said + " answered no JSON" : lastLine(said, exit, err));
        }
    }

    private static String lastLine(String said, int exit, String err) {
        String last = err.strip()
                .lines()
                .reduce((first, second) -> second)
                .map(NexProcess::line)
                .orElse("");
        return last.isEmpty() ? said + " ended with " + exit + " and said nothing" : last;
    }

    private static List<String> words(String named) {
        return Files.isRegularFile(Path.of(named))
                ? List.of(Path.of(named).toAbsolutePath().toString())
                : List.of(named.strip().split("\\s+"));
    }

    private static Optional<List<String>> ofCheckout() {
        return Optional.ofNullable(System.getenv("NEXHELM_CHECKOUT"))
                .map(folder -> Path.of(folder, "jbang"))
                .filter(Files::isExecutable)
                .map(wrapper -> List.of(wrapper.toString(), "nex"));
    }

    private static Optional<List<String>> onPath() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path nex = Path.of(folder, "nex");
            if (Files.isRegularFile(nex) && Files.isExecutable(nex)) {
                return Optional.of(List.of(nex.toString()));
            }
        }
        return Optional.empty();
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
