package nexhelm.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import nexhelm.json.Json;

/** What a client sent: path, query, headers and a JSON body, each checked where it is read. */
public final class Request {

    /** Enough for a transcript of 5 MB however its characters are escaped; more is refused before it is read. */
    static final int MOST_BYTES = 12 << 20;

    private static final int MOST_OF_STRANGERS = 64 << 10;

    /** Of a body that is too large so much more is taken and thrown away. */
    private static final int MOST_OVER = 16 << 20;

    private final Context context;
    private final ObjectNode body;

    private Request(Context context, ObjectNode body) {
        this.context = context;
        this.body = body;
    }

    /** A request whose body, if there is one, is not read. */
    public static Request withoutBody(Context context) {
        return new Request(context, Json.object());
    }

    /** A request with a JSON object as its body; an empty body is an empty object. */
    public static Request withBody(Context context) {
        return new Request(context, parse(bytes(context, MOST_BYTES)));
    }

    /** Like {@link #withBody}, from somebody who is not known yet: a sign-in is short. */
    public static Request ofStranger(Context context) {
        return new Request(context, parse(bytes(context, MOST_OF_STRANGERS)));
    }

    /** The text of a short body that is no object. */
    public static String small(Context context) {
        return new String(bytes(context, MOST_OF_STRANGERS), StandardCharsets.UTF_8);
    }

    /** Reads a body that nobody wants, as far as one is allowed to be. */
    public static void passOver(Context context) {
        try {
            new Body(context.req().getInputStream(), System::nanoTime).passOver(MOST_BYTES);
        } catch (IOException | Refusal e) {
            // whoever sent it went away, or is not worth waiting for: they hear why they are refused
        }
    }

    public Context context() {
        return context;
    }

    public ObjectNode body() {
        return body;
    }

    public String path(String name) {
        return context.pathParam(name);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name)).filter(value -> !value.isBlank());
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    /** A whole number of the query within bounds, or the default when it is not given. */
    public int query(String name, int least, int most, int otherwise) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.get().strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw Refusal.invalid(
                "invalid_" + name,
                "%s must be a whole number from %d to %d, not '%s'.".formatted(name, least, most, clip(text.get())));
    }

    /** A text of the body; absent and null are the same. */
    public Optional<String> text(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrongType(field, "a text");
        }
        return Optional.of(value.textValue());
    }

    public boolean flag(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrongType(field, "true or false");
        }
        return value.booleanValue();
    }

    public Optional<ObjectNode> object(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode object) {
            return Optional.of(object);
        }
        throw wrongType(field, "an object");
    }

    /** A whole number of the body; a number written as text counts. */
    public Optional<Long> number(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return Optional.of(value.longValue());
        }
        if (value.isTextual() && value.textValue().matches("[0-9]{1,18}")) {
            return Optional.of(Long.parseLong(value.textValue()));
        }
        throw wrongType(field, "a whole number");
    }

    /** Shortens what a client sent before it is repeated in a sentence. */
    public static String clip(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return oneLine.codePointCount(0, oneLine.length()) <= 60
                ? oneLine
                : oneLine.substring(0, oneLine.offsetByCodePoints(0, 57)) + "...";
    }

    private static Refusal wrongType(String field, String wanted) {
        return Refusal.invalid("invalid_" + field, "%s must be %s.".formatted(field, wanted));
    }

    private static byte[] bytes(Context context, int most) {
        try {
            Body body = new Body(context.req().getInputStream(), System::nanoTime);
            boolean announced = context.req().getContentLengthLong() > most;
            byte[] read = announced ? new byte[0] : body.upTo(most);
            if (announced || read.length > most) {
                body.passOver(MOST_OVER); // a client that is still sending would not hear the refusal
                throw Refusal.tooLarge("The body is larger than "
                        + (most < 1 << 20 ? (most >> 10) + " kB" : (most >> 20) + " MB") + "; send a shorter text.");
            }
            return read;
        } catch (IOException e) {
            throw Refusal.badRequest("incomplete_body", "The body ended before it was complete; send it again.");
        }
    }

    private static ObjectNode parse(byte[] bytes) {
        if (bytes.length == 0) {
            return Json.object();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (Json.parse(text) instanceof ObjectNode object) {
                return object;
            }
            throw Refusal.badRequest("malformed_json", "The body must be a JSON object.");
        } catch (CharacterCodingException e) {
            throw Refusal.badRequest("malformed_json", "The body is not UTF-8.");
        } catch (Json.Malformed e) {
            throw Refusal.badRequest("malformed_json", "The body is " + e.getMessage() + ".");
        }
    }
}
