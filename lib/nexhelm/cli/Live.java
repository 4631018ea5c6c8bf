package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.client.Progress;
import nexhelm.json.Json;
import nexhelm.render.Conversation;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.World;

/** Progress on stderr: notes, what is waited for, the agent's work as it arrives; or events as JSON lines on stdout. */
final class Live implements Progress {

    private final World world;
    private final Terminal terminal;
    private final Style style;
    private final boolean quiet;
    private final boolean events;
    private final boolean assumeYes;
    private final Conversation conversation;
    private final long started;
    private volatile String thread = "";
    private volatile Optional<Runnable> lastWords = Optional.empty();

    /**
     * @param quiet  nothing but failures (with --json)
     * @param events each event as a line of JSON on stdout
     */
    Live(World world, boolean quiet, boolean events, boolean assumeYes) {
        this.world = world;
        this.terminal = world.terminal();
        this.style = new Style(terminal.color() && terminal.errTty());
        this.quiet = quiet;
        this.events = events;
        this.assumeYes = assumeYes;
        this.started = world.clock().millis();
        this.conversation = new Conversation(this::write, style, true, terminal.width(), () -> style.dim(clock()));
    }

    /** True when the conversation is shown while it happens, so that it need not be shown again. */
    boolean shows() {
        return !quiet && !events && terminal.errTty();
    }

    /** The thread of the agent's work, once it is known. */
    String thread() {
        return thread;
    }

    @Override
    public void note(String text) {
        if (!quiet) {
            conversation.end();
            terminal.err().println(style.dim(Style.line(world.typed(text))));
        }
    }

    @Override
    public void waiting(String what) {
        if (!quiet && terminal.errTty()) {
            terminal.err().println(style.dim(Style.line(what) + " …"));
        }
    }

    @Override
    public void event(JsonNode event) {
        String id = event.path("data").path("thread_id").asText("");
        thread = id.isEmpty() ? thread : Style.line(id);
        if (events) {
            terminal.out().println(Json.ascii(event));
        } else if (shows()) {
            conversation.event(event);
        }
    }

    @Override
    public void silence() {
        if (shows()) {
            conversation.end();
            terminal.err().println(style.dim("… " + (world.clock().millis() - started) / 1000 + " s"));
        }
    }

    @Override
    public void whenInterrupted(Runnable words) {
        lastWords = Optional.of(words);
    }

    /** What the action wanted to be done on Ctrl-C, if it did. */
    Optional<Runnable> lastWords() {
        return lastWords;
    }

    @Override
    public boolean confirm(String question) {
        return assumeYes || !terminal.inTty() || asked(question);
    }

    @Override
    public boolean confirmAlways(String question) {
        if (!assumeYes && !terminal.inTty()) {
            throw Failure.usage("nobody is there to be asked: " + question).hint("--yes says that it is meant");
        }
        return confirm(question);
    }

    private boolean asked(String question) {
        String answer = terminal.prompt(question + " [y/N] ").trim().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    private void write(String text) {
        terminal.err().print(text);
        terminal.err().flush();
    }

    private String clock() {
        long seconds = (world.clock().millis() - started) / 1000;
        return String.format("%d:%02d ", seconds / 60, seconds % 60);
    }
}
