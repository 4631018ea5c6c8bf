package nexhelm.daemon.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the program of a regular expression becomes, as its counted repetitions multiply. RE2/J runs in linear time
 * but writes each repetition out, and {@code ((a{1000}){1000}){1000}} would fill the memory.
 */
final class Repetitions {

    private static final Pattern COUNTED = Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");

    private Repetitions() {}

    /** The number of single characters, each as often as it is written out; never less than it is. */
    static double size(String regex) {
        Deque<double[]> groups = new ArrayDeque<>();
        double[] now = {0, 0}; // of the group so far, of its last part
        Matcher counted = COUNTED.matcher(regex);
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '(') {
                groups.push(now);
                now = new double[] {0, 0};
            } else if (c == ')' && !groups.isEmpty()) {
                double group = 1 + now[0];
                now = groups.pop();
                now[0] += group;
                now[1] = group;
            } else if (c == '{' && counted.region(i, regex.length()).lookingAt()) {
                String most =
                        counted.group(2) == null || counted.group(2).isEmpty() ? counted.group(1) : counted.group(2);
                double times = Math.max(1, Double.parseDouble(most));
                now[0] += now[1] * times;
                now[1] *= 1 + times;
                i = counted.end() - 1;
            } else {
                now[0]++;
                now[1] = 1;
                i += c == '\\' ? 1 : 0;
            }
        }
        double all = now[0];
        for (double[] open : groups) {
            all += open[0];
        }
        return all;
    }
}
