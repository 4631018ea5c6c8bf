package nexhelm.auth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.support.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Env files and configs with inputs that nobody would think of: read as they are, or refused in one line. */
class ParserFuzzTest {
    private static final String[] CONFIG = {
        "{\"backend_url\": \"https://x.test\", \"user_id\": \"u\", \"client_id\": \"c\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"cli_token\": \"secret-of-the-config\"",
        "\"scopes\": [\"a\", 1]",
        "\"cli_token_expires_at\": 1e400",
        "\"user_id\": null",
        "\"x\": {\"y\": 1}",
        "null",
        "1",
        "\"\\u0000\"",
        "\"\\ud800\"",
        " ",
        "\n",
        "[[[[[[[[[["
    };

    @TempDir
    Path home;

    @Test
    void an_env_file_gives_what_its_lines_say() throws Exception {
        Fuzz.each("front end's env file", input -> {
            String text = input.mutated(input.text(
                    12,
                    "APP_API_SHARED_SECRET",
                    "JWT_ISSUER",
                    "=",
                    "\"",
                    "'",
                    "value",
                    "\n",
                    "\n",
                    " ",
                    "#",
                    "export ",
                    "\0",
                    "\u00a0"));
            List<String> lines = List.of(text.split("\n", -1));
            Map<String, String> expected = new HashMap<>();
            for (String line : lines) {
                String[] sides = line.trim().split("=", 2);
                if (sides.length == 2 && !line.trim().startsWith("#")) {
                    expected.put(sides[0].trim(), sides[1].trim().replaceAll("(?s)^(['\"])(.*)\\1\\z", "$2"));
                }
            }
            assertEquals(expected, SecretBundle.parse(lines), () -> Fuzz.shown(text));
        });
    }

    @Test
    void a_config_is_read_whole_or_refused_in_a_line_without_its_values() throws Exception {
        Fuzz.each("config", input -> {
            String text = config(input);
            try {
                var json = Json.parse(text);
                var config = Config.of(json);
                assertEquals(json, config.raw());
                assertFalse(config.text("backend_url").orElse("").isEmpty());
                config.scopes();
                config.expiresAt();
                config.cliToken();
            } catch (Failure | Json.Malformed e) {
                assertFalse(e.getMessage().contains("secret-of-the-config"), e.getMessage());
                assertFalse(e.getMessage().contains("\n"), e.getMessage());
            }
        });
    }

    @Test
    void a_config_file_that_is_refused_keeps_its_bytes_and_one_that_is_saved_keeps_its_keys() throws Exception {
        Path path = home.resolve("config");
        Fuzz.each("config as a file", 50, input -> {
            byte[] bytes =
                    config(input).getBytes(input.chance(4) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            Files.write(path, bytes);
            var file = new ConfigFile(path);
            try {
                ObjectNode before = file.load().raw().deepCopy();
                file.save(Config.of(before));
                ObjectNode after = file.load().raw();
                before.properties().forEach(field -> assertEquals(field.getValue(), after.get(field.getKey())));
            } catch (Failure e) {
                assertArrayEquals(bytes, Files.readAllBytes(path));
                assertFalse(e.getMessage().contains("secret-of-the-config"), e.getMessage());
            }
        });
    }

    private static String config(Fuzz input) {
        String whole =
                CONFIG[0] + ", " + input.text(3, "\"a\": 1, ", CONFIG[7] + ", ", CONFIG[8] + ", ", CONFIG[11] + ", ")
                        + "\"z\": \"\u00e9\"}";
        return input.mutated(input.chance(2) ? whole : input.text(12, CONFIG));
    }
}
