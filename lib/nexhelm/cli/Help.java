package nexhelm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.render.Page;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes picocli's model of one command, and the help that is read from it. */
final class Help {

    private Help() {}

    /** The parser for one path: root, groups and the command itself, nothing beside them. */
    static CommandLine line(List<Catalog.Entry> path, Optional<Command> command) {
        CommandSpec root = spec("nex");
        Options.flag(root, "Print the version.", "-V", "--version");
        CommandLine line = new CommandLine(root);
        CommandLine at = line;
        for (int i = 0; i < path.size(); i++) {
            CommandSpec child = spec(path.get(i).name());
            if (i == path.size() - 1) {
                command.ifPresent(c -> c.declare(child));
            }
            CommandLine next = new CommandLine(child);
            at.addSubcommand(path.get(i).name(), next);
            at = next;
        }
        // The word behind an option that takes a value is its value, whatever it looks like.
        line.setAllowOptionsAsOptionParameters(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setTrimQuotes(false);
        line.setExpandAtFiles(false);
        line.setOverwrittenOptionsAllowed(true);
        line.setPosixClusteredShortOptionsAllowed(true);
        return line;
    }

    /** A command's spec with what every command takes. */
    static CommandSpec spec(String name) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .arity("0")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this help.")
                .build());
        Options.text(spec, "NAME", "Use this profile.", "--profile");
        return spec;
    }

    /** The help of a command or a group. */
    static String text(List<Catalog.Entry> path, Optional<Command> command, World world) {
        Terminal terminal = world.terminal();
        Page page = Command.page(world);
        Style style = page.style();
        Catalog.Entry entry = path.isEmpty() ? Catalog.ROOT : path.get(path.size() - 1);
        String name = ("nex "
                        + String.join(
                                " ", path.stream().map(Catalog.Entry::name).toList()))
                .strip();
        page.prose(entry.help()).blank();
        if (command.isEmpty()) {
            page.line(style.bold("Usage: ") + world.typed(name + " COMMAND …")).blank();
            rows(
                    page,
                    entry.children().stream()
                            .filter(Catalog.Entry::shown)
                            .map(child -> List.of(child.name(), child.help()))
                            .toList(),
                    terminal.width());
            page.blank()
                    .suggest(
                            path.isEmpty()
                                    ? "nex COMMAND --help says more. New here? nex try"
                                    : name + " COMMAND --help says more.");
            return page.toString();
        }
        CommandSpec spec = spec(entry.name());
        command.get().declare(spec);
        var usage = new StringBuilder(name);
        spec.positionalParameters()
                .forEach(p ->
                        usage.append(' ').append(p.arity().min() > 0 ? p.paramLabel() : "[" + p.paramLabel() + "]"));
        page.line(style.bold("Usage: ") + world.typed(usage + " [OPTIONS]")).blank();
        rows(
                page,
                spec.positionalParameters().stream()
                        .map(p -> List.of(p.paramLabel(), world.typed(p.description()[0])))
                        .toList(),
                terminal.width());
        var options = new ArrayList<List<String>>();
        for (OptionSpec option : spec.options()) {
            String names = (option.names()[0].startsWith("--") && option.names().length == 1 ? "    " : "")
                    + String.join(", ", option.names());
            options.add(List.of(
                    names + (option.arity().min() > 0 ? " " + option.paramLabel() : ""),
                    world.typed(option.description()[0])));
        }
        rows(page, options, terminal.width());
        return page.toString();
    }

    /** Two columns, the second one wrapped. */
    static void rows(Page page, List<List<String>> rows, int width) {
        int column = Math.min(
                Math.min(36, width / 2),
                rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0) + 2);
        for (List<String> row : rows) {
            Page text = new Page(Math.max(24, width - column - 2), Style.PLAIN);
            text.prose(row.get(1));
            String[] lines = text.toString().split("\n");
            boolean fits = row.get(0).length() < column;
            page.line("  " + (fits ? row.get(0) + " ".repeat(column - row.get(0).length()) + lines[0] : row.get(0)));
            for (int i = fits ? 1 : 0; i < lines.length; i++) {
                page.line("  " + " ".repeat(column) + lines[i]);
            }
        }
    }
}
