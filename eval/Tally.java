import java.util.Locale;

/** How often something was right, of how many: a share in the making. */
final class Tally {
    private int right;
    private int of;

    void add(boolean isRight) {
        right += isRight ? 1 : 0;
        of++;
    }

    void add(Tally other) {
        right += other.right;
        of += other.of;
    }

    int right() {
        return right;
    }

    int of() {
        return of;
    }

    /** 0 to 1; 1 where there was nothing to get wrong. */
    double share() {
        return of == 0 ? 1 : right / (double) of;
    }

    /** The harmonic mean of precision and recall. */
    static double f1(Tally precision, Tally recall) {
        double sum = precision.share() + recall.share();
        return sum == 0 ? 0 : 2 * precision.share() * recall.share() / sum;
    }

    @Override
    public String toString() {
        return of == 0 ? "-" : String.format(Locale.ROOT, "%.3f  %d of %d", share(), right, of);
    }
}
