package nexhelm.cli;

import nexhelm.client.Progress;
import nexhelm.client.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code auth token}: the one command that prints a token, for scripts that call the backend themselves. */
final class AuthToken implements Command {

    @Override
    public void declare(CommandSpec spec) {
        // takes nothing but the common options
    }

    @Override
    public int run(ParseResult given, Call call) {
        var session = new Session(call.world(), call.profile(), Session.Speaker.PERSON, Progress.SILENT);
        call.world().terminal().out().println(session.bearer());
        if (call.world().terminal().outTty()) {
            call.world().terminal().err().println("whoever has this token is you until it expires");
        }
        return 0;
    }
}
