package nexhelm.http;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * Reads server-sent events by the WHATWG rules (HTML, section 9.2.6): lines end at CR, LF or CRLF, a leading BOM is
 * dropped, an event is complete at its blank line. Beyond the rules, a line that starts with a brace is taken as the
 * data of an event without any, as older backends send it.
 */
public final class SseReader {

    private static final int LONGEST_EVENT = 64 << 20;

    private final Reader in;
    private boolean afterCr;
    private boolean first = true;
    private String id = "";
    private boolean unfinished;

    public SseReader(Reader in) {
        this.in = in;
    }

    /** The next event, or nothing at the end; events without data are passed over. */
    public Optional<SseEvent> next() throws IOException {
        StringBuilder data = new StringBuilder();
        String bare = "";
        boolean hasData = false;
        StringBuilder line = new StringBuilder();
        while (line(line)) {
            if (line.length() == 0) {
                if (hasData || !bare.isEmpty()) {
                    return Optional.of(new SseEvent(id, hasData ? data.toString() : bare));
                }
                continue;
            }
            int colon = line.indexOf(":");
            String field = colon < 0 ? line.toString() : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            if (field.equals("data")) {
                data.append(hasData ? "\n" : "").append(value);
                hasData = true;
            } else if (field.equals("id") && value.indexOf('\0') < 0) {
                id = value;
            } else if (bare.isEmpty() && line.toString().stripLeading().startsWith("{")) {
                bare = line.toString().strip();
            }
            if (data.length() > LONGEST_EVENT) {
                throw new IOException("an event of more than 64 MiB");
            }
        }
        unfinished = hasData || !bare.isEmpty() || line.length() > 0 && line.charAt(0) != ':';
        return Optional.empty();
    }

    /** True when the stream ended inside an event. */
    public boolean unfinished() {
        return unfinished;
    }

    private boolean line(StringBuilder line) throws IOException {
        line.setLength(0);
        for (int c = in.read(); c >= 0; c = in.read()) {
            boolean bom = first && c == '\uFEFF';
            first = false;
            if (bom || (afterCr && c == '\n')) {
                afterCr = false;
                continue;
            }
            afterCr = c == '\r';
            if (c == '\r' || c == '\n') {
                return true;
            }
            line.append((char) c);
            if (line.length() > LONGEST_EVENT) {
                throw new IOException("a line of more than 64 MiB");
            }
        }
        return false;
    }
}
