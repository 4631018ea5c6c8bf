///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Scores designer and integration engineer on calls of many trades, or runs all of these calls to the end.
//JAVA 17+
//DEPS com.fasterxml.jackson.core:jackson-databind:2.20.1
//SOURCES Call.java
//SOURCES Design.java
//SOURCES Lab.java
//SOURCES Report.java
//SOURCES Score.java
//SOURCES Tally.java
//SOURCES Words.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The calls of eval/, scored through nex and its engine as a user has them. */
class eval {
    private static final String USAGE = """
        Usage: ./jbang eval [--half dev|held] [--json] [--details] [--model] [--cmd PROGRAM] [NAME ...]
               ./jbang eval --run [--json] [--model] [--cmd PROGRAM] [NAME ...]

        Designs a workflow from each transcript and compares it with the gold (eval/README.md): both halves, or those of
        the dev half whose names contain one of the words. nex and its engine run in a HOME of their own.
          --half HALF     only these transcripts
          --details       also what was missed and made up, in the dev half: single results of the held half stay unseen
          --run           nex try on all transcripts and examples, with their blueprints; says how each run ended, and
                          of the dev half why
          --model         let the personas ask the model that NEX_ENGINE_MODEL names; without it they work offline
          --cmd PROGRAM   how nex is started, words separated by spaces (default: its launchers, from this checkout)
          --json          one JSON document
        Ends with 0, with 1 when a transcript could not be designed or a run did not end as it should, with 2 for wrong
        options.
        """;

    private static final List<String> HALVES = List.of("dev", "held");

    private record Options(
            List<String> halves,
            boolean json,
            boolean details,
            boolean run,
            boolean model,
            Optional<List<String>> command,
            List<String> words) {
        boolean wants(String name) {
            return words.isEmpty() || words.stream().anyMatch(name::contains);
        }
    }

    public static void main(String[] args) throws Exception {
        if (Arrays.stream(args).anyMatch(arg -> arg.equals("-h") || arg.equals("--help"))) {
            System.out.print(USAGE);
            return;
        }
        Optional<Options> options = options(args);
        if (options.isEmpty()) {
            System.err.print(USAGE);
            System.exit(2);
        }
        System.exit(work(options.get()));
    }

    private static int work(Options options) throws IOException {
        Path root = Path.of(
                        Optional.ofNullable(System.getenv("NEXHELM_CHECKOUT")).orElse(""))
                .toAbsolutePath();
        try (var lab = new Lab(root, options.command(), options.model())) {
            return options.run() ? run(lab, root, options) : score(lab, root, options);
        } catch (IOException e) {
            System.err.println("eval: " + e.getMessage());
            return 1;
        }
    }

    private static int score(Lab lab, Path root, Options options) throws IOException {
        Map<String, Score> scores = new LinkedHashMap<>();
        var workedBy = new TreeSet<String>();
        boolean complete = true;
        for (String half : options.halves()) {
            var sum = new Score();
            for (Call call : calls(root, half, options)) {
                try {
                    Design design = lab.design(call);
                    if (!design.workedBy().isEmpty()) {
                        workedBy.add(design.workedBy());
                    }
                    Score score = Score.of(call, design);
                    sum.add(score);
                    if (options.details() && half.equals("dev")) {
                        System.err.println(call.name());
                        score.remarks.forEach(remark -> System.err.println("  " + remark));
                    }
                } catch (IOException e) {
                    System.err.println("eval: " + e.getMessage());
                    complete = false;
                }
            }
            scores.put(half, sum);
        }
        if (scores.size() > 1) {
            var all = new Score();
            scores.values().forEach(all::add);
            scores.put("all", all);
        }
        List<String> names = List.copyOf(workedBy);
        if (options.json()) {
            System.out.println(Report.json(scores, names).toPrettyString());
        } else {
            System.out.println(Report.table(scores));
            System.out.println("designed by: " + String.join(", ", names));
            scores.entrySet().stream()
                    .filter(half -> half.getKey().equals("dev"))
                    .forEach(
                            half -> half.getValue().forbidden.forEach(act -> System.out.println("not wanted: " + act)));
        }
        return complete ? 0 : 1;
    }

    private static List<Call> calls(Path root, String half, Options options) throws IOException {
        return Call.of(root.resolve("eval").resolve(half)).stream()
                .filter(call -> options.wants(call.name()))
                .toList();
    }

    /** How a run ended, and whether that is how this call should end. */
    private record End(String stop, boolean right, int files, List<String> lacking, String why) {
        static End of(Lab.Answer answer, String name, Optional<Call> call) {
            boolean smallTalk = call.map(Call::none).orElse(name.endsWith("small-talk.txt"));
            String stop = answer.out().path("stop_reason").asText("failed");
            int files = answer.out().path("files").size();
            if (answer.kind().equals("no_work")) {
                return new End("no_work", smallTalk, 0, List.of(), "");
            }
            String why = answer.out().path("error").isTextual()
                    ? answer.out().path("error").asText()
                    : answer.code() == 0 ? "" : answer.message();
            boolean missing = stop.equals("error")
                    && call.stream()
                            .flatMap(c -> c.missing().stream())
                            .flatMap(List::stream)
                            .anyMatch(system -> why.toLowerCase(Locale.ROOT).contains(system.toLowerCase(Locale.ROOT)));
            boolean done = stop.equals("complete") && !smallTalk;
            return new End(missing ? "missing" : stop, done || missing, files, left(answer), why);
        }
    }

    /** The steps that were left to a person because the sandbox had not what they need. */
    private static List<String> left(Lab.Answer answer) {
        List<String> lacking = new ArrayList<>();
        for (var step : answer.out().path("handed_over")) {
            if (step.asText().contains("sandbox lacks")) {
                lacking.add(step.asText());
            }
        }
        return lacking;
    }

    private static int run(Lab lab, Path root, Options options) throws IOException {
        ArrayNode runs = new ObjectMapper().createArrayNode();
        int right = 0;
        int lacking = 0;
        int own = 0;
        int ownWhole = 0;
        int ownLacking = 0;
        Map<Path, Optional<Call>> all = new LinkedHashMap<>();
        for (Path example : examples(root, options)) {
            all.put(example, Optional.empty());
        }
        for (String half : options.halves()) {
            calls(root, half, options).forEach(call -> all.put(call.transcript(), Optional.of(call)));
        }
        for (var one : all.entrySet()) {
            String name = root.relativize(one.getKey()).toString();
            Optional<Path> blueprint = one.getValue().flatMap(Call::blueprint);
            End end = End.of(lab.tried(one.getKey(), blueprint), name, one.getValue());
            boolean open = !name.contains("held"); // why single calls of that half fall short stays unseen
            right += end.right() ? 1 : 0;
            if (blueprint.isPresent()) {
                own++;
                ownWhole += end.right() && end.lacking().isEmpty() ? 1 : 0;
                ownLacking += end.lacking().size();
            } else {
                lacking += end.lacking().size();
            }
            ObjectNode told = runs.addObject()
                    .put("transcript", name)
                    .put("end", end.stop())
                    .put("right", end.right())
                    .put("own_blueprint", blueprint.isPresent())
                    .put("files", end.files())
                    .put("lacking", end.lacking().size())
                    .put("error", open ? end.why() : "");
            if (open) {
                end.lacking().forEach(told.putArray("steps_lacking")::add);
            }
            if (!options.json()) {
                System.out.printf(
                        "%-3s %-36s %-10s %2d files  %2d lacking  %s%n",
                        end.right() ? "ok" : "--",
                        name,
                        end.stop(),
                        end.files(),
                        end.lacking().size(),
                        open ? end.why() : "");
                if (open && blueprint.isPresent()) {
                    end.lacking().forEach(step -> System.out.println("      " + step));
                }
            }
        }
        System.out.println(
                options.json()
                        ? runs.toPrettyString()
                        : right + " of " + runs.size() + " ended as they should; " + lacking
                                + " steps were left to a person for want of data in a made-up sandbox\n"
                                + ownWhole + " of " + own + " with a blueprint of their own did without; " + ownLacking
                                + " steps were left for want of data in the others");
        return right == runs.size() ? 0 : 1;
    }

    private static List<Path> examples(Path root, Options options) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("examples"))) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .filter(file -> options.wants(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<Options> options(String[] args) {
        List<String> halves = HALVES;
        Optional<List<String>> command = Optional.empty();
        List<String> flags = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (var rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            if (arg.equals("--half") && rest.hasNext()) {
                halves = List.of(rest.next());
            } else if (arg.equals("--cmd") && rest.hasNext()) {
                command = Optional.of(List.of(rest.next().strip().split("\\s+")));
            } else if (arg.startsWith("-")) {
                flags.add(arg);
            } else {
                words.add(arg);
            }
        }
        if (!words.isEmpty() && !flags.contains("--run")) {
            halves = List.of("dev"); // the other half is scored as a whole or not at all
        }
        boolean known =
                List.of("--json", "--details", "--run", "--model").containsAll(flags) && HALVES.containsAll(halves);
        if (flags.contains("--model") && System.getenv("NEX_ENGINE_MODEL") == null) {
            System.err.println("eval: --model needs NEX_ENGINE_MODEL, the model's name");
            known = false;
        }
        return known
                ? Optional.of(new Options(
                        halves,
                        flags.contains("--json"),
                        flags.contains("--details"),
                        flags.contains("--run"),
                        flags.contains("--model"),
                        command,
                        words))
                : Optional.empty();
    }
}
