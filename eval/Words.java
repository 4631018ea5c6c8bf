import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A transcript as a row of words: quotes are found in it whatever lines, cues and time stamps stand in between. */
final class Words {
    /** Words of a transcript, from the first to before the last; the unit in which quotes are compared. */
    record Span(int start, int end) {
        int overlap(Span other) {
            return Math.max(0, Math.min(end, other.end) - Math.max(start, other.start));
        }

        /** Shared words by all words: 1 for the same span, 0 for two that do not touch. */
        double likeness(Span other) {
            int shared = overlap(other);
            return shared / (double) (end - start + other.end - other.start - shared);
        }
    }

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    /** What stands before an utterance: a time and a speaker's name. */
    private static final Pattern TURN = Pattern.compile("(?m)^\\[[\\d:.,]+]\\s*(?:[^:\\n]{1,60}:)?");

    private final List<String> words = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>(); // in code points

    Words(String text) {
        Matcher matcher = WORD.matcher(text);
        int chars = 0;
        int points = 0;
        while (matcher.find()) {
            points += text.codePointCount(chars, matcher.start());
            chars = matcher.start();
            words.add(matcher.group().toLowerCase(Locale.ROOT));
            starts.add(points);
        }
    }

    /** The first place with these words in this order. */
    Optional<Span> find(String quote) {
        List<String> wanted = new Words(TURN.matcher(quote).replaceAll(" ")).words;
        for (int at = 0; !wanted.isEmpty() && at + wanted.size() <= words.size(); at++) {
            if (words.subList(at, at + wanted.size()).equals(wanted)) {
                return Optional.of(new Span(at, at + wanted.size()));
            }
        }
        return Optional.empty();
    }

    /** The words that begin between two code points of the text. */
    Span between(int start, int end) {
        int first = 0;
        while (first < starts.size() && starts.get(first) < start) {
            first++;
        }
        int last = first;
        while (last < starts.size() && starts.get(last) < end) {
            last++;
        }
        return new Span(first, last);
    }
}
