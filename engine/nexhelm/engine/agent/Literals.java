package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that an instruction itself gives: "set the status to received", "mark the invoice as paid". */
final class Literals {

    private static final String DETERMINER = "(?:the|an?|our|my|his|her|their|this|that|its)\\b";
    private static final String VALUE = "[“\"]?(?<value>(?!" + DETERMINER + ")(?:[^.,;”\"]|[.,](?=\\d)){1,60}?)[”\"]?"
            + "(?=\\s+(?:in|on|for|of|and|with|at)\\b|[.,;](?!\\d)|$)";
    private static final Pattern SET = Pattern.compile("(?i)\\b(?:set|change|switch|flip|update|put)\\s+(?:"
            + DETERMINER + "\\s+)?(?<name>\\p{L}(?:(?!\\b(?:and|set|change|then)\\b)[\\p{L}\\p{N}"
            + " '’/-]){1,60}?)\\s+(?:to|at|on)\\s+"
            + VALUE);
    private static final Pattern MARK = Pattern.compile(
            "(?i)\\b(?:mark|flag|tag|label)(?:ed)?\\b[^.;]*?\\bas\\s+[“\"]?(?<value>[\\p{L}][\\p{L}\\p{N}"
                    + " -]{1,40}?)[”\"]?(?=\\s+(?:in|on|for|and|with|at)\\b|[.,;]|$)");
    private static final Pattern STATE = Pattern.compile(
            "(?i)\\b(?<name>status|stage|state|priority|result|type|category)\\s+(?:as\\s+|is\\s+)?"
                + "[“\"]?(?<value>(?!(?:to|in|on|of|and|or|for|from|the|an?|is|as|it|its|this|that|column|field|cell|row|update|report|list"
                + "|sheet|meeting|call|page|changes?|e-?mail|mail)\\b)\\p{L}[\\p{L}-]{1,30})[”\"]?(?=\\s*(?:[.,;]|$|(?:and|in|to|on|with)\\b))");

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

    /** "with the treatment Crown": a name or number that stands right behind the name of a column. */
    static Optional<String> behind(String name, String instruction) {
        Matcher found = Pattern.compile("(?iU:\\b" + Pattern.quote(name.strip()) + ")\\s+[“\"]?"
                        + "(\\p{Lu}[\\p{L}\\p{N}’'-]*(?: \\p{Lu}[\\p{L}\\p{N}’'-]*)*|\\d[\\d.,/%-]*\\d%?|\\d)")
                .matcher(instruction);
        return name.isBlank() || !found.find() ? Optional.empty() : Optional.of(found.group(1));
    }

    /** "Parish of St. Ann, Coldbrook" below a mail: the line of which a word like "Parish" is the beginning. */
    static Optional<String> signed(String word, List<Source> sources) {
        Pattern line = Pattern.compile(
                "(?m)^\\s*(?i:" + Pattern.quote(word.strip()) + ") of (?:the )?(\\p{Lu}[^\\n!?:;]{1,60}?)[.,]?\\s*$");
        List<String> named = sources.stream()
                .filter(Source::mail)
                .flatMap(s -> line.matcher(s.text()).results())
                .map(m -> m.group(1))
                .distinct()
                .toList();
        return named.size() == 1 && word.matches("\\p{L}+") ? Optional.of(named.get(0)) : Optional.empty();
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
