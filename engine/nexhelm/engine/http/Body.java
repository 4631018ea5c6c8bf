package nexhelm.engine.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Reads what a client sends, but not for ever: who sends byte by byte would keep a thread for hours. */
final class Body {

    /** Time that every body has, in nanoseconds, and what must come in each further second. */
    private static final long GRACE = 20_000_000_000L;

    private static final long SLOWEST = 1_000;

    private final InputStream in;
    private final LongSupplier nanoTime;

    Body(InputStream in, LongSupplier nanoTime) {
        this.in = in;
        this.nanoTime = nanoTime;
    }

    /**
     * Everything there is, but no more than one byte beyond the limit, which tells that there is more.
     *
     * @throws Refusal 408 when it comes too slowly
     */
    byte[] upTo(int most) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        pump(most + 1, read);
        return read.toByteArray();
    }

    /** Reads on without keeping anything. */
    void passOver(int most) throws IOException {
        pump(most, null);
    }

    private void pump(int most, ByteArrayOutputStream into) throws IOException {
        byte[] some = new byte[8 << 10];
        long start = nanoTime.getAsLong();
        long total = 0;
        while (total < most) {
            int n = in.read(some, 0, (int) Math.min(some.length, most - total));
            if (n < 0) {
                return;
            }
            total += n;
            if (into != null) {
                into.write(some, 0, n);
            }
            long over = nanoTime.getAsLong() - start - GRACE;
            if (over > 0 && total * 1_000_000_000L / SLOWEST < over) {
                throw Refusal.of(408, "slow_body", "The body came too slowly; send it again in one go.");
            }
        }
    }
}
