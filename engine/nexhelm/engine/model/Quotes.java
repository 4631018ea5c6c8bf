package nexhelm.engine.model;

import java.util.Optional;

/**
 * Finds what a model quotes in a text. White space counts as one space, typographic and plain marks are the same, and so
 * are capital and small letters; all else must stand there. Positions are UTF-16 units of the text.
 */
public final class Quotes {

    private final String folded;
    private final int[] places;
    private final int length;

    public Quotes(String text) {
        var out = new StringBuilder(text.length());
        int[] at = new int[text.length() + 1];
        for (int i = 0; i < text.length(); i++) {
            char c = folded(text.charAt(i));
            if (c != ' ' || !out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                at[out.length()] = i;
                out.append(c);
            }
        }
        folded = out.toString();
        places = at;
        length = text.length();
    }

    /** Where a quote stands. */
    public record Place(int from, int to) {}

    /** The quote's place, the first one at or after a position, else the first of all. */
    public Optional<Place> find(String quote, int after) {
        String wanted = bare(new Quotes(quote).folded);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        int from = 0;
        while (from < folded.length() && places[from] < after) {
            from++;
        }
        int at = folded.indexOf(wanted, from);
        at = at < 0 ? folded.indexOf(wanted) : at;
        if (at < 0) {
            return Optional.empty();
        }
        int last = places[at + wanted.length() - 1];
        return Optional.of(new Place(places[at], Math.min(length, last + 1)));
    }

    /** Without the marks that people and models put around a quote. */
    private static String bare(String quote) {
        return quote.replaceAll("^[\\s\"'.]+|[\\s\"'.]+$", "");
    }

    private static char folded(char c) {
        return switch (c) {
            case '\u2018', '\u2019', '\u201a', '\u00b4', '`' -> '\'';
            case '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb' -> '"';
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014' -> '-';
            case '\u2026' -> '.';
            default -> Character.isWhitespace(c) || c == '\u00a0' ? ' ' : Character.toLowerCase(c);
        };
    }
}
