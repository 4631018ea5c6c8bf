///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Measures whole processes in alternating rounds and prints medians and ratios.
//JAVA 17+
//DEPS com.fasterxml.jackson.core:jackson-databind:2.20.1
//DEPS org.slf4j:slf4j-api:2.0.18
//DEPS org.slf4j:slf4j-nop:2.0.18
//DEPS org.xerial:sqlite-jdbc:3.54.1.0
//SOURCES Contest.java
//SOURCES McpBenchmarks.java
//SOURCES McpClient.java
//SOURCES Programs.java
//SOURCES Soak.java
//SOURCES StubBackend.java
//SOURCES Vitals.java
//RUNTIME_OPTIONS -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The benchmarks: whole processes, as a user starts them. */
class all {
    private static final String USAGE = """
        Usage: ./jbang bench [--rounds N] [NAME ...]
               ./jbang bench soak [--runs N]
               ./jbang bench fuzz [N]

        Runs the benchmarks whose names contain one of the words; all of them without a word. In each round every
        contender runs once, in turn first; shown are medians, the middle half of the rounds, and the median ratio.
        The reference takes part when NEX_PEER_PYTHON names a Python that has it installed.
          --rounds N    rounds per benchmark (default 15)
          --list        print the names

        soak does runs in a row on one engine, all examples and all kinds of end in turn, and says whether memory,
        threads or descriptors leak and whether a sandbox keeps anything. It runs only when it is named.
          --runs N      how many (default 1000)

        fuzz gives N inputs each (default 1000000) to whatever reads what others wrote: docs/fuzzing.md.
        """;

    private interface Benchmark {
        void run(Programs programs, int rounds) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
        benchmarks.put("cli-version", all::version);
        benchmarks.put("cli-list", all::list);
        benchmarks.put("engine-start", all::engineStart);
        benchmarks.put("mcp-start", McpBenchmarks::start);
        benchmarks.put("mcp-calls", McpBenchmarks::calls);
        benchmarks.put("mcp-load", McpBenchmarks::load);

        if (args.length > 0 && args[0].equals("fuzz")) {
            System.exit(fuzz(args.length > 1 ? args[1] : "1000000"));
        }
        int rounds = 15;
        int runs = 1000;
        List<String> words = new ArrayList<>();
        for (var rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            if (arg.equals("--rounds") && rest.hasNext()) {
                rounds = Integer.parseInt(rest.next());
            } else if (arg.equals("--runs") && rest.hasNext()) {
                runs = Integer.parseInt(rest.next());
            } else if (arg.equals("--list")) {
                benchmarks.keySet().forEach(System.out::println);
                return;
            } else if (arg.startsWith("-")) {
                System.out.print(USAGE);
                System.exit(arg.equals("-h") || arg.equals("--help") ? 0 : 2);
            } else {
                words.add(arg);
            }
        }
        boolean complete = true;
        try (var programs = new Programs()) {
            System.out.println(programs.machine());
            if (words.remove("soak")) {
                complete = soak(programs, runs);
                if (words.isEmpty()) {
                    System.exit(complete ? 0 : 1);
                }
            }
            for (var benchmark : benchmarks.entrySet()) {
                if (words.isEmpty() || words.stream().anyMatch(benchmark.getKey()::contains)) {
                    try {
                        benchmark.getValue().run(programs, rounds);
                    } catch (IllegalStateException e) {
                        System.err.println(benchmark.getKey() + ": " + e.getMessage());
                        complete = false;
                    }
                }
            }
        }
        System.exit(complete ? 0 : 1);
    }

    private static boolean soak(Programs programs, int runs) throws Exception {
        Path data = programs.temp("soak");
        try (var engine = programs.engine(data)) {
            return new Soak(new Vitals(engine.process().pid(), data), data, programs.examples()).run(runs, System.out);
        }
    }

    /** The tests that fuzz, with more inputs. */
    private static int fuzz(String inputs) throws Exception {
        if (!inputs.matches("[1-9][0-9]{0,9}")) {
            System.out.print(USAGE);
            return 2;
        }
        try (var programs = new Programs()) {
            System.out.println(programs.machine());
            var process = new ProcessBuilder(programs.wrapper().toString(), "test", "FuzzTest").inheritIO();
            process.environment().put("NEX_FUZZ_INPUTS", inputs);
            return process.start().waitFor();
        }
    }

    private static void version(Programs programs, int rounds) throws Exception {
        var contest = new Contest("CLI start: `nex --version`");
        programs.nexLaunches().forEach((name, words) -> contest.add(name, programs.timed(words, "--version")));
        contest.run(rounds, System.out);
    }

    private static void list(Programs programs, int rounds) throws Exception {
        try (var backend = new StubBackend(programs.home())) {
            var contest = new Contest("CLI command: `nex workflow list --json`, " + StubBackend.RUNS
                    + " runs from a backend on loopback");
            programs.nexLaunches()
                    .forEach((name, words) -> contest.add(name, programs.timed(words, "workflow", "list", "--json")));
            contest.run(rounds, System.out);
        }
    }

    private static void engineStart(Programs programs, int rounds) throws Exception {
        var contest = new Contest("Engine start: to the first answer of `/healthz`");
        var memory = new ArrayList<Long>();
        Path data = programs.temp("data");
        programs.engineToHealth(data, memory); // makes the data directory
        contest.add("empty data directory", () -> programs.engineToHealth(programs.temp("fresh"), memory));
        contest.add("known data directory", () -> programs.engineToHealth(data, memory));
        contest.run(rounds, System.out);
        memory.sort(null);
        System.out.printf("Resident memory at that moment: %d MB (median)%n", memory.get(memory.size() / 2) / 1024);
    }
}
