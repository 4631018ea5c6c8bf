package nexhelm.daemon.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import nexhelm.daemon.files.Walk.Then;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/** Finds lines. Patterns are RE2's, whose time grows with the text and never explodes. */
public final class Search {

    private static final int LONGEST_PATTERN = 1000;
    private static final int LARGEST_PROGRAM = 2_000;
    private static final int LONGEST_SEARCHED = 20_000; // of a line, which in generated code is the whole file
    private static final int MOST_MATCHES = 500;
    private static final int LONGEST_LINE = 400;
    private static final long MOST_BYTES = 512L << 20;
    private static final int LOOKED_AT_FOR_ZERO = 8000; // as git decides what is binary

    private final Tree tree;
    private final Pattern pattern;
    private final long end;
    private final ArrayNode matches = Json.array();
    private long bytes;
    private Optional<String> cut = Optional.empty();

    private Search(Tree tree, Pattern pattern, Duration limit) {
        this.tree = tree;
        this.pattern = pattern;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** A pattern within bounds, refused with its fault otherwise. */
    public static Pattern pattern(String text, boolean caseSensitive, boolean isRegex) {
        if (text.isEmpty() || text.length() > LONGEST_PATTERN) {
            throw Refusal.invalid(
                    "invalid_pattern", "The pattern must have from 1 to %d characters.".formatted(LONGEST_PATTERN));
        }
        if (isRegex && Repetitions.size(text) > LARGEST_PROGRAM) {
            throw Refusal.invalid("invalid_pattern", "The pattern repeats too much.");
        }
        try {
            return Pattern.compile(isRegex ? text : Pattern.quote(text), caseSensitive ? 0 : Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw Refusal.invalid(
                    "invalid_pattern", "The pattern is not RE2: " + Request.clip(e.getDescription()) + ".");
        } catch (RuntimeException | StackOverflowError e) {
            throw Refusal.invalid("invalid_pattern", "The pattern is too complex.");
        }
    }

    /**
     * Lines below a folder, or of a file, that match.
     *
     * @return {@code matches}, and {@code truncated} with its reason when there is more
     */
    public static ObjectNode lines(Tree tree, TreePath from, Pattern pattern, Duration limit) throws IOException {
        Search search = new Search(tree, pattern, limit);
        boolean isFile = tree.attributes(from)
                .orElseThrow(() -> Refusal.notFound("file_not_found", "There is nothing at " + from + "."))
                .isRegularFile();
        if (isFile) {
            search.file(from, tree.read(from));
        } else {
            search.folder(from);
        }
        ObjectNode found = Json.object();
        found.set("matches", search.matches);
        found.put("truncated", search.cut.isPresent());
        search.cut.ifPresent(reason -> found.put("reason", reason));
        return found;
    }

    private void folder(TreePath from) throws IOException {
        Walk.through(tree, from, (path, attributes, ignored, content) -> {
            if (ignored) {
                return Then.OVER;
            }
            if (System.nanoTime() > end) {
                cut = Optional.of("the time is over; name a folder");
            } else if (bytes > MOST_BYTES) {
                cut = Optional.of("more than %d MB were read; name a folder".formatted(MOST_BYTES >> 20));
            } else if (attributes.isRegularFile() && attributes.size() <= Tree.LARGEST) {
                file(path, content.read());
            }
            return cut.isPresent() ? Then.STOP : Then.ON;
        });
    }

    private void file(TreePath path, byte[] content) {
        bytes += content.length;
        for (int i = 0; i < Math.min(content.length, LOOKED_AT_FOR_ZERO); i++) {
            if (content[i] == 0) {
                return;
            }
        }
        int number = 0;
        for (String line : new String(content, StandardCharsets.UTF_8).split("\r?\n|\r", -1)) {
            number++;
            if (System.nanoTime() > end) {
                cut = Optional.of("the time is over; name a folder");
                return;
            }
            if (pattern.matcher(line.length() <= LONGEST_SEARCHED ? line : line.substring(0, LONGEST_SEARCHED))
                    .find()) {
                if (matches.size() == MOST_MATCHES) {
                    cut = Optional.of("more than %d lines match".formatted(MOST_MATCHES));
                    return;
                }
                matches.addObject()
                        .put("path", path.toString())
                        .put("line", number)
                        .put("text", clipped(line));
            }
        }
    }

    private static String clipped(String line) {
        return line.codePointCount(0, line.length()) <= LONGEST_LINE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_LINE)) + "…";
    }
}
