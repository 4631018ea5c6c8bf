package nexhelm.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import nexhelm.world.TestWorld;
import nexhelm.world.TestWorld.Result;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A tour of every command that the catalog has: a new command is in it by itself. */
final class Tour {

    /** What waits longer than this waits for a person or a run that never ends; it is interrupted. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Tour() {}

    /** Every command that does something. */
    static List<Stop> stops() {
        return stops(Catalog.ROOT, "");
    }

    private static List<Stop> stops(Catalog.Entry entry, String name) {
        var stops = new ArrayList<Stop>();
        entry.command().ifPresent(command -> {
            CommandSpec spec = CommandSpec.create();
            command.get().declare(spec);
            stops.add(new Stop(name.strip(), spec));
        });
        entry.children().forEach(child -> stops.addAll(stops(child, name + " " + child.name())));
        return stops;
    }

    /** One command of the tour with what it takes. */
    record Stop(String name, CommandSpec spec) {

        /**
         * As a person would, as a script would, and with each option that there is.
         *
         * @param each  also with every option by itself, not only with --json
         * @param value what stands for an argument or an option's value, by its label in the help
         */
        List<List<String>> ways(boolean each, UnaryOperator<String> value) {
            var plain = new ArrayList<>(List.of(name.split(" ")));
            spec.positionalParameters().stream()
                    .filter(argument -> argument.required())
                    .forEach(argument -> plain.add(value.apply(argument.paramLabel())));
            var all = new ArrayList<>(plain);
            spec.positionalParameters().stream()
                    .filter(argument -> !argument.required())
                    .forEach(argument -> all.add(value.apply(argument.paramLabel())));
            List<List<String>> ways = new ArrayList<>(List.of(plain, all));
            for (OptionSpec option : spec.options()) {
                if (option.longestName().equals("--json")
                        || each && !option.longestName().equals("--help")) {
                    var way = new ArrayList<>(all);
                    way.add(option.longestName());
                    if (option.arity().min() > 0) {
                        way.add(
                                option.completionCandidates() != null
                                        ? option.completionCandidates()
                                                .iterator()
                                                .next()
                                        : value.apply(option.paramLabel()));
                    }
                    ways.add(way);
                }
            }
            return ways.stream().distinct().toList();
        }
    }

    /** Values where nothing exists: every id is r-1. */
    static String nothing(String label) {
        return switch (label) {
            case "N", "SECONDS", "PORT" -> "1";
            case "JSON" -> "{}";
            default -> "r-1";
        };
    }

    /** Runs it to its end, or stops it as Ctrl-C would when it waits for somebody. */
    static Result run(TestWorld world, List<String> words) throws InterruptedException, ExecutionException {
        var task = new FutureTask<>(() -> world.nex(words.toArray(String[]::new)));
        var thread = new Thread(task, String.join(" ", words));
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
        }
        try {
            return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nex " + String.join(" ", words) + " does not end");
        }
    }
}
