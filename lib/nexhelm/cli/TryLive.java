package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import nexhelm.client.Progress;
import nexhelm.render.Conversation;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.World;

/** The live view of {@code try}: always on stderr, so that stdout keeps the summary alone. */
final class TryLive implements Progress {

    private final World world;
    private final Terminal terminal;
    private final Conversation conversation;
    private final long started;

    TryLive(World world, Style style) {
        this.world = world;
        this.terminal = world.terminal();
        this.started = world.clock().millis();
        this.conversation = new Conversation(
                text -> {
                    terminal.err().print(text);
                    terminal.err().flush();
                },
                style,
                true,
                terminal.width());
    }

    @Override
    public void note(String text) {
        if (!text.startsWith("kickoff: ")) {
            conversation.end();
            terminal.err().println(Style.line(text));
        }
    }

    @Override
    public void event(JsonNode event) {
        conversation.event(event);
    }

    @Override
    public void silence() {
        conversation.end();
        terminal.err().println("… " + (world.clock().millis() - started) / 1000 + " s");
    }
}
