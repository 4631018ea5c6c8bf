package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nexhelm.Failure;
import nexhelm.client.Recording;
import nexhelm.client.Session;
import nexhelm.client.StopReason;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.tool.Inputs;
import nexhelm.tool.Tool;
import nexhelm.tool.Tool.Comfort;
import nexhelm.world.Terminal;
import nexhelm.world.TextFile;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** An action as a command: flags from its inputs, JSON or a view of its result. */
final class ToolCommand implements Command {

    private final Tool<?> tool;

    ToolCommand(Tool<?> tool) {
        this.tool = tool;
    }

    @Override
    public void declare(CommandSpec spec) {
        int place = 0;
        for (Inputs.Input input : Inputs.of(tool.inputs())) {
            if (!input.arg().cli()) {
                continue;
            }
            if (input.arg().positional()) {
                spec.addPositional(PositionalParamSpec.builder()
                        .index(Integer.toString(place++))
                        .arity(input.required() ? "1" : "0..1")
                        .required(input.required())
                        .paramLabel(input.label())
                        .description(input.arg().help())
                        .completionCandidates(values(input))
                        .type(String.class)
                        .build());
            } else {
                spec.addOption(option(input));
            }
            for (String file : first(input.arg().files())) {
                spec.addOption(OptionSpec.builder(input.arg().files())
                        .arity("1")
                        .paramLabel("FILE")
                        .type(String.class)
                        .description(noDot(input.arg().help()) + ", read from a file (- is standard input).")
                        .build());
            }
        }
        if (tool.has(Comfort.SAVES)) {
            Options.text(spec, "FILE", "Write the JSON to a file instead.", "-o", "--output");
            if (blueprint()) {
                Options.flag(spec, "Replace a file that is there already.", "--force");
            }
        }
        if (!tool.has(Comfort.NO_JSON)) {
            Options.flag(
                    spec, tool.has(Comfort.SAVES) ? "JSON on stdout (always, here)." : "JSON on stdout.", "--json");
            Options.text(spec, "KEYS", "Only these keys, comma-separated, of a record or of each row.", "--fields");
        }
        if (tool.has(Comfort.LIVE)) {
            Options.flag(spec, "One JSON event per line on stdout, as it arrives.", "--events");
            Options.flag(
                    spec, "Exit 1, 5 or 6 when the agent ends with error, interaction or cut_off.", "--exit-status");
        }
        if (tool.has(Comfort.COMPARES)) {
            Options.flag(spec, "Exit 1 when the second does worse.", "--fail-on-regression");
        }
        if (tool.has(Comfort.WEB)) {
            Options.flag(spec, "Open the page in the browser.", "--web");
        }
        if (tool.has(Comfort.ASKS)) {
            Options.flag(spec, "Do not ask.", "-y", "--yes");
        }
    }

    @Override
    public int run(ParseResult given, Call call) {
        Terminal terminal = call.world().terminal();
        boolean events = Options.has(given, "--events");
        boolean json = Options.has(given, "--json") || tool.has(Comfort.SAVES);
        var live = new Live(call.world(), json, events, Options.has(given, "--yes"));
        var session = new Session(call.world(), call.profile(), Session.Speaker.PERSON, live);
        JsonNode result;
        Interrupts.onCtrlC(() -> goOn(live, call.world(), given));
        try {
            result = tool.call(session, values(given, call));
        } catch (Failure e) {
            throw e.worded(this::asTyped);
        } finally {
            Interrupts.clear();
        }
        result = rows(result);
        if (Options.has(given, "--web") && result.path("view_url").isTextual()) {
            Browser.open(call.world(), result.path("view_url").textValue());
        } else if (events) {
            terminal.err().println("stop_reason: " + result.path("stop_reason").asText());
        } else {
            print(result, given, json, live, terminal, call);
        }
        return status(given, result);
    }

    /** What is said of an input by its name in the declaration, by the word that stands for it on the command line. */
    private String asTyped(String message) {
        for (Inputs.Input input : Inputs.of(tool.inputs())) {
            if (message.matches(Pattern.quote(input.name()) + " (?:must be|is required|is not)\\b.*")) {
                String word = input.flags().isEmpty() ? input.label() : last(input);
                return word + message.substring(input.name().length());
            }
        }
        return message;
    }

    /** A blueprint is written by hand for the most part: it is not to be lost. */
    private boolean blueprint() {
        return tool.verb().startsWith("blueprint ");
    }

    private void print(JsonNode result, ParseResult given, boolean json, Live live, Terminal terminal, Call call) {
        Optional<String> file = tool.has(Comfort.SAVES) ? Options.value(given, "--output") : Optional.empty();
        if (file.isPresent()) {
            Options.save(
                    call.world(),
                    file.get(),
                    Json.pretty(result) + "\n",
                    !blueprint() || Options.has(given, "--force"));
            terminal.err().println("wrote " + file.get());
            terminal.err()
                    .println(call.world()
                                    .typed(
                                            blueprint()
                                                    ? "next: edit it, then nex sandbox blueprint apply "
                                                    : "next: edit it, then nex workflow refine "
                                                            + Options.argument(given)
                                                                    .orElse("RUN_ID") + " -T ")
                            + file.get());
            return;
        }
        JsonNode shown = Options.value(given, "--fields")
                .map(keys -> fields(result, keys))
                .orElse(result);
        if (json || Options.value(given, "--fields").isPresent() && !shown.isObject()) {
            terminal.out().println(Json.pretty(shown));
            return;
        }
        if (live.shows() && terminal.outTty() && shown instanceof ObjectNode object) {
            object.remove("events"); // on this very terminal they have just been seen
        }
        Page page = Command.page(call.world());
        if (shown == result) {
            tool.view().show(shown, page);
        } else {
            Page.generic(shown, page);
        }
        if (page.verbatim().isPresent() && !terminal.outTty()) {
            terminal.out().print(page.verbatim().get());
            if (shown.path("truncated").asBoolean()) {
                terminal.err().println("warning: this is not all of it; the server cut it off");
            }
        } else {
            terminal.out().print(page);
        }
        terminal.out().flush();
    }

    private ObjectNode values(ParseResult given, Call call) {
        ObjectNode raw = Json.object();
        int place = 0;
        for (Inputs.Input input : Inputs.of(tool.inputs())) {
            if (!input.arg().cli()) {
                continue;
            }
            if (input.kind() == Inputs.Kind.LIST) {
                if (given.hasMatchedOption(last(input))) {
                    var all = raw.putArray(input.name());
                    given.matchedOption(last(input)).<List<String>>getValue().forEach(all::add);
                }
                continue;
            }
            Optional<String> text = input.arg().positional()
                    ? Options.argument(given, place++)
                    : input.kind() == Inputs.Kind.FLAG ? Optional.empty() : value(given, input);
            if (input.kind() == Inputs.Kind.FLAG && given.matchedOption(last(input)) != null) {
                raw.put(input.name(), given.matchedOption(last(input)).<Boolean>getValue());
            }
            String[] files = input.arg().files();
            Optional<String> file = files.length == 0 ? Optional.empty() : Options.value(given, files[0]);
            if (file.isPresent()
                    && input.kind() == Inputs.Kind.TEXT
                    && input.name().equals("design_note")
                    && text.filter(t -> !t.isEmpty()).isPresent()) {
                throw Failure.input("--hint and --hint-file are mutually exclusive");
            }
            if (file.isPresent()) {
                text = Optional.of(
                        input.name().startsWith("transcript")
                                ? Recording.read(call.world(), file.get())
                                : TextFile.read(call.world(), file.get()));
            }
            if (input.kind() == Inputs.Kind.OBJECT && file.isPresent()) {
                raw.set(input.name(), Options.object(file.get(), text.orElse("")));
            } else {
                text.ifPresent(value -> raw.put(input.name(), value));
            }
        }
        return raw;
    }

    private static Optional<String> value(ParseResult given, Inputs.Input input) {
        return given.matchedOption(last(input)) == null
                ? Optional.empty()
                : Optional.of(given.matchedOption(last(input)).getValue());
    }

    private JsonNode rows(JsonNode result) {
        for (String key : tool.rows()) {
            if (result.path(key).isArray()) {
                return result.path(key);
            }
        }
        return tool.rows().isEmpty() ? result : Json.array();
    }

    private int status(ParseResult given, JsonNode result) {
        if (Options.has(given, "--fail-on-regression")
                && !result.path("regressions").isEmpty()) {
            return ExitCodes.UNEXPECTED.code;
        }
        if (!Options.has(given, "--exit-status")) {
            return result.path("failed").isEmpty() || !tool.has(Comfort.ASKS)
                    ? tool.exit(result)
                    : ExitCodes.BACKEND.code;
        }
        for (StopReason reason : StopReason.values()) {
            if (reason.wire().equals(result.path("stop_reason").asText())) {
                return reason.exit();
            }
        }
        return 0;
    }

    /** Only some keys: of a record, of each row of a list, of each row inside an envelope with one list. */
    private static JsonNode fields(JsonNode result, String keys) {
        if (result.isArray()) {
            ArrayNode rows = Json.array();
            result.forEach(row -> rows.add(fields(row, keys)));
            return rows;
        }
        if (result.size() == 1 && result.elements().next().isArray()) {
            return fields(result.elements().next(), keys);
        }
        ObjectNode picked = Json.object();
        for (String key : keys.split(",")) {
            JsonNode value = result.get(key.trim());
            picked.set(key.trim(), value == null ? picked.nullNode() : value);
        }
        return picked;
    }

    private static void goOn(Live live, World world, ParseResult given) {
        if (live.lastWords().isPresent()) {
            live.lastWords().get().run();
        } else if (!live.thread().isEmpty()) {
            world.terminal()
                    .err()
                    .println(world.typed("\nstopped watching; the agent goes on. thread: " + live.thread()
                            + "\n  go on: nex workflow watch "
                            + Options.argument(given).orElse("RUN_ID")));
        }
    }

    private static OptionSpec option(Inputs.Input input) {
        boolean flag = input.kind() == Inputs.Kind.FLAG;
        var builder = OptionSpec.builder(input.flags().toArray(String[]::new))
                .description(description(input))
                .completionCandidates(values(input))
                .required(false);
        if (flag) {
            builder.arity("0")
                    .type(boolean.class)
                    .defaultValue(input.arg().fallback().equals("true") ? "true" : "false")
                    .fallbackValue("true") // picocli would turn a default of true around
                    .negatable(input.arg().fallback().equals("true"));
        } else if (input.kind() == Inputs.Kind.LIST) {
            builder.arity("1").type(List.class).auxiliaryTypes(String.class).paramLabel(input.label());
        } else {
            builder.arity("1")
                    .type(String.class)
                    .paramLabel(
                            input.kind() == Inputs.Kind.OBJECT
                                    ? "JSON"
                                    : input.kind() == Inputs.Kind.NUMBER ? "N" : input.label());
        }
        return builder.build();
    }

    /** What a shell may propose; null, as picocli wants it, where nothing is known. */
    private static List<String> values(Inputs.Input input) {
        return Stream.of(
                        input.arg().values(), input.arg().choices(), input.arg().known())
                .filter(words -> words.length > 0)
                .map(List::of)
                .findFirst()
                .orElse(null);
    }

    private static String description(Inputs.Input input) {
        String text = input.arg().help();
        if (input.arg().min() != Integer.MIN_VALUE) {
            text += " From " + input.arg().min() + " to " + input.arg().max() + ".";
        }
        return input.arg().fallback().isEmpty()
                ? text
                : text + " Default: " + input.arg().fallback() + ".";
    }

    private static String last(Inputs.Input input) {
        return input.flags().get(input.flags().size() - 1);
    }

    private static String[] first(String[] names) {
        return names.length == 0 ? names : new String[] {names[0]};
    }

    private static String noDot(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
