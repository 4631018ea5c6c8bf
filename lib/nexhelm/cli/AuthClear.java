package nexhelm.cli;

import java.util.List;
import nexhelm.auth.ConfigFile;
import nexhelm.auth.Profiles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code auth clear}: removes the current profile's file and says what is current next. */
final class AuthClear implements Command {

    @Override
    public void declare(CommandSpec spec) {
        // takes nothing but the common options
    }

    @Override
    public int run(ParseResult given, Call call) {
        var profiles = new Profiles(call.world());
        String name = profiles.chosen(call.profile());
        ConfigFile file = profiles.file(name);
        var out = call.world().terminal().out();
        out.println(file.delete() ? "ok removed " + file.path() : "ok there was no " + file.path());
        if (name.equals(profiles.current())) {
            List<String> left = profiles.names();
            profiles.use(left.isEmpty() ? Profiles.DEFAULT : left.get(0));
            out.println(
                    left.isEmpty()
                            ? call.world()
                                    .typed("no profile is left; sign in with nex auth setup -e EMAIL, or see nex try")
                            : "current profile is now " + left.get(0));
        }
        return 0;
    }
}
