package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.client.Backend;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.world.TextFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code api METHOD PATH}: one authenticated call, its answer as JSON. Says nothing that it was not told to say. */
final class ApiCommand implements Command {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "HEAD");

    @Override
    public void declare(CommandSpec spec) {
        Options.choice(spec, 0, "METHOD", METHODS, "GET, POST, PUT, DELETE or HEAD.", true);
        Options.argument(spec, 1, "PATH", "The path, with its query; {user_id} stands for yours.", true);
        Options.text(spec, "JSON", "The body; @FILE reads it from a file, - from standard input.", "-d", "--data");
        Options.flag(spec, "JSON on stdout (always, here).", "--json");
    }

    @Override
    public int run(ParseResult given, Call call) {
        String method = Options.argument(given, 0).orElse("").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw Failure.usage("METHOD is one of " + String.join(", ", METHODS) + ", not " + method);
        }
        String path = Options.argument(given, 1).orElse("");
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw Failure.usage("PATH starts with one slash: " + path);
        }
        Optional<ObjectNode> body = Options.value(given, "--data").map(data -> body(call, data));
        if (body.isPresent() && (method.equals("GET") || method.equals("HEAD"))) {
            throw Failure.usage(method + " takes no --data");
        }
        var session = new Session(call.world(), call.profile(), Session.Speaker.PERSON, Progress.SILENT);
        JsonNode answer = session.backend()
                .call(
                        method,
                        Backend.written(
                                path.replace("{user_id}", session.config().userId())),
                        Map.of(),
                        body.or(() -> method.equals("POST") || method.equals("PUT")
                                ? Optional.of(Json.object())
                                : Optional.empty()),
                        Map.of());
        call.world().terminal().out().println(Json.pretty(answer));
        return 0;
    }

    private static ObjectNode body(Call call, String data) {
        String text = data.equals("-")
                ? TextFile.read(call.world(), "-")
                : data.startsWith("@") ? TextFile.read(call.world(), data.substring(1)) : data;
        try {
            if (Json.parse(text) instanceof ObjectNode object) {
                return object;
            }
            throw Failure.input("the body is not a JSON object");
        } catch (Json.Malformed e) {
            throw Failure.input("the body is " + e.getMessage());
        }
    }
}
