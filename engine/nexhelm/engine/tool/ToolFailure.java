package nexhelm.engine.tool;

/** A tool could not do what it was asked; the message is one line for people, with the value that was wrong. */
public final class ToolFailure extends Exception {
    public ToolFailure(String message) {
        super(message);
    }
}
