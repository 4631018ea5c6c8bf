package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nexhelm.Failure;
import nexhelm.agents.Workspace;
import nexhelm.auth.BackendUrl;
import nexhelm.client.Daemon;
import nexhelm.client.Patience;
import nexhelm.client.Session;
import nexhelm.client.SshConfig;
import nexhelm.client.Workspaces;
import nexhelm.json.Json;
import nexhelm.world.TextFile;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code workspace enter}: a workspace that ssh and an editor reach by name. It makes a key, lets the daemon know it, writes
 * one host into the SSH config and opens an editor that is there; it installs nothing and changes no editor's settings.
 */
final class WorkspaceEnter implements Command {

    private static final Duration AUTHORIZE = Duration.ofSeconds(90);
    private static final Duration READY = Duration.ofSeconds(240);

    @Override
    public void declare(CommandSpec spec) {
        Options.text(spec, "CUSTOMER", "Customer that the work is for.", "--customer");
        Options.choice(
                spec, "SCOPE", List.of("eng_default"), "What the workspace may do. Default: eng_default.", "--scope");
        Options.text(spec, "BRANCH", "Branch to work on.", "-b", "--branch");
        Options.text(spec, "PATH", "Folder to open in the workspace. Default: /workspace.", "--path");
        Options.flag(spec, "Do not open an editor.", "--no-open");
        Options.flag(spec, "Wait until the repository is there, at most 240 s.", "--wait");
        Options.flag(spec, "JSON on stdout; opens no editor.", "--json");
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        boolean json = Options.has(given, "--json");
        var session = new Session(world, call.profile(), Session.Speaker.PERSON, new Live(world, json, false, false));
        String scope = Options.value(given, "--scope").orElse("eng_default");
        prepare(world, scope);
        ObjectNode answer =
                Workspace.begin(session, scope, Options.value(given, "--branch"), Options.value(given, "--customer"));
        var workspaces = new Workspaces(world);
        Workspaces.Coordinates workspace = workspaces.started(answer);
        String left = "the workspace " + workspace.id() + " runs and is not entered: nex workspace end "
                + workspace.id() + " ends it";
        String alias;
        Interrupts.onCtrlC(() -> world.terminal().err().println("\n" + world.typed(left)));
        try {
            alias = enter(session, workspaces, workspace, Options.has(given, "--wait"));
        } catch (Failure e) {
            throw e.hint((e.hint().isEmpty() ? "" : e.hint() + "; ") + left);
        } finally {
            Interrupts.clear();
        }
        workspaces.remember(workspace);
        String uri = "vscode-remote://ssh-remote+" + alias
                + Options.value(given, "--path").orElse("/workspace");
        if (json) {
            world.terminal()
                    .out()
                    .println(Json.pretty(Json.object()
                            .put("workspace_id", workspace.id())
                            .put("host", alias)
                            .put("folder_uri", uri)
                            .put("expires_at", workspace.expires().orElse(null))));
            return 0;
        }
        world.terminal().out().println("workspace " + workspace.id() + " is entered: ssh " + alias);
        if (local(workspace.endpoint())) {
            world.terminal().out().println("for an editor: " + uri);
            world.terminal()
                    .out()
                    .println("VS Code's Remote - SSH does not work with a local workspace, which forwards no ports");
        } else {
            open(world, uri, Options.has(given, "--no-open"));
        }
        return 0;
    }

    /** What would refuse the workspace once it runs is looked at before it is started. */
    private static void prepare(World world, String scope) {
        if (scope.equals("se_default") || scope.equals("se_read_only")) {
            throw Failure.input("the scope " + scope + " opens no shell, so such a workspace cannot be entered")
                    .hint("nex workspace start --scope " + scope + " starts one for nex code");
        }
        if (onPath(world, "ssh-keygen").isEmpty()) {
            throw Failure.unexpected("ssh-keygen is not there; install OpenSSH's client");
        }
        try {
            new SshConfig(world).check();
        } catch (IOException e) {
            throw Failure.input("cannot read ~/.ssh/config: " + TextFile.reason(e));
        }
    }

    /** From the running workspace to the name that ssh knows it by. */
    private static String enter(
            Session session, Workspaces workspaces, Workspaces.Coordinates workspace, boolean await) {
        World world = session.world();
        var daemon = new Daemon(world, workspace);
        authorize(daemon, session, publicKey(workspaces, workspace.id()));
        if (await) {
            awaitRepository(daemon, session);
        }
        try {
            return new SshConfig(world)
                    .add(workspace.id(), workspaces.key(workspace.id()), workspaces.knownHosts(), nex(world));
        } catch (IOException e) {
            throw Failure.input("cannot write ~/.ssh/config: " + TextFile.reason(e));
        }
    }

    /** Whether a workspace is on this machine, where the daemon forwards no ports for an editor. */
    private static boolean local(String endpoint) {
        String host = java.net.URI.create(endpoint).getHost();
        return host != null && BackendUrl.loopback(host);
    }

    private static void open(World world, String uri, boolean not) {
        Optional<Path> code = not ? Optional.empty() : onPath(world, "code");
        if (code.isPresent()) {
            try {
                new ProcessBuilder(code.get().toString(), "--folder-uri", uri)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                world.terminal().out().println("opening " + uri);
                return;
            } catch (IOException e) {
                // then the person opens it
            }
        }
        world.terminal().out().println("to open it in VS Code (with its extension Remote - SSH):");
        world.terminal().out().println("  code --folder-uri " + uri);
    }

    /** Daemons of workspaces that have just begun may not listen yet; a refusal is final. */
    private static void authorize(Daemon daemon, Session session, String publicKey) {
        long end = System.nanoTime() + AUTHORIZE.toNanos();
        long pause = 3000;
        while (true) {
            try {
                daemon.post("/tunnel/authorize_key", Json.object().put("public_key", publicKey));
                return;
            } catch (Failure e) {
                if (e.kind() != Failure.Kind.NETWORK || System.nanoTime() + pause * 1_000_000 > end) {
                    throw e;
                }
                session.progress().note("the workspace does not answer yet; asking again in " + pause / 1000 + " s");
                Patience.pause(pause);
                pause = Math.min(10_000, pause * 3 / 2);
            }
        }
    }

    private static void awaitRepository(Daemon daemon, Session session) {
        long end = System.nanoTime() + READY.toNanos();
        while (System.nanoTime() < end) {
            try {
                JsonNode clone = daemon.get("/readyz").path("boot_progress").path("repo_clone");
                switch (clone.path("status").asText("")) {
                    case "done", "skipped" -> {
                        return;
                    }
                    case "failed" -> {
                        session.progress()
                                .note("warning: the repository could not be cloned: "
                                        + clone.path("detail").asText(""));
                        return;
                    }
                    case "" -> {
                        return; // a daemon that does not tell
                    }
                    default -> session.progress().note("the repository is being cloned");
                }
            } catch (Failure e) {
                if (e.status() >= 400 && e.status() < 500) {
                    session.progress().note("warning: " + e.getMessage());
                    return;
                }
            }
            Patience.pause(3000);
        }
        session.progress().note("warning: the repository was not there after " + READY.toSeconds() + " s");
    }

    /** The public half of the workspace's key, made by OpenSSH when it is not there. */
    private static String publicKey(Workspaces workspaces, String id) {
        Path key = workspaces.key(id);
        Path publicKey = workspaces.publicKey(id);
        try {
            if (!Files.isRegularFile(key) || !Files.isRegularFile(publicKey)) {
                TextFile.privateFolder(key.getParent());
                Files.deleteIfExists(key);
                Files.deleteIfExists(publicKey);
                generate(key, id);
            }
            return Files.readString(publicKey).trim();
        } catch (IOException e) {
            throw Failure.input("cannot make a key in " + key.getParent() + ": " + TextFile.reason(e));
        }
    }

    private static void generate(Path key, String id) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(
                            "ssh-keygen", "-t", "ed25519", "-f", key.toString(), "-N", "", "-q", "-C", "nex-" + id)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw Failure.unexpected("ssh-keygen is not there; install OpenSSH's client");
        }
        String said = new String(process.getInputStream().readAllBytes()).strip();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw Failure.unexpected("ssh-keygen made no key: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.ABORTED, 130, "interrupted");
        }
    }

    /** The command that OpenSSH calls to reach a workspace: a launcher on the PATH, else this very program. */
    private static List<String> nex(World world) {
        Optional<Path> launcher = onPath(world, "nex");
        if (launcher.isPresent()) {
            return List.of(launcher.get().toString());
        }
        Optional<String> classpath = world.property("java.class.path");
        Optional<String> java = world.property("java.home")
                .map(home -> Path.of(home, "bin", "java").toString());
        return classpath.isPresent() && java.isPresent()
                ? List.of(java.get(), "-Xlog:disable", "-cp", classpath.get(), "nex")
                : List.of("nex");
    }

    private static Optional<Path> onPath(World world, String program) {
        for (String folder : world.env("PATH").orElse("").split(java.io.File.pathSeparator)) {
            Path file = Path.of(folder).resolve(program);
            if (!folder.isEmpty() && file.isAbsolute() && Files.isExecutable(file) && Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
