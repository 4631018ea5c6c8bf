package nexhelm.daemon.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import nexhelm.daemon.files.Tree;
import nexhelm.daemon.files.TreePath;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/**
 * The areas of a repository: those of its file {@code .nex/workspace.json}, else what its build files say. A command is
 * a list of words for one program; no shell reads it.
 */
public final class Areas {

    /** {@code {"areas": {NAME: {"path", "test": [...], "test_pattern": [...], "lint": [...], "typecheck": [...]}}}}. */
    public static final String FILE = ".nex/workspace.json";

    private static final Map<String, List<String>> FOLDERS = Map.of(
            "backend", List.of("backend", "server", "api"),
            "frontend", List.of("frontend", "web", "ui", "client"));

    private Areas() {}

    /** What is to be run, and in which folder. */
    public record Command(TreePath folder, List<String> words) {}

    public static Command command(Tree tree, String name, Check check, Optional<String> pattern) throws IOException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")) {
            throw Refusal.invalid("invalid_area", "'%s' is no name of an area.".formatted(Request.clip(name)));
        }
        Optional<JsonNode> file = file(tree);
        Optional<Area> area = file.isPresent() ? declared(file.get(), name) : detected(tree, name);
        Area found = area.orElseThrow(() -> Refusal.notFound("area_not_found", unknown(name, file)));
        List<String> words = found.command(check, pattern)
                .orElseThrow(() -> Refusal.invalid(
                        "no_command",
                        found.commands().containsKey(check)
                                ? "The tests of %s cannot be selected; add \"test_pattern\" to %s."
                                        .formatted(name, FILE)
                                : "The area %s has no command for %s; add one to %s."
                                        .formatted(name, check.word(), FILE)));
        if (tree.attributes(found.folder()).filter(there -> there.isDirectory()).isEmpty()) {
            throw Refusal.notFound(
                    "area_not_found", "The folder %s of %s is not there.".formatted(found.folder(), name));
        }
        return new Command(found.folder(), words);
    }

    private static Optional<JsonNode> file(Tree tree) throws IOException {
        TreePath path = TreePath.of(FILE);
        if (tree.attributes(path).isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode file = Json.parse(new String(tree.read(path), StandardCharsets.UTF_8));
            if (!file.path("areas").isObject()) {
                throw invalid("it needs \"areas\", an object");
            }
            return Optional.of(file);
        } catch (Json.Malformed e) {
            throw invalid(e.getMessage());
        }
    }

    private static Optional<Area> declared(JsonNode file, String name) {
        JsonNode declared = file.path("areas").path(name);
        if (declared.isMissingNode()) {
            return Optional.empty();
        }
        Map<Check, List<String>> commands = new EnumMap<>(Check.class);
        for (Check check : Check.values()) {
            if (declared.has(check.word())) {
                commands.put(check, words(declared.path(check.word()), name, check.word()));
            }
        }
        List<String> selects =
                declared.has("test_pattern") ? words(declared.path("test_pattern"), name, "test_pattern") : List.of();
        return Optional.of(new Area(TreePath.of(declared.path("path").asText(".")), commands, selects));
    }

    private static List<String> words(JsonNode value, String area, String field) {
        List<String> words = new ArrayList<>();
        value.forEach(word -> words.add(word.isTextual() ? word.textValue() : null));
        if (!value.isArray()
                || words.isEmpty()
                || words.contains(null)
                || words.get(0).isBlank()) {
            throw invalid("\"%s\" of %s must be a list of words".formatted(field, area));
        }
        return words;
    }

    /** The folder that goes by the name, else the root for the two names that everybody uses. */
    private static Optional<Area> detected(Tree tree, String name) throws IOException {
        for (String folder : FOLDERS.getOrDefault(name, List.of(name))) {
            TreePath path = TreePath.of(folder);
            if (tree.attributes(path).filter(there -> there.isDirectory()).isPresent()) {
                Optional<Area> area = BuildFiles.area(tree, path);
                if (area.isPresent()) {
                    return area;
                }
            }
        }
        return switch (name) {
            case "backend" -> BuildFiles.area(tree, TreePath.ROOT);
            case "frontend" ->
                tree.attributes(TreePath.of("package.json")).isPresent()
                        ? BuildFiles.area(tree, TreePath.ROOT)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String unknown(String name, Optional<JsonNode> file) {
        if (file.isEmpty()) {
            return "There is no area '%s': no build file tells its commands; describe it in %s.".formatted(name, FILE);
        }
        TreeSet<String> known = new TreeSet<>();
        file.get().path("areas").fieldNames().forEachRemaining(known::add);
        return "There is no area '%s' in %s, only %s."
                .formatted(name, FILE, known.isEmpty() ? "none" : Request.clip(String.join(", ", known)));
    }

    private static Refusal invalid(String why) {
        return Refusal.invalid("invalid_workspace_file", "%s is wrong: %s.".formatted(FILE, why));
    }
}
