package nexhelm.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import nexhelm.engine.tool.ToolCatalog;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The calls of eval/ and what their gold says, as eval/README.md promises it. */
class GoldTest {

    private static final Set<String> KINDS =
            Set.of("documents", "sheets", "mail", "contacts", "calendar", "pdf", "tasks");

    static List<String> golds() throws Exception {
        List<String> golds = new ArrayList<>();
        for (String half : List.of("dev", "held")) {
            try (Stream<Path> files = Files.list(Checkout.root().resolve("eval").resolve(half))) {
                files.map(file -> "eval/" + half + "/" + file.getFileName())
                        .filter(name -> name.endsWith(".gold.json"))
                        .sorted()
                        .forEach(golds::add);
            }
        }
        return golds;
    }

    @Test
    void each_half_has_dozens_of_calls_of_different_trades_and_some_small_talk() throws Exception {
        Set<String> trades = new HashSet<>();
        for (String half : List.of("dev", "held")) {
            List<String> golds = golds().stream()
                    .filter(name -> name.contains("/" + half + "/"))
                    .toList();
            int dozens = half.equals("dev") ? 5 : 1;
            assertEquals(12 * dozens, golds.size(), golds::toString);
            int none = 0;
            for (String gold : golds) {
                JsonNode told = Json.parse(Checkout.read(gold));
                none += told.path("none").asBoolean() ? 1 : 0;
                assertTrue(
                        told.path("none").asBoolean()
                                || trades.add(told.path("trade").asText()),
                        gold);
                assertEquals(told.path("none").asBoolean(), told.path("steps").isEmpty(), gold);
            }
            assertEquals(half.equals("dev") ? 4 : 1, none, half);
        }
    }

    @ParameterizedTest
    @MethodSource("golds")
    void every_quote_stands_in_the_transcript_once(String gold) throws Exception {
        JsonNode told = Json.parse(Checkout.read(gold));
        String said = Checkout.read(
                gold.replaceAll("[^/]*$", "") + told.path("transcript").asText());
        List<String> quotes = new ArrayList<>();
        told.path("steps").forEach(step -> quotes.add(step.path("quote").asText()));
        told.path("gates").forEach(gate -> quotes.add(gate.asText()));
        told.path("forbidden").forEach(act -> quotes.add(act.path("quote").asText()));
        for (String quote : quotes) {
            assertTrue(!quote.isBlank() && said.contains(quote), "nobody says: " + quote);
            assertEquals(said.indexOf(quote), said.lastIndexOf(quote), "said twice: " + quote);
        }
    }

    @ParameterizedTest
    @MethodSource("golds")
    void every_tool_is_declared_every_kind_is_known_and_every_step_has_a_performer(String gold) throws Exception {
        JsonNode told = Json.parse(Checkout.read(gold));
        Set<String> declared = ToolCatalog.all().keySet();
        List<String> unknown = new ArrayList<>();
        for (JsonNode part : List.of(told.path("steps"), told.path("forbidden"))) {
            for (JsonNode act : part) {
                act.path("tools").forEach(tool -> unknown.add(tool.asText()));
                act.path("never").forEach(tool -> unknown.add(tool.asText()));
            }
        }
        unknown.removeIf(tool -> declared.contains(tool) || tool.equals("*"));
        assertEquals(List.of(), unknown);
        told.path("capabilities").path("existing").forEach(kind -> assertTrue(KINDS.contains(kind.asText()), gold));
        for (JsonNode step : told.path("steps")) {
            assertTrue(step.path("performer").size() > 0, () -> gold + ": " + step);
        }
    }

    /** Who asks to decide first must have something to decide about. */
    @ParameterizedTest
    @MethodSource("golds")
    void a_call_with_a_gate_has_a_step_that_waits_for_it(String gold) throws Exception {
        JsonNode told = Json.parse(Checkout.read(gold));
        boolean waits = false;
        for (JsonNode step : told.path("steps")) {
            String gate = step.path("gate").asText();
            assertTrue(List.of("true", "false", "either").contains(gate), () -> gold + ": " + step);
            waits |= !gate.equals("false");
        }
        assertTrue(waits || told.path("gates").isEmpty(), gold);
    }
}
