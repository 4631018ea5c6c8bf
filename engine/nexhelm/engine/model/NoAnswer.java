package nexhelm.engine.model;

/**
 * A model that gave no usable answer. The message is our own, one clause for people that goes on after the model's name
 * ("did not answer within 120 s"); what the server wrote is left out, because servers repeat keys and prompts in errors.
 */
public final class NoAnswer extends Exception {

    private static final long serialVersionUID = 1;

    public NoAnswer(String reason) {
        super(reason, null, false, false);
    }
}
