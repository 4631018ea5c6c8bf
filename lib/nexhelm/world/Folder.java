package nexhelm.world;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import nexhelm.Failure;

/** A folder that names from elsewhere cannot leave: each becomes a path below it that every system can have. */
public final class Folder {

    private static final int LONGEST = 100;
    private static final int DEEPEST = 12;
    private static final String DEVICE = "(?i)(con|prn|aux|nul|clock\\$|com[0-9¹²³]|lpt[0-9¹²³])(\\..*)?";

    private final Path root;
    private final Set<String> files = new HashSet<>();
    private final Set<String> folders = new HashSet<>();

    public Folder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** One name that every system can have: nothing in it parts folders, hides the file or means a device. */
    public static String name(String given) {
        String plain = Normalizer.normalize(given, Normalizer.Form.NFC)
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}<>:\"/\\\\|?*]", "_");
        plain = tidy(plain);
        if (plain.matches(DEVICE)) {
            plain = "_" + plain;
        }
        while (plain.getBytes(StandardCharsets.UTF_8).length > 2 * LONGEST || plain.length() > LONGEST) {
            int dot = plain.lastIndexOf('.'); // the ending stays
            int end = dot > 0 && plain.length() - dot <= 10 ? dot : plain.length();
            plain = plain.substring(0, plain.offsetByCodePoints(end, -1)) + plain.substring(end);
        }
        plain = tidy(plain); // where it was cut there may be a dot or a blank now
        return plain.isEmpty() ? "_" : plain;
    }

    private static String tidy(String name) {
        return name.replaceAll("\\.{2,}", ".").replaceAll("^[\\s.]+|[\\s.]+$", "");
    }

    /**
     * A path of its own below the folder, for a name whose slashes part folders.
     *
     * @param base   our own folder in front of it
     * @param ending what a file gets that has no ending, for instance {@code .txt}
     */
    public String place(String base, String given, String ending) {
        List<String> parts = new ArrayList<>();
        for (String part : given.split("/")) {
            if (!part.isBlank() && !part.strip().equals(".")) {
                parts.add(name(part));
            }
        }
        if (parts.isEmpty()) {
            parts.add("_");
        }
        parts = parts.subList(Math.max(0, parts.size() - DEEPEST), parts.size());
        String file = parts.get(parts.size() - 1);
        int dot = file.lastIndexOf('.');
        String end = dot > 0 ? file.substring(dot) : ending;
        String stem = dot > 0 ? file.substring(0, dot) : file;
        String folder = base;
        for (String part : parts.subList(0, parts.size() - 1)) {
            String next = folder + "/" + part;
            while (files.contains(key(next))) {
                next += "_";
            }
            folder = next;
            folders.add(key(folder));
        }
        String path = folder + "/" + stem + end;
        for (int n = 2; files.contains(key(path)) || folders.contains(key(path)); n++) {
            path = folder + "/" + stem + " (" + n + ")" + end;
        }
        files.add(key(path));
        return path;
    }

    /** Case does not tell files apart everywhere. */
    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }

    /**
     * Writes files at paths from {@link #place}: first all are checked, then each is written as a whole.
     *
     * @param force whether files that are there with another content are replaced
     */
    public void write(Map<String, byte[]> files, boolean force) {
        List<String> there = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (stands(file.getKey()) && !same(file.getKey(), file.getValue())) {
                there.add(file.getKey());
            }
        }
        if (!there.isEmpty() && !force) {
            throw Failure.input((there.size() == 1 ? "a file is" : there.size() + " files are")
                            + " there already with another" + " content: " + root.resolve(there.get(0))
                            + (there.size() > 1 ? " and others" : "") + "; nothing was written")
                    .hint("--force replaces them, -o DIR names another folder");
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            try {
                Files.createDirectories(path.getParent());
                TextFile.replace(path, file.getValue(), false);
            } catch (IOException e) {
                throw Failure.input("cannot write " + path + ": " + TextFile.reason(e));
            }
        }
    }

    /** Whether a file stands at a path; a link on the way there, or something else, is refused. */
    private boolean stands(String path) {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw Failure.input("'" + path + "' is not below " + root);
        }
        for (Path step = file; !step.equals(root); step = step.getParent()) {
            boolean last = step.equals(file);
            if (Files.isSymbolicLink(step)) {
                throw Failure.input(step + " is a link; nothing was written");
            }
            if (Files.exists(step, LinkOption.NOFOLLOW_LINKS)
                    && !(last ? Files.isRegularFile(step, LinkOption.NOFOLLOW_LINKS) : Files.isDirectory(step))) {
                throw Failure.input(
                        step + (last ? " is there and no file" : " is there and no folder") + "; nothing was written");
            }
        }
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw Failure.input(root + " is no folder");
        }
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean same(String path, byte[] bytes) {
        try {
            Path file = root.resolve(path);
            return Files.size(file) == bytes.length && java.util.Arrays.equals(Files.readAllBytes(file), bytes);
        } catch (IOException e) {
            return false; // then it is not known to be the same
        }
    }
}
