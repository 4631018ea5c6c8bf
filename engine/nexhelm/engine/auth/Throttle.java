package nexhelm.engine.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import nexhelm.engine.http.Refusal;

/** Slows down guessing: after some failures an account, and an address, has to wait. */
final class Throttle {

    private static final int PER_ACCOUNT = 6;
    private static final int PER_ADDRESS = 30;
    private static final int MOST_KEPT = 10_000;
    private static final int LONGEST_ACCOUNT = 254;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private record Failures(int count, Instant since) {}

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_KEPT;
        }
    };

    Throttle(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts a try as a failure before its password is checked, so that many at once are no better than one after the
     * other. Refuses when the account or the address has failed too often within the last minute.
     */
    synchronized void attempt(String account, String address) {
        refuseBeyond(account(account), PER_ACCOUNT);
        refuseBeyond(address(address), PER_ADDRESS);
        count(account(account));
        count(address(address));
    }

    synchronized void succeeded(String account, String address) {
        failures.remove(account(account));
        failures.computeIfPresent(
                address(address),
                (key, known) -> known.count() <= 1 ? null : new Failures(known.count() - 1, known.since()));
    }

    /** What is kept of an address is no longer than one can be, whatever was sent. */
    private static String account(String account) {
        return "account " + account.substring(0, Math.min(LONGEST_ACCOUNT, account.length()));
    }

    private static String address(String address) {
        return "address " + address;
    }

    private void refuseBeyond(String key, int most) {
        Failures known = failures.get(key);
        if (known == null) {
            return;
        }
        Duration left = WINDOW.minus(Duration.between(known.since(), clock.instant()));
        if (left.isNegative() || left.isZero()) {
            failures.remove(key);
        } else if (known.count() >= most) {
            int seconds = (int) left.toSeconds() + 1;
            throw Refusal.tooMany("Too many failed sign-ins; try again in " + seconds + " seconds.", seconds);
        }
    }

    private void count(String key) {
        Failures known = failures.getOrDefault(key, new Failures(0, clock.instant()));
        failures.put(key, new Failures(known.count() + 1, known.since()));
    }
}
