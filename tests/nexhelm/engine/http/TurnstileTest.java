package nexhelm.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TurnstileTest {

    /** Somebody who is inside until they may go. */
    private static CompletableFuture<String> goesIn(Turnstile turnstile, CountDownLatch in, CountDownLatch go) {
        return CompletableFuture.supplyAsync(
                () -> turnstile.pass(() -> {
                    in.countDown();
                    await(go);
                    return "done";
                }),
                task -> new Thread(task).start());
    }

    @Test
    void two_are_inside_and_a_third_is_refused_where_nobody_may_wait() throws Exception {
        Turnstile turnstile = new Turnstile(2, 0, Duration.ofSeconds(60));
        CountDownLatch in = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        var first = goesIn(turnstile, in, go);
        var second = goesIn(turnstile, in, go);
        in.await();
        Refusal refused = assertThrows(Refusal.class, () -> turnstile.pass(() -> "third"));
        assertEquals(503, refused.status());
        assertTrue(refused.retryAfter().isPresent());
        go.countDown();
        assertEquals("done", first.get() + "".repeat(second.get().length()));
        assertEquals("free again", turnstile.pass(() -> "free again"));
    }

    @Test
    void who_may_wait_goes_in_when_another_leaves() throws Exception {
        Turnstile turnstile = new Turnstile(1, 1, Duration.ofSeconds(60));
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        var first = goesIn(turnstile, in, go);
        in.await();
        CountDownLatch secondIn = new CountDownLatch(1);
        var second = goesIn(turnstile, secondIn, go);
        assertEquals(1, secondIn.getCount());
        go.countDown();
        assertEquals("done", first.get());
        assertEquals("done", second.get());
    }

    @Test
    void who_waits_too_long_is_refused_and_what_fails_makes_room() {
        Turnstile turnstile = new Turnstile(1, 5, Duration.ofMillis(1));
        assertThrows(
                Refusal.class, () -> turnstile.pass(() -> turnstile.pass(() -> "the only place is taken by itself")));
        assertThrows(
                IllegalStateException.class,
                () -> turnstile.pass(() -> {
                    throw new IllegalStateException("inside");
                }));
        assertEquals("free", turnstile.pass(() -> "free"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
