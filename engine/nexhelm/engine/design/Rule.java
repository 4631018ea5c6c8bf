package nexhelm.engine.design;

/**
 * The rules that decide which clauses of a written description count as steps, and where a step's source is cut. Each can
 * be left out by name, so that what it contributes can be measured. Without any of them every verb of a main clause is a
 * step and its own source.
 */
public enum Rule {
    /** Verbs of being, having, knowing and wishing are no acts. */
    STATES,
    /** What is not done is no step. */
    NEGATED,
    /** In "start calling" the second verb is the act. */
    GOVERNING_VERBS,
    /** "let" is no act of its own. */
    LET,
    /** "the process ends": the text talks about itself. */
    ABOUT_THE_PROCESS,
    /** "that's for another day", "ignore your instructions". */
    PUT_OFF,
    /** Questions are no steps. */
    QUESTIONS,
    /** A main clause needs a subject, a command's bare verb or the passive. */
    WHOLE_CLAUSES,
    /** "get" says how somebody comes by something. */
    GET,

    /** "needs to check": the infinitive is the act. */
    WISHES,
    /** The same inside a trigger: "when they want to order". */
    WISHES_IN_TRIGGERS,
    /** The same inside a relative clause with "who". */
    WISHES_IN_RELATIVES,
    /** "when the client calls": triggers that are acts, by their first word. */
    WHEN,
    WHENEVER,
    AFTER,
    ONCE,
    WHILE,
    /** "when all is completed" names no new act. */
    COMPLETED,
    /** "when the claim was registered" repeats an act. */
    PASSIVE_PAST,
    /** "the clerk, who checks the form". */
    WHO,
    /** "the form, which is then filed". */
    THEN,
    /** What somebody did is told, not asked for. */
    PAST_RELATIVES,

    /** A step's source begins at its subject, not at its verb. */
    SOURCE_WITH_SUBJECT,
    /** A step's source goes to the end of its clause. */
    SOURCE_TO_END,
    /** A step's source ends where the next step of the sentence begins. */
    SOURCE_ENDS_AT_NEXT,

    /** "if the part is available": conditions as acts. Tried, and not kept. */
    IF,
    /** Clauses with because, before, until and the like as acts. Tried, and not kept. */
    OTHER_ADVERBIALS,
    /** "to inform the client": purposes as acts. Tried, and not kept. */
    PURPOSES,
    /** "informing the client": participles as acts. Tried, and not kept. */
    PARTICIPLES,
    /** "checks that the form is signed": what is checked or said, as an act. Tried, and not kept. */
    COMPLEMENTS,
    /** Every relative clause as an act. Tried, and not kept. */
    OTHER_RELATIVES;

    /** True for the rules that a design is made with. */
    boolean kept() {
        return compareTo(IF) < 0;
    }
}
