package nexhelm.engine.language;

import java.util.List;
import java.util.Locale;

/** Splits words that the tagger gives two tags, as {@code don't} (AUX+PART) and {@code client's} (NOUN+PART). */
final class Contractions {
    private Contractions() {}

    static void split(String word, String tag, String lemma, int start, List<Token> into) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (!tag.contains("+")
                && lower.endsWith("'s")
                && lower.length() > 3
                && (tag.equals("NOUN")
                        || tag.equals("PROPN")
                        || tag.equals("PUNCT") && !lower.matches("(?:that|this|it|there|here|what|who|he|she|let)'s")
                        || tag.equals("PART") && word.length() > 3)) {
            String of = tag.equals("PART") ? "PROPN" : tag.equals("PUNCT") ? "NOUN" : tag;
            split(word, of + "+PART", lower.substring(0, lower.length() - 2) + "+'s", start, into);
            return;
        }
        int cut = tag.contains("+") ? cut(lower) : -1;
        if (cut <= 0 || cut >= word.length()) {
            String one = tag.contains("+") ? tag.substring(0, tag.indexOf('+')) : tag;
            String base = lemma.contains("+") ? lemma.substring(0, lemma.indexOf('+')) : lemma;
            into.add(new Token(start, start + word.length(), word, lower, one, base.equals("_") ? lower : base));
            return;
        }
        int plus = tag.indexOf('+');
        int lemmaPlus = lemma.indexOf('+');
        String first = lemmaPlus > 0 ? lemma.substring(0, lemmaPlus) : lower.substring(0, cut);
        String second = lemmaPlus > 0 ? lemma.substring(lemmaPlus + 1) : lower.substring(cut);
        into.add(new Token(
                start, start + cut, word.substring(0, cut), lower.substring(0, cut), tag.substring(0, plus), first));
        into.add(new Token(
                start + cut,
                start + word.length(),
                word.substring(cut),
                lower.substring(cut),
                tag.substring(plus + 1),
                second));
    }

    private static int cut(String lower) {
        if (lower.equals("cannot") || lower.equals("gonna") || lower.equals("wanna") || lower.equals("gotta")) {
            return lower.length() - 3 + (lower.equals("cannot") ? 0 : 1);
        }
        if (lower.endsWith("n't")) {
            return lower.length() - 3;
        }
        return lower.lastIndexOf('\'');
    }
}
