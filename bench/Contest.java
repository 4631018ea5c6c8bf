import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** Contenders for the same job, run in alternating rounds, so that whatever else the machine does hits them alike. */
final class Contest {
    private final String title;
    private final Map<String, Callable<Duration>> contenders = new LinkedHashMap<>();
    private int each;

    Contest(String title) {
        this.title = title;
    }

    /** How many things one run does: then the table also says how many that are in a second. */
    Contest each(int count) {
        each = count;
        return this;
    }

    /** The first one added is what the others are compared with. */
    void add(String name, Callable<Duration> once) {
        contenders.put(name, once);
    }

    void run(int rounds, PrintStream out) throws Exception {
        List<String> names = new ArrayList<>(contenders.keySet());
        double[][] seconds = new double[names.size()][rounds];
        for (Callable<Duration> contender : contenders.values()) {
            contender.call(); // warms the disk
        }
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < names.size(); turn++) {
                int who = (round + turn) % names.size();
                seconds[who][round] = contenders.get(names.get(who)).call().toNanos() / 1e9;
            }
        }
        out.println("\n## " + title + "\n");
        out.println("| Launch | median | middle half | ratio to the first |" + (each > 0 ? " per second |" : ""));
        out.println("|---|---|---|---|" + (each > 0 ? "---|" : ""));
        for (int who = 0; who < names.size(); who++) {
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                ratios[round] = seconds[who][round] / seconds[0][round];
            }
            out.printf(
                    Locale.ROOT,
                    "| %s | %.3f s | %.3f to %.3f s | " + (each > 0 ? "%.3f | %.0f |%n" : "%.2f |%n"),
                    names.get(who),
                    quantile(seconds[who], 0.5),
                    quantile(seconds[who], 0.25),
                    quantile(seconds[who], 0.75),
                    quantile(ratios, 0.5),
                    each / quantile(seconds[who], 0.5));
        }
        out.println("\n" + rounds + " rounds");
    }

    private static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = q * (sorted.length - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
}
