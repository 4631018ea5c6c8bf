package nexhelm.daemon.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a unified diff says of one file. Lines keep their ends, so that a carriage return counts like any other
 * character.
 *
 * @param oldPath without the {@code a/} of git, empty for a file that the diff makes
 * @param newPath without the {@code b/} of git, empty for a file that the diff removes
 */
record FileDiff(Optional<String> oldPath, Optional<String> newPath, List<Hunk> hunks) {

    private static final Pattern RANGE =
            Pattern.compile("@@ -([0-9]{1,9})(?:,([0-9]{1,9}))? \\+([0-9]{1,9})(?:,([0-9]{1,9}))? @@.*\\n?");
    private static final String NOTHING = "/dev/null";

    FileDiff {
        hunks = List.copyOf(hunks);
    }

    /**
     * A run of lines.
     *
     * @param start   the first line it is for, from 1; before the first line when it removes and keeps none
     * @param before  what must be there
     * @param after   what is there afterwards
     */
    record Hunk(int start, List<String> before, List<String> after) {
        Hunk {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /** A text that is no unified diff; the message says which line is wrong. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(int line, String message) {
            super(message + " (line " + line + ")", null, false, false);
        }
    }

    /** Reads the diffs of a text; what stands between them, such as a letter's words, is passed over. */
    static List<FileDiff> parse(String text) throws Malformed {
        return new Reader(lines(text)).all();
    }

    /** Splits after each newline; the last line may have none. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (int start = 0, end; start < text.length(); start = end) {
            int newline = text.indexOf('\n', start);
            end = newline < 0 ? text.length() : newline + 1;
            lines.add(text.substring(start, end));
        }
        return lines;
    }

    private static final class Reader {
        private final List<String> lines;
        private int at;

        Reader(List<String> lines) {
            this.lines = lines;
        }

        List<FileDiff> all() throws Malformed {
            List<FileDiff> files = new ArrayList<>();
            while (at < lines.size()) {
                if (lines.get(at).startsWith("--- ")
                        && at + 1 < lines.size()
                        && lines.get(at + 1).startsWith("+++ ")) {
                    files.add(file());
                } else if (lines.get(at).startsWith("GIT binary patch")
                        || lines.get(at).startsWith("rename from ")) {
                    throw new Malformed(at + 1, "only changes of lines can be applied");
                } else if (lines.get(at).startsWith("@@ ")) {
                    throw new Malformed(at + 1, "a hunk stands without the lines --- and +++ of its file");
                } else {
                    at++;
                }
            }
            return files;
        }

        private FileDiff file() throws Malformed {
            Optional<String> oldPath = path(lines.get(at++).substring(4), "a/");
            Optional<String> newPath = path(lines.get(at++).substring(4), "b/");
            List<Hunk> hunks = new ArrayList<>();
            while (at < lines.size() && lines.get(at).startsWith("@@ ")) {
                hunks.add(hunk());
            }
            if (hunks.isEmpty()) {
                throw new Malformed(at, "the file has no hunk, no line @@ -… +… @@");
            }
            return new FileDiff(oldPath, newPath, hunks);
        }

        /** A name ends at a tab, behind which diff(1) writes a time. */
        private static Optional<String> path(String rest, String prefix) {
            String path = rest.replaceFirst("[\\t\\r\\n].*", "").strip();
            return path.equals(NOTHING)
                    ? Optional.empty()
                    : Optional.of(path.startsWith(prefix) ? path.substring(prefix.length()) : path);
        }

        private Hunk hunk() throws Malformed {
            int header = at + 1;
            Matcher range = RANGE.matcher(lines.get(at++));
            if (!range.matches()) {
                throw new Malformed(header, "the hunk has no line @@ -START,COUNT +START,COUNT @@");
            }
            int oldCount = count(range.group(2));
            int newCount = count(range.group(4));
            List<String> before = new ArrayList<>();
            List<String> after = new ArrayList<>();
            while (before.size() < oldCount || after.size() < newCount) {
                if (at >= lines.size()) {
                    throw new Malformed(header, "the hunk ends before the lines it announces");
                }
                body(lines.get(at++), before, after);
            }
            if (at < lines.size() && lines.get(at).startsWith("\\")) {
                body(lines.get(at++), before, after);
            }
            if (before.size() != oldCount || after.size() != newCount) {
                throw new Malformed(header, "the hunk has other lines than it announces");
            }
            return new Hunk(Integer.parseInt(range.group(1)), before, after);
        }

        private void body(String line, List<String> before, List<String> after) throws Malformed {
            char sign = line.charAt(0);
            String rest = line.substring(1);
            // some editors strip the blank of an empty line of context
            if (sign == ' ' || sign == '\n' || sign == '\r') {
                before.add(sign == ' ' ? rest : line);
                after.add(sign == ' ' ? rest : line);
            } else if (sign == '-') {
                before.add(rest);
            } else if (sign == '+') {
                after.add(rest);
            } else if (sign == '\\') {
                char last = lines.get(at - 2).charAt(0);
                if (last != '+') {
                    cutNewline(before);
                }
                if (last != '-') {
                    cutNewline(after);
                }
            } else {
                throw new Malformed(at, "a line of a hunk begins with blank, + or -");
            }
        }

        private static void cutNewline(List<String> lines) {
            if (!lines.isEmpty()) {
                int last = lines.size() - 1;
                lines.set(last, lines.get(last).replaceFirst("\\n$", ""));
            }
        }

        private static int count(String text) {
            return text == null ? 1 : Integer.parseInt(text);
        }
    }
}
