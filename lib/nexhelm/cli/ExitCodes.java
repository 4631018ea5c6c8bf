package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.render.Style;
import nexhelm.world.Terminal;

/** The exit codes, and how a failure is told: one line on stderr, with {@code --json} one document on stdout. */
enum ExitCodes {
    OK(0, "success, also for empty lists and for every stop_reason unless --exit-status is given"),
    UNEXPECTED(
            1,
            "unexpected or network failure; `auth status` and `doctor` when not set up; with --exit-status: the agent"
                + " ended with an error; with --fail-on-regression: the second run does worse; `tasks run`: the agent"
                + " ended with an error; `tasks diff`: fields differ"),
    USAGE(2, "config or usage error; `tasks diff`: neither run has anything to compare"),
    BACKEND(3, "the backend refused, or a login was refused"),
    INPUT(4, "invalid input; a transcript without work"),
    INTERACTION(5, "with --exit-status: the run waits for a person"),
    CUT_OFF(6, "with --exit-status, and in `tasks run`: the stream ended before the agent was done"),
    WRITES(7, "`tasks run`: the agent wrote outside of the lab, however it ended"),
    CONTRACT(8, "`tasks run`: a document broke its contract"),
    INTERRUPTED(130, "Ctrl-C");

    final int code;
    final String meaning;

    ExitCodes(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Tells a failure and returns its code. */
    static int tell(Failure failure, boolean json, Terminal terminal) {
        String line = prefix(failure) + Style.line(failure.getMessage());
        if (json) {
            ObjectNode error = Json.object()
                    .put("kind", failure.kind().name().toLowerCase(Locale.ROOT))
                    .put("message", line)
                    .put("hint", failure.hint().isEmpty() ? null : failure.hint())
                    .put("status", failure.status() == 0 ? null : (Integer) failure.status())
                    .put("exit", failure.exit())
                    .put("retryable", failure.retryable());
            ObjectNode document = Json.object();
            document.set("error", error);
            terminal.out().println(Json.pretty(document));
        }
        Style style = new Style(terminal.color() && terminal.errTty());
        terminal.err().println(style.bad(line));
        if (!json && !failure.hint().isEmpty()) {
            terminal.err().println("  " + Style.line(failure.hint()));
        }
        return failure.exit();
    }

    private static String prefix(Failure failure) {
        return switch (failure.kind()) {
            case CONFIG, NOT_SET_UP -> "config error: ";
            case BACKEND, PERSON_REQUIRED ->
                failure.status() == 0 ? "backend error: " : "backend error (" + failure.status() + ") ";
            case INPUT -> "invalid input: ";
            case USAGE -> "usage: ";
            default -> "";
        };
    }
}
