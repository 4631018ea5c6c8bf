package nexhelm.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From raw values to a record, with a sentence for whatever does not fit. */
class InputsTest {
    record Sample(
            @Arg(help = "Id.", positional = true) String runId,

            @Arg(
                    help = "Note.",
                    flags = {"-n"})
            Optional<String> someNote,

            @Arg(help = "Count.", fallback = "5", min = 1, max = 9)
            int count,

            @Arg(help = "Switch.") boolean dryRun,
            @Arg(help = "On by default.", fallback = "true") boolean careful,
            @Arg(help = "Object.") Optional<JsonNode> config,

            @Arg(
                    help = "Word.",
                    values = {"a", "b"})
            Optional<String> word) {
        Sample {
            if (runId.equals("bad")) {
                throw Failure.input("never bad");
            }
        }
    }

    @Test
    void defaults_apply_and_unknown_names_are_ignored() throws Exception {
        assertEquals(
                new Sample("r", Optional.empty(), 5, false, true, Optional.empty(), Optional.empty()),
                bind("{\"run_id\": \"r\", \"unknown\": 1, \"some_note\": null, \"count\": null}"));
    }

    @Test
    void values_and_their_texts_are_taken() throws Exception {
        var expected = new Sample(
                " r ", Optional.of(""), 9, true, false, Optional.of(Json.parse("{\"a\":1}")), Optional.of("b"));
        assertEquals(
                expected,
                bind("{\"run_id\": \" r \", \"some_note\": \"\", \"count\": 9, \"dry_run\": true, \"careful\": false,"
                        + " \"config\": {\"a\": 1}, \"word\": \"b\"}"));
        assertEquals(
                expected,
                bind("{\"run_id\": \" r \", \"some_note\": \"\", \"count\": \" 9 \", \"dry_run\": \"true\","
                        + " \"careful\": \"false\", \"config\": \"{\\\"a\\\": 1}\", \"word\": \"b\"}"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{} | 4 | run_id is required",
                "{\"run_id\": null} | 4 | run_id is required",
                "{\"run_id\": \" \"} | 4 | run_id is required: it is empty",
                "{\"run_id\": 5} | 4 | run_id must be text, not a number",
                "{\"run_id\": [\"r\"]} | 4 | run_id must be text, not a list",
                "{\"run_id\": \"bad\"} | 4 | never bad",
                "{\"run_id\": \"r\", \"count\": 0} | 2 | count must be from 1 to 9, not 0",
                "{\"run_id\": \"r\", \"count\": 10} | 2 | count must be from 1 to 9, not 10",
                "{\"run_id\": \"r\", \"count\": 4294967297} | 2 | count must be a whole number, not 4294967297",
                "{\"run_id\": \"r\", \"count\": 1.5} | 2 | count must be a whole number, not 1.5",
                "{\"run_id\": \"r\", \"count\": \"x\"} | 2 | count must be a whole number, not \"x\"",
                "{\"run_id\": \"r\", \"count\": true} | 2 | count must be a whole number, not true",
                "{\"run_id\": \"r\", \"dry_run\": \"yes\"} | 4 | dry_run must be true or false, not \"yes\"",
                "{\"run_id\": \"r\", \"dry_run\": 1} | 4 | dry_run must be true or false, not 1",
                "{\"run_id\": \"r\", \"config\": [1]} | 4 | config must be a JSON object, not a list",
                "{\"run_id\": \"r\", \"config\": \"[1]\"} | 4 | config must be a JSON object, not a list",
                "{\"run_id\": \"r\", \"config\": \"{\"} | 4 | config is not JSON at line 1, column 2",
                "{\"run_id\": \"r\", \"word\": \"c\"} | 4 | word must be one of a, b, not 'c'",
            })
    void what_does_not_fit_is_one_sentence(String raw, int exit, String message) {
        var e = assertThrows(Failure.class, () -> bind(raw));
        assertEquals(message, e.getMessage());
        assertEquals(exit, e.exit());
    }

    @Test
    void names_flags_and_labels_come_from_the_components() {
        List<Inputs.Input> inputs = Inputs.of(Sample.class);
        assertEquals(
                List.of("run_id", "some_note", "count", "dry_run", "careful", "config", "word"),
                inputs.stream().map(Inputs.Input::name).toList());
        assertEquals(List.of(), inputs.get(0).flags());
        assertEquals(List.of("-n", "--some-note"), inputs.get(1).flags());
        assertEquals("RUN_ID", inputs.get(0).label());
        assertTrue(inputs.get(0).required());
        assertTrue(inputs.stream().skip(1).noneMatch(Inputs.Input::required));
    }

    private static Sample bind(String raw) throws Json.Malformed {
        return Inputs.bind(Sample.class, (ObjectNode) Json.parse(raw));
    }
}
