package nexhelm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nexhelm.Failure;
import nexhelm.Version;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code update}: what brings this installation up to date; for launchers of {@code nex install} it is done as well. */
final class UpdateCommand implements Command {

    private static final String ALIAS = "nex@nexhelm";

    @Override
    public void declare(CommandSpec spec) {
        Options.flag(spec, "Only say what would be done.", "--check");
        Options.flag(spec, "Do not ask.", "-y", "--yes");
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        Terminal terminal = world.terminal();
        Optional<Path> launcher = world.property("nex.engine").map(Path::of);
        Optional<Path> checkout = world.property("nex.checkout")
                .or(() -> launcher.isPresent() ? Optional.empty() : world.env("NEXHELM_CHECKOUT"))
                .map(Path::of);
        List<List<String>> steps = steps(world, launcher, checkout);
        terminal.out()
                .println("nex " + Version.STRING + ", "
                        + launcher.map(path -> "installed in " + path.getParent() + " from "
                                        + checkout.map(Path::toString).orElse(ALIAS))
                                .orElseGet(() -> checkout.map(path -> "the checkout " + path)
                                        .orElse("run by JBang as " + ALIAS)));
        terminal.out().println(launcher.isPresent() ? "it is updated by:" : "update it by:");
        steps.forEach(step -> terminal.out().println("  " + String.join(" ", step)));
        if (launcher.isEmpty() || Options.has(given, "--check")) {
            return 0;
        }
        if (!Options.has(given, "--yes") && !agreed(terminal)) {
            terminal.out().println("nothing was changed");
            return 0;
        }
        for (List<String> step : steps) {
            perform(world, step);
        }
        terminal.out().println("ok updated; nex --version says to what");
        return 0;
    }

    private static List<List<String>> steps(World world, Optional<Path> launcher, Optional<Path> checkout) {
        var steps = new ArrayList<List<String>>();
        checkout.ifPresent(folder -> steps.add(List.of("git", "-C", folder.toString(), "pull", "--ff-only")));
        if (launcher.isPresent()) {
            var install = new ArrayList<String>();
            install.addAll(
                    checkout.map(folder -> List.of(folder.resolve("jbang").toString(), "nex"))
                            .orElseGet(() -> List.of(world.env("NEX_JBANG").orElse("jbang"), "--fresh", ALIAS)));
            install.addAll(
                    List.of("install", "--bin-dir", launcher.get().getParent().toString()));
            steps.add(install);
        } else if (checkout.isEmpty()) {
            steps.add(List.of(world.env("NEX_JBANG").orElse("jbang"), "--fresh", ALIAS, "--version"));
        }
        return steps;
    }

    private static boolean agreed(Terminal terminal) {
        String answer = terminal.prompt("Do that now? [Y/n] ").strip();
        return answer.isEmpty() || answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    /** Runs a step to its end; the last line of one that fails is its reason. */
    private static void perform(World world, List<String> step) {
        world.terminal().err().println("… " + String.join(" ", step));
        world.terminal().err().flush();
        try {
            Path said = Files.createTempFile("nex-update", ".log");
            try {
                Process process = new ProcessBuilder(step)
                        .directory(world.home().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(15, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw Failure.unexpected("it takes longer than 15 minutes: " + String.join(" ", step));
                }
                if (process.exitValue() != 0) {
                    String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
                    throw Failure.unexpected(String.join(" ", step) + " failed (" + process.exitValue() + "): "
                                    + text.substring(text.lastIndexOf('\n') + 1))
                            .exit(3);
                }
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException e) {
            throw Failure.unexpected("cannot run " + step.get(0) + "; is it on the PATH?")
                    .exit(3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unexpected("interrupted");
        }
    }
}
