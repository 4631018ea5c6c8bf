package nexhelm.engine.language;

import java.util.List;
import java.util.Set;

/** Joins what the tokenizer split: {@code one-page}, {@code back-ordered} and {@code Mrs.} are one word each. */
final class Hyphens {
    private static final Set<String> TITLES = Set.of("Mr", "Mrs", "Ms", "Dr", "Prof", "St");

    private Hyphens() {}

    static void join(String text, List<int[]> spans) {
        for (int i = 0; i + 1 < spans.size(); i++) {
            int[] title = spans.get(i);
            int[] dot = spans.get(i + 1);
            if (dot[1] - dot[0] == 1
                    && text.charAt(dot[0]) == '.'
                    && title[1] == dot[0]
                    && TITLES.contains(text.substring(title[0], title[1]))) {
                spans.set(i, new int[] {title[0], dot[1]});
                spans.remove(i + 1);
            }
        }
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
