package nexhelm.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.Failure;

/**
 * Who the operator is and where the backend is: a profile's JSON object with the reference's keys, read leniently and
 * written back whole.
 *
 * @param raw the object as it was read, unknown keys included; never changed in place
 */
public record Config(ObjectNode raw) {

    /** Where new set-ups point unless told otherwise. */
    public static final String DEFAULT_BACKEND = "https://api-staging.nexhelm.ai";
    /** The base of links unless the backend names its own. */
    public static final String DEFAULT_FRONTEND = "https://preview.nexhelm.ai";

    /** What to do when a token is not good any more. */
    public static final String SIGN_IN_AGAIN = "sign in again: nex auth setup -e EMAIL, nex auth login or nex login;"
            + " at the local engine: nex engine start";

    /** The keys every written file has, in the reference's order. */
    static final List<String> KEYS = List.of(
            "backend_url",
            "user_id",
            "client_id",
            "frontend_env_path",
            "frontend_url",
            "user_email",
            "user_name",
            "client_name",
            "client_email",
            "cli_token",
            "cli_token_expires_at",
            "scopes",
            "github_fgt",
            "default_sandbox_user_id");

    /** The keys that every config has, in the order they are written. */
    public static List<String> keys() {
        return KEYS;
    }

    /** Reads a parsed config file; the failure names the key, never a value. */
    public static Config of(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw Failure.config("the config is not a JSON object");
        }
        var config = new Config(object);
        for (String key : KEYS) {
            JsonNode value = object.path(key);
            boolean fits = value.isMissingNode()
                    || value.isNull()
                    || switch (key) {
                        case "scopes" -> value.isArray();
                        case "cli_token_expires_at" -> value.isNumber();
                        default -> value.isTextual();
                    };
            if (!fits) {
                throw Failure.config("" + key + " in the config is not "
                        + (key.equals("scopes") ? "a list" : key.equals("cli_token_expires_at") ? "a number" : "text"));
            }
        }
        for (String key : List.of("backend_url", "user_id")) {
            if (config.text(key).isEmpty()) {
                throw Failure.config("" + key + " is missing in the config");
            }
        }
        BackendUrl.check(config.text("backend_url").orElseThrow());
        if (config.cliToken().isEmpty() && !object.path("client_id").isTextual()) {
            throw Failure.config("client_id is missing in the config");
        }
        return config;
    }

    public String backendUrl() {
        return BackendUrl.check(text("backend_url").orElseThrow());
    }

    public String userId() {
        return text("user_id").orElseThrow();
    }

    public String clientId() {
        return text("client_id").orElse("");
    }

    /** The base of links, without a trailing slash. */
    public String frontendUrl() {
        String url = text("frontend_url").orElse(DEFAULT_FRONTEND);
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    public Optional<String> userEmail() {
        return text("user_email");
    }

    /** The token that the backend issued; empty when tokens are minted here. */
    public Optional<String> cliToken() {
        return text("cli_token");
    }

    /** When that token ends, in seconds since the epoch. */
    public Optional<Long> expiresAt() {
        JsonNode value = raw.path("cli_token_expires_at");
        return value.isNumber() ? Optional.of(value.longValue()) : Optional.empty();
    }

    /** What the token allows; empty means unknown, and everything is tried. */
    public List<String> scopes() {
        var scopes = new ArrayList<String>();
        raw.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return cliToken().isPresent() ? List.copyOf(scopes) : List.of();
    }

    public Optional<String> defaultSandboxUserId() {
        return text("default_sandbox_user_id");
    }

    /** A text value; empty and null count as absent. */
    public Optional<String> text(String key) {
        JsonNode value = raw.path(key);
        return value.isTextual() && !value.textValue().isEmpty() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** The same config with other values for some keys; all others stay, unknown ones too. */
    public Config with(ObjectNode changes) {
        ObjectNode merged = raw.deepCopy();
        merged.setAll(changes);
        return new Config(merged);
    }
}
