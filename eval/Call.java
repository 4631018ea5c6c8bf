import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A transcript and its gold, as README.md describes the fields. */
record Call(
        String half,
        String name,
        Path transcript,
        Words words,
        boolean none,
        List<Step> steps,
        List<String> existing,
        List<List<String>> missing,
        List<List<String>> either,
        List<Words.Span> gates,
        List<Forbidden> forbidden) {

    /** A step of the gold; gate is "true", "false" or "either". */
    record Step(
            Words.Span at, String quote, List<String> tools, List<String> performer, String gate, boolean optional) {
        boolean byAgent() {
            return performer.contains("agent") || performer.contains("*");
        }

        boolean byPerson() {
            return !performer.contains("agent") || performer.contains("*");
        }

        boolean anyTool() {
            return tools.contains("*");
        }
    }

    /** What no step may come from; with tools, by no step that uses one of them; never: tools of no step at all. */
    record Forbidden(Words.Span at, String quote, List<String> tools, List<String> never) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The calls of a half in the order of their names. */
    static List<Call> of(Path folder) throws IOException {
        List<Call> calls = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path gold : files.filter(file -> file.toString().endsWith(".gold.json"))
                    .sorted()
                    .toList()) {
                calls.add(read(gold));
            }
        }
        return calls;
    }

    private static Call read(Path gold) throws IOException {
        JsonNode told = JSON.readTree(gold.toFile());
        Path transcript = gold.resolveSibling(told.path("transcript").asText());
        var words = new Words(said(transcript));
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : told.path("steps")) {
            steps.add(new Step(
                    place(words, step, gold),
                    step.path("quote").asText(),
                    texts(step.path("tools")),
                    texts(step.path("performer")),
                    step.path("gate").asText(),
                    step.path("optional").asBoolean()));
        }
        List<Words.Span> gates = new ArrayList<>();
        for (JsonNode gate : told.path("gates")) {
            gates.add(words.find(gate.asText()).orElseThrow(() -> unknown(gate.asText(), gold)));
        }
        List<Forbidden> forbidden = new ArrayList<>();
        for (JsonNode act : told.path("forbidden")) {
            forbidden.add(new Forbidden(
                    place(words, act, gold),
                    act.path("quote").asText(),
                    texts(act.path("tools")),
                    texts(act.path("never"))));
        }
        String file = gold.getFileName().toString();
        return new Call(
                gold.getParent().getFileName().toString(),
                file.substring(0, file.length() - ".gold.json".length()),
                transcript,
                words,
                told.path("none").asBoolean(),
                steps,
                texts(told.path("capabilities").path("existing")),
                names(told.path("capabilities").path("missing")),
                names(told.path("capabilities").path("either")),
                gates,
                forbidden);
    }

    /** The sandbox that the work of this call needs, where somebody wrote one. */
    Optional<Path> blueprint() {
        Path file = transcript.resolveSibling(name + ".blueprint.json");
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /** In plain text a source counts from the file's beginning; what a recorder exported is first turned into text. */
    boolean isPlainText() {
        return transcript.toString().endsWith(".txt");
    }

    /** What was said, without the frame that a recorder's file puts around it. */
    private static String said(Path file) throws IOException {
        String text = Files.readString(file);
        if (file.toString().endsWith(".json")) {
            var said = new StringBuilder();
            JSON.readTree(text)
                    .forEach(turn -> said.append(turn.path("text").asText()).append('\n'));
            return said.toString();
        }
        if (file.toString().endsWith(".txt")) {
            return text;
        }
        return text.replaceAll("(?m)^(?:WEBVTT|\\d+|.*-->.*)$", "")
                .replaceAll("<[^>]*>", "")
                .replaceAll("(?m)^\\p{Lu}\\p{L}+: ", "");
    }

    private static Words.Span place(Words words, JsonNode node, Path gold) throws IOException {
        String quote = node.path("quote").asText();
        return words.find(quote).orElseThrow(() -> unknown(quote, gold));
    }

    private static IOException unknown(String quote, Path gold) {
        return new IOException(gold.getFileName() + ": nobody says \"" + quote + "\"");
    }

    private static List<List<String>> names(JsonNode systems) {
        List<List<String>> names = new ArrayList<>();
        systems.forEach(system -> names.add(texts(system)));
        return List.copyOf(names);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }
}
