package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import nexhelm.json.Json;

/** Trees in text columns. */
public final class Rows {

    private Rows() {}

    /** A tree that this engine wrote. */
    public static JsonNode json(String text) {
        try {
            return Json.parse(text);
        } catch (Json.Malformed e) {
            throw new IllegalStateException("a column holds text that is " + e.getMessage(), e);
        }
    }

    /** An object that this engine wrote. */
    public static ObjectNode object(String text) {
        return (ObjectNode) json(text);
    }

    static ArrayNode array(List<? extends JsonNode> values) {
        ArrayNode array = Json.array();
        values.forEach(array::add);
        return array;
    }

    static ArrayNode texts(List<String> values) {
        ArrayNode array = Json.array();
        values.forEach(array::add);
        return array;
    }

    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
