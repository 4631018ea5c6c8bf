///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Formats the Java files of a checkout, or checks with --check that they are formatted.
//JAVA 17+
//DEPS com.palantir.javaformat:palantir-java-format:2.100.0
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.code=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.parser=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.util=ALL-UNNAMED

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The formatter: decides the layout of every Java file that git knows or could know, or of those that are named. */
class fmt {
    private static final String USAGE = """
        Usage: ./jbang fmt [--check] [FILE ...]

        Formats the Java files of the checkout, those not yet committed included, or only the named ones.
          --check    change nothing, name the files that would change, and end with 1 if there are any
        """;
    /** A comment that tells JBang something: //DEPS and the like, and the first line of a script. */
    private static final Pattern DIRECTIVE = Pattern.compile("(?m)^//(?:[A-Z_]+\\b|/usr/bin/env ).*$");

    private static final Pattern PLACEHOLDER = Pattern.compile("(?m)^// jbang-directive-(\\d+)$");

    public static void main(String[] args) throws Exception {
        List<String> named = new ArrayList<>(Arrays.asList(args));
        boolean check = named.remove("--check");
        if (named.stream().anyMatch(arg -> arg.startsWith("-"))) {
            System.out.print(USAGE);
            System.exit(named.contains("-h") || named.contains("--help") ? 0 : 2);
        }
        System.exit(run(
                check, named.isEmpty() ? all() : named.stream().map(Path::of).toList()));
    }

    private static int run(boolean check, List<Path> files) throws IOException {
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .build());
        int changed = 0;
        int broken = 0;
        for (Path file : files) {
            String before = Files.readString(file);
            try {
                String after = format(formatter, before);
                if (!after.equals(before)) {
                    changed++;
                    System.out.println(file);
                    if (!check) {
                        Files.writeString(file, after);
                    }
                }
            } catch (FormatterException e) {
                broken++;
                System.err.println(file + ": " + e.getMessage());
            }
        }
        System.err.println(files.size() + " files, " + changed + (check ? " to format" : " formatted")
                + (broken == 0 ? "" : ", " + broken + " not understood"));
        return broken > 0 || check && changed > 0 ? 1 : 0;
    }

    private static String format(Formatter formatter, String source) throws FormatterException {
        // The formatter would put a space into //DEPS and wrap long ones: it does not get to see them.
        List<String> directives = new ArrayList<>();
        Matcher matcher = DIRECTIVE.matcher(source);
        String masked = matcher.replaceAll(match -> {
            directives.add(match.group());
            return "// jbang-directive-" + (directives.size() - 1);
        });
        String formatted = formatter.formatSourceAndFixImports(masked);
        return PLACEHOLDER
                .matcher(formatted)
                .replaceAll(match -> Matcher.quoteReplacement(directives.get(Integer.parseInt(match.group(1)))));
    }

    private static List<Path> all() throws IOException, InterruptedException {
        Path root = Path.of(
                        Optional.ofNullable(System.getenv("NEXHELM_CHECKOUT")).orElse(""))
                .toAbsolutePath();
        Process git = new ProcessBuilder(
                        "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.java")
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException("git ls-files failed in " + root);
        }
        return Arrays.stream(names.split("\0"))
                .filter(name -> !name.isEmpty())
                .sorted()
                .distinct()
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }
}
