package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import nexhelm.Failure;
import nexhelm.auth.Profiles;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.world.Terminal;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code profile list|use|show}. */
final class ProfileCommand implements Command {

    enum What {
        LIST,
        USE,
        SHOW
    }

    private final What what;

    ProfileCommand(What what) {
        this.what = what;
    }

    @Override
    public void declare(CommandSpec spec) {
        if (what != What.LIST) {
            Options.argument(spec, "NAME", "The profile.", what == What.USE);
        }
        if (what != What.USE) {
            Options.flag(spec, "JSON on stdout.", "--json");
        }
    }

    @Override
    public int run(ParseResult given, Call call) {
        var profiles = new Profiles(call.world());
        Terminal terminal = call.world().terminal();
        switch (what) {
            case LIST -> list(profiles, Options.has(given, "--json"), call.world());
            case USE -> use(profiles, Options.argument(given).orElseThrow(), terminal);
            default -> show(profiles, given, call);
        }
        return 0;
    }

    private static void list(Profiles profiles, boolean json, World world) {
        ArrayNode rows = Json.array();
        var cells = new ArrayList<List<String>>();
        for (String name : profiles.names()) {
            ObjectNode raw = profiles.file(name).raw().orElseGet(Json::object);
            boolean current = name.equals(profiles.current());
            String backend = raw.path("backend_url").asText("?");
            String email = raw.path("user_email").asText("");
            rows.add(Json.object()
                    .put("name", name)
                    .put("current", current)
                    .put("backend_url", backend)
                    .put("user_email", email.isEmpty() || raw.path("user_email").isNull() ? null : email));
            cells.add(List.of(current ? "*" : "", name, backend, email));
        }
        Page page = Command.page(world);
        if (json) {
            page.line(Json.pretty(rows));
        } else if (cells.isEmpty()) {
            page.suggest("no profiles yet; sign in with nex auth setup -e EMAIL, or see nex try");
        } else {
            page.table(List.of("", "NAME", "BACKEND", "USER"), cells);
        }
        world.terminal().out().print(page);
    }

    private static void use(Profiles profiles, String name, Terminal terminal) {
        known(profiles, name);
        profiles.use(name);
        terminal.out().println("ok current profile is now " + name);
    }

    private static void known(Profiles profiles, String name) {
        if (!profiles.file(name).exists()) {
            throw Failure.notSetUp(
                    "there is no profile " + name,
                    "profiles here: " + (profiles.names().isEmpty() ? "none" : String.join(", ", profiles.names())));
        }
    }

    private static void show(Profiles profiles, ParseResult given, Call call) {
        Options.argument(given).ifPresent(wanted -> known(profiles, wanted));
        String name = Options.argument(given).orElseGet(() -> profiles.chosen(call.profile()));
        ObjectNode status = AuthStatus.describe(profiles.file(name).load(), call.world());
        status.put("profile", name)
                .put("config_file", profiles.file(name).path().toString());
        Page page = Command.page(call.world());
        if (Options.has(given, "--json")) {
            page.line(Json.pretty(status));
        } else {
            status.properties().forEach(row -> page.row(row.getKey(), row.getValue()));
        }
        call.world().terminal().out().print(page);
    }
}
