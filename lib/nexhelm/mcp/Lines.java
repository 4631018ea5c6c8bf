package nexhelm.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines as strict UTF-8 and never holds more of one than the limit; what follows a bad line is read on. */
final class Lines {

    /** Room for the longest transcript that backends take, escaped. */
    static final int LONGEST = 32 << 20;

    /** A line, or why it cannot be read. */
    record Line(String text, Optional<String> fault) {}

    private final InputStream in;
    private final byte[] buffer = new byte[64 << 10];
    private int next;
    private int filled;

    Lines(InputStream in) {
        this.in = in;
    }

    /** The next line without its end; nothing at the end of the input. */
    Optional<Line> next() throws IOException {
        var bytes = new ByteArrayOutputStream(512);
        boolean any = false;
        boolean tooLong = false;
        while (next < filled || fill()) {
            any = true;
            int end = next;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            tooLong |= bytes.size() + end - next > LONGEST;
            if (tooLong) {
                bytes.reset();
            } else {
                bytes.write(buffer, next, end - next);
            }
            boolean complete = end < filled;
            next = complete ? end + 1 : end;
            if (complete) {
                break;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        return Optional.of(
                tooLong
                        ? new Line("", Optional.of("a line of more than " + (LONGEST >> 20) + " MiB"))
                        : line(bytes.toByteArray()));
    }

    private boolean fill() throws IOException {
        next = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }

    private static Line line(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Line(text.startsWith("\uFEFF") ? text.substring(1) : text, Optional.empty());
        } catch (CharacterCodingException e) {
            return new Line("", Optional.of("not UTF-8"));
        }
    }
}
