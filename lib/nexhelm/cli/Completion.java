package nexhelm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.auth.Profiles;
import nexhelm.render.Style;
import nexhelm.world.World;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What can stand where the cursor is: commands, options, values, ids. Called by the scripts of {@code completion}. */
final class Completion {

    /** The first word of the call by which the scripts ask. */
    static final String ASKED = "_complete";

    private final World world;
    private Optional<String> profile = Optional.empty();

    private Completion(World world) {
        this.world = world;
    }

    /** Answers {@code _complete SHELL WORD…}, the last word unfinished: one proposal a line, a tab, what it is. */
    static int run(String[] args, World world) {
        try {
            var words = new ArrayList<String>();
            for (int i = 2; i < args.length; i++) {
                // PowerShell loses arguments that are empty, so its script puts a sign before each.
                words.add(args[1].equals("powershell") ? args[i].replaceFirst("^=", "") : args[i]);
            }
            boolean split = args[1].equals("bash") && rejoined(words);
            String last = words.isEmpty() ? "" : words.remove(words.size() - 1);
            // behind --option= stands a value: that is asked for, and the shell is answered with what it replaces
            String option = last.matches("--[^=]+=.*") ? last.substring(0, last.indexOf('=') + 1) : "";
            String begun = last.substring(option.length());
            if (!option.isEmpty()) {
                words.add(option.substring(0, option.length() - 1));
            }
            var out = new StringBuilder();
            new Completion(world).proposals(words, begun).forEach((word, help) -> {
                if (word.startsWith(begun)) {
                    out.append(split ? "" : option)
                            .append(word)
                            .append('\t')
                            .append(Style.line(help))
                            .append('\n');
                }
            });
            world.terminal().out().print(out);
            world.terminal().out().flush();
        } catch (RuntimeException | StackOverflowError e) {
            // whoever presses a key wants to type on, not to read about an error
        }
        return 0;
    }

    /** Bash makes three words of {@code --option=value}; they become one again. True when the last one did. */
    private static boolean rejoined(List<String> words) {
        boolean last = false;
        for (int i = 1; i < words.size(); i++) {
            last = words.get(i).equals("=") && words.get(i - 1).startsWith("--");
            if (last) {
                int behind = i + 1 < words.size() ? i + 2 : i + 1;
                String whole = String.join("", words.subList(i - 1, behind));
                words.subList(i, behind).clear();
                words.set(i - 1, whole);
                last = i == words.size();
                i--;
            }
        }
        return last;
    }

    private Map<String, String> proposals(List<String> words, String begun) {
        Catalog.Entry entry = Catalog.ROOT;
        var path = new ArrayList<String>();
        int at = 0;
        while (at < words.size() && entry.command().isEmpty()) {
            String word = words.get(at++);
            if (word.equals("--profile") && at < words.size()) {
                profile = Optional.of(words.get(at++));
            } else if (!word.startsWith("-")) {
                Optional<Catalog.Entry> child = entry.child(word);
                if (child.isEmpty()) {
                    return Map.of();
                }
                entry = child.get();
                path.add(word);
            }
        }
        boolean profileNext = entry.command().isEmpty()
                && !words.isEmpty()
                && words.get(words.size() - 1).equals("--profile");
        if (profileNext) {
            return profiles();
        }
        CommandSpec spec = Help.spec(entry.name());
        entry.command().ifPresent(made -> made.get().declare(spec));
        if (entry.command().isEmpty()) {
            return begun.startsWith("-") ? options(spec) : commands(entry);
        }
        return arguments(spec, path, words.subList(at, words.size()), begun);
    }

    private Map<String, String> arguments(CommandSpec spec, List<String> path, List<String> words, String begun) {
        int place = 0;
        String before = "";
        for (int i = 0; i < words.size(); i++) {
            OptionSpec option = spec.optionsMap().get(words.get(i).replaceFirst("=.*", ""));
            if (option == null) {
                boolean argument = !words.get(i).startsWith("-");
                place += argument ? 1 : 0;
                before = argument ? words.get(i) : before;
            } else if (option.arity().min() > 0 && !words.get(i).contains("=")) {
                if (i == words.size() - 1) {
                    return values(option, option.longestName(), path, before);
                }
                i++;
                if (option.longestName().equals("--profile")) {
                    profile = Optional.of(words.get(i));
                }
            }
        }
        if (begun.startsWith("-")) {
            return options(spec);
        }
        return place < spec.positionalParameters().size()
                ? values(spec.positionalParameters().get(place), "", path, before)
                : Map.of();
    }

    private static Map<String, String> commands(Catalog.Entry group) {
        var words = new LinkedHashMap<String, String>();
        group.children().stream().filter(Catalog.Entry::shown).forEach(child -> words.put(child.name(), child.help()));
        return words;
    }

    private static Map<String, String> options(CommandSpec spec) {
        var words = new LinkedHashMap<String, String>();
        for (OptionSpec option : spec.options()) {
            for (String name : option.names()) {
                words.put(name, option.description()[0]);
            }
        }
        return words;
    }

    /**
     * The values of an option or an argument: the words that its declaration names, else by what its help calls it; none
     * where the shell offers files.
     *
     * @param before the argument before this one
     */
    private Map<String, String> values(ArgSpec arg, String option, List<String> path, String before) {
        var words = new LinkedHashMap<String, String>();
        if (arg.completionCandidates() != null) {
            arg.completionCandidates().forEach(value -> words.put(value, ""));
            return words;
        }
        if (option.equals("--profile")) {
            return profiles();
        }
        var ids = new LiveIds(world, profile);
        return switch (arg.paramLabel()) {
            case "RUN_ID" -> ids.of(LiveIds.Kind.RUNS);
            case "A", "B" -> path.get(0).equals("workflow") ? ids.of(LiveIds.Kind.RUNS) : words;
            case "SANDBOX_USER_ID" -> ids.of(LiveIds.Kind.SANDBOXES);
            case "TASK_DEFINITION_ID" -> ids.of(LiveIds.Kind.DEFINITIONS);
            case "TASK_SCHEDULE_ID" -> ids.of(LiveIds.Kind.SCHEDULES);
            case "WORKSPACE_ID" -> ids.of(LiveIds.Kind.WORKSPACES);
            case "NAME" -> path.get(0).equals("profile") ? profiles() : words;
            case "VALUE" -> {
                if (before.equals("default_sandbox_user_id")) {
                    yield ids.of(LiveIds.Kind.SANDBOXES);
                }
                ConfigCommand.words(before).forEach(word -> words.put(word, ""));
                yield words;
            }
            default -> words;
        };
    }

    private Map<String, String> profiles() {
        var words = new LinkedHashMap<String, String>();
        new Profiles(world).names().forEach(name -> words.put(name, "profile"));
        return words;
    }
}
