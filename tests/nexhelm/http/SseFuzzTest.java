package nexhelm.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import nexhelm.support.Fuzz;
import org.junit.jupiter.api.Test;

/** Event streams that nobody would think of: the events are those of the rules, wherever the network parts the bytes. */
class SseFuzzTest {

    @Test
    void the_events_of_a_stream_are_those_of_the_rules_however_it_is_parted() throws Exception {
        Fuzz.each("SSE reader", input -> {
            String text = input.mutated(input.text(
                    16,
                    "data: {\"a\": 1}",
                    "data:",
                    "data",
                    "id: 7",
                    "id",
                    "event: x",
                    ": ping",
                    "retry: 1",
                    "\n",
                    "\n\n",
                    "\r\n",
                    "\r",
                    "\r\n\r\n",
                    "\uFEFF",
                    "{\"bare\": 1}",
                    " {",
                    "\u00e9\u20ac\uD83D\uDE00",
                    "\0",
                    " "));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            String sent = new String(bytes, StandardCharsets.UTF_8);
            List<String> expected = byTheRules(sent);
            assertEquals(expected, events(new StringReader(sent)), () -> Fuzz.shown(sent));
            var parted = new InputStreamReader(parted(bytes, input.random()), StandardCharsets.UTF_8);
            assertEquals(expected, events(parted), () -> Fuzz.shown(sent));
        });
    }

    /** The rules once more, in another way: on the whole text, line by line. */
    private static List<String> byTheRules(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String[] lines = plain.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
        var events = new ArrayList<String>();
        var data = new ArrayList<String>();
        Optional<String> bare = Optional.empty();
        String id = "";
        for (String line : List.of(lines).subList(0, lines.length - 1)) {
            if (line.isEmpty()) {
                if (!data.isEmpty() || bare.isPresent()) {
                    events.add(id + "|" + (data.isEmpty() ? bare.get() : String.join("\n", data)));
                }
                data.clear();
                bare = Optional.empty();
                continue;
            }
            String[] sides = (line + (line.contains(":") ? "" : ":")).split(":", 2);
            String value = sides[1].replaceFirst("^ ", "");
            if (sides[0].equals("data")) {
                data.add(value);
            } else if (sides[0].equals("id") && !value.contains("\0")) {
                id = value;
            } else if (line.stripLeading().startsWith("{") && bare.isEmpty()) {
                bare = Optional.of(line.strip());
            }
        }
        return events;
    }

    private static List<String> events(Reader reader) throws IOException {
        var sse = new SseReader(reader);
        var events = new ArrayList<String>();
        for (var event = sse.next(); event.isPresent(); event = sse.next()) {
            events.add(event.get().id() + "|" + event.get().data());
        }
        return events;
    }

    private static InputStream parted(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1 + random.nextInt(5)));
            }
        };
    }
}
