package nexhelm.cli;

import java.util.List;
import java.util.Map;
import nexhelm.Failure;
import nexhelm.render.Page;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code help [TOPIC]}: tables that belong to no single command. */
final class HelpCommand implements Command {

    @Override
    public void declare(CommandSpec spec) {
        Options.choice(
                spec,
                0,
                "TOPIC",
                List.copyOf(Reference.topics().keySet()),
                "commands, exit-codes, environment or files.",
                false);
    }

    @Override
    public int run(ParseResult given, Call call) {
        Map<String, List<List<String>>> topics = Reference.topics();
        Terminal terminal = call.world().terminal();
        String topic = Options.argument(given).orElse("commands");
        if (!topics.containsKey(topic)) {
            throw Failure.usage("there is no topic '" + Style.line(topic) + "'"
                    + Nex.guess(topic, List.copyOf(topics.keySet())) + " (topics: "
                    + String.join(", ", topics.keySet()) + ")");
        }
        Page page = Command.page(call.world());
        Help.rows(page, topics.get(topic).stream().map(row -> row.subList(0, 2)).toList(), terminal.width());
        terminal.out().print(page);
        return 0;
    }
}
