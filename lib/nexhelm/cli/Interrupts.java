package nexhelm.cli;

import java.util.concurrent.atomic.AtomicReference;

/** What is said when the operator presses Ctrl-C while a stream is followed. The exit code is the signal's: 130. */
final class Interrupts {

    private static final AtomicReference<Runnable> LAST_WORDS = new AtomicReference<>(() -> {});
    private static boolean hooked;

    private Interrupts() {}

    static synchronized void onCtrlC(Runnable lastWords) {
        LAST_WORDS.set(lastWords);
        if (!hooked) {
            hooked = true;
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> LAST_WORDS.get().run(), "nex-last-words"));
        }
    }

    static void clear() {
        LAST_WORDS.set(() -> {});
    }
}
