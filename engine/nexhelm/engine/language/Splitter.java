package nexhelm.engine.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.util.Span;

/**
 * Splits text into words. The tokenizer decides about each run between blanks by itself, so what it said about a run is
 * remembered. An instance belongs to one thread.
 */
final class Splitter {

    /** Longer ones are no words. */
    private static final int LONGEST_WORD = 80;
    /** Longer runs without a blank (keys, pictures in letters) hold no words either. */
    private static final int LONGEST_RUN = 400;

    private static final int REMEMBERED = 30_000;

    private final TokenizerME tokenizer;
    private final Map<String, Span[]> known;

    Splitter(Models models) {
        tokenizer = new TokenizerME(models.token);
        known = models.runs;
    }

    /** Begin and end of each word, counted from the beginning of the whole text. */
    List<int[]> split(String text, int from, int to) {
        List<int[]> words = new ArrayList<>();
        int i = from;
        while (i < to) {
            int end = i;
            while (end < to && !blank(text.charAt(end))) {
                end++;
            }
            if (end > i && end - i <= LONGEST_RUN) {
                for (Span span : parts(text.substring(i, end))) {
                    if (span.length() <= LONGEST_WORD) {
                        words.add(new int[] {i + span.getStart(), i + span.getEnd()});
                    }
                }
            }
            i = end + 1;
        }
        return words;
    }

    private Span[] parts(String run) {
        Span[] parts = known.get(run);
        if (parts == null) {
            parts = names(run, tokenizer.tokenizePos(run));
            if (known.size() < REMEMBERED) {
                known.put(run, parts);
            }
        }
        return parts;
    }

    /** "PlakatPlus" is one name, whatever the model makes of a capital inside a word. */
    private static Span[] names(String run, Span[] parts) {
        List<Span> whole = new ArrayList<>();
        for (Span part : parts) {
            Span last = whole.isEmpty() ? null : whole.get(whole.size() - 1);
            boolean inside = last != null
                    && last.getEnd() == part.getStart()
                    && Character.isLowerCase(run.charAt(last.getEnd() - 1))
                    && Character.isUpperCase(run.charAt(part.getStart()));
            if (inside) {
                whole.set(whole.size() - 1, new Span(last.getStart(), part.getEnd()));
            } else {
                whole.add(part);
            }
        }
        return whole.toArray(Span[]::new);
    }

    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.getType(c) == Character.SPACE_SEPARATOR;
    }
}
