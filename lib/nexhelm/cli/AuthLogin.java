package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.BackendUrl;
import nexhelm.auth.Config;
import nexhelm.auth.Login;
import nexhelm.auth.Pkce;
import nexhelm.auth.Profiles;
import nexhelm.http.Callback;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code auth login}: the backend's login page in a browser, with PKCE, back to an address of this machine. */
final class AuthLogin implements Command {

    /** The address that backends of the reference's kind allow. */
    private static final int PORT = 7866;

    private static final int LONGEST = 3600;

    @Override
    public void declare(CommandSpec spec) {
        Options.text(spec, "URL", "The backend. Default: " + Config.DEFAULT_BACKEND + ".", "-b", "--backend-url");
        Options.text(
                spec,
                "URL",
                "The base of links. Default: what the backend says, else " + Config.DEFAULT_FRONTEND + ".",
                "-f",
                "--frontend-url");
        Options.text(spec, "NAME", "Who signs you in there. Default: google.", "--provider");
        Options.text(spec, "ID", "The client to work for.", "--client-id");
        Options.text(
                spec,
                "PORT",
                "Where the browser comes back to, 0 for any free one. Default: " + PORT
                        + ", and a free one if that is taken and the backend is on this machine.",
                "--port");
        Options.flag(
                spec,
                "Come back to exactly http://localhost:7866/callback, for a backend that allows no more; another"
                        + " program on this machine could then end the login, though not take it over.",
                "--no-state");
        Options.flag(
                spec,
                "Open nothing and listen nowhere: paste the code, or the address that the browser ended at.",
                "--no-browser");
        Options.text(spec, "SECONDS", "How long to wait for the browser. Default: 180.", "--timeout");
        Options.flag(spec, "Do not ask the backend whether it works.", "--skip-verify");
        AuthSetup.keychain(spec);
        Replacement.yes(spec);
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        Terminal terminal = world.terminal();
        String backend = BackendUrl.check(Options.value(given, "--backend-url").orElse(Config.DEFAULT_BACKEND));
        int port = number(given, "--port", PORT, 65_535);
        int seconds = Math.max(1, number(given, "--timeout", 180, LONGEST));
        var profiles = new Profiles(world);
        String profile = profiles.toWrite(call.profile());
        var replacement = new Replacement(profiles, profile, backend);
        replacement.allow(given, terminal);
        var login = new Login(world.http(), backend);
        Login.Site site = login.site();
        String host = URI.create(site.supabaseUrl()).getHost();
        if (!host.contains("supabase") && !BackendUrl.loopback(host)) {
            terminal.err().println("warn " + Style.line(host) + " is no host of Supabase; is this the right backend?");
        }
        Pkce pkce = Pkce.fresh();
        Optional<String> state = Options.has(given, "--no-state")
                ? Optional.empty()
                : Optional.of(world.nonces().get() + world.nonces().get());
        String provider = Options.value(given, "--provider").orElse("google");
        ObjectNode bundle = Options.has(given, "--no-browser")
                ? pasted(terminal, login, site, provider, pkce, state, port == 0 ? PORT : port)
                : returned(world, backend, login, site, provider, pkce, state, port, seconds);
        String name = bundle.path("user_email").asText(bundle.path("user_id").asText());
        terminal.out().println("ok authenticated as " + Style.line(name));
        ObjectNode fresh = AuthSetup.fields(
                bundle,
                backend,
                Options.value(given, "--frontend-url").or(site::frontendUrl).orElse(Config.DEFAULT_FRONTEND),
                Options.value(given, "--client-id"),
                bundle.path("user_email").asText(""),
                terminal,
                true);
        AuthSetup.save(profiles, profile, fresh, replacement, Options.has(given, "--keychain"), terminal);
        AuthSetup.verify(given, world, profiles.file(profile));
        return 0;
    }

    /** The browser brings the code to a listener of ours. */
    private static ObjectNode returned(
            World world,
            String backend,
            Login login,
            Login.Site site,
            String provider,
            Pkce pkce,
            Optional<String> state,
            int port,
            int seconds) {
        Terminal terminal = world.terminal();
        try (Callback callback = listen(port, state, site, terminal)) {
            String url = authorize(site, provider, callback.url(), pkce);
            terminal.out().println("sign in here: " + url);
            terminal.err().println("waiting " + seconds + " s for the browser; Ctrl-C gives up");
            if (!Browser.launch(world, Browser.signedIn(world, backend, url))) {
                terminal.err().println("no browser could be started: open the address yourself, or use --no-browser");
            }
            Map<String, String> query = callback.await(Duration.ofSeconds(seconds))
                    .orElseThrow(() -> failed("nobody came back within " + seconds + " s")
                            .hint("try again, without a browser on this machine: --no-browser"));
            try {
                ObjectNode bundle = exchange(login, site, query, pkce);
                callback.end(true, "Close this page and go back to the terminal.");
                return bundle;
            } catch (Failure e) {
                callback.end(false, e.getMessage());
                throw e;
            }
        }
    }

    /** The person brings the code. */
    private static ObjectNode pasted(
            Terminal terminal,
            Login login,
            Login.Site site,
            String provider,
            Pkce pkce,
            Optional<String> state,
            int port) {
        String back = "http://localhost:" + port + "/callback"
                + state.map(s -> "?state=" + s).orElse("");
        terminal.out().println("sign in here: " + authorize(site, provider, back, pkce));
        terminal.err()
                .println("The browser ends at an address that begins with http://localhost:" + port
                        + "/callback, and cannot show it.");
        terminal.ask("Paste that address, or the code in it: ");
        String text = terminal.line()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .orElseThrow(() -> failed("nothing was pasted, and --no-browser waits for no browser")
                        .hint("run it where somebody can paste, or give the address on standard input"));
        Map<String, String> query =
                text.contains("?") ? Callback.query(text.replaceFirst("^[^?]*\\?", "")) : Map.of("code", text);
        if (text.contains("?")
                && state.filter(s -> !s.equals(query.get("state"))).isPresent()) {
            throw failed("that address belongs to another login").hint("start again, and use its address");
        }
        return exchange(login, site, query, pkce);
    }

    private static ObjectNode exchange(Login login, Login.Site site, Map<String, String> query, Pkce pkce) {
        if (query.containsKey("error")) {
            String what = query.getOrDefault("error_description", "");
            throw failed(query.get("error") + (what.isEmpty() ? "" : ": " + what));
        }
        String code = query.getOrDefault("code", "");
        if (code.isBlank()) {
            throw failed("the browser brought no code");
        }
        return login.bundle(site, login.code(site, code, pkce));
    }

    private static Callback listen(int port, Optional<String> state, Login.Site site, Terminal terminal) {
        try {
            return Callback.open(port, state);
        } catch (IOException e) {
            // An allow-list of the backend decides which ports may be named; engines take any of this machine.
            if (port == PORT
                    && state.isPresent()
                    && BackendUrl.loopback(URI.create(site.supabaseUrl()).getHost())) {
                try {
                    Callback any = Callback.open(0, state);
                    terminal.err().println("port " + PORT + " is taken by something else; using " + any.port());
                    return any;
                } catch (IOException none) {
                    // falls through: there is no port at all
                }
            }
            throw failed("port " + port + " cannot be listened on: another login, or another program, has it")
                    .hint("end that program; or use --no-browser; or, where the backend allows it, --port 0");
        }
    }

    /** The address of the login page, with the parameters in the order of the reference. */
    private static String authorize(Login.Site site, String provider, String back, Pkce pkce) {
        return site.supabaseUrl() + "/auth/v1/authorize?provider=" + encoded(provider) + "&redirect_to="
                + encoded(back) + "&code_challenge=" + pkce.challenge()
                + "&code_challenge_method=s256&flow_type=pkce";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Failure failed(String why) {
        String text = why.length() <= 300 ? why : why.substring(0, 300) + "…";
        return Failure.of(Failure.Kind.LOGIN, 4, "login failed: " + text);
    }

    private static int number(ParseResult given, String option, int otherwise, int most) {
        Optional<String> text = Options.value(given, option);
        if (text.isPresent() && !(text.get().matches("\\d{1,5}") && Integer.parseInt(text.get()) <= most)) {
            throw Failure.usage(option + " is a whole number from 0 to " + most);
        }
        return text.map(Integer::parseInt).orElse(otherwise);
    }
}
