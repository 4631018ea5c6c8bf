package nexhelm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import nexhelm.engine.model.ModelServer.Said;
import nexhelm.engine.model.ModelServer.Speaker;
import nexhelm.json.Json;

/** Asks a model for one JSON object, has it checked, and tells the model what is wrong with it, at most twice. */
public final class Interview {

    private static final int REPAIRS = 2;
    private static final int MOST_COMPLAINTS = 20;

    private final ModelSettings settings;
    private final ModelServer server;

    public Interview(ModelSettings settings, ModelServer server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * An answer that was checked.
     *
     * @param result what is right of it
     * @param wrong  what is wrong, one sentence each, in words that the model understands; empty when all is right
     */
    public record Checked<T>(T result, List<String> wrong) {
        public Checked {
            wrong = List.copyOf(wrong);
        }
    }

    /** Checks an answer; must not fail, whatever the answer is. */
    public interface Check<T> {
        Checked<T> of(ObjectNode answer);
    }

    /**
     * The best answer there was: the first without fault, else the one with the fewest faults.
     *
     * @param instructions what the model is to do
     * @param question     what it is to do it with
     * @param schema       JSON Schema of the answer, in the strict subset
     * @throws NoAnswer when no JSON object came
     */
    public <T> Checked<T> ask(String instructions, String question, ObjectNode schema, Check<T> check) throws NoAnswer {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        List<Said> talk = new ArrayList<>();
        talk.add(new Said(Speaker.SYSTEM, instructions));
        talk.add(new Said(Speaker.USER, question));
        Checked<T> best = null;
        for (int round = 0; ; round++) {
            List<String> wrong;
            String text;
            try {
                text = server.answer(talk, schema, deadline);
                Checked<T> checked = check.of(object(text));
                wrong = checked.wrong();
                if (best == null || wrong.size() < best.wrong().size()) {
                    best = checked;
                }
            } catch (Json.Malformed e) {
                text = "{}";
                wrong = List.of("The answer was not one JSON object: " + e.getMessage() + ".");
            } catch (NoAnswer e) {
                if (best == null) {
                    throw e;
                }
                return best;
            }
            if (wrong.isEmpty() || round == REPAIRS) {
                if (best == null) {
                    throw new NoAnswer("did not answer with JSON");
                }
                return best;
            }
            talk.subList(2, talk.size()).clear();
            talk.add(new Said(Speaker.ASSISTANT, text));
            talk.add(new Said(Speaker.USER, complaint(wrong)));
        }
    }

    /** Ends every conversation with {@link NoAnswer}. */
    public void stop() {
        server.stop();
    }

    private static String complaint(List<String> wrong) {
        return "Parts of that answer are wrong:\n- "
                + String.join("\n- ", wrong.subList(0, Math.min(MOST_COMPLAINTS, wrong.size())))
                + "\nAnswer again with the whole JSON object. Correct these parts and leave the others as they are.";
    }

    /** Models without a response format put the object into a fence or behind what they thought aloud. */
    private static ObjectNode object(String text) throws Json.Malformed {
        String answer = text.replaceFirst("(?s)^.*</think>", "").strip();
        int from = answer.indexOf('{');
        int to = answer.lastIndexOf('}');
        JsonNode parsed = Json.parse(from >= 0 && to > from ? answer.substring(from, to + 1) : answer);
        return parsed instanceof ObjectNode object ? object : Json.object();
    }
}
