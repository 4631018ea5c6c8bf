package nexhelm.engine.agent;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A day that is counted from one that a paper gives: "the day before the loan begins", "two weeks after the delivery". */
final class RelativeDay {

    private static final Pattern COUNTED = Pattern.compile(
            "\\b(?:(?:the|a|an|one)\\s+)?((?:two|three|four|five|six|seven|eight|nine|ten|\\d{1,2})\\s+)?(day|week)s?\\s+(before|after)\\s+(?:(?:the|his|her|their|its|our)\\s+)?(\\p{L}[\\p{L}"
                + " -]*?)(?:\\s+(begins?|starts?|ends?|is over|is due))?(?=[,.;:]|\\s+(?:at|in|and|with|for)\\b|$)");
    private static final Set<String> FIRST = Set.of("from", "start", "begin", "first", "since");
    private static final Set<String> LAST = Set.of("to", "until", "till", "end", "last");

    private RelativeDay() {}

    /** The day that an instruction counts; empty where it counts none, or no paper gives the one it counts from. */
    static Optional<LocalDate> in(String instruction, List<Fact> facts) {
        Matcher counted = COUNTED.matcher(instruction.toLowerCase(Locale.ROOT));
        if (!counted.find()) {
            return Optional.empty();
        }
        Set<String> what = Stems.set(counted.group(4));
        String edge = counted.group(5) == null ? "" : counted.group(5);
        Set<String> edges = edge.isEmpty() ? Set.of() : edge.matches("ends?|is over|is due") ? LAST : FIRST;
        List<LocalDate> days = facts.stream()
                .filter(f -> !f.source().made() && named(f.key(), what, edges))
                .flatMap(f -> When.day(f.value()).stream())
                .distinct()
                .toList();
        if (days.size() != 1) {
            return Optional.empty();
        }
        int number = counted.group(1) == null
                ? 1
                : SpokenNumber.number(counted.group(1).strip()).orElseThrow().intValue();
        int all = counted.group(2).equals("week") ? 7 * number : number;
        return Optional.of(days.get(0).plusDays(counted.group(3).equals("before") ? -all : all));
    }

    private static boolean named(String key, Set<String> what, Set<String> edges) {
        String low = key.toLowerCase(Locale.ROOT);
        boolean edge =
                edges.isEmpty() || edges.stream().anyMatch(e -> low.matches("(?:.*\\W)?" + e + "(?:s|ing)?(?:\\W.*)?"));
        return edge && !what.isEmpty() && Stems.set(key).containsAll(what);
    }
}
