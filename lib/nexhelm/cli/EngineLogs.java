package nexhelm.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nexhelm.Failure;
import nexhelm.client.LocalEngine;
import nexhelm.client.Patience;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.TextFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code engine logs}: the end of the log, and with {@code -f} what comes after it. */
final class EngineLogs implements Command {

    private static final int DEFAULT = 50;
    private static final int MOST = 100_000;
    private static final long LONGEST_TAIL = 8 << 20;

    @Override
    public void declare(CommandSpec spec) {
        Options.text(spec, "N", "How many lines. Default: " + DEFAULT + ".", "-n", "--lines");
        Options.flag(spec, "Go on with what is written from now on, until Ctrl-C.", "-f", "--follow");
    }

    @Override
    public int run(ParseResult given, Call call) {
        String text = Options.value(given, "--lines").orElse(Integer.toString(DEFAULT));
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) > MOST) {
            throw Failure.usage("--lines is a whole number from 0 to " + MOST);
        }
        Path log = new LocalEngine(call.world()).log();
        Terminal terminal = call.world().terminal();
        if (!Files.isRegularFile(log)) {
            throw Failure.notSetUp(
                    "there is no " + log + "; the engine has not run here", "start it: nex engine start");
        }
        try {
            long at = tail(log, Integer.parseInt(text), terminal);
            while (Options.has(given, "--follow")) {
                terminal.out().flush();
                Patience.pause(300);
                at = more(log, at, terminal);
            }
        } catch (IOException e) {
            throw Failure.unexpected("cannot read " + log + ": " + TextFile.reason(e));
        }
        return 0;
    }

    /** Prints the last lines; where the file ended then. */
    private static long tail(Path log, int lines, Terminal terminal) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long end = file.length();
            long from = Math.max(0, end - LONGEST_TAIL);
            List<String> all = new String(read(file, from, end), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (String line : all.subList(Math.max(0, all.size() - lines), all.size())) {
                terminal.out().println(Style.safe(line));
            }
            return end;
        }
    }

    /** Prints what was written since, whole lines only; a log that is shorter than before begins anew. */
    private static long more(Path log, long at, Terminal terminal) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = file.length() < at ? 0 : at;
            byte[] bytes = read(file, from, file.length());
            int whole = bytes.length;
            while (whole > 0 && bytes[whole - 1] != '\n') {
                whole--;
            }
            new String(bytes, 0, whole, StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> terminal.out().println(Style.safe(line)));
            return from + whole;
        }
    }

    private static byte[] read(RandomAccessFile file, long from, long end) throws IOException {
        byte[] bytes = new byte[(int) Math.min(LONGEST_TAIL, end - from)];
        file.seek(from);
        file.readFully(bytes);
        return bytes;
    }
}
