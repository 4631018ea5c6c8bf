package nexhelm.support;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many inputs from a seed: made of the pieces of a grammar, and changed at random. {@code NEX_FUZZ_INPUTS} says how many;
 * the number of an input that fails is named, and gives the same input again.
 */
public final class Fuzz {
    /** How many inputs a test tries unless it is told. */
    private static final int FEW = 20_000;

    /** An input that takes longer hangs. */
    private static final long LONGEST_NANOS = 20_000_000_000L;

    /** What is done with one input; it throws when something is wrong. */
    @FunctionalInterface
    public interface Check {
        void with(Fuzz input) throws Exception;
    }

    private final Random random;

    private Fuzz(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    }

    /** Checks many inputs. */
    public static void each(String name, Check check) throws InterruptedException {
        each(name, 1, check);
    }

    /** The same with a part of the inputs, for checks that write files. */
    public static void each(String name, int part, Check check) throws InterruptedException {
        String told = System.getenv("NEX_FUZZ_INPUTS");
        long inputs = (told == null || told.isBlank() ? FEW : Long.parseLong(told.trim())) / part;
        var since = new AtomicLong(System.nanoTime());
        var at = new AtomicLong();
        var failure = new Throwable[1];
        var worker = new Thread(
                () -> {
                    for (long n = 0; n < inputs; n++) {
                        at.set(n);
                        since.set(System.nanoTime());
                        try {
                            check.with(new Fuzz(n));
                        } catch (Throwable e) {
                            failure[0] = e;
                            return;
                        }
                    }
                },
                "fuzz " + name);
        worker.setDaemon(true);
        long start = System.nanoTime();
        worker.start();
        while (worker.isAlive()) {
            worker.join(200);
            if (worker.isAlive() && System.nanoTime() - since.get() > LONGEST_NANOS) {
                throw new AssertionError(name + ": input " + at.get() + " hangs");
            }
        }
        if (failure[0] != null) {
            throw new AssertionError(name + ": input " + at.get() + ": " + failure[0], failure[0]);
        }
        if (told != null) {
            System.out.printf("%-40s %,12d inputs %6.1f s%n", name, inputs, (System.nanoTime() - start) / 1e9);
        }
    }

    public Random random() {
        return random;
    }

    public boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    /** One of these. */
    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Pieces one after another, up to a number of them. */
    public String text(int most, String... pieces) {
        var text = new StringBuilder();
        for (int n = random.nextInt(most + 1); n > 0; n--) {
            text.append(of(pieces));
        }
        return text.toString();
    }

    /** The text with a few characters gone, new, doubled, exchanged or cut off; in one of three cases as it is. */
    public String mutated(String text) {
        var out = new StringBuilder(text);
        for (int n = chance(3) ? 0 : 1 + random.nextInt(4); n > 0 && out.length() > 0; n--) {
            int at = random.nextInt(out.length());
            int to = Math.min(out.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> out.delete(at, to);
                case 1 -> out.insert(at, character());
                case 2 -> out.insert(at, out.substring(at, to));
                case 3 -> out.setCharAt(at, character());
                case 4 -> out.insert(at, text);
                default -> out.setLength(at);
            }
            if (out.length() > 10_000) {
                out.setLength(10_000);
            }
        }
        return out.toString();
    }

    /** A character that means something somewhere, or any of Latin-1. */
    private char character() {
        String odd = "\n\r\t \0\"'\\/=#:,{}[]@+-.~%$\u0085\u00a0\u00ff";
        return chance(3) ? (char) random.nextInt(256) : odd.charAt(random.nextInt(odd.length()));
    }

    /** The same elements in a list, for messages. */
    public static String shown(String text) {
        return List.of(text).toString().replace("\n", "\\n").replace("\r", "\\r");
    }
}
