package nexhelm.engine;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import nexhelm.engine.auth.SharedSecret;
import nexhelm.engine.http.Origin;
import nexhelm.engine.model.ModelSettings;
import nexhelm.engine.persona.Personas;
import nexhelm.engine.run.ServiceApi;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nex-engine serve}: runs until it is told to stop. */
@Command(name = "serve", description = "Runs the engine until it is stopped.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            defaultValue = "7867",
            paramLabel = "PORT",
            description = "Port to listen on, 0 for a free one (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "Address to listen on (default ${DEFAULT-VALUE}); another than loopback needs --public-url.")
    private String host;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the engine (default $HOME/.nex/engine).")
    private Path data;

    @Option(names = "--public-url", paramLabel = "URL", description = "The https address that clients use.")
    private String publicUrl;

    @Option(
            names = "--shared-secret-file",
            paramLabel = "FILE",
            description =
                    "JSON with secret, issuer, audience, user_email: accepts tokens that clients mint as that user.")
    private Path sharedSecretFile;

    @Option(
            names = "--email-domain",
            defaultValue = "nexhelm.ai",
            paramLabel = "DOMAIN",
            description = "Domain whose accounts may sign in (default ${DEFAULT-VALUE}).")
    private String emailDomain;

    @Option(
            names = "--pace",
            defaultValue = "0",
            paramLabel = "MILLISECONDS",
            description = "Makes the agent wait before and in each call, for people who want to follow it.")
    private long pace;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "A model that designs and analyses (default $NEX_ENGINE_MODEL; none: offline). Its key comes"
                    + " from $NEX_ENGINE_API_KEY or a file.")
    private String model;

    @Option(
            names = "--model-url",
            paramLabel = "URL",
            description = "Where its OpenAI-compatible server is (default $NEX_ENGINE_BASE_URL), for instance"
                    + " http://127.0.0.1:11434/v1. Transcripts are sent there.")
    private String modelUrl;

    @Option(
            names = "--model-key-file",
            paramLabel = "FILE",
            description = "File with the key for it and nothing else, mode 0600 (default $NEX_ENGINE_API_KEY_FILE).")
    private Path modelKeyFile;

    @Option(
            names = "--model-timeout",
            paramLabel = "SECONDS",
            description =
                    "How long one answer may take in all, 1 to 160 (default $NEX_ENGINE_MODEL_TIMEOUT, else 120).")
    private String modelTimeout;

    @Option(
            names = "--workspaces",
            paramLabel = "DIR",
            description = "Folder of the nex-workspace daemon that serves workspaces, if one runs (default"
                    + " $HOME/.nex/workspace-daemon).")
    private Path workspaces;

    @Option(
            names = "--service-key-file",
            paramLabel = "FILE",
            description = "File with a key, mode 0600, that opens the REST interface of nex tasks run for every user of"
                    + " one organisation; off without it.")
    private Path serviceKeyFile;

    @Option(
            names = "--service-organization",
            defaultValue = "org_demo",
            paramLabel = "ID",
            description = "The organisation that the service key opens (default ${DEFAULT-VALUE}).")
    private String serviceOrganization;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Engine.CannotStart, InterruptedException {
        Optional<ModelSettings> designing = model();
        Engine engine = Engine.start(settings(), designing.map(Personas::with).orElseGet(Personas::offline));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            engine.close();
                            stopped.countDown();
                        },
                        "stop"));
        spec.commandLine().getOut().println("nex-engine listening on " + engine.url());
        designing.ifPresent(one -> spec.commandLine().getOut().println("designer and integration engineer: " + one));
        spec.commandLine().getOut().flush();
        stopped.await();
        return 0;
    }

    private Optional<ModelSettings> model() {
        Optional<String> name = given(model, "NEX_ENGINE_MODEL");
        try {
            return ModelSettings.of(
                    name,
                    // an address that lies in the environment means nothing as long as no model is named
                    name.isEmpty() ? Optional.ofNullable(modelUrl) : given(modelUrl, "NEX_ENGINE_BASE_URL"),
                    given(null, "NEX_ENGINE_API_KEY"),
                    Optional.ofNullable(modelKeyFile)
                            .or(() -> given(null, "NEX_ENGINE_API_KEY_FILE").map(Path::of)),
                    given(modelTimeout, "NEX_ENGINE_MODEL_TIMEOUT"));
        } catch (ModelSettings.Wrong e) {
            throw wrong(e.getMessage());
        }
    }

    /** An option, else a variable of the environment; blank is as good as not given. */
    private static Optional<String> given(String option, String variable) {
        return Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private Settings settings() throws Engine.CannotStart {
        if (port < 0 || port > 65_535) {
            throw wrong("--port must be from 0 to 65535, not " + port);
        }
        if (pace < 0 || pace > 60_000) {
            throw wrong("--pace must be from 0 to 60000 milliseconds, not " + pace);
        }
        Optional<String> url = Optional.ofNullable(publicUrl).map(text -> text.replaceAll("/+$", ""));
        url.ifPresent(this::requirePublic);
        if (!Origin.isLoopback(host) && url.isEmpty()) {
            throw wrong("--host " + host
                    + " is reachable from elsewhere; give the address that clients use as --public-url https://...");
        }
        return new Settings(
                Optional.ofNullable(data).orElseGet(EngineMain::defaultData),
                host,
                port,
                url,
                sharedSecret(),
                emailDomain,
                Duration.ofMillis(pace),
                Clock.systemUTC(),
                Settings.impersonators(Optional.ofNullable(System.getenv("IMPERSONATION_ALLOWLIST"))
                        .orElse("")),
                Optional.ofNullable(workspaces).orElseGet(EngineMain::defaultWorkspaces),
                service(),
                Settings.nex(System.getenv(), url));
    }

    private void requirePublic(String url) {
        try {
            URI uri = URI.create(url);
            if ("https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && (uri.getPath() == null || uri.getPath().isEmpty())
                    && uri.getQuery() == null
                    && uri.getUserInfo() == null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw wrong("--public-url must be https:// and a host, without a path, not " + url);
    }

    /** The key of the REST interface: as long as one that cannot be guessed, in a file that nobody else can read. */
    private Optional<ServiceApi.ServiceKey> service() throws Engine.CannotStart {
        if (serviceKeyFile == null) {
            return Optional.empty();
        }
        try {
            var mode = Files.getPosixFilePermissions(serviceKeyFile);
            if (mode.contains(PosixFilePermission.GROUP_READ) || mode.contains(PosixFilePermission.OTHERS_READ)) {
                throw new Engine.CannotStart("others can read the service key file " + serviceKeyFile
                        + "; run: chmod 600 " + serviceKeyFile);
            }
            String key = Files.readString(serviceKeyFile).strip();
            if (key.length() < 32 || !key.matches("[!-~]+")) {
                throw new Engine.CannotStart(
                        "the service key in " + serviceKeyFile + " must be one word of at least 32 characters");
            }
            return Optional.of(new ServiceApi.ServiceKey(key, serviceOrganization));
        } catch (IOException e) {
            throw new Engine.CannotStart("the service key file " + serviceKeyFile + " cannot be read");
        }
    }

    private Optional<SharedSecret> sharedSecret() throws Engine.CannotStart {
        if (sharedSecretFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(SharedSecret.read(sharedSecretFile));
        } catch (IOException e) {
            throw new Engine.CannotStart(e.getMessage());
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
