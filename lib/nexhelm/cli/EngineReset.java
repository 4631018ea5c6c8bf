package nexhelm.cli;

import java.util.Map;
import nexhelm.Failure;
import nexhelm.client.LocalEngine;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code engine reset}: says what is lost, asks, and empties the engine's folder. */
final class EngineReset implements Command {

    @Override
    public void declare(CommandSpec spec) {
        Options.flag(spec, "Stop it first when it runs; runs at work are lost as well.", "--stop");
        Options.flag(spec, "Do not ask.", "-y", "--yes");
    }

    @Override
    public int run(ParseResult given, Call call) {
        Terminal terminal = call.world().terminal();
        var engine = new LocalEngine(call.world());
        boolean runs = engine.running().isPresent();
        if (runs && !Options.has(given, "--stop")) {
            throw Failure.usage("the engine runs, and what it keeps is in use")
                    .hint("stop it first: nex engine stop; or let this do it: nex engine reset --stop");
        }
        Map<String, Long> contents = engine.contents();
        if (contents.isEmpty()) {
            terminal.out().println("ok there is nothing in " + engine.folder());
            return 0;
        }
        terminal.err()
                .println("This removes for good every run with its trace, files and verdict, every sandbox and"
                        + " blueprint, every account, and the log:");
        contents.forEach((name, size) ->
                terminal.err().println("  " + engine.folder().resolve(Style.line(name)) + "  " + readable(size)));
        if (!Options.has(given, "--yes")) {
            String answer = terminal.prompt("Remove it? [y/N] ").strip(); // no input at all ends it: nothing is removed
            if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
                terminal.out().println("nothing was changed");
                return 0;
            }
        }
        if (runs) {
            engine.stop();
        }
        engine.reset();
        terminal.out().println("ok " + engine.folder() + call.world().typed(" is empty; nex engine start begins anew"));
        return 0;
    }

    private static String readable(long bytes) {
        return bytes < 10_000 ? bytes + " B" : bytes < 10_000_000 ? bytes / 1000 + " kB" : bytes / 1_000_000 + " MB";
    }
}
