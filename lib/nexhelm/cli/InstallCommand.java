package nexhelm.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nexhelm.client.Installation;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code install}: quick launchers on the PATH, and the block for Claude Code. */
final class InstallCommand implements Command {

    @Override
    public void declare(CommandSpec spec) {
        Options.text(spec, "DIR", "Where the launchers go. Default: ~/.local/bin.", "--bin-dir");
        Options.flag(spec, "Also the workspace daemon, nex-workspace.", "--workspace");
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        Terminal terminal = world.terminal();
        Path bin = world.path(Options.value(given, "--bin-dir").orElse("~/.local/bin"))
                .toAbsolutePath()
                .normalize();
        List<Path> launchers = new Installation(
                        world, bin, text -> terminal.err().println(text))
                .install(Options.has(given, "--workspace"));
        launchers.forEach(launcher -> terminal.out().println("ok " + launcher));
        path(world, bin).forEach(terminal.err()::println);
        terminal.out().println();
        terminal.out()
                .println("Claude Code, in .mcp.json or with: claude mcp add nexhelm -- " + bin.resolve("nex-mcp"));
        terminal.out().println("""
            {
              "mcpServers": {
                "nexhelm": { "command": "%s" }
              }
            }\
            """.formatted(
                        bin.resolve("nex-mcp").toString().replace("\\", "\\\\").replace("\"", "\\\"")));
        terminal.err()
                .println("other assistants, or straight into their files: "
                        + (onPath(world, bin) ? "nex" : bin.resolve("nex")) + " mcp config");
        return 0;
    }

    private static boolean onPath(World world, Path bin) {
        return Stream.of(world.env("PATH").orElse("").split(File.pathSeparator))
                .anyMatch(entry -> !entry.isEmpty()
                        && world.path(entry).toAbsolutePath().normalize().equals(bin));
    }

    private static List<String> path(World world, Path bin) {
        var remarks = new java.util.ArrayList<String>();
        boolean on = false;
        for (String entry : world.env("PATH").orElse("").split(File.pathSeparator)) {
            if (entry.isEmpty()) {
                continue;
            }
            Path folder = world.path(entry).toAbsolutePath().normalize();
            on |= folder.equals(bin);
            Path other = folder.resolve("nex");
            if (!folder.equals(bin) && Files.isExecutable(other) && !Files.isDirectory(other)) {
                remarks.add("warn there is another nex on the PATH: " + other
                        + (on ? " (behind this one)" : " (found first)"));
            }
        }
        if (!onPath(world, bin)) {
            remarks.add("warn " + bin + " is not on the PATH; add it: export PATH=\"" + bin + ":$PATH\"");
        }
        return remarks;
    }
}
