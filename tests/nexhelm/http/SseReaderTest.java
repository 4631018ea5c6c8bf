package nexhelm.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Server-sent events, read by the WHATWG rules. */
class SseReaderTest {

    @Test
    void lines_end_at_cr_lf_or_crlf() throws IOException {
        for (String end : List.of("\n", "\r", "\r\n")) {
            assertEquals(
                    List.of("one", "two\nlines"), data("data: one||data:two|data: lines||".replace("|", end)), end);
        }
        assertEquals(List.of("a\nb", "c"), data("data: a\r\ndata: b\n\ndata: c\r\r"));
    }

    @Test
    void lf_cr_is_two_line_ends_and_crlf_only_one() throws IOException {
        assertEquals(List.of("a", "b"), data("data: a\n\rdata: b\n\r"));
        assertEquals(List.of("a\nb"), data("data: a\r\ndata: b\r\n\r\n"));
    }

    @Test
    void one_leading_byte_order_mark_is_dropped() throws IOException {
        assertEquals(List.of("x"), data("\uFEFFdata: x\n\n"));
        assertEquals(List.of(), data("\uFEFF\uFEFFdata: x\n\n"), "the second is part of the field's name");
        assertEquals(List.of("\uFEFFx"), data("data: \uFEFFx\n\n"));
    }

    @Test
    void of_the_space_behind_the_colon_one_goes() throws IOException {
        assertEquals(List.of("a", "a", " a", "a "), data("data:a\n\ndata: a\n\ndata:  a\n\ndata:a \n\n"));
    }

    @Test
    void a_field_without_colon_is_empty_and_other_fields_are_ignored() throws IOException {
        assertEquals(List.of("", "\n"), data("data\n\ndata\ndata\n\n"));
        assertEquals(List.of("x"), data("event: message\nretry: 10\nDATA: no\ndatab: no\n data: no\ndata: x\n\n"));
    }

    @Test
    void comments_and_empty_blocks_give_no_event() throws IOException {
        assertEquals(List.of(), data(": hello\n\n:\n\n\n\nevent: ping\n\n"));
        assertEquals(List.of("x"), data(": hello\ndata: x\n: there\n\n"));
    }

    @Test
    void the_last_id_goes_with_every_event_after_it() throws IOException {
        var reader = new SseReader(new StringReader(
                "data: a\n\nid: 7\ndata: b\n\ndata: c\n\nid: 8\u0000\ndata: d\n\nid: 9\n\nid\ndata: e\n\n"));
        var ids = new ArrayList<String>();
        for (var event = reader.next(); event.isPresent(); event = reader.next()) {
            ids.add(event.get().id() + "=" + event.get().data());
        }
        assertEquals(List.of("=a", "7=b", "7=c", "7=d", "=e"), ids, "an id with NUL is ignored, an empty one resets");
    }

    @Test
    void a_bare_json_line_is_an_event_unless_there_is_data() throws IOException {
        assertEquals(List.of("{\"type\":\"a:b\"}", "x"), data("  {\"type\":\"a:b\"}\n\n{\"no\":1}\ndata: x\n\n"));
    }

    @Test
    void unicode_line_separators_are_text() throws IOException {
        String text = "{\"a\":\"1\u20282\u20293\u00854\u000b5\u000c6\"}";
        assertEquals(List.of(text), data("data: " + text + "\n\n"));
    }

    @Test
    void an_event_without_its_blank_line_is_dropped_and_told() throws IOException {
        for (String end : List.of("data: b", "data: b\n", "da", "{\"a\":1}\n")) {
            var reader = new SseReader(new StringReader("data: a\n\n" + end));
            assertEquals("a", reader.next().orElseThrow().data());
            assertTrue(reader.next().isEmpty());
            assertTrue(reader.unfinished(), end);
        }
    }

    @Test
    void a_stream_that_ends_behind_a_blank_line_or_a_heartbeat_is_finished() throws IOException {
        for (String end : List.of("", "\n", ": beat\n\n", ": beat\n", "\r\n")) {
            var reader = new SseReader(new StringReader("data: a\n\n" + end));
            assertEquals("a", reader.next().orElseThrow().data());
            assertTrue(reader.next().isEmpty());
            assertFalse(reader.unfinished(), end.replace("\n", "\\n"));
        }
    }

    @Test
    void wherever_the_bytes_are_split_the_events_are_the_same() throws IOException {
        byte[] bytes = ("\uFEFF: hi\r\n\r\nid: é1\r\ndata: {\"t\":\"Grüße 👋 \u2028\"}\r\n\r\ndata: one\rdata: two\r\r"
                        + "event: x\n{\"bare\": true}\n\ndata: last\n\ndata: cut")
                .getBytes(StandardCharsets.UTF_8);
        List<String> whole = data(new ByteArrayInputStream(bytes));
        assertEquals(List.of("{\"t\":\"Grüße 👋 \u2028\"}", "one\ntwo", "{\"bare\": true}", "last"), whole);
        for (int i = 0; i <= bytes.length; i++) {
            assertEquals(whole, data(new Pieces(bytes, i)), "split at byte " + i);
        }
        InputStream single = new Pieces(bytes, -1);
        assertEquals(whole, data(single), "byte by byte");
    }

    /** Two reads, or with -1 one byte a read: a reader never gets more at once. */
    private static final class Pieces extends InputStream {
        private final InputStream in;
        private final boolean single;

        Pieces(byte[] bytes, int at) {
            single = at < 0;
            in = single
                    ? new ByteArrayInputStream(bytes)
                    : new SequenceInputStream(
                            new ByteArrayInputStream(Arrays.copyOf(bytes, at)),
                            new ByteArrayInputStream(Arrays.copyOfRange(bytes, at, bytes.length)));
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return in.read(buffer, offset, single ? Math.min(1, length) : length);
        }
    }

    private static List<String> data(String text) throws IOException {
        return data(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> data(InputStream in) throws IOException {
        var reader = new SseReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var data = new ArrayList<String>();
        for (var event = reader.next(); event.isPresent(); event = reader.next()) {
            data.add(event.get().data());
        }
        return data;
    }
}
