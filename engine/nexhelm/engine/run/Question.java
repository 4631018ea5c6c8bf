package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** What a person is asked when a step lacks something, in words for somebody who knows the step and nothing else. */
final class Question {

    private static final int MOST_OF_AN_ANSWER = 60;

    private Question() {}

    /** @param unhelpful what was said last and changed nothing; empty when there is no such answer */
    static String of(ObjectNode step, String lack, String unhelpful) {
        String what = bare(lack, step.path("instruction").asText());
        boolean choice = what.startsWith("which ");
        boolean who = what.startsWith("a contact ") || what.startsWith("somebody ");
        return (unhelpful.isEmpty() ? "" : "“" + shortly(unhelpful) + "” did not help. ")
                + "Step " + step.path("index").asText() + " ("
                + step.path("title").asText() + ") "
                + says(what) + ". "
                + (choice
                        ? "Which one is it? ("
                        : who ? "Who is it? (a contact, by name or address; " : "What is it? (")
                + (several(what) ? "each as “name: value”, with “;” between; " : "")
                + "“skip” leaves the step to a person)";
    }

    private static String says(String what) {
        if (what.startsWith("which ") || what.startsWith("what ")) {
            return "does not know " + what;
        }
        return what.startsWith("anything ")
                ? "finds nothing " + what.substring("anything ".length()).replaceFirst(": not found in ", " in ")
                : "lacks " + what;
    }

    /** The lack without what is for somebody who prepares a run, and without the instruction that the title tells. */
    private static String bare(String lack, String instruction) {
        String what = lack.replaceFirst("; add it to one of them or to the blueprint$", "")
                .replaceFirst("; read one that holds it first$", "");
        int quoted = what.indexOf(" for “");
        String start = instruction.strip().replaceAll("\\.$", "").toLowerCase(Locale.ROOT);
        return quoted > 0
                        && !start.isEmpty()
                        && what.substring(quoted + " for “".length())
                                .toLowerCase(Locale.ROOT)
                                .startsWith(start)
                ? what.substring(0, quoted)
                : what;
    }

    private static boolean several(String what) {
        String names = what.replaceFirst("(?s)(?: in the papers|: (?:not found|no paper)| for a row of | of “).*$", "");
        return !what.startsWith("which ") && names.contains(", ");
    }

    private static String shortly(String answer) {
        String line = answer.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= MOST_OF_AN_ANSWER
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MOST_OF_AN_ANSWER)) + "…";
    }
}
