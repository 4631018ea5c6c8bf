package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.world.TextFile;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Options of commands without annotations, which picocli would have to read by reflection. */
final class Options {

    private Options() {}

    static void flag(CommandSpec spec, String help, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .arity("0")
                .type(boolean.class)
                .description(help)
                .build());
    }

    static void text(CommandSpec spec, String label, String help, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .arity("1")
                .type(String.class)
                .paramLabel(label)
                .description(help)
                .build());
    }

    /** An option that takes one of some words, which a shell proposes. */
    static void choice(CommandSpec spec, String label, List<String> words, String help, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .arity("1")
                .type(String.class)
                .paramLabel(label)
                .description(help)
                .completionCandidates(words)
                .build());
    }

    static void argument(CommandSpec spec, String label, String help, boolean required) {
        argument(spec, 0, label, help, required);
    }

    static void argument(CommandSpec spec, int index, String label, String help, boolean required) {
        choice(spec, index, label, null, help, required); // null, as picocli wants it, where nothing is known
    }

    /** An argument that is one of some words, which a shell proposes. */
    static void choice(CommandSpec spec, int index, String label, List<String> words, String help, boolean required) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity(required ? "1" : "0..1")
                .required(required)
                .paramLabel(label)
                .description(help)
                .completionCandidates(words)
                .type(String.class)
                .build());
    }

    static boolean has(ParseResult given, String name) {
        return given.hasMatchedOption(name) && given.matchedOption(name).<Boolean>getValue();
    }

    static Optional<String> value(ParseResult given, String name) {
        return given.hasMatchedOption(name)
                ? Optional.of(given.matchedOption(name).getValue())
                : Optional.empty();
    }

    static Optional<String> argument(ParseResult given) {
        return argument(given, 0);
    }

    static Optional<String> argument(ParseResult given, int index) {
        return given.hasMatchedPositional(index)
                ? Optional.of(given.matchedPositional(index).getValue())
                : Optional.empty();
    }

    /** The JSON of a file; what is wrong with it names the file. */
    static JsonNode object(String file, String text) {
        try {
            JsonNode json = Json.parse(text);
            if (json.isObject()) {
                return json;
            }
            throw Failure.input(file + " is not a JSON object");
        } catch (Json.Malformed e) {
            throw Failure.input(file + " is " + e.getMessage());
        }
    }

    /** Writes what the operator asked to be written; a place that cannot be written is invalid input. */
    static void save(World world, String name, String text) {
        save(world, name, text, true);
    }

    /** The same; a file that is there already with another content is replaced only by force. */
    static void save(World world, String name, String text, boolean force) {
        Path path = world.path(name);
        try {
            TextFile.keep(path, name, text, force);
        } catch (IOException e) {
            throw Failure.input("cannot write " + name + ": " + TextFile.reason(e));
        }
    }
}
