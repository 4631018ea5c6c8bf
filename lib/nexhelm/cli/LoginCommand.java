package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.BackendUrl;
import nexhelm.auth.Config;
import nexhelm.auth.DeviceFlow;
import nexhelm.auth.Login;
import nexhelm.auth.Profiles;
import nexhelm.client.Patience;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code login}: by a code that is entered at GitHub, on any device (RFC 8628). */
final class LoginCommand implements Command {

    private static final String GITHUB = "https://github.com";

    @Override
    public void declare(CommandSpec spec) {
        Options.text(
                spec,
                "URL",
                "The backend. Default: that of the profile, else " + Config.DEFAULT_BACKEND + ".",
                "-b",
                "--backend-url");
        Options.text(spec, "ID", "The client to work for.", "--client-id");
        Options.flag(spec, "Open no browser; the page and the code are printed in any case.", "--no-browser");
        AuthSetup.keychain(spec);
        Replacement.yes(spec);
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        Terminal terminal = world.terminal();
        var profiles = new Profiles(world);
        String profile = profiles.toWrite(call.profile());
        String backend = BackendUrl.check(Options.value(given, "--backend-url")
                .or(() -> stored(profiles, profile))
                .orElse(Config.DEFAULT_BACKEND));
        var replacement = new Replacement(profiles, profile, backend);
        replacement.allow(given, terminal);
        var login = new Login(world.http(), backend);
        Login.DeviceSite site = login.deviceSite();
        String server =
                BackendUrl.secure(world.env("NEX_GITHUB_URL").or(site::server).orElse(GITHUB), "the address of GitHub");
        var flow = new DeviceFlow(world.http(), world.clock(), Patience::pause, server, site.clientId());
        DeviceFlow.Grant grant = flow.begin();
        terminal.out()
                .println("open " + Style.line(grant.page()) + " and enter the code " + Style.line(grant.userCode()));
        terminal.out().flush();
        if (!Options.has(given, "--no-browser")) {
            Browser.launch(
                    world, Browser.signedIn(world, backend, grant.filled().orElse(grant.page())));
        }
        terminal.err().println("waiting up to " + (grant.expiresIn() + 59) / 60 + " min; Ctrl-C gives up");
        ObjectNode bundle =
                login.github(flow.token(grant, text -> terminal.err().println("warn " + Style.line(text))));
        JsonNode clients = bundle.path("clients");
        Optional<String> client = Options.value(given, "--client-id")
                .or(() -> clients.size() == 1
                        ? Optional.of(clients.get(0).path("id").asText())
                        : Optional.empty());
        String name = bundle.path("user_email").asText(bundle.path("user_id").asText());
        ObjectNode fresh = AuthSetup.fields(
                bundle,
                backend,
                site.frontendUrl().orElse(Config.DEFAULT_FRONTEND),
                client,
                bundle.path("user_email").asText(""),
                terminal,
                true);
        AuthSetup.save(profiles, profile, fresh, replacement, Options.has(given, "--keychain"), terminal);
        terminal.out().println("✓ logged in as " + Style.line(name));
        return 0;
    }

    /** The backend that the profile names, if it names one that may be used. */
    private static Optional<String> stored(Profiles profiles, String profile) {
        return profiles.file(profile)
                .raw()
                .map(raw -> raw.path("backend_url").asText(""))
                .filter(url -> !url.isEmpty())
                .filter(url -> {
                    try {
                        BackendUrl.check(url);
                        return true;
                    } catch (Failure e) {
                        return false; // a production host, or nonsense: the default takes its place
                    }
                });
    }
}
