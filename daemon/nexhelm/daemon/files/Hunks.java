package nexhelm.daemon.files;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Applies hunks to the lines of a file. A hunk may have moved, as when others were added above it; its lines must be there
 * exactly, and the nearest place counts.
 */
final class Hunks {

    /** So many lines are compared at most: a hunk that fits almost everywhere must not take for ever. */
    private static final long MOST_COMPARED = 20_000_000;

    private final List<String> lines;
    private final List<String> result = new ArrayList<>();
    private int copied;
    private int moved;
    private long compared;

    private Hunks(List<String> lines) {
        this.lines = lines;
    }

    /** A hunk whose lines are not there. */
    static final class DoesNotFit extends Exception {
        private static final long serialVersionUID = 1;

        DoesNotFit(FileDiff.Hunk hunk) {
            super("the hunk at line %d does not fit".formatted(hunk.start()), null, false, false);
        }
    }

    static String apply(String old, List<FileDiff.Hunk> hunks) throws DoesNotFit {
        Hunks work = new Hunks(FileDiff.lines(old));
        for (FileDiff.Hunk hunk : hunks) {
            work.apply(hunk);
        }
        work.result.addAll(work.lines.subList(work.copied, work.lines.size()));
        return String.join("", work.result);
    }

    private void apply(FileDiff.Hunk hunk) throws DoesNotFit {
        int told = hunk.before().isEmpty() ? hunk.start() : hunk.start() - 1;
        int at = place(hunk, told + moved).orElseThrow(() -> new DoesNotFit(hunk));
        moved = at - told;
        result.addAll(lines.subList(copied, at));
        boolean joins = !result.isEmpty()
                && !result.get(result.size() - 1).endsWith("\n")
                && !hunk.after().isEmpty();
        if (joins) {
            throw new DoesNotFit(hunk); // an addition behind a last line that has no newline
        }
        result.addAll(hunk.after());
        copied = at + hunk.before().size();
    }

    private OptionalInt place(FileDiff.Hunk hunk, int near) {
        if (hunk.before().isEmpty()) {
            return near >= copied && near <= lines.size() ? OptionalInt.of(near) : OptionalInt.empty();
        }
        int last = lines.size() - hunk.before().size();
        for (int away = 0; away <= Math.max(lines.size(), Math.abs(near)); away++) {
            for (int at : new int[] {near - away, near + away}) {
                if (at >= copied && at <= last && isAt(at, hunk.before())) {
                    return OptionalInt.of(at);
                }
            }
        }
        return OptionalInt.empty();
    }

    private boolean isAt(int at, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (++compared > MOST_COMPARED || !lines.get(at + i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }
}
