package nexhelm.engine.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets a few requests at once do what takes much memory; others wait a while in order, and more than that are refused. */
public final class Turnstile {

    private final Semaphore inside;
    private final Semaphore waiting;
    private final Duration patience;

    /**
     * @param atOnce   how many may be inside
     * @param queue    how many more may wait
     * @param patience how long one waits
     */
    public Turnstile(int atOnce, int queue, Duration patience) {
        this.inside = new Semaphore(atOnce, true);
        this.waiting = new Semaphore(atOnce + queue);
        this.patience = patience;
    }

    /** Does it when there is room; refuses with 503 when there will be none soon. */
    public <T> T pass(Supplier<T> work) {
        if (!waiting.tryAcquire()) {
            throw busy();
        }
        try {
            if (!inside.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
            try {
                return work.get();
            } finally {
                inside.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            waiting.release();
        }
    }

    private static Refusal busy() {
        return Refusal.busy("The engine reads too many transcripts at once; try again in a few seconds.");
    }
}
