package nexhelm.world;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import nexhelm.http.Http;
import nexhelm.http.UrlHttp;

/**
 * Everything outside the program, as one value: tests build their own.
 *
 * @param env      environment variables
 * @param home     the account's home folder ({@code HOME} first, as other programs do)
 * @param cwd      the folder that relative names start from
 * @param clock    what time it is
 * @param nonces   16 hexadecimal characters, never the same twice
 * @param http     the way to servers
 * @param terminal the way to the person
 */
public record World(
        Map<String, String> env,
        Path home,
        Path cwd,
        Clock clock,
        Supplier<String> nonces,
        Http http,
        Terminal terminal) {

    /** The real one. Called in entrypoints only. */
    public static World system() {
        Map<String, String> env = System.getenv();
        String home = env.getOrDefault("HOME", "");
        var random = new SecureRandom();
        return new World(
                env,
                Path.of(home.isEmpty() ? System.getProperty("user.home") : home),
                Path.of("").toAbsolutePath(),
                Clock.systemUTC(),
                () -> {
                    byte[] bytes = new byte[8];
                    random.nextBytes(bytes);
                    return HexFormat.of().formatHex(bytes);
                },
                new UrlHttp(env),
                Terminal.system(env));
    }

    /** An environment variable; an empty one counts as absent. */
    public Optional<String> env(String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
    }

    /** The file that a name given by the operator means: {@code ~} is the home folder. */
    public Path path(String name) {
        if (name.equals("~") || name.startsWith("~/")) {
            return home.resolve(name.substring(Math.min(2, name.length())));
        }
        return cwd.resolve(name);
    }

    /** The folder of our own files. */
    public Path nexFolder() {
        return home.resolve(".nex");
    }

    /** The operating system's name. */
    public String os() {
        return System.getProperty("os.name", "");
    }

    /** A property of this process, as launchers set them. */
    public Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isEmpty());
    }

    /** A text of ours with the commands that it suggests, {@code nex …}, as they can be typed here. */
    public String typed(String text) {
        return new Invocation(this, true).in(text);
    }

    /** How nex is called from any folder: {@code nex}, or a longer way to it. */
    public String anywhere() {
        return new Invocation(this, false).in("nex try").replaceFirst(" try$", "");
    }

    /** Seconds since the epoch. */
    public long now() {
        return clock.instant().getEpochSecond();
    }

    /** The same world with another way to the person. */
    public World with(Terminal other) {
        return new World(env, home, cwd, clock, nonces, http, other);
    }
}
