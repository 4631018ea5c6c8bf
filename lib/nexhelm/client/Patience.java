package nexhelm.client;

import java.util.function.Supplier;
import nexhelm.Failure;

/** Asks again when a backend says that it is busy. Only commands that wait anyway (watch, try) are patient. */
public final class Patience {

    private static final int TRIES = 6;
    private static final long LONGEST_SECONDS = 60;

    private Patience() {}

    /** Makes a call that may be made twice; 429 and 503 are waited out as Retry-After says. */
    public static <T> T with(Progress progress, Supplier<T> call) {
        for (int tries = 1; ; tries++) {
            try {
                return call.get();
            } catch (Failure e) {
                boolean busy = e.status() == 429 || e.status() == 503;
                if (!busy || tries == TRIES || e.waitSeconds() > LONGEST_SECONDS) {
                    throw e;
                }
                long seconds = e.waitSeconds() > 0 ? e.waitSeconds() : 1L << tries;
                progress.note("the backend is busy (" + e.status() + "); asking again in " + seconds + " s");
                pause(seconds * 1000);
            }
        }
    }

    /** Waits; an interruption ends the wait. */
    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.ABORTED, 130, "interrupted");
        }
    }
}
