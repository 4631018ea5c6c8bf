///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Chooses the designer's rules on two thirds of some process descriptions and scores them on the other third.
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

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import nexhelm.engine.design.Draftsman;
import nexhelm.engine.design.Rule;
import nexhelm.engine.design.Rules;
import nexhelm.engine.language.Repair;
import nexhelm.json.Json;

/**
 * Three rotations: documents sorted by name, every third one held out. {@code freeze K} begins without any rule and
 * switches single rules on (or off again) while that raises F1 on the other documents; the outcome goes to a file.
 * {@code score} reads the files and scores each on its held-out documents.
 */
class rotations {
    private static final String USAGE = """
        Usage: rotations.java freeze K DOCS.jsonl FILE    choose rules on all documents but those of rotation K (1 to 3)
               rotations.java score DOCS.jsonl FILE ...   score the files of rotations 1, 2, 3 on what they held out
               rotations.java leave-out DOCS.jsonl        F1 on all documents without each rule
        """;
    private static final int ROTATIONS = 3;

    private record Document(String id, String text, JsonNode activities) {}

    /** Steps found of those designed and those there are. */
    private record Score(int found, int steps, int gold) {
        Score plus(Score other) {
            return new Score(found + other.found, steps + other.steps, gold + other.gold);
        }

        double f1() {
            return 2.0 * found / Math.max(1, steps + gold);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "precision %.3f recall %.3f F1 %.3f",
                    found / (double) Math.max(1, steps),
                    found / (double) Math.max(1, gold),
                    f1());
        }
    }

    public static void main(String[] args) throws IOException {
        if (args.length == 4 && args[0].equals("freeze") && args[1].matches("[1-3]")) {
            freeze(Integer.parseInt(args[1]), documents(args[2]), Path.of(args[3]));
        } else if (args.length == 2 + ROTATIONS && args[0].equals("score")) {
            score(documents(args[1]), List.of(args).subList(2, args.length));
        } else if (args.length == 2 && args[0].equals("leave-out")) {
            leaveOut(documents(args[1]));
        } else {
            System.out.print(USAGE);
            System.exit(2);
        }
    }

    private static List<Document> documents(String file) throws IOException {
        List<Document> documents = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(file))) {
            try {
                JsonNode json = Json.parse(line);
                documents.add(
                        new Document(json.path("id").asText(), json.path("text").asText(), json.get("activities")));
            } catch (Json.Malformed e) {
                throw new IOException(file + " is " + e.getMessage());
            }
        }
        documents.sort(Comparator.comparing(Document::id));
        return documents;
    }

    private static List<Document> part(List<Document> documents, int rotation, boolean heldOut) {
        List<Document> part = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            if ((i % ROTATIONS == rotation - 1) == heldOut) {
                part.add(documents.get(i));
            }
        }
        return part;
    }

    private static void freeze(int rotation, List<Document> all, Path file) throws IOException {
        List<Document> seen = part(all, rotation, false);
        Set<String> on = new LinkedHashSet<>();
        Score best = score(seen, on);
        Score first = best;
        boolean better = true;
        while (better) {
            better = false;
            for (String name : names()) {
                Set<String> other = new LinkedHashSet<>(on);
                if (!other.remove(name)) {
                    other.add(name);
                }
                Score score = score(seen, other);
                // dropping a rule that gains nothing counts as a gain: what has no evidence is not kept
                boolean gains = score.f1() > best.f1() || other.size() < on.size() && score.f1() == best.f1();
                if (gains) {
                    System.out.printf(
                            Locale.ROOT, "%s%s %.4f%n", other.size() < on.size() ? "-" : "+", name, score.f1());
                    on = other;
                    best = score;
                    better = true;
                }
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("# Rotation " + rotation + ": rules chosen on " + seen.size() + " documents, frozen before the other "
                + (all.size() - seen.size()) + " were scored.");
        lines.add("# On the " + seen.size() + ": no rule " + first + "; these rules " + best);
        lines.addAll(on.stream().sorted().toList());
        Files.write(file, lines);
        System.out.println(best);
    }

    private static void score(List<Document> all, List<String> files) throws IOException {
        double sum = 0;
        for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
            Set<String> on = new HashSet<>();
            try (Stream<String> lines = Files.lines(Path.of(files.get(rotation - 1)))) {
                lines.filter(l -> !l.startsWith("#")).forEach(on::add);
            }
            Score seen = score(part(all, rotation, false), on);
            Score heldOut = score(part(all, rotation, true), on);
            sum += heldOut.f1();
            System.out.printf(
                    "rotation %d: %d rules; on the 18 %s; on the 9 held out %s%n", rotation, on.size(), seen, heldOut);
        }
        System.out.printf(Locale.ROOT, "mean F1 of the held-out documents %.3f%n", sum / ROTATIONS);
    }

    private static void leaveOut(List<Document> all) {
        Set<String> kept = new LinkedHashSet<>();
        Rules.KEPT.acts().forEach(rule -> kept.add(rule.name()));
        Rules.KEPT.repairs().forEach(repair -> kept.add(REPAIR + repair.name()));
        System.out.println("all kept: " + score(all, kept));
        for (String name : names()) {
            Set<String> other = new LinkedHashSet<>(kept);
            if (!other.remove(name)) {
                other.add(name);
            }
            System.out.println((kept.contains(name) ? "without " : "with ") + name + ": " + score(all, other));
        }
    }

    private static final String REPAIR = "REPAIR ";

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            names.add(rule.name());
        }
        for (Repair repair : Repair.values()) {
            names.add(REPAIR + repair.name());
        }
        return names;
    }

    private static Score score(List<Document> documents, Set<String> on) {
        Set<Rule> acts = new HashSet<>();
        Set<Repair> repairs = new HashSet<>();
        for (String name : on) {
            if (name.startsWith(REPAIR)) {
                repairs.add(Repair.valueOf(name.substring(REPAIR.length())));
            } else {
                acts.add(Rule.valueOf(name));
            }
        }
        var rules = new Rules(acts, repairs);
        Score sum = new Score(0, 0, 0);
        for (Document document : documents) {
            sum = sum.plus(score(document, rules));
        }
        return sum;
    }

    /** A step finds one activity at most, the first in text order that its source overlaps and that is not found yet. */
    private static Score score(Document document, Rules rules) {
        List<int[]> spans = new ArrayList<>();
        new Draftsman(document.text(), Set.of(), rules)
                .definition()
                .get("steps")
                .forEach(step -> spans.add(new int[] {
                    step.at("/source/start").asInt(), step.at("/source/end").asInt()
                }));
        spans.sort(Comparator.<int[]>comparingInt(s -> s[0]).thenComparingInt(s -> s[1]));
        Set<Integer> used = new HashSet<>();
        for (int[] span : spans) {
            for (int i = 0; i < document.activities().size(); i++) {
                JsonNode activity = document.activities().get(i);
                boolean overlaps = span[0] < activity.path("end").asInt()
                        && activity.path("start").asInt() < span[1];
                if (overlaps && used.add(i)) {
                    break;
                }
            }
        }
        return new Score(used.size(), spans.size(), document.activities().size());
    }
}
