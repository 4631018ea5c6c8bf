package nexhelm.daemon.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Goes through a tree in the order of its names, leaving out what is ignored and git's own folder. */
public final class Walk {

    private static final int DEEPEST = 64;

    /** Says whether the walk goes on, and for a folder whether into it. */
    public enum Then {
        ON,
        OVER,
        STOP
    }

    /** What is done at each name. */
    public interface Visitor {
        /**
         * @param ignored whether an ignore file leaves it out
         * @param content reads the file that was met, which may have grown or gone meanwhile
         */
        Then visit(TreePath path, PosixFileAttributes attributes, boolean ignored, Content content) throws IOException;
    }

    /** The content of the file at hand, at most {@link Tree#LARGEST} bytes. */
    public interface Content {
        byte[] read() throws IOException;
    }

    private final Tree tree;
    private final Visitor visitor;

    private Walk(Tree tree, Visitor visitor) {
        this.tree = tree;
        this.visitor = visitor;
    }

    /** Visits everything below a folder. */
    public static void through(Tree tree, TreePath from, Visitor visitor) throws IOException {
        Walk walk = new Walk(tree, visitor);
        walk.folder(tree.open(from), from, walk.ignoredAbove(from), false);
    }

    private Ignored ignoredAbove(TreePath from) throws IOException {
        Ignored ignored = Ignored.NOTHING;
        for (int depth = 0; depth < from.names().size(); depth++) {
            TreePath each = new TreePath(from.names().subList(0, depth));
            try (SecureDirectoryStream<Path> folder = tree.open(each)) {
                ignored = withOwn(folder, each, ignored);
            }
        }
        return ignored;
    }

    /** False once the visitor wants no more. */
    private boolean folder(SecureDirectoryStream<Path> opened, TreePath at, Ignored above, boolean isOut)
            throws IOException {
        try (opened) {
            List<String> names = new ArrayList<>();
            opened.forEach(path -> names.add(path.getFileName().toString()));
            Collections.sort(names);
            Ignored ignored = withOwn(opened, at, above);
            for (String name : names) {
                if (!TreePath.isGits(name) && !entry(opened, at.resolve(name), ignored, isOut)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @param isOut whether the folder is ignored, and with it what is in it, whatever its own rules say */
    private boolean entry(SecureDirectoryStream<Path> folder, TreePath path, Ignored ignored, boolean isOut)
            throws IOException {
        PosixFileAttributes attributes = Tree.attributes(folder, path.name()).orElse(null);
        if (attributes == null) {
            return true;
        }
        boolean out = isOut || ignored.covers(path, attributes.isDirectory());
        Then then = visitor.visit(path, attributes, out, () -> Tree.read(folder, path.name(), Tree.LARGEST));
        if (then == Then.STOP) {
            return false;
        }
        if (!attributes.isDirectory() || then == Then.OVER || path.names().size() >= DEEPEST) {
            return true;
        }
        SecureDirectoryStream<Path> below;
        try {
            below = folder.newDirectoryStream(Path.of(path.name()), LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            return true; // gone, or swapped for a link, since the look above
        }
        return folder(below, path, ignored, out);
    }

    private static Ignored withOwn(SecureDirectoryStream<Path> folder, TreePath at, Ignored above) throws IOException {
        PosixFileAttributes file = Tree.attributes(folder, ".gitignore").orElse(null);
        return file == null || !file.isRegularFile()
                ? above
                : above.with(at, Tree.read(folder, ".gitignore", Tree.LARGEST));
    }
}
