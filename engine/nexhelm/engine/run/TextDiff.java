package nexhelm.engine.run;

import java.util.ArrayList;
import java.util.List;

/** Two texts line by line: what a reader of {@code diff -u} sees, kept short. */
final class TextDiff {

    private static final int CONTEXT = 2;
    private static final int MOST_SHOWN = 80;
    private static final long MOST_CELLS = 4_000_000;

    private TextDiff() {}

    /** Lines with their sign: {@code +}, {@code -}, a blank for both, {@code @} for a place; empty when the texts are the same. */
    static List<String> of(String before, String after) {
        if (before.equals(after)) {
            return List.of();
        }
        List<String> script = script(lines(before), lines(after));
        if (script.stream().allMatch(line -> line.startsWith(" "))) {
            return List.of("@ only line ends differ");
        }
        return shortened(hunks(script));
    }

    private static String[] lines(String text) {
        return text.isEmpty() ? new String[0] : text.split("\\R", -1);
    }

    /** Every line of both, signed. */
    private static List<String> script(String[] a, String[] b) {
        int head = 0;
        while (head < a.length && head < b.length && a[head].equals(b[head])) {
            head++;
        }
        int tail = 0;
        while (tail < a.length - head
                && tail < b.length - head
                && a[a.length - 1 - tail].equals(b[b.length - 1 - tail])) {
            tail++;
        }
        List<String> script = new ArrayList<>();
        for (int i = 0; i < head; i++) {
            script.add(" " + a[i]);
        }
        middle(a, b, head, a.length - tail, b.length - tail, script);
        for (int i = a.length - tail; i < a.length; i++) {
            script.add(" " + a[i]);
        }
        return script;
    }

    private static void middle(String[] a, String[] b, int from, int aEnd, int bEnd, List<String> script) {
        int rows = aEnd - from;
        int columns = bEnd - from;
        int i = 0;
        int j = 0;
        if ((long) rows * columns <= MOST_CELLS) {
            int[][] common = new int[rows + 1][columns + 1];
            for (int r = rows - 1; r >= 0; r--) {
                for (int c = columns - 1; c >= 0; c--) {
                    common[r][c] = a[from + r].equals(b[from + c])
                            ? common[r + 1][c + 1] + 1
                            : Math.max(common[r + 1][c], common[r][c + 1]);
                }
            }
            while (i < rows && j < columns) {
                if (a[from + i].equals(b[from + j])) {
                    script.add(" " + a[from + i++]);
                    j++;
                } else if (common[i + 1][j] >= common[i][j + 1]) {
                    script.add("-" + a[from + i++]);
                } else {
                    script.add("+" + b[from + j++]);
                }
            }
        }
        while (i < rows) {
            script.add("-" + a[from + i++]);
        }
        while (j < columns) {
            script.add("+" + b[from + j++]);
        }
    }

    /** The changed places with a little around them. */
    private static List<String> hunks(List<String> script) {
        boolean[] shown = new boolean[script.size()];
        for (int i = 0; i < script.size(); i++) {
            if (!script.get(i).startsWith(" ")) {
                for (int k = Math.max(0, i - CONTEXT); k <= Math.min(script.size() - 1, i + CONTEXT); k++) {
                    shown[k] = true;
                }
            }
        }
        List<String> lines = new ArrayList<>();
        int line = 0;
        for (int i = 0; i < script.size(); i++) {
            line += script.get(i).startsWith("+") ? 0 : 1;
            if (shown[i]) {
                if (i > 0 && !shown[i - 1]) {
                    lines.add("@ line " + Math.max(1, line));
                }
                lines.add(script.get(i));
            }
        }
        return lines;
    }

    private static List<String> shortened(List<String> lines) {
        if (lines.size() <= MOST_SHOWN) {
            return lines;
        }
        List<String> shorter = new ArrayList<>(lines.subList(0, MOST_SHOWN));
        shorter.add("@ " + (lines.size() - MOST_SHOWN) + " more lines differ or surround what differs");
        return shorter;
    }
}
