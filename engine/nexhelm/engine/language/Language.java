package nexhelm.engine.language;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The languages that a transcript is recognised in, by the small words that every sentence of a language needs. */
public enum Language {
    ENGLISH("en", """
        the a an and or of to in is it that this for with on you i we are was have has do does be not they he she at from
        by but if when then what so my our your there will would can just about which who\
        """),
    GERMAN("de", """
        der die das und ist nicht ich wir sie es ein eine einen einem einer den dem des mit auf für von zu im am an auch dann
        wenn aber oder noch nur schon bei aus nach wie was hat haben wird werden sind dass mir uns ihm ihr kein keine mal immer\
        """),
    FRENCH("fr", """
        le la les de des du un une et est que qui je nous vous il elle on ne pas dans pour avec sur au aux ce cette mais ou si
        puis donc par plus sont ça c'est j'ai d'accord mon ma mes notre nos leur quand alors à\
        """),
    SPANISH("es", """
        el la los las de del un una y es que yo nosotros se no en para con por al lo su sus mi mis pero o si cuando luego entonces
        como más está son hay esto eso también ya le les me nos porque nuestro nuestra a\
        """);

    /** A word with the apostrophe that belongs to it. */
    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:['\u2019]\\p{L}+)?");
    /** A long call shows its language in its first part. */
    private static final int SAMPLE = 40_000;

    private static final int FEWEST = 8;

    private final String code;
    private final Set<String> words;

    Language(String code, String words) {
        this.code = code;
        this.words = Set.copyOf(new HashSet<>(Arrays.asList(words.split("\\s+"))));
    }

    /** Its two letters by ISO 639-1. */
    public String code() {
        return code;
    }

    /** Its English name. */
    public String title() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** The English name of a language by its two letters; the letters themselves when it is none of these. */
    public static String named(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code.equals(code))
                .findFirst()
                .map(Language::title)
                .orElse(code);
    }

    /** The language of a text; English when it is too short or of no language known here. */
    public static Language of(String text) {
        Map<Language, Integer> hits = new EnumMap<>(Language.class);
        Matcher word = WORD.matcher(text.substring(0, Math.min(text.length(), SAMPLE)));
        int all = 0;
        while (word.find()) {
            String lower = word.group().toLowerCase(Locale.ROOT).replace('\u2019', '\'');
            String bare = lower.substring(lower.indexOf('\'') + 1);
            all++;
            for (Language language : values()) {
                if (language.words.contains(lower) || language.words.contains(bare)) {
                    hits.merge(language, 1, Integer::sum);
                }
            }
        }
        Language best = ENGLISH;
        for (Language language : values()) {
            if (hits.getOrDefault(language, 0) > hits.getOrDefault(best, 0)) {
                best = language;
            }
        }
        boolean clear = all >= FEWEST
                && hits.getOrDefault(best, 0) * 6 >= all
                && hits.getOrDefault(best, 0) > hits.getOrDefault(ENGLISH, 0) * 3 / 2;
        return clear ? best : ENGLISH;
    }
}
