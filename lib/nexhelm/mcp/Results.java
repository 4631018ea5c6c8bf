package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.world.World;

/** The results of calls as models read them. */
final class Results {

    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*|nexsvc-[\\w-]+");
    private static final int LONGEST = 1000;
    private static final int LONGEST_QUESTION = 6000;

    private Results() {}

    /** What an action answered: an object as it is, anything else in an envelope. */
    static ObjectNode envelope(JsonNode answer) {
        if (answer instanceof ObjectNode own) {
            return own;
        }
        ObjectNode object = Json.object();
        if (answer.isNull() || answer.isMissingNode()) {
            return object.put("ok", true);
        }
        object.set("result", answer);
        return object;
    }

    /** A result: the answer as text and as structure, and where the whole is when it was shortened. */
    static ObjectNode of(Bounded.Fitted fitted, boolean links) {
        ObjectNode result = text(Json.readable(fitted.answer()));
        ArrayNode content = (ArrayNode) result.path("content");
        fitted.note().ifPresent(note -> note(result, note));
        fitted.uri()
                .filter(uri -> links)
                .ifPresent(uri -> content.addObject()
                        .put("type", "resource_link")
                        .put("uri", uri)
                        .put("name", uri.substring("nexhelm://".length()))
                        .put("mimeType", "application/json"));
        result.set("structuredContent", fitted.answer());
        return result.put("isError", false);
    }

    /** Adds a word to a result, behind its answer. */
    static void note(ObjectNode result, String note) {
        ((ArrayNode) result.path("content")).addObject().put("type", "text").put("text", note);
    }

    /** An error as one line. */
    static ObjectNode error(String line) {
        return text(line).put("isError", true);
    }

    /** Why a call failed, as one line that names the tool. */
    static ObjectNode failed(String tool, String cause) {
        return error("Error executing tool " + tool + ": " + cause);
    }

    /** The cause of a failure as one line: no stack trace, no folder of the machine, no token. */
    static String cause(Failure failure, World world) {
        String cause = failure.getMessage() + (failure.hint().isEmpty() ? "" : "; " + failure.hint());
        // The one path that is told is that of the config which is not there yet: a person has to know where.
        boolean first = failure.kind() == Failure.Kind.NOT_SET_UP
                && failure.getMessage()
                        .endsWith(world.nexFolder().resolve("config").toString());
        return line(first ? cause : pathless(cause, world));
    }

    private static String pathless(String text, World world) {
        String home = world.home().toString();
        String cwd = world.cwd().toString();
        String certificates = world.env("SSL_CERT_FILE").map(String::trim).orElse("");
        String plain = certificates.length() > 1 ? text.replace(certificates, "its file") : text;
        plain = home.length() > 1 ? plain.replace(home, "~") : plain;
        return cwd.length() > 1 ? plain.replace(cwd, ".") : plain;
    }

    /** One line without control characters and tokens, of a length that a model can take. */
    static String line(String text) {
        String line =
                TOKEN.matcher(text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip()).replaceAll("***");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** Text that a person reads before deciding: its lines stay, control characters and tokens do not. */
    static String lines(String text) {
        String lines = TOKEN.matcher(text.replace("\r\n", "\n")
                        .replaceAll("[\\p{Cntrl}&&[^\n\t]]", "")
                        .strip())
                .replaceAll("***");
        return lines.length() <= LONGEST_QUESTION ? lines : lines.substring(0, LONGEST_QUESTION) + "…";
    }

    private static ObjectNode text(String text) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }
}
