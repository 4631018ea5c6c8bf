package nexhelm;

import java.util.function.UnaryOperator;

/**
 * The one exception that our layers throw on purpose: a sentence for a person, what to do next, and how a script is told.
 * The kind and the exit code are two fields, because recorded behaviour decides the code.
 */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What went wrong, as scripts read it in {@code error.kind}. */
    public enum Kind {
        UNEXPECTED,
        NOT_SET_UP,
        CONFIG,
        USAGE,
        BACKEND,
        NETWORK,
        INPUT,
        LOGIN,
        PERSON_REQUIRED,
        SCOPE,
        NO_WORK,
        ABORTED
    }

    private final Kind kind;
    private final int exit;
    private final int status;
    private final String hint;
    private final boolean retryable;
    private final long waitSeconds;

    private Failure(Kind kind, int exit, int status, String message, String hint, boolean retryable) {
        this(kind, exit, status, message, hint, retryable, 0);
    }

    private Failure(Kind kind, int exit, int status, String message, String hint, boolean retryable, long waitSeconds) {
        super(message, null, false, true);
        this.kind = kind;
        this.exit = exit;
        this.status = status;
        this.hint = hint;
        this.retryable = retryable;
        this.waitSeconds = waitSeconds;
    }

    /** Something that should not happen; exit 1. */
    public static Failure unexpected(String message) {
        return new Failure(Kind.UNEXPECTED, 1, 0, message, "", false);
    }

    /** There is no configuration yet; exit 2. */
    public static Failure notSetUp(String message, String hint) {
        return new Failure(Kind.NOT_SET_UP, 2, 0, message, hint, false);
    }

    /** The configuration cannot be used; exit 2. */
    public static Failure config(String message) {
        return new Failure(Kind.CONFIG, 2, 0, message, "", false);
    }

    /** The command line is wrong; exit 2. */
    public static Failure usage(String message) {
        return new Failure(Kind.USAGE, 2, 0, message, "", false);
    }

    /** What the caller gave is invalid; exit 4. */
    public static Failure input(String message) {
        return new Failure(Kind.INPUT, 4, 0, message, "", false);
    }

    /** The backend answered with an error status; exit 3. */
    public static Failure backend(int status, String message) {
        return new Failure(Kind.BACKEND, 3, status, message, "", status == 429 || status == 503);
    }

    /** No answer could be had; exit 1, as recorded for every command but the logins. */
    public static Failure network(String message) {
        return new Failure(Kind.NETWORK, 1, 0, message, "", true);
    }

    /** A failure of any kind. */
    public static Failure of(Kind kind, int exit, String message) {
        return new Failure(kind, exit, 0, message, "", false);
    }

    /** The same failure with what to do next. */
    public Failure hint(String next) {
        return new Failure(kind, exit, status, getMessage(), next, retryable, waitSeconds);
    }

    /** The same failure in other words: its sentence and what to do next. */
    public Failure worded(UnaryOperator<String> words) {
        return new Failure(kind, exit, status, words.apply(getMessage()), words.apply(hint), retryable, waitSeconds);
    }

    /** The same failure with another exit code. */
    public Failure exit(int code) {
        return new Failure(kind, code, status, getMessage(), hint, retryable, waitSeconds);
    }

    /** The same failure as another kind, for instance when the backend's answer names one. */
    public Failure as(Kind other) {
        return new Failure(other, exit, status, getMessage(), hint, retryable, waitSeconds);
    }

    /** The same failure with how long the backend asked to wait. */
    public Failure waiting(long seconds) {
        return new Failure(kind, exit, status, getMessage(), hint, retryable, seconds);
    }

    /** Seconds that the backend asked to wait (Retry-After), 0 when it did not say. */
    public long waitSeconds() {
        return waitSeconds;
    }

    public Kind kind() {
        return kind;
    }

    /** The process's exit code. */
    public int exit() {
        return exit;
    }

    /** The HTTP status, 0 when there is none. */
    public int status() {
        return status;
    }

    /** What to do next; empty when there is nothing to say. */
    public String hint() {
        return hint;
    }

    /** True when the same call may succeed later. */
    public boolean retryable() {
        return retryable;
    }
}
