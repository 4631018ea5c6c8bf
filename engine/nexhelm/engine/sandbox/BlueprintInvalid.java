package nexhelm.engine.sandbox;

/** A blueprint that cannot be built; the message names the field, as in {@code docs[2].title: is empty}. */
public final class BlueprintInvalid extends Exception {
    private static final long serialVersionUID = 1L;

    BlueprintInvalid(String field, String problem) {
        super(field + ": " + problem);
    }
}
