package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.design.CodePoints;
import nexhelm.engine.model.Quotes;
import nexhelm.engine.model.Shape;
import nexhelm.json.Json;

/**
 * Makes a step of a definition from a model's answer. Nothing is believed: the tool must be declared, the quote must
 * stand in the transcript, and where it stands is found here.
 */
final class StepAnswer {

    private static final int LONGEST_TITLE = 120;
    private static final int LONGEST_TEXT = 1_500;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_QUOTE = 400;
    private static final int SHORTEST_QUOTE = 8;

    private final String transcript;
    private final Quotes quotes;
    private final ToolList tools;

    StepAnswer(String transcript, ToolList tools) {
        this.transcript = transcript;
        this.quotes = new Quotes(transcript);
        this.tools = tools;
    }

    /** What a model is told of a step; more may be added. */
    static Shape shape(ToolList tools) {
        return Shape.object()
                .text("title", "3 to 8 words, beginning with the verb, for instance: Send the summary to the client")
                .text("instruction", "one or two sentences that say exactly what to do, with the names that were said")
                .text("performer", "agent, or the role or name of the person who has to do it")
                .word(
                        "tool",
                        "the tool that the agent needs; none if no tool does it, or a person does it",
                        tools.words())
                .text(
                        "approval",
                        "why a person must decide before this step is done, if somebody demanded it; else empty")
                .text("quote", "the words of the transcript that this step comes from, copied exactly, 5 to 40 words");
    }

    /**
     * The step; nothing when something is wrong with it, which is added to the complaints.
     *
     * @param after     where in the transcript the step before stands
     * @param grounded  whether a step without a quote is wrong
     */
    Optional<ObjectNode> step(JsonNode given, String at, int after, boolean grounded, List<String> wrong) {
        int before = wrong.size();
        ObjectNode step = Json.object();
        step.put("title", text(given, at, "title", LONGEST_TITLE, wrong));
        step.put("instruction", text(given, at, "instruction", LONGEST_TEXT, wrong));
        String performer = text(given, at, "performer", LONGEST_NAME, wrong);
        boolean agent = performer.matches("(?i)(the )?agent");
        step.put("performer", agent ? "agent" : performer);
        Optional<String> tool = tools.chosen(given.path("tool"), at + ".tool", wrong);
        if (tool.isPresent() && !agent) {
            wrong.add(at + ".tool must be none, because a person does this step; or its performer must be agent.");
        }
        tool.ifPresentOrElse(name -> step.put("tool", name), () -> step.putNull("tool"));
        String approval = one(given.path("approval").asText(""));
        if (approval.matches("(?i)|none|no|same|null|n/a|-")
                || given.path("approval").isNull()) {
            step.putNull("hitl");
        } else {
            step.put("hitl", approval.length() > LONGEST_TEXT ? approval.substring(0, LONGEST_TEXT) : approval);
        }
        source(given.path("quote"), at + ".quote", after, grounded, wrong)
                .ifPresentOrElse(source -> step.set("source", source), () -> step.putNull("source"));
        return wrong.size() == before ? Optional.of(step) : Optional.empty();
    }

    private Optional<ObjectNode> source(JsonNode given, String at, int after, boolean grounded, List<String> wrong) {
        String quote = given.asText("").strip();
        if (quote.isEmpty() && !grounded) {
            return Optional.empty();
        }
        if (quote.length() < SHORTEST_QUOTE
                && quote.length() < transcript.strip().length()) {
            wrong.add(at + " is too short to say where the step comes from; copy at least five words.");
            return Optional.empty();
        }
        if (quote.length() > LONGEST_QUOTE) {
            wrong.add(at + " is longer than " + LONGEST_QUOTE + " characters; copy only the words that matter.");
            return Optional.empty();
        }
        var place = quotes.find(quote, after);
        if (place.isEmpty()) {
            wrong.add(at + " is not in the transcript: \"" + one(quote)
                    + "\". Copy words that stand there one after the other, without leaving any out.");
            return Optional.empty();
        }
        var points = new CodePoints(transcript);
        return Optional.of(Json.object()
                .put("start", points.at(place.get().from()))
                .put("end", points.at(place.get().to()))
                .put(
                        "quote",
                        transcript.substring(place.get().from(), place.get().to())));
    }

    /** Where a step's source begins, in UTF-16 units. */
    int unit(ObjectNode step) {
        return transcript.offsetByCodePoints(
                0, step.path("source").path("start").asInt());
    }

    /** A text that must be there, as one line. */
    static String text(JsonNode given, String at, String field, int longest, List<String> wrong) {
        String text = given.path(field).isTextual() ? one(given.path(field).textValue()) : "";
        if (text.isEmpty()) {
            wrong.add(at + "." + field + " must be a text that is not empty.");
        } else if (text.length() > longest) {
            wrong.add(at + "." + field + " is longer than " + longest + " characters.");
        }
        return text;
    }

    /** One line without control characters, which could steer a terminal. */
    static String one(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    }
}
