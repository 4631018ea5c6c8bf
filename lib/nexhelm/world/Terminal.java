package nexhelm.world;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;

/**
 * The person's side: three streams, and what can be known of them.
 *
 * @param in     standard input
 * @param out    results only
 * @param err    progress, hints, errors
 * @param inTty  somebody can type
 * @param outTty results are looked at as they are printed
 * @param errTty progress is looked at as it is printed
 * @param width  columns
 * @param color  colours are wanted
 */
public record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inTty,
        boolean outTty,
        boolean errTty,
        int width,
        boolean color) {

    /** The process's own streams, in UTF-8 whatever the locale. */
    public static Terminal system(Map<String, String> env) {
        boolean outTty = tty("1");
        boolean errTty = tty("2");
        int columns = columns(env.getOrDefault("COLUMNS", ""), outTty || errTty);
        boolean color =
                (outTty || errTty) && env.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(env.get("TERM"));
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                tty("0"),
                outTty,
                errTty,
                columns,
                color);
    }

    /**
     * Shows a question: on the terminal itself where somebody types and stderr goes elsewhere, so that nobody waits for an
     * answer to what was never seen.
     */
    public void ask(String question) {
        if (inTty && !errTty) {
            try {
                Files.writeString(Path.of("/dev/tty"), question, StandardOpenOption.WRITE);
                return;
            } catch (IOException e) {
                // a system or a session without one
            }
        }
        err.print(question);
        err.flush();
    }

    /** Asks for a line; nothing typed (end of input) is {@code Aborted.}, exit 1. */
    public String prompt(String question) {
        ask(question);
        return line().orElseThrow(() -> Failure.of(Failure.Kind.ABORTED, 1, "Aborted."));
    }

    /** Asks for a secret: not shown while it is typed on a terminal. */
    public String promptHidden(String question) {
        Console console = inTty ? System.console() : null;
        if (console != null) {
            char[] typed = console.readPassword("%s", question);
            if (typed == null) {
                throw Failure.of(Failure.Kind.ABORTED, 1, "Aborted.");
            }
            return new String(typed);
        }
        if (!inTty || !echo(false)) {
            return prompt(question);
        }
        // There is no console while stdout goes elsewhere, and yet somebody types where it can be seen.
        var restore = new Thread(() -> echo(true), "nex-echo");
        Runtime.getRuntime().addShutdownHook(restore);
        try {
            return prompt(question);
        } finally {
            echo(true);
            Runtime.getRuntime().removeShutdownHook(restore);
            err.println();
        }
    }

    private static boolean echo(boolean on) {
        try {
            return new ProcessBuilder("stty", on ? "echo" : "-echo")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One line of standard input, read byte by byte so that nothing behind it is taken. */
    public Optional<String> line() {
        var bytes = new java.io.ByteArrayOutputStream();
        try {
            int b = in.read();
            if (b < 0) {
                return Optional.empty();
            }
            while (b >= 0 && b != '\n') {
                bytes.write(b);
                b = in.read();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        String line = bytes.toString(StandardCharsets.UTF_8);
        return Optional.of(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }

    /** The same terminal with results going elsewhere. */
    public Terminal withOut(PrintStream other) {
        return new Terminal(in, other, err, inTty, false, errTty, width, color);
    }

    private static PrintStream stream(FileDescriptor fd) {
        return new PrintStream(new FileOutputStream(fd), false, StandardCharsets.UTF_8) {
            @Override
            public void println(String text) {
                super.println(text);
                flush();
            }
        };
    }

    /** Java 17 cannot ask isatty(3) for one stream; the kernel's link of the descriptor tells. */
    private static boolean tty(String fd) {
        try {
            var link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
            return link.startsWith("/dev/pts/") || link.startsWith("/dev/tty") || link.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null; // no /proc (macOS, Windows): a console means that all are terminals
        }
    }

    private static int columns(String variable, boolean tty) {
        try {
            return Math.max(20, Integer.parseInt(variable.trim()));
        } catch (NumberFormatException e) {
            return tty ? stty() : 80;
        }
    }

    private static int stty() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var reader =
                    new BufferedReader(new InputStreamReader(stty.getInputStream(), StandardCharsets.US_ASCII))) {
                String size = reader.readLine();
                int columns = size == null
                        ? 0
                        : Integer.parseInt(size.substring(size.indexOf(' ') + 1).trim());
                return columns > 0 ? Math.max(20, columns) : 80;
            }
        } catch (IOException | NumberFormatException e) {
            return 80;
        }
    }
}
