package nexhelm.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies that come in at all speeds; time is a number here. */
class BodyTest {

    private final AtomicLong now = new AtomicLong();

    /** A client that sends so many bytes each second. */
    private Body coming(int bytes, int each) {
        return new Body(
                new InputStream() {
                    private int left = bytes;

                    @Override
                    public int read() {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public int read(byte[] into, int from, int most) {
                        int n = Math.min(Math.min(each, most), left);
                        left -= n;
                        now.addAndGet(1_000_000_000L);
                        return n == 0 ? -1 : n;
                    }
                },
                now::get);
    }

    @Test
    void a_slow_line_is_waited_for() throws IOException {
        assertEquals(200_000, coming(200_000, 1_500).upTo(4 << 20).length);
        assertEquals(15, coming(15, 1).upTo(4 << 20).length);
    }

    @Test
    void who_sends_byte_by_byte_is_refused_after_twenty_seconds() {
        Refusal refused = assertThrows(Refusal.class, () -> coming(1_000_000, 1).upTo(4 << 20));
        assertEquals(408, refused.status());
        assertEquals(21, now.get() / 1_000_000_000L);
        assertThrows(Refusal.class, () -> coming(1_000_000, 10).passOver(4 << 20));
    }

    @Test
    void one_byte_beyond_the_limit_tells_that_there_is_more() throws IOException {
        Body body = new Body(new ByteArrayInputStream(new byte[100]), now::get);
        assertEquals(51, body.upTo(50).length);
        assertEquals(50, new Body(new ByteArrayInputStream(new byte[50]), now::get).upTo(50).length);
    }
}
