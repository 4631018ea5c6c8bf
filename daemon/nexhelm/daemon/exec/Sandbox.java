package nexhelm.daemon.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How a process is kept apart from the rest of the machine: as well as the machine lets us. */
public enum Sandbox {
    /** bubblewrap: only the workspace can be written, only the system's programs can be read, no network. */
    BUBBLEWRAP,
    /** A process namespace: whatever is started ends with it, nothing else is hidden. */
    PROCESSES,
    /** Nothing but an empty environment and the limits. */
    NONE;

    /** Where the repository is inside bubblewrap. */
    public static final String INSIDE = "/home/workspace/repo";

    private static final String INSIDE_HOME = "/home/workspace";
    private static final List<String> SYSTEM = List.of(
            "/usr",
            "/bin",
            "/sbin",
            "/lib",
            "/lib32",
            "/lib64",
            "/libx32",
            "/opt",
            "/etc/alternatives",
            "/etc/ssl",
            "/etc/ca-certificates",
            "/etc/pki",
            "/etc/ld.so.cache",
            "/etc/ld.so.conf",
            "/etc/ld.so.conf.d",
            "/etc/nsswitch.conf",
            "/etc/localtime",
            "/etc/java-17-openjdk",
            "/etc/maven",
            "/etc/python3");
    private static final List<String> NETWORK = List.of("/etc/resolv.conf", "/etc/hosts", "/etc/services");
    private static final String LIMITED =
            "{ ulimit -c 0; ulimit -f 4194304; ulimit -n 4096; } 2>/dev/null; exec \"$@\"";

    /** The best that works here. */
    public static Sandbox best(Limits limits) {
        return Stream.of(BUBBLEWRAP, PROCESSES)
                .filter(each -> each.works(limits))
                .findFirst()
                .orElse(NONE);
    }

    /** In one sentence, for whoever starts the daemon. */
    public String described(Limits limits) {
        return switch (this) {
            case BUBBLEWRAP ->
                "commands run in bubblewrap: they see the workspace and the system's programs, "
                        + (limits.network() ? "and the network" : "no network");
            case PROCESSES -> "commands run without bubblewrap: they see every file of this account, and the network";
            case NONE ->
                "commands run without a sandbox: they see every file of this account, the network and the other"
                        + " processes";
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The whole command line that runs a program in a folder of the repository. */
    public List<String> command(Limits limits, Places places, String folder, List<String> program) {
        List<String> words = new ArrayList<>();
        switch (this) {
            case BUBBLEWRAP -> words.addAll(bubblewrap(limits, places, folder));
            case PROCESSES -> words.addAll(namespace());
            case NONE -> {}
        }
        words.addAll(List.of("/bin/sh", "-c", LIMITED, "limited"));
        words.addAll(program);
        return words;
    }

    /** The whole environment: nothing of the daemon's. */
    public Map<String, String> environment(Limits limits, Places places) {
        Map<String, String> all = new TreeMap<>();
        all.put("PATH", limits.path());
        all.put("HOME", this == BUBBLEWRAP ? INSIDE_HOME : places.home().toString());
        all.put("TMPDIR", this == BUBBLEWRAP ? "/tmp" : places.temporary().toString());
        all.put("LANG", "C.UTF-8");
        all.put("USER", "workspace");
        all.put("LOGNAME", "workspace");
        all.put("SHELL", "/bin/sh");
        all.put("CI", "true");
        return all;
    }

    private List<String> bubblewrap(Limits limits, Places places, String folder) {
        List<String> words = new ArrayList<>(List.of("bwrap", "--die-with-parent", "--new-session", "--unshare-all"));
        if (limits.network()) {
            words.add("--share-net");
            NETWORK.forEach(path -> words.addAll(List.of("--ro-bind-try", path, path)));
        }
        SYSTEM.forEach(path -> words.addAll(readable(Path.of(path))));
        limits.readable().forEach(path -> words.addAll(readable(path)));
        words.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
        words.addAll(List.of("--bind", places.home().toString(), INSIDE_HOME));
        words.addAll(List.of("--bind", places.repo().toString(), INSIDE));
        words.addAll(List.of("--symlink", INSIDE, "/workspace"));
        words.addAll(
                List.of("--ro-bind-try", places.git().toString(), places.git().toString()));
        words.addAll(List.of("--chdir", folder.equals(".") ? INSIDE : INSIDE + "/" + folder, "--"));
        return words;
    }

    /** A link of the system, as /bin often is, stays a link. */
    private static List<String> readable(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return List.of("--symlink", Files.readSymbolicLink(path).toString(), path.toString());
            }
        } catch (IOException e) {
            // then it is bound like a folder, if it can be
        }
        return List.of("--ro-bind-try", path.toString(), path.toString());
    }

    private static List<String> namespace() {
        List<String> words = new ArrayList<>(List.of("unshare"));
        if (!"root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("--user", "--map-current-user"));
        }
        words.addAll(List.of("--pid", "--fork", "--kill-child", "--mount-proc", "--"));
        return words;
    }

    /** Whether it works on this machine, tried with a program that does nothing. */
    public boolean works(Limits limits) {
        try {
            Path there = Files.createTempDirectory("nex-sandbox");
            Places places = new Places(there, there, there, there);
            try {
                ProcessBuilder builder = new ProcessBuilder(command(limits, places, ".", List.of("/bin/true")))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
                builder.environment().clear();
                builder.environment().put("PATH", limits.path());
                Process process = builder.start();
                boolean over = process.waitFor(10, TimeUnit.SECONDS);
                process.destroyForcibly();
                return over && process.exitValue() == 0;
            } finally {
                try (Stream<Path> left = Files.walk(there)) {
                    left.sorted(java.util.Comparator.reverseOrder())
                            .forEach(each -> each.toFile().delete());
                }
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
