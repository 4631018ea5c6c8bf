package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexhelm.engine.persona.Verifier.Given;
import nexhelm.engine.tool.ToolFailure;

/**
 * What a person said when a step lacked something. Values become a source like any other, under the names that were asked
 * for; who or what is meant completes the instruction.
 */
final class Answers {

    private static final Pattern CALLED = Pattern.compile("no figure called ((?:“[^”]+”(?:, )?)+)");
    private static final Pattern ABOUT = Pattern.compile(
            "^anything about (.+?)(?: for the e-mail)?(?:: not found.*| in the papers.*|: no paper.*)?$");
    private static final Pattern TO_SAY = Pattern.compile("^(.+), which the (?:e-mail|note) is to say.*$");
    private static final Pattern VALUE =
            Pattern.compile("^(?:a (?:new )?value for (.+) of “.*|(.+) for a row of “.*)$");
    private static final Pattern KEYED = Pattern.compile("(?m)^\\s*[^:\\n]{1,60}:\\s+\\S");

    /** Where the next "name: value" begins on a line that holds several. */
    private static final String NEXT = "\\s*;\\s*|,\\s+(?=\\p{L}[^:;,]{0,58}:\\s)";

    private final List<Given> given;
    private List<Person> known = List.of();

    Answers(List<Given> given) {
        this.given = List.copyOf(given);
    }

    /** The values that were given, to be found where the papers are searched; and who may be meant. */
    void keep(Desk desk) throws ToolFailure {
        known = given.isEmpty() ? List.of() : desk.people();
        String step = desk.context().step().path("index").asText();
        for (int i = 0; i < given.size(); i++) {
            String id = "answer-" + step + "-" + (i + 1);
            if (desk.sources().stream().noneMatch(s -> s.id().equals(id))) {
                desk.keep(new Source(id, "answer", "Answer to step " + step, "", values(given.get(i)), "", "", false));
            }
        }
    }

    /** An instruction with what was said of who or what is meant. */
    String added(String instruction) {
        StringBuilder text = new StringBuilder(instruction.strip());
        for (Given answer : given) {
            if (asked(answer.lacking()).isEmpty()
                    && !KEYED.matcher(answer.text()).find()) {
                text.append(text.toString().endsWith(".") ? " " : ". ").append(named(answer.text()));
            }
        }
        return given.isEmpty() ? instruction : text.toString();
    }

    /** A contact that is told by address, or by a first name that only one has, under the full name. */
    private String named(String answer) {
        String alone = answer.strip().replaceAll("[.!]+$", "");
        List<Person> called = known.stream()
                .filter(p -> p.name().equalsIgnoreCase(alone) || p.firstName().equalsIgnoreCase(alone))
                .toList();
        if (called.size() == 1) {
            return called.get(0).name() + ".";
        }
        String text = answer;
        for (Person person : known) {
            if (!person.email().isBlank() && !text.contains(person.name())) {
                text = Pattern.compile(
                                "(?<![\\w.+-])" + Pattern.quote(person.email()) + "(?![\\w-])",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .replaceAll(Matcher.quoteReplacement(person.name()));
            }
        }
        return text;
    }

    /** "24" for the kilos is "kilos: 24"; several values come in the order in which they were asked for. */
    private static String values(Given answer) {
        List<String> names = asked(answer.lacking());
        if (names.isEmpty() || KEYED.matcher(answer.text()).find()) {
            return answer.text()
                    .lines()
                    .flatMap(line -> KEYED.matcher(line).find() ? Stream.of(line.split(NEXT)) : Stream.of(line))
                    .map(line -> capital(line.strip()))
                    .collect(Collectors.joining("\n"));
        }
        List<String> parts = names.size() == 1
                ? List.of(answer.text())
                : Stream.of(answer.text().split("\\s*[;\\n]\\s*|,\\s+")).toList();
        if (parts.size() != names.size()) {
            return answer.text();
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            lines.add(capital(names.get(i)) + ": " + parts.get(i));
        }
        return String.join("\n", lines);
    }

    /** As papers write the names of their values. */
    private static String capital(String line) {
        return line.isEmpty() ? line : line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1);
    }

    /** The names of the values that a lack speaks of. */
    private static List<String> asked(String lacking) {
        Matcher called = CALLED.matcher(lacking);
        if (called.find()) {
            return Stream.of(called.group(1).split("[“”]+(?:, )?"))
                    .filter(name -> !name.isBlank())
                    .toList();
        }
        for (Pattern pattern : List.of(TO_SAY, ABOUT, VALUE)) {
            Matcher names = pattern.matcher(lacking);
            if (names.matches()) {
                String list = names.group(1) == null ? names.group(2) : names.group(1);
                return List.of(list.split(", "));
            }
        }
        return List.of();
    }
}
