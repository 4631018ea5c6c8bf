package nexhelm.engine.language;

/** The corrections to a tagger's reading, in the order in which they are tried at each word. */
public enum Repair {
    /** Tokenised text writes "don ' t". */
    NEGATION,
    /** Tokenised text writes "client ' s". */
    POSSESSIVE,
    /** Single words: "to" before verbs, "please", abbreviations in capitals. */
    WORD,
    /** Verbs in capitals inside a sentence are names. */
    NAMED,
    /** "has sent": an auxiliary. */
    PERFECT,
    /** "checks the form and files the copy". */
    COORDINATION,
    /** "a transfer check memo": no bare verb follows a singular noun. */
    AGREEMENT,
    /** "gets moved". */
    GET_PASSIVE,
    /** Third persons whose base form the lemmatizer misses. */
    THIRD_PERSON,
    /** "my colleague in accounting". */
    DEPARTMENT,
    /** "the signed form": no act. */
    MODIFIER,
    /** "is rejected": an act, though tagged as an adjective. */
    PASSIVE,
    /** A clause without a verb has one in a verb's place. */
    VERBLESS
}
