package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nexhelm.Failure;
import nexhelm.client.Backend;
import nexhelm.client.Links;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.render.Views;
import nexhelm.world.TextFile;
import nexhelm.world.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code workflow edit RUN_ID}: the definition in an editor, checked, then refined with as it is. */
final class EditCommand implements Command {

    @Override
    public void declare(CommandSpec spec) {
        Options.argument(spec, "RUN_ID", "The run whose definition is edited.", true);
        Options.flag(spec, "JSON on stdout.", "--json");
    }

    @Override
    public int run(ParseResult given, Call call) {
        World world = call.world();
        String runId = Options.argument(given).orElseThrow();
        var session = new Session(world, call.profile(), Session.Speaker.PERSON, new Live(world, false, false, false));
        String path = Backend.path("/workflow-lab/runs/{}", runId);
        JsonNode definition = session.backend()
                .get(
                        path + "/task-definition",
                        java.util.Map.of("user_id", session.config().userId()))
                .path("task_definition");
        if (!definition.isObject()) {
            throw Failure.backend(200, "GET " + path + "/task-definition answered without a task_definition");
        }
        String before = Json.readable(definition) + "\n";
        Path file = world.nexFolder()
                .resolve("edit")
                .resolve("definition-" + runId.replaceAll("[^A-Za-z0-9_-]", "_") + ".json");
        try {
            // What an earlier attempt left after an error is gone on with.
            boolean resumed = Files.isRegularFile(file);
            if (!resumed) {
                TextFile.replace(file, before, true);
            } else {
                world.terminal().err().println("going on with the text kept in " + file);
            }
            ObjectNode edited = edit(world, file);
            if (edited.equals(definition)) {
                Files.deleteIfExists(file);
                world.terminal().err().println("nothing was changed, so nothing was sent");
                return 0;
            }
            ObjectNode body = Json.object().put("user_id", session.config().userId());
            body.set("task_definition", edited);
            ObjectNode run = refine(session, path, body, file);
            Files.deleteIfExists(file);
            show(
                    Links.enrich(run, session.config()).put("refined_from_run_id", runId),
                    Options.has(given, "--json"),
                    world);
            return 0;
        } catch (IOException e) {
            throw Failure.unexpected("cannot use " + file + ": " + TextFile.reason(e));
        }
    }

    private static ObjectNode refine(Session session, String path, ObjectNode body, Path file) {
        try {
            return session.backend().object(session.backend().create(path + "/refine", body), "refine");
        } catch (Failure e) {
            throw e.hint("your text is kept in " + file + "; the same command goes on with it");
        }
    }

    private static ObjectNode edit(World world, Path file) throws IOException {
        String editor = world.env("VISUAL").or(() -> world.env("EDITOR")).orElse("vi");
        var command = new ArrayList<>(List.of(editor.trim().split("\\s+")));
        command.add(file.toString());
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw Failure.input("the editor ended with " + code + "; nothing was sent")
                        .hint("your text is kept in " + file);
            }
        } catch (IOException e) {
            throw Failure.input("the editor '" + editor + "' cannot be started").hint("set VISUAL or EDITOR");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unexpected("interrupted");
        }
        return check(TextFile.read(world, file.toString()), file);
    }

    private static ObjectNode check(String text, Path file) {
        String kept = "your text is kept in " + file + "; the same command goes on with it";
        try {
            if (!(Json.parse(text) instanceof ObjectNode definition)) {
                throw Failure.input("the definition is not a JSON object").hint(kept);
            }
            if (definition.path("name").asText("").isBlank()) {
                throw Failure.input(line(text, "\"name\"") + "name is missing or empty")
                        .hint(kept);
            }
            if (!definition.path("steps").isArray()) {
                throw Failure.input(line(text, "\"steps\"") + "steps is not a list")
                        .hint(kept);
            }
            int from = Math.max(0, text.indexOf("\"steps\""));
            for (int i = 0; i < definition.path("steps").size(); i++) {
                JsonNode step = definition.path("steps").get(i);
                if (!step.isObject() || step.path("instruction").asText("").isBlank()) {
                    throw Failure.input(line(text, i, from) + "steps[" + i + "] needs an instruction")
                            .hint(kept);
                }
            }
            return definition;
        } catch (Json.Malformed e) {
            throw Failure.input("the definition is " + e.getMessage()).hint(kept);
        }
    }

    private static String line(String text, String key) {
        int at = text.indexOf(key);
        return at < 0
                ? ""
                : "line "
                        + (text.substring(0, at).chars().filter(c -> c == '\n').count() + 1) + ": ";
    }

    /** The line where the n-th step begins: the n-th brace that opens one level inside the list of steps. */
    private static String line(String text, int n, int from) {
        int depth = 0;
        int seen = -1;
        boolean quoted = false;
        for (int i = text.indexOf('[', from); i >= 0 && i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                seen += depth == 1 ? 1 : 0;
                if (depth == 1 && seen == n) {
                    return "line "
                            + (text.substring(0, i)
                                            .chars()
                                            .filter(x -> x == '\n')
                                            .count()
                                    + 1) + ": ";
                }
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        return "";
    }

    private static void show(ObjectNode run, boolean json, World world) {
        Page page = Command.page(world);
        if (json) {
            page.line(Json.pretty(run));
        } else {
            Views.designed(run, page);
        }
        world.terminal().out().print(page);
    }
}
