package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import nexhelm.auth.Config;
import nexhelm.client.LocalEngine;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.world.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code engine start|stop|status}. */
final class EngineCommand implements Command {

    enum What {
        START,
        STOP,
        STATUS
    }

    private final What what;

    EngineCommand(What what) {
        this.what = what;
    }

    @Override
    public void declare(CommandSpec spec) {
        Options.flag(spec, "JSON on stdout.", "--json");
    }

    @Override
    public int run(ParseResult given, Call call) {
        var engine = new LocalEngine(call.world());
        Terminal terminal = call.world().terminal();
        ObjectNode result = Json.object();
        switch (what) {
            case START -> {
                boolean there = engine.running().isPresent();
                Config config = LocalLogin.enter(call.world());
                result.put("running", true).put("started", !there).put("url", config.backendUrl());
            }
            case STOP -> result.put("running", false).put("stopped", engine.stop());
            default -> result.put("running", engine.running().isPresent());
        }
        Optional<LocalEngine.Running> running = what == What.STOP ? Optional.empty() : engine.running();
        running.ifPresent(r -> result.put("url", r.url()).put("pid", r.pid()).put("version", r.version()));
        result.put("data", engine.folder().toString()).put("log", engine.log().toString());
        Page page = Command.page(call.world());
        if (Options.has(given, "--json")) {
            page.line(Json.pretty(result));
        } else {
            result.properties()
                    .forEach(row -> page.row(
                            row.getKey(),
                            row.getValue().isBoolean()
                                    ? row.getValue().booleanValue() ? "yes" : "no"
                                    : row.getValue().asText()));
        }
        terminal.out().print(page);
        return what == What.STATUS && running.isEmpty() ? 1 : 0;
    }
}
