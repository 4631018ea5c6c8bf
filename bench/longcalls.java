///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Measures how long the designer takes for transcripts of 1 and 5 MB, none of whose lines says the same as another.
//JAVA 17+
//DEPS com.fasterxml.jackson.core:jackson-databind:2.20.1
//DEPS org.apache.opennlp:opennlp-tools:2.5.11
//DEPS org.apache.opennlp:opennlp-models-sentdetect-en:1.3.0
//DEPS org.apache.opennlp:opennlp-models-tokenizer-en:1.3.0
//DEPS org.apache.opennlp:opennlp-models-pos-en:1.3.0
//DEPS org.apache.opennlp:opennlp-models-lemmatizer-en:1.3.0
//DEPS org.slf4j:slf4j-nop:2.0.18
//SOURCES ../engine/nexhelm/engine/design/*.java
//SOURCES ../engine/nexhelm/engine/language/*.java
//SOURCES ../lib/nexhelm/json/*.java
//RUNTIME_OPTIONS -XX:+UseSerialGC

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nexhelm.engine.design.Draftsman;

/** Long calls made of the lines of the examples in chance order, every name in them another one. */
class longcalls {
    private static final Pattern NAME = Pattern.compile("\\b[A-Z][a-z]{3,}\\b");
    private static final String CONSONANTS = "bcdfglmnprstv";
    private static final String VOWELS = "aeiou";

    public static void main(String[] args) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(args.length > 0 ? args[0] : "examples"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
                Files.readAllLines(file).stream().filter(l -> !l.isBlank()).forEach(lines::add);
            }
        }
        System.out.println("| Transcript | elapsed | processor time of all cores | memory in use | steps |");
        System.out.println("|---|---|---|---|---|");
        for (int megabytes : new int[] {1, 5}) {
            measure(megabytes, call(lines, megabytes * 1_000_000));
        }
    }

    private static String call(List<String> lines, int size) {
        var random = new Random(42);
        var text = new StringBuilder();
        while (text.length() < size) {
            String line = lines.get(random.nextInt(lines.size()));
            int speaker = line.indexOf(": ") + 1;
            text.append(line, 0, speaker)
                    .append(NAME.matcher(line.substring(speaker))
                            .replaceAll(name -> random.nextBoolean() ? name.group() : name(random)))
                    .append('\n');
        }
        return text.toString();
    }

    private static String name(Random random) {
        var name = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            name.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())))
                    .append(VOWELS.charAt(random.nextInt(VOWELS.length())));
        }
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static void measure(int megabytes, String text) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long begun = System.nanoTime();
        long worked = system.getProcessCpuTime();
        var draftsman = new Draftsman(text, Set.of("read_document"));
        int steps = draftsman.definition().get("steps").size();
        double elapsed = (System.nanoTime() - begun) / 1e9;
        double work = (system.getProcessCpuTime() - worked) / 1e9;
        System.gc();
        long used = (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
        Reference.reachabilityFence(draftsman); // what was read counts
        System.out.printf(
                Locale.ROOT, "| %d MB | %.1f s | %.1f s | %d MB | %d |%n", megabytes, elapsed, work, used, steps);
    }
}
