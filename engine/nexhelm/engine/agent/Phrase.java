package nexhelm.engine.agent;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A noun phrase of an instruction.
 *
 * @param text        as said, without article
 * @param stems       stems of its words that say something
 * @param head        stem of the noun it is about
 * @param preposition the preposition before it in lower case, or empty
 * @param all         whether it means each of several things: "each", "every", "all", a plural
 * @param fresh       whether it has an indefinite article: something new
 * @param at          index of its first token
 */
record Phrase(String text, List<String> stems, String head, String preposition, boolean all, boolean fresh, int at) {

    /** Nouns for any piece of writing: they tell nothing about which one is meant. */
    private static final Set<String> VESSELS =
            stems("document file paper list table sheet record copy version page folder directory text item entry"
                + " information detail content data thing piece one e-mail email mail message inbox mailbox line box"
                + " set kind sort number answer reply response pdf csv excel spreadsheet workbook worksheet");

    /** Nouns for kinds of writing: a valuation report may well be titled "Portfolio valuation". */
    private static final Set<String> GENRES = stems("report overview summary letter note statement form memo");

    /** Words that place a thing in time or order and rarely stand in its title. */
    private static final Set<String> TIMES = stems("last latest current recent new old next previous first second"
        + " final existing actual today yesterday year month week day short brief full complete whole clean official"
        + " original many much few several relevant necessary appropriate corresponding respective different"
        + " following");

    private static final Pattern NEW = Pattern.compile("\\bnew\\s+(\\p{L}+)");
    private static final Set<String> MONTHS =
            stems("january february march april may june july august september october november december");

    Phrase {
        stems = List.copyOf(stems);
    }

    /** A phrase of words that are stems already; the last one is what it is about. */
    static Phrase ofStems(List<String> stems) {
        String head = stems.isEmpty() ? "" : stems.get(stems.size() - 1);
        return new Phrase(String.join(" ", stems), stems, head, "", false, false, 0);
    }

    /** The same without these words. */
    Phrase without(Set<String> words) {
        return ofStems(stems.stream().filter(s -> !words.contains(s)).toList());
    }

    /** How much a word says about which thing is meant. */
    static double weight(String stem) {
        if (TIMES.contains(stem)) {
            return 0.15;
        }
        if (VESSELS.contains(stem)) {
            return 0.2;
        }
        if (GENRES.contains(stem)) {
            return 0.6;
        }
        return Character.isDigit(stem.charAt(0)) || MONTHS.contains(stem) ? 0.3 : 1;
    }

    static boolean vessel(String stem) {
        return VESSELS.contains(stem);
    }

    static boolean time(String stem) {
        return TIMES.contains(stem);
    }

    static boolean month(String stem) {
        return MONTHS.contains(stem) && !stem.equals("may");
    }

    /** The stem that "new" stands before, empty when the phrase has no "new". */
    String renewed() {
        Matcher found = NEW.matcher(text.toLowerCase(Locale.ROOT));
        return found.find() ? Stems.of1(found.group(1)) : "";
    }

    /** Whether it says anything beyond "the document". */
    boolean telling() {
        return stems.stream().anyMatch(stem -> weight(stem) >= 0.5);
    }

    /** The share of the phrase's meaning that these words hold. */
    double coveredBy(Set<String> words) {
        double all = 0;
        double found = 0;
        for (String stem : stems) {
            all += weight(stem);
            found += words.contains(stem) ? weight(stem) : 0;
        }
        return all == 0 ? 0 : found / all;
    }

    String capital() {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static Set<String> stems(String words) {
        return Stems.set(words);
    }
}
