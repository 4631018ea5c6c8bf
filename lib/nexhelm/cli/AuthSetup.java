package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.auth.BackendUrl;
import nexhelm.auth.Config;
import nexhelm.auth.ConfigFile;
import nexhelm.auth.Login;
import nexhelm.auth.Profiles;
import nexhelm.auth.SecretBundle;
import nexhelm.client.Probe;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code auth setup}: by e-mail and password, or for local minting. Writes a profile and makes it the current one. */
final class AuthSetup implements Command {

    private static final int SHOWN = 50;

    @Override
    public void declare(CommandSpec spec) {
        Options.text(spec, "URL", "The backend. Default: " + Config.DEFAULT_BACKEND + ".", "-b", "--backend-url");
        Options.text(
                spec,
                "URL",
                "The base of links. Default: what the backend says, else " + Config.DEFAULT_FRONTEND + ".",
                "-f",
                "--frontend-url");
        Options.text(spec, "EMAIL", "Sign in with this e-mail and a password.", "-e", "--email");
        Options.text(
                spec,
                "PASSWORD",
                "The password; others can read it in the list of processes, so prefer the prompt,"
                        + " --password-stdin or NEX_PASSWORD.",
                "--password");
        Options.flag(spec, "Read the password from standard input.", "--password-stdin");
        Options.text(spec, "ID", "Your user id (local minting only).", "--user-id");
        Options.text(spec, "ID", "The client to work for.", "--client-id");
        Options.flag(spec, "Do not ask the backend whether it works.", "--skip-verify");
        keychain(spec);
        Replacement.yes(spec);
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        String backend = BackendUrl.check(Options.value(given, "--backend-url").orElse(Config.DEFAULT_BACKEND));
        var profiles = new Profiles(world);
        String profile = profiles.toWrite(call.profile());
        var replacement = new Replacement(profiles, profile, backend);
        replacement.allow(given, world.terminal());
        ObjectNode fresh = Options.value(given, "--email")
                        .filter(email -> !email.isBlank())
                        .isPresent()
                ? signIn(given, world, backend)
                : local(given, world, backend);
        save(profiles, profile, fresh, replacement, Options.has(given, "--keychain"), world.terminal());
        verify(given, world, profiles.file(profile));
        return 0;
    }

    /** The option of every login that keeps its tokens elsewhere. */
    static void keychain(CommandSpec spec) {
        Options.flag(
                spec,
                "Keep this profile's tokens in the system's keychain instead of the file (Secret Service; macOS and"
                        + " Windows untested).",
                "--keychain");
    }

    /** Asks the backend whether the login works, unless that is not wanted; no answer is a warning. */
    static void verify(ParseResult given, World world, ConfigFile file) {
        if (!Options.has(given, "--skip-verify")) {
            Probe probe = Probe.ask(new Session(world, file.load(), Progress.SILENT));
            world.terminal().out().println((probe.ok() ? "ok " : "warn ") + Style.line(probe.text()));
        }
    }

    /** Writes a login over a profile, as far as {@link Replacement} keeps what was there. */
    static void save(
            Profiles profiles,
            String profile,
            ObjectNode fresh,
            Replacement replacement,
            boolean keychain,
            Terminal terminal) {
        ConfigFile file = profiles.file(profile);
        file.keepBroken()
                .ifPresent(kept -> terminal.err()
                        .println("warn " + file.path() + " could not be read; what it held is kept in " + kept));
        ObjectNode merged = replacement.merged(fresh, terminal);
        if (keychain) {
            merged.put("keychain", true);
        }
        file.save(new Config(merged));
        profiles.use(profile);
        terminal.out()
                .println("ok saved to " + file.path()
                        + (ConfigFile.usesKeychain(merged) ? ", its tokens to the system's keychain" : " (mode 0600)")
                        + ", profile " + profile + " is now current");
    }

    private static ObjectNode signIn(ParseResult given, World world, String backend) {
        Terminal terminal = world.terminal();
        String email = Options.value(given, "--email").orElseThrow().trim();
        var login = new Login(world.http(), backend);
        Login.Site site = login.site();
        terminal.err().println("signing in at " + site.supabaseUrl() + ", accounts of @" + Style.line(site.domain()));
        String password = password(given, world, email);
        ObjectNode bundle = login.bundle(site, login.password(site, email, password));
        terminal.out()
                .println("ok authenticated as "
                        + Style.line(bundle.path("user_email").asText(email)));
        String frontend =
                Options.value(given, "--frontend-url").or(site::frontendUrl).orElse(Config.DEFAULT_FRONTEND);
        return fields(bundle, backend, frontend, Options.value(given, "--client-id"), email, terminal, true);
    }

    /** The config of a login's bundle. */
    static ObjectNode fields(
            ObjectNode bundle,
            String backend,
            String frontend,
            Optional<String> clientId,
            String email,
            Terminal terminal,
            boolean ask) {
        ObjectNode fresh = Json.object()
                .put("backend_url", backend)
                .put("user_id", bundle.path("user_id").asText());
        JsonNode client = pick(bundle.path("clients"), clientId, terminal, ask);
        fresh.put("client_id", client.path("id").asText(""))
                .put("frontend_url", frontend)
                .put("user_email", bundle.path("user_email").asText(email))
                .put("user_name", text(bundle, "user_name"))
                .put("client_name", text(client, "name"))
                .put("client_email", text(client, "email"))
                .put("cli_token", bundle.path("cli_token").asText());
        if (bundle.path("expires_at").isNumber()) {
            fresh.set("cli_token_expires_at", bundle.path("expires_at"));
        } else {
            fresh.putNull("cli_token_expires_at");
        }
        fresh.set("scopes", bundle.path("scopes").isArray() ? bundle.path("scopes") : fresh.nullNode());
        return fresh;
    }

    private static ObjectNode local(ParseResult given, World world, String backend) {
        Terminal terminal = world.terminal();
        terminal.err()
                .println(SecretBundle.envFile(world, true)
                        .map(file -> "secret from " + file)
                        .orElse("no env file found; the secret comes from NEX_JWT_SECRET, NEX_JWT_ISSUER,"
                                + " NEX_JWT_AUDIENCE"));
        String user = Options.value(given, "--user-id")
                .orElseGet(() -> terminal.prompt("Your user_id: "))
                .trim();
        String client = Options.value(given, "--client-id")
                .orElseGet(() -> terminal.prompt("Your client_id: "))
                .trim();
        if (user.isEmpty()) {
            throw nexhelm.Failure.input("the user_id is empty");
        }
        ObjectNode fresh =
                Json.object().put("backend_url", backend).put("user_id", user).put("client_id", client);
        fresh.put(
                "frontend_env_path",
                SecretBundle.envFile(world, true).map(Object::toString).orElse(null));
        fresh.put("frontend_url", Options.value(given, "--frontend-url").orElse(Config.DEFAULT_FRONTEND));
        for (String key : List.of(
                "user_email",
                "user_name",
                "client_name",
                "client_email",
                "cli_token",
                "cli_token_expires_at",
                "scopes")) {
            fresh.putNull(key);
        }
        return fresh;
    }

    private static String password(ParseResult given, World world, String email) {
        Terminal terminal = world.terminal();
        if (Options.has(given, "--password-stdin")) {
            return terminal.line().orElse("");
        }
        return Options.value(given, "--password")
                .or(() -> world.env("NEX_PASSWORD"))
                .orElseGet(() -> terminal.promptHidden("Password for " + email + ": "));
    }

    private static JsonNode pick(JsonNode clients, Optional<String> wanted, Terminal terminal, boolean ask) {
        if (wanted.isPresent()) {
            for (JsonNode client : clients) {
                if (client.path("id").asText().equals(wanted.get())) {
                    return client;
                }
            }
            terminal.err().println("warn " + wanted.get() + " is not among your clients; saved all the same");
            return Json.object().put("id", wanted.get());
        }
        if (clients.isEmpty()) {
            terminal.err().println("no clients are linked to this account; none chosen");
            return Json.object();
        }
        if (!ask) {
            return clients.get(0);
        }
        if (clients.size() == 1) {
            JsonNode only = clients.get(0);
            terminal.err()
                    .println("working for your only client: "
                            + Style.line(only.path("id").asText()) + "  " + dash(only, "name"));
            return only;
        }
        int n = Math.min(SHOWN, clients.size());
        terminal.err().println("Your clients (" + clients.size() + "):");
        for (int i = 0; i < n; i++) {
            JsonNode client = clients.get(i);
            terminal.err()
                    .println(String.format(
                            "%4d  %s  %s  %s",
                            i + 1,
                            Style.line(client.path("id").asText()),
                            dash(client, "name"),
                            dash(client, "email")));
        }
        if (clients.size() > n) {
            terminal.err().println("  … and " + (clients.size() - n) + " more; name one of them with --client-id");
        }
        terminal.ask("Pick by # (Enter to skip): ");
        String answer = terminal.line().orElse("").trim(); // nobody there is nobody who picks
        if (answer.matches("\\d{1,9}") && Integer.parseInt(answer) >= 1 && Integer.parseInt(answer) <= n) {
            return clients.get(Integer.parseInt(answer) - 1);
        }
        if (!answer.isEmpty()) {
            terminal.err().println("warn there is no client # " + Style.line(answer) + "; none chosen");
        }
        return Json.object();
    }

    private static String dash(JsonNode client, String key) {
        String value = client.path(key).isNull() ? "" : client.path(key).asText("");
        return value.isEmpty() ? "-" : Style.line(value);
    }

    private static String text(JsonNode object, String key) {
        return object.path(key).isTextual() ? object.path(key).textValue() : null;
    }
}
