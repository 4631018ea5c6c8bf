package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nexhelm.Failure;
import nexhelm.auth.BackendUrl;
import nexhelm.auth.Config;
import nexhelm.auth.ConfigFile;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code config get|set|list}: a profile's settings. Tokens are never shown, and logins alone write them. */
final class ConfigCommand implements Command {

    /** The words that a key takes; empty where any text will do. */
    static List<String> words(String key) {
        return key.equals("keychain") ? List.of("on", "off") : List.of();
    }

    enum What {
        GET,
        SET,
        LIST
    }

    /** What may be set here, with what it is; everything else belongs to a login. */
    private static final Map<String, String> SETTABLE = new LinkedHashMap<>();

    static {
        SETTABLE.put("client_id", "the client to work for");
        SETTABLE.put("default_sandbox_user_id", "the sandbox account of workflow designer when none is named");
        SETTABLE.put("frontend_url", "the base of links");
        SETTABLE.put("keychain", "on keeps the tokens in the system's keychain, off in the file");
    }

    private static final List<String> KEYS = Stream.concat(Config.keys().stream(), SETTABLE.keySet().stream())
            .distinct()
            .toList();

    private static final List<String> SECRET = List.of("cli_token", "github_fgt");

    private final What what;

    ConfigCommand(What what) {
        this.what = what;
    }

    @Override
    public void declare(CommandSpec spec) {
        String keys = String.join(", ", SETTABLE.keySet());
        if (what == What.SET) {
            Options.choice(spec, 0, "KEY", List.copyOf(SETTABLE.keySet()), "One of " + keys + ".", true);
            Options.argument(spec, 1, "VALUE", "The value; an empty one takes it away.", true);
        } else {
            if (what == What.GET) {
                Options.choice(spec, 0, "KEY", KEYS, "A key of nex config list.", true);
            }
            Options.flag(spec, "JSON on stdout.", "--json");
        }
    }

    @Override
    public int run(ParseResult given, Call call) {
        var session = new Session(call.world(), call.profile(), Session.Speaker.PERSON, Progress.SILENT);
        Terminal terminal = call.world().terminal();
        if (what == What.SET) {
            set(
                    session,
                    Options.argument(given, 0).orElseThrow(),
                    Options.argument(given, 1).orElseThrow(),
                    terminal);
            return 0;
        }
        ObjectNode shown = shown(session);
        if (what == What.GET) {
            String key = Options.argument(given, 0).orElseThrow();
            if (SECRET.contains(key)) {
                throw Failure.usage(key + " is a secret and not shown"
                        + (key.equals("cli_token") ? "; nex auth token prints it for scripts" : ""));
            }
            if (!shown.has(key)) {
                throw unknown(key, names(shown));
            }
            terminal.out()
                    .println(
                            Options.has(given, "--json")
                                    ? Json.pretty(shown.get(key))
                                    : Style.line(plain(shown.get(key))));
            return 0;
        }
        Page page = Command.page(call.world());
        if (Options.has(given, "--json")) {
            page.line(Json.pretty(shown));
        } else {
            shown.properties()
                    .forEach(row -> page.row(row.getKey(), row.getValue().isNull() ? "—" : plain(row.getValue())));
        }
        terminal.out().print(page);
        return 0;
    }

    /** Every key of the config; of a secret only whether there is one. */
    private static ObjectNode shown(Session session) {
        ObjectNode shown = Json.object();
        session.config().raw().properties().forEach(row -> shown.set(row.getKey(), row.getValue()));
        Config.keys().forEach(key -> shown.putIfAbsent(key, shown.nullNode()));
        SECRET.forEach(key -> shown.put(key, session.config().text(key).isPresent() ? "(set)" : null));
        shown.put("keychain", ConfigFile.usesKeychain(session.config().raw()) ? "on" : "off");
        return shown;
    }

    private static void set(Session session, String key, String value, Terminal terminal) {
        if (!SETTABLE.containsKey(key)) {
            if (Config.keys().contains(key)) {
                throw Failure.usage(key + " is written by a login, not here; what can be set: "
                        + String.join(", ", SETTABLE.keySet()));
            }
            throw unknown(key, List.copyOf(SETTABLE.keySet()));
        }
        ConfigFile file = session.configFile();
        Config config = session.config();
        ObjectNode change = Json.object();
        String text = value.strip();
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw Failure.input("the value of " + key + " has control characters, which none may have");
        }
        switch (key) {
            case "keychain" -> change.put("keychain", onOff(text));
            case "frontend_url" -> {
                if (!text.isEmpty()) {
                    text = BackendUrl.secure(text, key);
                }
                change.put(key, text.isEmpty() ? null : text);
            }
            case "client_id" -> change.put(key, text).putNull("client_name").putNull("client_email");
            default -> change.put(key, text.isEmpty() ? null : text);
        }
        file.save(config.with(change));
        terminal.out().println("ok " + key + " is now " + (text.isEmpty() ? "not set" : Style.line(text)));
    }

    private static boolean onOff(String text) {
        return switch (text) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no", "" -> false;
            default -> throw Failure.usage("keychain is on or off, not '" + Style.line(text) + "'");
        };
    }

    private static Failure unknown(String key, List<String> known) {
        return Failure.usage("there is no key '" + Style.line(key) + "'" + Nex.guess(key, known))
                .hint("see nex config list");
    }

    private static List<String> names(ObjectNode shown) {
        var names = new ArrayList<String>();
        shown.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String plain(JsonNode value) {
        if (value.isArray()) {
            var words = new ArrayList<String>();
            value.forEach(word -> words.add(word.asText()));
            return String.join(" ", words);
        }
        return value.isNull() ? "" : value.isValueNode() ? value.asText() : Json.compact(value);
    }
}
