package nexhelm.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nexhelm.cli.Nex;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.world.World;

/** The scripts of examples/ops as cron runs them: an empty HOME, and who to speak to in the environment. */
final class Scripts {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Path home;
    private final String url;
    private final String token;
    private final Path nex;

    Scripts(Path home, String url, String token) throws IOException {
        this.home = Files.createDirectories(home);
        this.url = url;
        this.token = token;
        this.nex = launcher(home.resolveSibling("a nex"));
    }

    /** What {@link #launcher} starts. */
    public static void main(String[] args) {
        System.exit(Nex.run(args, World.system()));
    }

    /** A script with a nex that starts quickly. */
    Command.Result run(String script, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        if (!script.equals("export-definitions") && !all.contains("--nex")) {
            all.addAll(List.of("--nex", nex.toString()));
        }
        return plainly(script, all.toArray(String[]::new));
    }

    /** A script that finds nex by itself. */
    Command.Result plainly(String script, String... words) {
        List<String> all = new ArrayList<>(List.of("examples/ops/" + script + ".java"));
        all.addAll(List.of(words));
        String jbangDir = System.getenv().getOrDefault("JBANG_DIR", System.getenv("HOME") + "/.jbang");
        return at(Command.jbang(all.toArray(String[]::new)))
                .env("JBANG_DIR", jbangDir)
                .run(LIMIT);
    }

    Command.Result nex(String... words) {
        List<String> all = new ArrayList<>(List.of(nex.toString()));
        all.addAll(List.of(words));
        return at(Command.of(all.toArray(String[]::new))).run(LIMIT);
    }

    private Command at(Command command) {
        return command.in(Checkout.root())
                .without("NEX_PROFILE", "NEX_DEBUG")
                .env("HOME", home)
                .env("NEX_BACKEND_URL", url)
                .env("NEX_TOKEN", token);
    }

    /** Like an installed launcher: java directly, without JBang in between. */
    private static Path launcher(Path file) throws IOException {
        Files.writeString(file, """
            #!/bin/sh
            exec '%s/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s "$@"
            """.formatted(
                System.getProperty("java.home"), System.getProperty("java.class.path"), Scripts.class.getName()));
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
        return file;
    }
}
