package nexhelm.engine.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import nexhelm.json.Json;

/**
 * A secret shared with clients that mint their own short-lived tokens. Such a token names nobody, so all of them are
 * exactly one user.
 */
public record SharedSecret(String secret, String issuer, String audience, String userEmail) {

    /** Reads {@code {"secret","issuer","audience","user_email"}}; the message of a failure is one line for people. */
    public static SharedSecret read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("the shared secret file " + file + " is not there");
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.contains(PosixFilePermission.GROUP_READ) || mode.contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException("others can read the shared secret file " + file + "; run: chmod 600 " + file);
        }
        JsonNode json;
        try {
            json = Json.parse(Files.readString(file));
        } catch (Json.Malformed e) {
            throw new IOException("the shared secret file " + file + " is " + e.getMessage());
        }
        for (String field : new String[] {"secret", "issuer", "audience", "user_email"}) {
            if (!json.path(field).isTextual() || json.path(field).textValue().isBlank()) {
                throw new IOException("the shared secret file " + file + " lacks \"" + field + "\"");
            }
        }
        if (json.path("secret").textValue().getBytes(StandardCharsets.UTF_8).length < 32) {
            throw new IOException("the secret in " + file + " is shorter than 32 bytes, too short for HS256");
        }
        return new SharedSecret(
                json.path("secret").textValue(),
                json.path("issuer").textValue(),
                json.path("audience").textValue(),
                json.path("user_email").textValue());
    }
}
