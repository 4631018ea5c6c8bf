package nexhelm.cli;

import java.io.IOException;
import nexhelm.Failure;
import nexhelm.client.Workspaces;
import nexhelm.http.Tunnel;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code workspace _proxy ID}: what OpenSSH calls to reach a workspace. Nothing but the tunnel's bytes is on stdout. */
final class WorkspaceProxy implements Command {

    @Override
    public void declare(CommandSpec spec) {
        Options.argument(spec, "ID", "The workspace.", true);
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        String id = Options.argument(given).orElseThrow();
        Workspaces.Coordinates workspace = new Workspaces(world).known(id);
        String url = workspace.endpoint().replaceFirst("^(?i)http", "ws") + "/tunnel/ssh";
        try {
            Tunnel.End end = Tunnel.carry(
                    world.env(),
                    url,
                    workspace.token(),
                    world.terminal().in(),
                    world.terminal().out());
            if (end.inOrder()) {
                return 0;
            }
            throw Failure.network("nex tunnel: " + end.problem()).exit(3);
        } catch (IOException e) {
            throw Failure.network("nex tunnel: tunnel connect failed: " + e.getMessage())
                    .exit(3);
        }
    }
}
