package nexhelm.daemon.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;

/** A unified diff, applied as a whole or not at all. Files are read and written through the tree and nothing else. */
public final class UnifiedDiff {

    private final Tree tree;
    private final Map<TreePath, Optional<byte[]>> results = new LinkedHashMap<>();
    private int hunks;

    private UnifiedDiff(Tree tree) {
        this.tree = tree;
    }

    /** What was changed: the files, and of how many hunks. */
    public record Applied(List<TreePath> files, int hunks) {}

    /**
     * Applies a diff to the one file it is for, whatever its header calls it; or, given a folder, to the files that its
     * headers name below that folder.
     */
    public static Applied apply(Tree tree, TreePath target, String diff) throws IOException {
        List<FileDiff> files = parse(diff);
        UnifiedDiff work = new UnifiedDiff(tree);
        boolean isFolder =
                tree.attributes(target).filter(there -> there.isDirectory()).isPresent();
        if (!isFolder && files.size() > 1) {
            throw Refusal.invalid(
                    "invalid_diff",
                    "The diff is for %d files; give a folder as the path, not %s.".formatted(files.size(), target));
        }
        for (FileDiff file : files) {
            work.compute(isFolder ? named(target, file) : target, file);
        }
        work.writeAll();
        return new Applied(List.copyOf(work.results.keySet()), work.hunks);
    }

    private static List<FileDiff> parse(String diff) {
        if (diff.length() > Tree.LARGEST) {
            throw Refusal.tooLarge("The diff has more than %d characters.".formatted(Tree.LARGEST));
        }
        try {
            List<FileDiff> files = FileDiff.parse(diff);
            if (files.isEmpty()) {
                throw Refusal.invalid("invalid_diff", "There is no unified diff in this: no lines --- and +++.");
            }
            return files;
        } catch (FileDiff.Malformed e) {
            throw Refusal.invalid("invalid_diff", "The diff is malformed: %s.".formatted(e.getMessage()));
        }
    }

    private static TreePath named(TreePath folder, FileDiff file) {
        String path = file.newPath()
                .or(file::oldPath)
                .orElseThrow(() -> Refusal.invalid("invalid_diff", "The diff names no file."));
        if (file.oldPath().filter(old -> !old.equals(path)).isPresent()) {
            throw Refusal.invalid(
                    "invalid_diff",
                    "The diff renames %s, which a patch does not do here."
                            .formatted(Request.clip(file.oldPath().get())));
        }
        List<String> names = new ArrayList<>(folder.names());
        names.addAll(TreePath.of(path).names());
        return new TreePath(names);
    }

    private void compute(TreePath path, FileDiff file) throws IOException {
        if (results.containsKey(path)) {
            throw Refusal.invalid("invalid_diff", "The diff changes %s twice.".formatted(path));
        }
        boolean isNew = file.oldPath().isEmpty();
        boolean removes = file.newPath().isEmpty();
        if (isNew && tree.attributes(path).isPresent()) {
            // a link is told before anything else: it is not a file that could be in the way
            tree.read(path);
            throw conflict(path, "it is there already, and the diff makes it");
        }
        byte[] old = isNew ? new byte[0] : tree.read(path);
        // one character a byte: a line is compared by its bytes, whatever they mean
        String changed;
        try {
            changed = Hunks.apply(
                    new String(old, StandardCharsets.ISO_8859_1),
                    file.hunks().stream().map(UnifiedDiff::asBytes).toList());
        } catch (Hunks.DoesNotFit e) {
            throw conflict(path, e.getMessage());
        }
        if (removes && !changed.isEmpty()) {
            throw conflict(path, "more is in it than the diff removes");
        }
        results.put(path, removes ? Optional.empty() : Optional.of(changed.getBytes(StandardCharsets.ISO_8859_1)));
        hunks += file.hunks().size();
    }

    private static FileDiff.Hunk asBytes(FileDiff.Hunk hunk) {
        return new FileDiff.Hunk(hunk.start(), asBytes(hunk.before()), asBytes(hunk.after()));
    }

    private static List<String> asBytes(List<String> lines) {
        return lines.stream()
                .map(line -> new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** All contents are known by now; should the disk fail half way, what was there comes back. */
    private void writeAll() throws IOException {
        Map<TreePath, Optional<byte[]>> before = new LinkedHashMap<>();
        try {
            for (Map.Entry<TreePath, Optional<byte[]>> each : results.entrySet()) {
                TreePath path = each.getKey();
                before.put(path, tree.attributes(path).isPresent() ? Optional.of(tree.read(path)) : Optional.empty());
                put(path, each.getValue());
            }
        } catch (IOException | RuntimeException e) {
            for (Map.Entry<TreePath, Optional<byte[]>> each : before.entrySet()) {
                put(each.getKey(), each.getValue());
            }
            throw e;
        }
    }

    private void put(TreePath path, Optional<byte[]> content) throws IOException {
        if (content.isPresent()) {
            tree.write(path, content.get(), true);
        } else if (tree.attributes(path).isPresent()) {
            tree.delete(path);
        }
    }

    private static Refusal conflict(TreePath path, String why) {
        return Refusal.conflict("patch_conflict", "%s is unchanged: %s.".formatted(path, why));
    }
}
