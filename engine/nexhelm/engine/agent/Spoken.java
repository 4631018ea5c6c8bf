package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import nexhelm.engine.persona.Verifier.StepContext;

/**
 * Who is called by the full name in what was said, nearest first: that decides which of several namesakes a first name means.
 *
 * @param texts     the step itself, then all steps, then the operator's first message
 * @param lookedUp  id of the contact that the run looked up last, else empty
 */
record Spoken(List<String> texts, String lookedUp) {

    private static final Pattern REFUSES = Pattern.compile(
            "(?i)\\b(?:not|never|no|nobody|nothing|without|except|instead of|rather than|\\w+n['’]t)\\b");

    Spoken {
        texts = List.copyOf(texts);
    }

    static Spoken in(StepContext context) {
        var all = new StringBuilder();
        context.definition().path("steps").forEach(step -> all.append(said(step)));
        return new Spoken(
                List.of(said(context.step()), all.toString(), context.kickoff()),
                context.memory().path(Concerned.LOOKED_UP).asText(""));
    }

    private static String said(JsonNode step) {
        ObjectNode tree = (ObjectNode) step;
        return tree.path("instruction").asText("") + ".\n"
                + tree.path("source").path("quote").asText("") + ".\n";
    }

    /** The one of these who is named in full, or was looked up; all of them where that does not decide. */
    List<Person> narrowed(List<Person> among) {
        for (String text : texts) {
            List<Person> named = among.stream().filter(p -> names(text, p)).toList();
            if (!named.isEmpty()) {
                return named.size() == 1 ? named : among;
            }
        }
        Optional<Person> known = among.stream()
                .filter(p -> !lookedUp.isEmpty() && p.id().equals(lookedUp))
                .findFirst();
        return known.map(List::of).orElse(among);
    }

    /** Whether anything that was said names somebody in full. */
    boolean speaksOf(Person person) {
        return texts.stream().anyMatch(text -> names(text, person));
    }

    /** A sentence that rules somebody out does not say that this person is meant. */
    private static boolean names(String text, Person person) {
        var name = Pattern.compile("(?iU)\\b" + Pattern.quote(person.name()) + "\\b");
        for (String sentence : text.split("(?<=[.!?;])\\s+|\\n")) {
            if (name.matcher(sentence).find() && !REFUSES.matcher(sentence).find()) {
                return true;
            }
        }
        return false;
    }
}
