package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.Failure;
import nexhelm.auth.Config;
import nexhelm.auth.ConfigFile;
import nexhelm.auth.Profiles;
import nexhelm.auth.SecretBundle;
import nexhelm.client.Probe;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code auth status}: which backend, which profile, who, until when; never a secret. */
final class AuthStatus implements Command {

    @Override
    public void declare(CommandSpec spec) {
        Options.flag(spec, "JSON on stdout.", "--json");
        Options.flag(spec, "Exit 1 when the token has expired or the backend does not accept it.", "--exit-status");
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        var profiles = new Profiles(world);
        Config config;
        try {
            config = profiles.load(call.profile());
        } catch (Failure e) {
            throw e.exit(e.kind() == Failure.Kind.NOT_SET_UP ? 1 : e.exit());
        }
        ObjectNode status = describe(config, world);
        boolean fromEnv = profiles.fromEnv(call.profile());
        status.put("profile", fromEnv ? "<env vars>" : profiles.chosen(call.profile()));
        ConfigFile file = profiles.file(profiles.chosen(call.profile()));
        status.put(
                "config_file",
                fromEnv ? "NEX_BACKEND_URL, NEX_TOKEN" : file.path().toString());
        Probe probe = Probe.ask(new Session(world, config, Progress.SILENT));
        boolean expired = config.expiresAt().filter(end -> end <= world.now()).isPresent();
        show(status, probe, expired, Options.has(given, "--json"), world);
        return Options.has(given, "--exit-status") && (expired || !probe.ok()) ? 1 : 0;
    }

    /** What a config says, without its secrets. */
    static ObjectNode describe(Config config, World world) {
        ObjectNode status = Json.object()
                .put("backend_url", config.backendUrl())
                .put("frontend_url", config.frontendUrl())
                .put("user_id", config.userId());
        for (String key : new String[] {"user_name", "user_email", "client_id", "client_name", "client_email"}) {
            status.put(key, config.text(key).orElse(null));
        }
        if (config.cliToken().isPresent()) {
            status.put("auth_mode", "server-issued token");
            if (ConfigFile.usesKeychain(config.raw())) {
                status.put("token_store", "the system's keychain");
            }
            config.expiresAt().ifPresent(end -> status.put("token_expires_in", world.typed(left(end - world.now()))));
            if (!config.scopes().isEmpty()) {
                status.put("scopes", String.join(" ", config.scopes()));
            }
            return status;
        }
        status.put("auth_mode", "local-mint, a token for each request");
        SecretBundle bundle = SecretBundle.resolve(world, true);
        return status.put("jwt_issuer", bundle.issuer())
                .put("jwt_audience", bundle.audience())
                .put("jwt_ttl_seconds", bundle.ttl())
                .put("secret_source", bundle.source());
    }

    private static void show(ObjectNode status, Probe probe, boolean expired, boolean json, World world) {
        Terminal terminal = world.terminal();
        String said = world.typed(probe.text());
        if (json) {
            status.put("token_expired", expired)
                    .put("reachable", probe.ok())
                    .put("probe_status", probe.status())
                    .put("probe", said);
            terminal.out().println(Json.pretty(status));
            return;
        }
        Page page = Command.page(world);
        status.properties()
                .forEach(row -> page.row(
                        row.getKey(),
                        row.getValue().isNull() ? "—" : row.getValue().asText()));
        page.line((probe.ok() ? page.style().good("ok ") : page.style().warn("warn ")) + Style.line(said));
        terminal.out().print(page);
    }

    private static String left(long seconds) {
        return seconds <= 0 ? "expired; " + Config.SIGN_IN_AGAIN : seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
    }
}
