package nexhelm.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON text to trees and back. */
class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-1",
                "1.50",
                "1E+5",
                "12345678901234567890",
                "0.1000000000000000055511151231257827",
                "\"\"",
                "\"a\\\"b\\\\c\\n\\u0000\"",
                "[]",
                "{}",
                "[1,[2,[3]]]",
                "{\"b\":1,\"a\":{\"c\":null}}",
                "\"ü 👋 \u2028\"",
                "9223372036854775808"
            })
    void a_value_comes_back_as_it_was(String text) throws Exception {
        assertEquals(text, Json.compact(Json.parse(text)));
        assertEquals(Json.parse(text), Json.parse(Json.pretty(Json.parse(text))));
        assertEquals(Json.parse(text), Json.parse(Json.ascii(Json.parse(text))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "NaN",
                "Infinity",
                "01",
                "+1",
                "1.",
                "tru",
                "\"\n\"",
                "1 2",
                "{} {}",
                "{}x",
                "// c\n1",
                "\uFEFF{}",
                "[1}",
                "\"\\x\"",
                "geheim"
            })
    void what_is_not_one_value_is_malformed_and_the_message_has_none_of_the_text(String text) {
        var e = assertThrows(Json.Malformed.class, () -> Json.parse(text));
        assertFalse(e.getMessage().contains("geheim"), e.getMessage());
        assertTrue(
                e.getMessage().matches("(empty text|not JSON at line \\d+, column \\d+|more than one value.*)"),
                e.getMessage());
    }

    @Test
    void nesting_has_a_limit_and_no_stack_overflows() throws Exception {
        Json.parse("[".repeat(400) + "]".repeat(400));
        assertThrows(Json.Malformed.class, () -> Json.parse("[".repeat(100_000)));
        assertThrows(Json.Malformed.class, () -> Json.parse("{\"a\":".repeat(100_000)));
    }

    @Test
    void the_last_of_equal_keys_counts() throws Exception {
        assertEquals("{\"a\":2}", Json.compact(Json.parse("{\"a\":1,\"a\":2}")));
    }

    @Test
    void pretty_has_two_spaces_and_ascii_only_readable_keeps_letters() throws Exception {
        var value = Json.parse("{\"a\":[1,{}],\"e\":[],\"ü\":\"👋\\u007f\\u009b\"}");
        assertEquals("""
            {
              "a": [
                1,
                {}
              ],
              "e": [],
              "\\u00FC": "\\uD83D\\uDC4B\\u007F\\u009B"
            }\
            """, Json.pretty(value));
        assertTrue(Json.readable(value).contains("\"ü\": \"👋"));
        assertEquals("{\"a\":[1,{}],\"e\":[],\"\\u00FC\":\"\\uD83D\\uDC4B\\u007F\\u009B\"}", Json.ascii(value));
    }
}
