package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nexhelm.Failure;
import nexhelm.agents.IntegrationGuide;
import nexhelm.assistant.Assistant;
import nexhelm.assistant.ConfigChange;
import nexhelm.assistant.Launch;
import nexhelm.render.Page;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.TextFile;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mcp config}: the block that gives an assistant the MCP server, printed or put into its file. */
final class McpConfigCommand implements Command {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Override
    public void declare(CommandSpec spec) {
        Options.choice(
                spec,
                0,
                "ASSISTANT",
                Stream.of(Assistant.values()).map(Assistant::word).toList(),
                "claude, claude-desktop, cursor, vscode, codex or gemini; without one they are listed.",
                false);
        Options.flag(spec, "Put the block into the assistant's file: shows the change, asks, keeps a copy.", "--write");
        Options.text(spec, "FILE", "Another file than the assistant's usual one.", "--file");
        Options.flag(spec, "Write the skill add-integration for Claude Code instead (claude only).", "--skill");
        Options.flag(spec, "Do not ask.", "-y", "--yes");
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        if (Options.argument(given).isEmpty()) {
            list(world);
            return 0;
        }
        String word = Options.argument(given).get();
        Assistant assistant = Assistant.of(word)
                .orElseThrow(() -> Failure.usage("there is no assistant '" + Style.line(word) + "'")
                        .hint("one of "
                                + String.join(
                                        ", ",
                                        List.of(Assistant.values()).stream()
                                                .map(Assistant::word)
                                                .toList())));
        boolean yes = Options.has(given, "--yes");
        if (Options.has(given, "--skill")) {
            if (assistant != Assistant.CLAUDE) {
                throw Failure.usage("--skill goes with claude: skills are Claude Code's");
            }
            skill(world, yes);
            return 0;
        }
        Launch launch = Launch.best(world);
        if (!launch.installed()) {
            world.terminal()
                    .err()
                    .println(
                            world.typed("nex-mcp is not installed, so this starts it through JBang, which is slower and"
                                    + " must be trusted first: nex install, or once: jbang nex-mcp@nexhelm --version"));
        }
        Path file = Options.value(given, "--file").map(world::path).orElse(assistant.file(world));
        if (!Options.has(given, "--write")) {
            world.terminal().err().println(assistant.title() + ", in " + file + ":");
            world.terminal()
                    .out()
                    .print(ConfigChange.of(assistant, launch.entry(assistant), file.toString(), "")
                            .after());
            world.terminal().out().flush();
            return 0;
        }
        write(world, assistant, launch.entry(assistant), file, yes);
        return 0;
    }

    private static void list(World world) {
        Page page = Command.page(world);
        var rows = new ArrayList<List<String>>();
        for (Assistant one : Assistant.values()) {
            Path file = one.file(world);
            rows.add(List.of(one.word(), one.title(), Files.exists(file) ? "yes" : "no", file.toString()));
        }
        page.table(List.of("assistant", "name", "there", "file"), rows).blank();
        page.line("Formats as documented on " + Assistant.READ + ":");
        for (Assistant one : Assistant.values()) {
            page.line("  " + one.word() + "  " + one.source());
        }
        page.blank()
                .suggest("nex mcp config ASSISTANT prints its block, --write puts it into the file;")
                .suggest("nex mcp config claude --skill writes the skill add-integration.");
        world.terminal().out().print(page);
        world.terminal().out().flush();
    }

    private static void write(World world, Assistant assistant, ObjectNode entry, Path file, boolean yes) {
        String before = Files.exists(file) ? TextFile.read(world, file.toString()) : "";
        ConfigChange change = ConfigChange.of(assistant, entry, file.toString(), before);
        Terminal terminal = world.terminal();
        if (change.none()) {
            terminal.out().println(file + " has it already");
            return;
        }
        terminal.out().println((before.isEmpty() ? "new file " : "in ") + file);
        change.lines().forEach(terminal.out()::println);
        terminal.out().flush();
        agree(world, "Write this?", yes);
        replace(world, file, before, change.after());
        terminal.out().println("start " + assistant.title() + " anew to use it");
    }

    private static void skill(World world, boolean yes) {
        Path file = world.home().resolve(".claude/skills/add-integration/SKILL.md");
        String before = Files.exists(file) ? TextFile.read(world, file.toString()) : "";
        if (before.equals(IntegrationGuide.SKILL)) {
            world.terminal().out().println(file + " is up to date");
            return;
        }
        if (!before.isEmpty()) {
            ConfigChange.between(before, IntegrationGuide.SKILL)
                    .forEach(world.terminal().out()::println);
            world.terminal().out().flush();
            agree(world, "Replace " + file + "?", yes);
        }
        replace(world, file, before, IntegrationGuide.SKILL);
    }

    private static void agree(World world, String question, boolean yes) {
        Terminal terminal = world.terminal();
        if (yes) {
            return;
        }
        if (!terminal.inTty()) {
            throw Failure.usage("nothing was written: there is nobody to ask; --yes writes it");
        }
        String answer = terminal.prompt(question + " [y/N] ").strip();
        if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
            throw Failure.of(Failure.Kind.ABORTED, 1, "nothing was written");
        }
    }

    private static void replace(World world, Path file, String before, String after) {
        Terminal terminal = world.terminal();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!before.isEmpty()) {
                Path copy = copy(file, STAMP.format(world.clock().instant()));
                terminal.out().println("kept  " + copy);
            }
            TextFile.replace(file, after, false);
        } catch (IOException e) {
            throw Failure.input("cannot write " + file + ": " + TextFile.reason(e));
        }
        terminal.out().println("wrote " + file);
    }

    /** A copy beside the file, as private as the file itself, under a name that is free. */
    private static Path copy(Path file, String stamp) throws IOException {
        Path copy = file.resolveSibling(file.getFileName() + "." + stamp + ".bak");
        for (int n = 2; Files.exists(copy); n++) {
            copy = file.resolveSibling(file.getFileName() + "." + stamp + "-" + n + ".bak");
        }
        return Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }
}
