package nexhelm.engine.sandbox.pdf;

/** A PDF that cannot be made or read; the message is one line for people. */
public final class PdfFailure extends Exception {
    private static final long serialVersionUID = 1L;

    PdfFailure(String message) {
        super(message);
    }
}
