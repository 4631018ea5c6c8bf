package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.BackendUrl;
import nexhelm.auth.Config;
import nexhelm.auth.Profiles;
import nexhelm.client.LocalEngine;
import nexhelm.json.Json;
import nexhelm.render.Style;
import nexhelm.world.World;

/** The login at the engine on this machine: kept in the profile {@code local}, current only where there is no other. */
final class LocalLogin {

    private LocalLogin() {}

    /** Starts the engine when none runs and signs in as its local user; hosted logins are left alone. */
    static Config enter(World world) {
        var profiles = new Profiles(world);
        profiles.file(Profiles.LOCAL)
                .raw()
                .map(raw -> raw.path("backend_url").asText(""))
                .filter(url -> !url.isEmpty() && !loopback(url))
                .ifPresent(url -> {
                    throw Failure.config("the profile " + Profiles.LOCAL + " holds a login at " + Style.line(url)
                                    + ", and is for the engine on this machine")
                            .hint("sign in there under another name, --profile NAME; then nex auth clear --profile "
                                    + Profiles.LOCAL);
                });
        var local = new LocalEngine(world);
        LocalEngine.Running engine = local.start(text -> world.terminal().err().println(text));
        ObjectNode fresh = AuthSetup.fields(
                local.signIn(engine), engine.url(), engine.url(), Optional.empty(), "", world.terminal(), false);
        boolean first = profiles.names().isEmpty();
        ObjectNode merged = profiles.file(Profiles.LOCAL).whole().orElseGet(Json::object);
        merged.setAll(fresh);
        profiles.file(Profiles.LOCAL).save(new Config(merged));
        if (first) {
            profiles.use(Profiles.LOCAL);
            world.terminal().err().println("signed in at " + engine.url() + "; the profile 'local' is current");
        }
        return Config.of(merged);
    }

    private static boolean loopback(String url) {
        try {
            return BackendUrl.loopback(
                    Optional.ofNullable(URI.create(url).getHost()).orElse(""));
        } catch (IllegalArgumentException e) {
            return true; // no address at all is no login to lose
        }
    }

    /** What a suggested command has to carry so that it reaches the local engine. */
    static String flag(World world) {
        return new Profiles(world).current().equals(Profiles.LOCAL)
                        && world.env("NEX_PROFILE").isEmpty()
                        && world.env("NEX_TOKEN").isEmpty()
                ? ""
                : " --profile local";
    }
}
