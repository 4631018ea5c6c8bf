package nexhelm.world;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import nexhelm.cli.Nex;
import nexhelm.http.UrlHttp;

/** A world for one test: a home of its own, a clock moved by hand, streams that are kept, the real HTTP. */
public final class TestWorld {
    /** What a command left on the streams. */
    public record Result(int code, String out, String err) {
        /** Everything that could be read on a terminal. */
        public String all() {
            return out + err;
        }
    }

    private final Path home;
    private final Map<String, String> env = new TreeMap<>();
    private Instant now = Instant.parse("2026-03-04T10:00:00Z");
    private byte[] stdin = {};
    private boolean inTty;
    private boolean outTty;
    private boolean errTty;
    private boolean color;
    private int width = 80;
    private int nonce;

    private TestWorld(Path home) {
        this.home = home;
    }

    /** A world whose home is an empty folder. */
    public static TestWorld in(Path home) {
        try {
            Files.createDirectories(home.resolve("proj"));
            return new TestWorld(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, signed in at a backend with the token {@link #TOKEN}. */
    public static TestWorld signedIn(Path home, String backend) {
        return in(home).config(configOf(backend));
    }

    /** The token of {@link #signedIn}. */
    public static final String TOKEN = "nexsvc-4f1c9a7e2b8d";

    /** A config as a login writes it. */
    public static String configOf(String backend) {
        return """
            {"backend_url": "%s", "user_id": "u-1", "client_id": "c-1", "frontend_url": "https://front.test/",
             "user_email": "odalys@nexhelm.ai", "cli_token": "%s", "cli_token_expires_at": 4102444800,
             "scopes": ["lab.read", "lab.write", "agent.run", "tasks.read", "tasks.write"]}
            """.formatted(backend, TOKEN);
    }

    public TestWorld config(String text) {
        return file(".nex/config", text, "rw-------");
    }

    /** Writes a file below home. */
    public TestWorld file(String name, String text, String mode) {
        try {
            Path path = home.resolve(name);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestWorld file(String name, String text) {
        return file(name, text, "rw-r--r--");
    }

    public TestWorld env(String name, String value) {
        env.put(name, value);
        return this;
    }

    public TestWorld stdin(String text) {
        stdin = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public TestWorld stdin(byte[] bytes) {
        stdin = bytes.clone();
        return this;
    }

    /** Somebody sits there: all three streams are a terminal. */
    public TestWorld terminal() {
        inTty = true;
        outTty = true;
        errTty = true;
        return this;
    }

    /** Somebody sits there and types; what is printed goes elsewhere. */
    public TestWorld typing() {
        inTty = true;
        return this;
    }

    public TestWorld color() {
        color = true;
        return this;
    }

    public TestWorld width(int columns) {
        width = columns;
        return this;
    }

    public TestWorld now(String instant) {
        now = Instant.parse(instant);
        return this;
    }

    public Path home() {
        return home;
    }

    /** The text of a file below home. */
    public String read(String name) {
        try {
            return Files.readString(home.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String name) {
        return Files.exists(home.resolve(name), java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }

    /** A file's mode, for instance rw-------. */
    public String mode(String name) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The world as the program sees it; what it prints goes to nobody. */
    public World world() {
        return world(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    }

    /** Runs a command line as main does. */
    public Result nex(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Nex.run(args, world(out, err));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private World world(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        var streams = new Terminal(
                new ByteArrayInputStream(stdin),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                inTty,
                outTty,
                errTty,
                width,
                color);
        return new World(
                env, home, home.resolve("proj"), clock(), () -> "%016x".formatted(++nonce), new UrlHttp(env), streams);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
