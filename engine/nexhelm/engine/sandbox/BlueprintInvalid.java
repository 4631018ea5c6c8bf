package nexhelm.engine.sandbox;

/** A blueprint that cannot be built; the message names the field, as in {@code docs[2].title: is empty}. */
public final class BlueprintInvalid extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    BlueprintInvalid(String field, String problem) {
        super(field + ": " + problem);
        this.field = field;
        this.problem = problem;
    }

    /** Where it is, as in {@code docs[2].title}. */
    public String field() {
        return field;
    }

    /** What is wrong there. */
    public String problem() {
        return problem;
    }
}
