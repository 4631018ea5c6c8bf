package nexhelm.engine.agent;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What running text of mails and papers says without naming it: "five days for 12 guests", "from 2 to 6 March 2026". */
final class Running {

    private static final String WEEKDAY = "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\\s+)?";
    private static final String MONTH =
            "(?:january|february|march|april|may|june|july|august|september|october|november" + "|december)";
    private static final String DAY = WEEKDAY + "\\d{1,2}(?:st|nd|rd|th)?";
    private static final Pattern SPAN = Pattern.compile("(?i)\\b(" + DAY + "(?:\\s+" + MONTH + ")?(?:\\s+\\d{4})?)\\s+"
            + "(?:to|until|till|through|-|–)\\s+(" + DAY + "\\s+(" + MONTH + ")(?:\\s+(\\d{4}))?)\\b");

    /** "within ten days" is a term, "every two days" a habit: neither says how many there are. */
    private static final String TERM =
            "(?i)(?:.*\\W)?(?:within|in|after|every|next|last|past|than|another|than the)\\s*";

    private final List<Source> sources;

    Running(List<Source> sources) {
        this.sources = sources.stream()
                .filter(s -> !s.made() && (s.mail() || s.file()))
                .toList();
    }

    /** A number with the source that gives it. */
    record Count(BigDecimal number, Source source) {}

    /**
     * A stretch of days as a text says it.
     *
     * @param said  the words
     * @param first its first day, written out in full
     * @param last  its last day, written out in full
     */
    record Span(String said, String first, String last, Source source) {}

    /** How many of something there are, where the texts give one number of it alone. */
    Optional<Count> count(String thing) {
        Set<String> stems = Stems.set(thing);
        if (stems.size() != 1) {
            return Optional.empty();
        }
        Pattern counted = Pattern.compile("(?i)(?<![\\p{L}\\p{N}.,:])(" + SpokenNumber.NUMBER + ")\\s+(\\p{L}+)");
        Count found = null;
        for (Source source : sources) {
            for (String line : source.text().split("\\n")) {
                Matcher number = line.indexOf('|') >= 0 ? counted.matcher("") : counted.matcher(line);
                while (number.find()) {
                    boolean means = Stems.set(number.group(2)).equals(stems)
                            && !line.substring(0, number.start()).matches(TERM);
                    Optional<BigDecimal> said = means ? SpokenNumber.number(number.group(1)) : Optional.empty();
                    if (said.isPresent() && found != null && found.number().compareTo(said.get()) != 0) {
                        return Optional.empty();
                    }
                    found = said.isPresent() && found == null ? new Count(said.get(), source) : found;
                }
            }
        }
        return Optional.ofNullable(found);
    }

    /** The days from one to another, where the mails give one such stretch alone. */
    Optional<Span> span() {
        Set<String> different = new LinkedHashSet<>();
        Span found = null;
        for (Source source : sources) {
            Matcher span = SPAN.matcher(source.mail() ? source.text().replaceAll("\\s+", " ") : "");
            while (span.find()) {
                String from = span.group(1);
                String year = span.group(4) == null ? "" : " " + span.group(4);
                boolean month = from.toLowerCase(Locale.ROOT).matches(".*\\b" + MONTH + "\\b.*");
                String first = from + (month ? "" : " " + span.group(3));
                first = first.matches(".*\\d{4}$") ? first : first + year;
                found = found == null ? new Span(span.group(), first, span.group(2), source) : found;
                different.add(
                        first.toLowerCase(Locale.ROOT) + " to " + span.group(2).toLowerCase(Locale.ROOT));
            }
        }
        return different.size() == 1 ? Optional.of(found) : Optional.empty();
    }
}
