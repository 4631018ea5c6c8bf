package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import nexhelm.http.Lifeline;

/** One request at work: it is answered or cancelled, never both. */
final class Call {

    private enum State {
        RUNNING,
        ANSWERED,
        CANCELLED
    }

    private final JsonNode id;
    private final boolean tool;
    private final Lifeline lifeline = new Lifeline();
    private final Optional<JsonNode> progressToken;
    private State state = State.RUNNING;
    private Optional<Thread> worker = Optional.empty();

    /**
     * @param method what is asked for
     */
    Call(JsonNode id, String method, JsonNode params) {
        this.id = id;
        this.tool = method.equals("tools/call");
        JsonNode token = params.path("_meta").path("progressToken");
        this.progressToken = token.isTextual() || token.isIntegralNumber() ? Optional.of(token) : Optional.empty();
    }

    JsonNode id() {
        return id;
    }

    /** True for a call of a tool, which may take minutes; every other request is short. */
    boolean tool() {
        return tool;
    }

    /** What its connections hang on. */
    Lifeline lifeline() {
        return lifeline;
    }

    /** What the client names its wish for progress by, if it has one. */
    Optional<JsonNode> progressToken() {
        return progressToken;
    }

    synchronized boolean running() {
        return state == State.RUNNING;
    }

    /** True for a call whose client waits: its answer may be being written. */
    synchronized boolean awaited() {
        return state != State.CANCELLED;
    }

    /** Runs the work on this thread, which a cancellation interrupts while it works and never afterwards. */
    void work(Runnable work) {
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            worker = Optional.of(Thread.currentThread());
        }
        try {
            work.run();
        } finally {
            synchronized (this) {
                worker = Optional.empty();
            }
        }
    }

    /** True for the first answer to a call that nobody cancelled. */
    synchronized boolean answer() {
        boolean first = state == State.RUNNING;
        state = first ? State.ANSWERED : state;
        return first;
    }

    /** From now on nothing is sent for it, and its connections are closed. */
    void cancel() {
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            state = State.CANCELLED;
            worker.ifPresent(Thread::interrupt);
        }
        lifeline.cut();
    }
}
