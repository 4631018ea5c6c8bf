package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.Failure;
import nexhelm.auth.Config;
import nexhelm.auth.ConfigFile;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code auth github-link}: the GitHub token that workspaces push with. */
final class AuthGithubLink implements Command {

    @Override
    public void declare(CommandSpec spec) {
        Options.text(
                spec,
                "TOKEN",
                "The token; others can read it in the list of processes, so prefer the prompt, --fgt-stdin or"
                        + " NEX_GITHUB_TOKEN.",
                "--fgt");
        Options.flag(spec, "Read the token from standard input.", "--fgt-stdin");
        Options.flag(spec, "Forget the token.", "--clear");
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        Terminal terminal = world.terminal();
        var session = new Session(world, call.profile(), Session.Speaker.PERSON, Progress.SILENT);
        Config config = session.config();
        ConfigFile file = session.configFile();
        ObjectNode change = Json.object();
        if (Options.has(given, "--clear")) {
            file.save(config.with(change.putNull("github_fgt")));
            terminal.out().println("ok no GitHub token is linked any more");
            return 0;
        }
        String token = token(given, world).trim();
        if (token.isEmpty()) {
            throw Failure.input("the token is empty");
        }
        if (!token.matches("[!-~]{1,500}")) {
            throw Failure.input("the token has characters that no token has; copy it anew");
        }
        if (!token.startsWith("github_pat_")) {
            terminal.err()
                    .println("warn it does not begin with github_pat_: a classic token may do more than a workspace"
                            + " needs; prefer a fine-grained one");
        }
        file.save(config.with(change.put("github_fgt", token)));
        terminal.out().println("ok the GitHub token is linked; workspaces started from now on push with it");
        return 0;
    }

    private static String token(ParseResult given, World world) {
        Terminal terminal = world.terminal();
        if (Options.has(given, "--fgt-stdin")) {
            return terminal.line().orElse("");
        }
        return Options.value(given, "--fgt")
                .or(() -> world.env("NEX_GITHUB_TOKEN"))
                .orElseGet(() -> terminal.promptHidden("GitHub token (fine-grained): "));
    }
}
