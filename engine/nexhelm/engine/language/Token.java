package nexhelm.engine.language;

/**
 * One word of a text.
 *
 * @param start where it begins in the text, in UTF-16 units
 * @param end   where it ends, exclusive
 * @param text  the word, apostrophes made straight
 * @param lower the word in lower case
 * @param tag   its part of speech by Universal Dependencies ({@code NOUN}, {@code VERB} …)
 * @param lemma its dictionary form, in lower case
 */
public record Token(int start, int end, String text, String lower, String tag, String lemma) {

    /** True when its part of speech is one of these. */
    public boolean is(String... tags) {
        for (String one : tags) {
            if (one.equals(tag)) {
                return true;
            }
        }
        return false;
    }

    /** True when the word is one of these, whatever its case. */
    public boolean word(String... words) {
        for (String one : words) {
            if (one.equals(lower)) {
                return true;
            }
        }
        return false;
    }

    /** True for words that a noun phrase consists of. */
    public boolean nominal() {
        return is("NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "SYM");
    }

    Token as(String newTag, String newLemma) {
        return new Token(start, end, text, lower, newTag, newLemma);
    }
}
