package nexhelm.daemon.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;

/**
 * A path inside a working tree: names below its root, none of which leads out of it or into git's own folder.
 *
 * @param names empty for the root itself
 */
public record TreePath(List<String> names) {

    private static final int LONGEST = 1024;
    private static final int MOST_NAMES = 64;

    public static final TreePath ROOT = new TreePath(List.of());

    public TreePath {
        names = List.copyOf(names);
    }

    /** Reads a path with slashes as a client sent it; a name of git's folder counts in each of its spellings. */
    public static TreePath of(String text) {
        if (text.length() > LONGEST || text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw Refusal.invalid(
                    "invalid_path", "The path '%s' is too long or has control characters.".formatted(shown(text)));
        }
        if (text.startsWith("/") || text.startsWith("\\") || text.matches("[A-Za-z]:[/\\\\].*")) {
            throw outside(text);
        }
        List<String> names = new ArrayList<>();
        for (String name : text.split("/")) {
            if (name.equals("..")) {
                throw outside(text);
            }
            if (!name.isEmpty() && !name.equals(".")) {
                requireNotGits(name, text);
                names.add(name);
            }
        }
        if (names.size() > MOST_NAMES) {
            throw Refusal.invalid("invalid_path", "The path '%s' is too deep.".formatted(shown(text)));
        }
        return names.isEmpty() ? ROOT : new TreePath(names);
    }

    /** Whether a name is git's own: {@code .git} in any case, with ignored characters, or as a short name of Windows. */
    static boolean isGits(String name) {
        try {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            new ObjectChecker().setSafeForMacOS(true).checkPathSegment(bytes, 0, bytes.length);
            String plain =
                    name.replaceAll("\\p{Cf}", "").replaceFirst(":.*", "").replaceFirst("[. ]+$", "");
            return plain.equalsIgnoreCase(".git") || plain.matches("(?i)gi[0-9a-f]{0,4}t?~[0-9]+");
        } catch (CorruptObjectException e) {
            return true;
        }
    }

    public boolean isRoot() {
        return names.isEmpty();
    }

    /** The last name; the root has none. */
    public String name() {
        return names.get(names.size() - 1);
    }

    public TreePath parent() {
        return names.size() < 2 ? ROOT : new TreePath(names.subList(0, names.size() - 1));
    }

    public TreePath resolve(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new TreePath(longer);
    }

    public boolean startsWith(TreePath other) {
        return names.size() >= other.names.size()
                && names.subList(0, other.names.size()).equals(other.names);
    }

    /** With slashes, the root as a dot. */
    @Override
    public String toString() {
        return names.isEmpty() ? "." : String.join("/", names);
    }

    private static void requireNotGits(String name, String text) {
        if (isGits(name)) {
            throw Refusal.forbidden(
                    "git_folder",
                    "'%s' is inside git's own folder, which nobody reads or writes here.".formatted(shown(text)));
        }
    }

    private static Refusal outside(String text) {
        return Refusal.forbidden(
                "outside_workspace",
                "'%s' is outside the workspace; give a path relative to the repository.".formatted(shown(text)));
    }

    private static String shown(String text) {
        return Request.clip(text);
    }
}
