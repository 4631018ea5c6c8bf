package nexhelm.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import nexhelm.Failure;
import nexhelm.Version;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The command line: finds the command that is meant, makes only that one, runs it, tells failures. */
public final class Nex {

    private Nex() {}

    /** Runs a command line and returns the exit code. */
    public static int run(String[] args, World world) {
        if (args.length > 0 && (args[0].equals("--version") || args[0].equals("-V"))) {
            world.terminal().out().println("nex " + Version.STRING);
            return 0;
        }
        if (args.length > 1 && args[0].equals(Completion.ASKED)) {
            return Completion.run(args, world);
        }
        try {
            return invoke(args, world);
        } catch (Failure e) {
            return ExitCodes.tell(e.worded(world::typed), Arrays.asList(args).contains("--json"), world.terminal());
        } catch (RuntimeException | StackOverflowError e) {
            if (world.env("NEX_DEBUG").isPresent()) {
                e.printStackTrace(world.terminal().err());
            }
            return ExitCodes.tell(
                    Failure.unexpected("this should not have happened: "
                            + e.getClass().getSimpleName() + " (NEX_DEBUG=1 shows more)"),
                    Arrays.asList(args).contains("--json"),
                    world.terminal());
        } finally {
            world.terminal().out().flush();
            world.terminal().err().flush();
        }
    }

    private static int invoke(String[] args, World world) {
        List<String> words = words(args);
        Catalog.Entry entry = Catalog.ROOT;
        var path = new ArrayList<Catalog.Entry>();
        for (String word : words) {
            Optional<Catalog.Entry> child = entry.child(word);
            if (child.isEmpty()) {
                break;
            }
            entry = child.get();
            path.add(entry);
            if (entry.command().isPresent()) {
                break;
            }
        }
        Optional<Supplier<Command>> leaf = entry.command();
        Optional<Command> command = leaf.map(Supplier::get);
        CommandLine line = Help.line(path, command);
        ParseResult given;
        try {
            given = line.parseArgs(args);
        } catch (CommandLine.ParameterException e) {
            throw usage(e, entry, words, path);
        }
        ParseResult last = given;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        Terminal terminal = world.terminal();
        if (Options.has(last, "--help")) {
            terminal.out().print(Help.text(path, command, world));
            return 0;
        }
        if (Options.has(given, "--version")) {
            terminal.out().println("nex " + Version.STRING);
            return 0;
        }
        if (command.isEmpty()) {
            terminal.out().print(Help.text(path, command, world));
            return 2;
        }
        return command.get().run(last, new Command.Call(world, profile(given)));
    }

    /** The leading words that can name a command: options before them (only --profile takes a value) are passed over. */
    private static List<String> words(String[] args) {
        var words = new ArrayList<String>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--profile")) {
                i++;
            } else if (!args[i].startsWith("-")) {
                words.add(args[i]);
            }
        }
        return words;
    }

    private static Optional<String> profile(ParseResult given) {
        Optional<String> profile = Optional.empty();
        for (ParseResult at = given; ; at = at.subcommand()) {
            profile = Options.value(at, "--profile").or(profileOf(profile));
            if (!at.hasSubcommand()) {
                return profile;
            }
        }
    }

    private static Supplier<Optional<? extends String>> profileOf(Optional<String> profile) {
        return () -> profile;
    }

    private static Failure usage(
            CommandLine.ParameterException e, Catalog.Entry entry, List<String> words, List<Catalog.Entry> path) {
        String name = ("nex "
                        + String.join(
                                " ", path.stream().map(Catalog.Entry::name).toList()))
                .strip();
        if (entry.command().isEmpty() && words.size() > path.size()) {
            String word = words.get(path.size());
            String guess = guess(
                    word,
                    entry.children().stream()
                            .filter(Catalog.Entry::shown)
                            .map(Catalog.Entry::name)
                            .toList());
            return Failure.usage("there is no command '" + Style.line(name + " " + word) + "'" + guess)
                    .hint("see " + name + " --help");
        }
        return Failure.usage(Style.line(
                        e instanceof CommandLine.UnmatchedArgumentException unmatched
                                ? unmatched(unmatched)
                                : e.getMessage()))
                .hint("see " + name + " --help");
    }

    /** {@code ; did you mean X?} for the nearest of the known words, if one is near. */
    static String guess(String word, List<String> known) {
        Map<Integer, String> near = new TreeMap<>();
        known.forEach(name -> near.putIfAbsent(distance(word, name), name));
        return near.isEmpty() || near.entrySet().iterator().next().getKey() > Math.max(1, word.length() / 3)
                ? ""
                : "; did you mean " + near.values().iterator().next() + "?";
    }

    /** Names what was not understood but no value: behind a misspelt option it may be a password. */
    private static String unmatched(CommandLine.UnmatchedArgumentException e) {
        return e.getUnmatched().stream()
                .filter(word -> word.startsWith("-") && word.length() > 1)
                .findFirst()
                .map(word -> word.replaceFirst("=.*", ""))
                .map(word -> "unknown option " + word
                        + guess(
                                word,
                                List.copyOf(e.getCommandLine()
                                        .getCommandSpec()
                                        .optionsMap()
                                        .keySet())))
                .orElse("too many arguments");
    }

    /** Edit distance of two words (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int next = Math.min(
                        Math.min(row[j], row[j - 1]) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }
}
