package nexhelm.cli;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.world.World;

/**
 * How this program was called. Suggestions are written as {@code nex …}; where there is no such command on the PATH
 * (a checkout, JBang) they are shown as what can really be typed.
 */
final class Invocation {

    private static final Pattern SUGGESTED = Pattern.compile(
            "(?<![\\w./@-])nex"
                + " (?=(?:try|login|auth|workflow|tasks|sandbox|workspace|code|engine|profile|open|doctor|api|install|update|config|completion|help)\\b)");

    private final String self;

    Invocation(World world) {
        boolean built = world.property("java.class.path")
                .filter(path -> path.matches("(?s).*[/\\\\]nex\\.java\\.[^/\\\\]+[/\\\\].*"))
                .isPresent();
        this.self = world.property("nex.engine").isPresent()
                ? "nex"
                : world.env("NEXHELM_CHECKOUT")
                        .map(Path::of)
                        .map(folder -> folder.equals(world.cwd()) ? "./jbang nex" : folder.resolve("jbang") + " nex")
                        .orElse(built ? "jbang nex@nexhelm" : "nex");
    }

    /** The words before a subcommand. */
    String self() {
        return self;
    }

    /** A text of ours with its suggestions as they can be typed. */
    String in(String text) {
        return self.equals("nex") ? text : SUGGESTED.matcher(text).replaceAll(Matcher.quoteReplacement(self + " "));
    }

    /** A page whose last lines suggest what comes next; nothing else of it is touched. */
    String page(String text) {
        if (self.equals("nex")) {
            return text;
        }
        var out = new StringBuilder();
        text.lines()
                .forEach(line -> out.append(line.matches("(next|  or): .*") ? in(line) : line)
                        .append('\n'));
        return out.toString();
    }
}
