package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.UnaryOperator;
import nexhelm.Failure;
import nexhelm.agents.Agents;
import nexhelm.assistant.Launch;
import nexhelm.assistant.ServerCheck;
import nexhelm.auth.Config;
import nexhelm.auth.ConfigFile;
import nexhelm.auth.Profiles;
import nexhelm.auth.Tokens;
import nexhelm.client.Probe;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Style;
import nexhelm.tool.Agent;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code doctor}: each check by itself, as far as the ones before it allow; exit 1 when one failed. */
final class DoctorCommand implements Command {

    private final ArrayNode checks = Json.array();
    private int failed;
    private UnaryOperator<String> typed = UnaryOperator.identity();

    @Override
    public void declare(CommandSpec spec) {
        Options.flag(spec, "JSON on stdout.", "--json");
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        typed = world::typed;
        check(world, call.profile());
        Terminal terminal = world.terminal();
        if (Options.has(given, "--json")) {
            ObjectNode result = Json.object().put("ok", failed == 0).put("failed", failed);
            result.set("checks", checks);
            terminal.out().println(Json.pretty(result));
        } else {
            Style style = new Style(terminal.color() && terminal.outTty());
            checks.forEach(check -> {
                String state = check.path("state").asText();
                String word = String.format("%-5s", state);
                terminal.out()
                        .println((state.equals("ok")
                                        ? style.good(word)
                                        : state.equals("warn") ? style.warn(word) : style.bad(word))
                                + Style.line(check.path("text").asText()));
            });
            terminal.out().println(failed == 0 ? "all checks passed" : failed + " check(s) failed");
        }
        return failed == 0 ? 0 : 1;
    }

    private void check(World world, Optional<String> asked) {
        var profiles = new Profiles(world);
        Optional<Config> config = Optional.empty();
        try {
            boolean fromEnv = profiles.fromEnv(asked);
            ConfigFile file = profiles.file(profiles.chosen(asked));
            if (fromEnv) {
                add("config", "ok", "config from NEX_BACKEND_URL and NEX_TOKEN");
            } else if (file.exists()) {
                add("config", "ok", "config " + file.path() + " (profile " + profiles.chosen(asked) + ")");
                file.mode()
                        .ifPresent(mode -> add(
                                "mode",
                                mode == 0600 ? "ok" : "warn",
                                mode == 0600
                                        ? "mode 0600"
                                        : "mode " + String.format("%04o", mode)
                                                + ", others may read the token: chmod 600 " + file.path()));
            }
            config = Optional.of(profiles.load(asked));
        } catch (Failure e) {
            add("config", "fail", said(e));
        }
        config.ifPresent(known -> online(known, world));
        server(world);
        add(
                "agents",
                Agents.ALL.isEmpty() ? "fail" : "ok",
                Agents.ALL.size() + " agent(s) registered: "
                        + String.join(", ", Agents.ALL.stream().map(Agent::name).toList()));
    }

    /** Starts the MCP server as an assistant would, once. JBang may have to build it first, so only a warning comes of that. */
    private void server(World world) {
        Launch launch = Launch.best(world);
        if (!launch.installed()) {
            Optional<Launch> checkout = Launch.checkout(world);
            Optional<String> fault =
                    checkout.flatMap(built -> ServerCheck.fault(built.command(), ServerCheck.HOSTS.multipliedBy(3)));
            add(
                    "mcp",
                    "warn",
                    "nex-mcp is not installed, so assistants start it through JBang: nex install"
                            + checkout.map(built -> "; " + String.join(" ", built.command()) + " "
                                            + fault.orElse("answers a handshake"))
                                    .orElse(""));
            return;
        }
        String program = launch.command().get(0);
        Optional<String> fault = ServerCheck.fault(launch.command(), ServerCheck.HOSTS);
        add(
                "mcp",
                fault.isPresent() ? "fail" : "ok",
                fault.map(what -> program + " " + what).orElse(program + " answers an assistant's handshake"));
    }

    private void online(Config config, World world) {
        try {
            Tokens.bearer(config, world, true);
            boolean expired =
                    config.expiresAt().filter(end -> end <= world.now()).isPresent();
            add(
                    "token",
                    expired ? "fail" : "ok",
                    config.cliToken().isEmpty()
                            ? "a token was minted here (secret from "
                                    + nexhelm.auth.SecretBundle.resolve(world, true)
                                            .source() + ")"
                            : expired
                                    ? "the token has expired; " + Config.SIGN_IN_AGAIN
                                    : "the token was issued by the backend"
                                            + (config.expiresAt().isPresent()
                                                    ? " and has not expired"
                                                    : "; when it ends is not known"));
        } catch (Failure e) {
            add("token", "fail", said(e));
            return;
        }
        Probe probe = Probe.ask(new Session(world, config, Progress.SILENT));
        add(
                "backend",
                probe.ok() ? "ok" : "fail",
                config.backendUrl() + (probe.ok() ? " reachable" : ": " + probe.text()));
    }

    private static String said(Failure e) {
        return e.getMessage() + (e.hint().isEmpty() ? "" : "; " + e.hint());
    }

    private void add(String name, String state, String text) {
        checks.add(Json.object().put("name", name).put("state", state).put("text", typed.apply(text)));
        failed += state.equals("fail") ? 1 : 0;
    }
}
