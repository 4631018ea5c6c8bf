package nexhelm.cli;

import java.util.Optional;
import nexhelm.render.Page;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command of the terminal: what it takes, and what it does. Made only when it is invoked or explained. */
interface Command {

    /** Declares options and arguments. */
    void declare(CommandSpec spec);

    /** Does it; the exit code. */
    int run(ParseResult given, Call call);

    /** What every command is given: the world and the profile asked for. */
    record Call(World world, Optional<String> profile) {}

    /** An empty page for standard output. */
    static Page page(World world) {
        Terminal terminal = world.terminal();
        return new Page(terminal.width(), new Style(terminal.color() && terminal.outTty()), world::typed);
    }
}
