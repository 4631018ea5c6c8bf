package nexhelm.daemon;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import nexhelm.daemon.exec.Limits;
import nexhelm.daemon.exec.Sandbox;
import nexhelm.daemon.git.Remote;
import nexhelm.engine.http.Origin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nex-workspace serve}: runs until it is told to stop. */
@Command(name = "serve", description = "Runs the daemon until it is stopped.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--allow-exec",
            description = "Required: says that commands of the repositories below may run with this account.")
    private boolean allowExec;

    @Option(
            names = "--repo",
            paramLabel = "[NAME=]URL",
            description =
                    "A repository that may be cloned, https only (http on this machine); may be repeated. Work for the"
                            + " customer of that NAME is done in it, work for no customer in the one without a name.")
    private List<String> repos = List.of();

    @Option(
            names = "--port",
            defaultValue = "7868",
            paramLabel = "PORT",
            description = "Port to listen on, 0 for a free one (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "Loopback address to listen on (default ${DEFAULT-VALUE}); any other is refused.")
    private String host;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the daemon (default $HOME/.nex/workspace-daemon).")
    private Path data;

    @Option(
            names = "--tools",
            defaultValue = Limits.PATH,
            paramLabel = "PATH",
            description = "Where commands look for programs (default ${DEFAULT-VALUE}).")
    private String tools;

    @Option(
            names = "--readable",
            paramLabel = "DIR",
            description = "A folder besides the system's that commands can read in bubblewrap; may be repeated.")
    private List<Path> readable = List.of();

    @Option(
            names = "--sandbox",
            defaultValue = "auto",
            paramLabel = "auto|bubblewrap|processes|none",
            description = "What keeps commands apart from this machine (default: the best that is there). One that is"
                    + " named and not there is an error.")
    private String sandbox;

    @Option(names = "--network", description = "Lets commands in bubblewrap reach the network.")
    private boolean network;

    @Option(
            names = "--memory",
            defaultValue = "2048",
            paramLabel = "MB",
            description = "Memory of one command with all it starts (default ${DEFAULT-VALUE}).")
    private int memory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Daemon.CannotStart, InterruptedException {
        Settings settings = settings();
        Daemon daemon = Daemon.start(settings);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            daemon.close();
                            stopped.countDown();
                        },
                        "stop"));
        spec.commandLine().getOut().println("nex-workspace listening on " + daemon.url());
        spec.commandLine().getOut().println(settings.sandbox().described(settings.limits()));
        spec.commandLine().getOut().flush();
        stopped.await();
        return 0;
    }

    private Settings settings() {
        if (!allowExec) {
            throw wrong("this daemon runs commands of the repositories it clones, as this account;"
                    + " say --allow-exec if that is meant");
        }
        if (!Origin.isLoopback(host)) {
            throw wrong("--host %s is reachable from elsewhere; a daemon that runs commands listens on loopback only"
                    .formatted(host));
        }
        if (port < 0 || port > 65_535) {
            throw wrong("--port must be from 0 to 65535, not " + port);
        }
        if (memory < 64 || memory > 1 << 20) {
            throw wrong("--memory must be from 64 to 1048576 MB, not " + memory);
        }
        if (repos.isEmpty()) {
            throw wrong("name at least one repository that may be cloned with --repo URL");
        }
        Limits standard = Limits.standard();
        Limits limits = new Limits(
                tools,
                readable,
                network,
                (long) memory << 20,
                standard.longest(),
                standard.outputBytes(),
                standard.processes());
        return new Settings(
                Optional.ofNullable(data).orElseGet(ServeCommand::defaultData),
                host,
                port,
                repos.stream().map(this::remote).toList(),
                gitHubApi(),
                limits,
                sandbox(limits),
                Clock.systemUTC());
    }

    private Sandbox sandbox(Limits limits) {
        if (sandbox.equals("auto")) {
            return Sandbox.best(limits);
        }
        Sandbox chosen = Arrays.stream(Sandbox.values())
                .filter(each -> each.word().equals(sandbox))
                .findFirst()
                .orElseThrow(() -> wrong("--sandbox is auto, bubblewrap, processes or none, not " + sandbox));
        if (!chosen.works(limits)) {
            throw wrong("--sandbox %s does not work on this machine".formatted(sandbox));
        }
        return chosen;
    }

    private Remote remote(String text) {
        try {
            return Remote.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private Optional<String> gitHubApi() {
        Optional<String> url = Optional.ofNullable(System.getenv("NEX_GITHUB_API_URL"))
                .filter(text -> !text.isBlank())
                .map(text -> text.strip().replaceFirst("/+$", ""));
        url.ifPresent(text -> {
            try {
                URI uri = URI.create(text);
                if (uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && ("https".equals(uri.getScheme())
                                || "http".equals(uri.getScheme()) && Origin.isLoopback(uri.getHost()))) {
                    return;
                }
            } catch (IllegalArgumentException e) {
                // answered below
            }
            throw wrong("NEX_GITHUB_API_URL must be an https address (http on this machine)");
        });
        return url;
    }

    /** The folder when none is named. Java's own idea of a home folder does not follow HOME. */
    static Path defaultData() {
        return Path.of(
                Optional.ofNullable(System.getenv("HOME"))
                        .filter(home -> !home.isBlank())
                        .orElse(System.getProperty("user.home")),
                ".nex",
                "workspace-daemon");
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
