package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that an instruction itself gives: "set the status to received", "mark the invoice as paid". */
final class Literals {

    private static final Pattern SET = Pattern.compile(
            "(?i)\\b(?:set|change|switch|flip|update|put)\\s+(?:the|its|their|her|his)?\\s*(?<name>[\\p{L}][\\p{L}"
                + " -]{1,40}?)\\s+(?:to|at|on)\\s+[“\"]?(?<value>(?!the\\b|a\\b|an\\b|our\\b|my\\b|his\\b|her\\b|their\\b|this\\b|that\\b)"
                + "[^.,;”\"]{1,60}?)[”\"]?(?=\\s+(?:in|on|for|of|and|with|at)\\b|[.,;]|$)");
    private static final Pattern MARK = Pattern.compile(
            "(?i)\\b(?:mark|flag|tag|label)(?:ed)?\\b[^.;]*?\\bas\\s+[“\"]?(?<value>[\\p{L}][\\p{L}\\p{N}"
                    + " -]{1,40}?)[”\"]?(?=\\s+(?:in|on|for|and|with|at)\\b|[.,;]|$)");
    private static final Pattern STATE = Pattern.compile(
            "(?i)\\b(?<name>status|stage|state|priority|result|type|category)\\s+(?:of\\s+|as\\s+|is\\s+)?[“\"]?(?<value>(?!(?:to|in|on|of|and|or|column|for|from|the|a|an|is|as|it|its|this|that|field|update|changes?)\\b)\\p{L}[\\p{L}-]{1,30})[”\"]?");

    /** One value, and the name of what has it; the name is empty for "mark … as". */
    record Literal(String name, String value) {}

    private final List<Literal> all = new ArrayList<>();

    Literals(String instruction) {
        for (Pattern pattern : List.of(SET, STATE)) {
            Matcher found = pattern.matcher(instruction);
            while (found.find()) {
                String name = found.group("name").strip().replaceFirst("(?i)\\s+(?:of|for|in)\\s+.*", "");
                all.add(new Literal(name, found.group("value").strip()));
            }
        }
        Matcher mark = MARK.matcher(instruction);
        while (mark.find()) {
            all.add(new Literal("", mark.group("value").strip()));
        }
    }

    List<Literal> all() {
        return all;
    }

    /** The value that the instruction gives something of this name. */
    Optional<String> of(String name) {
        Set<String> stems = Stems.set(name);
        return all.stream()
                .filter(l -> !l.name().isEmpty() && Stems.of(l.name()).stream().anyMatch(stems::contains))
                .map(Literal::value)
                .findFirst();
    }
}
