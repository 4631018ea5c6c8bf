package nexhelm.engine.run;

/** Wakes whoever waits for news of a thread; what the news is stands in the store. */
public final class Bell {

    private long strikes;
    private boolean stopped;

    /** Tells that something was committed. */
    synchronized void ring() {
        strikes++;
        notifyAll();
    }

    synchronized long strikes() {
        return strikes;
    }

    /** Ends all waiting for good. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** Waits until the bell was rung after the given strike, or the time is over. */
    synchronized void await(long heard, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (strikes == heard && !stopped) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
