package nexhelm.engine.language;

import java.util.List;

/** Joins what the tokenizer split at hyphens: {@code one-page} and {@code back-ordered} are one word each. */
final class Hyphens {
    private Hyphens() {}

    static void join(String text, List<int[]> spans) {
        for (int i = 1; i + 1 < spans.size(); i++) {
            int[] before = spans.get(i - 1);
            int[] hyphen = spans.get(i);
            int[] after = spans.get(i + 1);
            if (hyphen[1] - hyphen[0] == 1
                    && text.charAt(hyphen[0]) == '-'
                    && before[1] == hyphen[0]
                    && hyphen[1] == after[0]
                    && Character.isLetterOrDigit(text.charAt(before[1] - 1))
                    && Character.isLetterOrDigit(text.charAt(after[0]))) {
                spans.set(i - 1, new int[] {before[0], after[1]});
                spans.remove(i);
                spans.remove(i);
                i--;
            }
        }
    }
}
