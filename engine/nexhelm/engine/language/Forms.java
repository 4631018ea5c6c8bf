package nexhelm.engine.language;

/** The form of an English verb, read off the word and its lemma. */
public final class Forms {
    private Forms() {}

    public static boolean ing(Token verb) {
        return verb.lower().endsWith("ing") && !verb.lemma().equals(verb.lower());
    }

    /** Third person of the present tense. */
    public static boolean third(Token verb) {
        return verb.lower().endsWith("s") && !verb.lower().equals(verb.lemma());
    }

    /** The bare form, as in imperatives and after "to". */
    public static boolean base(Token verb) {
        return verb.lower().equals(verb.lemma());
    }

    /** Past tense or past participle. */
    public static boolean past(Token verb) {
        return !ing(verb) && !third(verb) && !base(verb);
    }
}
