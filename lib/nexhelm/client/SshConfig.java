package nexhelm.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import nexhelm.Failure;
import nexhelm.world.TextFile;
import nexhelm.world.World;

/**
 * Our hosts in the operator's SSH config (ssh_config(5)): a block between two markers at the top of the file, where the
 * first value wins. Not a byte outside of the markers changes; a block that was damaged by hand is refused.
 */
public final class SshConfig {

    static final String BEGIN = "# >>> nex-managed (do not edit by hand) >>>";
    static final String END = "# <<< nex-managed <<<";

    private final World world;

    public SshConfig(World world) {
        this.world = world;
    }

    /**
     * Adds or replaces the host of a workspace.
     *
     * @param nex the command that carries SSH to the workspace
     * @return the name for ssh: {@code nex.} and the workspace's id
     */
    public String add(String id, Path key, Path knownHosts, List<String> nex) throws IOException {
        String alias = alias(id);
        String host = "Host " + alias + "\n"
                + "    HostName " + id + "\n"
                + "    User workspace\n"
                + "    IdentityFile " + quoted(key.toString()) + "\n"
                + "    ProxyCommand "
                + String.join(" ", nex.stream().map(SshConfig::shell).toList()) + " workspace _proxy " + id
                + "\n"
                + "    StrictHostKeyChecking accept-new\n"
                + "    UserKnownHostsFile " + quoted(knownHosts.toString()) + "\n"
                + "    IdentitiesOnly yes\n";
        // The file is read and written byte for byte, whatever its encoding; our lines are UTF-8.
        edit(hosts -> hosts.put(alias, new String(host.getBytes(UTF_8), ISO_8859_1)));
        return alias;
    }

    /** Refuses a block that could not be edited, before anything is begun that would need it. */
    public void check() throws IOException {
        if (Files.exists(file())) {
            edited(Files.readString(file(), ISO_8859_1), hosts -> {});
        }
    }

    /** Removes the host of a workspace; without the last one the block goes too. */
    public void remove(String id) throws IOException {
        if (Files.exists(file())) {
            edit(hosts -> hosts.remove(alias(id)));
        }
    }

    /** The name of a workspace for ssh. */
    public static String alias(String id) {
        return "nex." + id;
    }

    private Path file() {
        return world.home().resolve(".ssh").resolve("config");
    }

    private void edit(Consumer<Map<String, String>> change) throws IOException {
        Path file = file();
        if (!Files.isDirectory(file.getParent())) {
            TextFile.privateFolder(file.getParent());
        }
        try (EditLock held = EditLock.take(world)) {
            replace(file, change);
        }
    }

    private static void replace(Path file, Consumer<Map<String, String>> change) throws IOException {
        String before = Files.exists(file) ? Files.readString(file, ISO_8859_1) : "";
        String after = edited(before, change);
        if (!after.equals(before)) {
            boolean fresh = !Files.exists(file);
            TextFile.replace(file, after.getBytes(ISO_8859_1), false);
            if (fresh && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    /** The text with its block changed; visible for tests and fuzzing. */
    static String edited(String before, Consumer<Map<String, String>> change) {
        List<String> lines = lines(before);
        int begin = only(lines, BEGIN);
        int end = only(lines, END);
        if ((begin < 0) != (end < 0) || begin > end) {
            throw damaged("it has one marker without the other");
        }
        Map<String, String> hosts = begin < 0 ? new TreeMap<>() : new TreeMap<>(hosts(lines.subList(begin + 1, end)));
        change.accept(hosts);
        String block = hosts.isEmpty() ? "" : BEGIN + "\n" + String.join("\n", hosts.values()) + END + "\n";
        String head = begin < 0 ? "" : String.join("", lines.subList(0, begin));
        String tail = begin < 0 ? before : String.join("", lines.subList(end + 1, lines.size()));
        return head + block + tail;
    }

    /** The lines with their ends. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int cut = text.indexOf('\n', from);
            int to = cut < 0 ? text.length() : cut + 1;
            lines.add(text.substring(from, to));
            from = to;
        }
        return lines;
    }

    private static int only(List<String> lines, String marker) {
        int found = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(marker)) {
                if (found >= 0) {
                    throw damaged("it has a marker twice");
                }
                found = i;
            }
        }
        return found;
    }

    /** Our hosts by name; a host of the operator's own between our markers is never moved. */
    private static Map<String, String> hosts(List<String> lines) {
        var hosts = new LinkedHashMap<String, String>();
        String alias = "";
        for (String line : lines) {
            if (line.matches("(?i)\\s*(host|match)\\b.*\\R?")) {
                alias = line.strip().replaceFirst("(?i)^host\\s+", "");
                if (!alias.matches("nex\\.[A-Za-z0-9._-]+") || hosts.containsKey(alias)) {
                    throw damaged("there is a host between its markers that is not ours");
                }
                hosts.put(alias, "");
            }
            if (!line.isBlank()) {
                if (alias.isEmpty()) {
                    throw damaged("there are lines between its markers that are not ours");
                }
                hosts.merge(alias, line.stripTrailing() + "\n", String::concat);
            }
        }
        return hosts;
    }

    private static Failure damaged(String why) {
        return Failure.input("the block of nex in ~/.ssh/config was changed by hand: " + why)
                .hint("put it right, or take the lines from '" + BEGIN + "' to '" + END + "' out, and try again");
    }

    /** A file name for ssh_config(5): quoted where it has a space, its percent signs doubled. */
    private static String quoted(String text) {
        if (text.matches("(?s).*[\\p{Cntrl}\"].*")) {
            throw Failure.input("the home folder's name has characters that no SSH config can hold");
        }
        String escaped = text.replace("%", "%%");
        return escaped.matches("[!#-~&&[^']]+") ? escaped : "\"" + escaped + "\"";
    }

    /** A word for the shell that runs a ProxyCommand, its percent signs doubled for ssh. */
    private static String shell(String word) {
        String escaped = word.replace("%", "%%");
        return escaped.matches("[A-Za-z0-9_./:=,+@%-]+") ? escaped : "'" + escaped.replace("'", "'\\''") + "'";
    }
}
