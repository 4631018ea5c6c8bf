package nexhelm.world;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How this program was called. Everything that suggests a command writes it as {@code nex …}; what is shown is what can
 * really be typed where it was called: by the launcher, through a checkout's wrapper, or by JBang's alias.
 */
final class Invocation {

    private static final Pattern SUGGESTED =
            Pattern.compile("(?<![\\w./@'-])nex(-workspace|-engine|-mcp)? (?=(?:try|login|auth|workflow|tasks|sandbox"
                    + "|workspace|code|engine|profile|open|doctor|api|install|update|config|mcp|completion|help"
                    + "|serve|user add|COMMAND|--help|--version)(?![\\w]))");

    /** A program that JBang built from our sources: its jar is named after the script. */
    private static final String BUILT = "(?s).*[/\\\\]nex(?:-mcp)?\\.java\\.[^/\\\\]+[/\\\\].*";

    private final String before;
    private final String behind;

    /** @param here whether it is called from the current folder, and not from any */
    Invocation(World world, boolean here) {
        Optional<Path> launchers = world.property("nex.engine").map(Path::of).map(Path::getParent);
        Optional<Path> checkout = world.env("NEXHELM_CHECKOUT").map(Path::of);
        if (launchers.isPresent()) {
            before = found(world, launchers.get()) ? "" : launchers.get() + "/";
            behind = "";
        } else if (checkout.isPresent()) {
            before = (here && checkout.get().equals(world.cwd())
                            ? "./jbang"
                            : checkout.get().resolve("jbang")) + " ";
            behind = "";
        } else {
            boolean built = world.property("java.class.path")
                    .filter(path -> path.matches(BUILT))
                    .isPresent();
            before = built ? "jbang " : "";
            behind = built ? "@nexhelm" : "";
        }
    }

    /** A text of ours with its suggestions as they can be typed. */
    String in(String text) {
        return before.isEmpty()
                ? text
                : SUGGESTED
                        .matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(before
                                + "nex"
                                + Optional.ofNullable(found.group(1)).orElse("")
                                + behind
                                + " "));
    }

    /** Whether the launchers of this folder are those that a shell finds; where none is to be had they go by their name. */
    private static boolean found(World world, Path folder) {
        Optional<Path> first = Stream.of(world.env("PATH").orElse("").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(world::path)
                .filter(entry -> Files.isExecutable(entry.resolve("nex")))
                .findFirst();
        return first.map(entry -> entry.normalize().equals(folder.normalize()))
                .orElse(!Files.isExecutable(folder.resolve("nex")));
    }
}
