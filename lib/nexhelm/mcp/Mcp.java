package nexhelm.mcp;

import java.util.List;
import nexhelm.Failure;
import nexhelm.Version;
import nexhelm.world.Terminal;
import nexhelm.world.World;

/** The MCP server as a program. */
public final class Mcp {

    private Mcp() {}

    /** Serves until standard input ends; returns the exit code. */
    public static int run(String[] args, World world) {
        Terminal terminal = world.terminal();
        List<String> words = List.of(args);
        if (words.contains("--version") || words.contains("-V")) {
            terminal.out().println("nex-mcp " + Version.STRING);
            return 0;
        }
        if (words.contains("--help") || words.contains("-h")) {
            terminal.out().print(Choice.HELP);
            terminal.out().flush();
            return 0;
        }
        try {
            var transport = new StdioTransport(terminal.in(), terminal.out());
            var server = new ToolServer(world, Choice.of(args, world), transport.wire());
            transport.setSessionFactory(new Conversation(server, transport.wire())::open);
            transport.setStateless(new Stateless(server));
            transport.serve();
            return 0;
        } catch (Failure e) {
            terminal.err().println(world.typed(e.getMessage() + (e.hint().isEmpty() ? "" : "; " + e.hint())));
            return e.exit();
        }
    }
}
