package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.BackendUrl;
import nexhelm.auth.Config;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code open [RUN_ID]}: a page in the browser; at the local engine by a link that signs in once. */
final class OpenCommand implements Command {

    @Override
    public void declare(CommandSpec spec) {
        Options.argument(spec, "RUN_ID", "The run; without it the list of runs.", false);
        Options.flag(spec, "Print the link instead of opening it.", "--print");
    }

    @Override
    public int run(ParseResult given, Call call) {
        var session = new Session(call.world(), call.profile(), Session.Speaker.PERSON, Progress.SILENT);
        String url = link(session, Options.argument(given));
        if (Options.has(given, "--print")) {
            call.world().terminal().out().println(url);
        } else {
            Browser.open(call.world(), url);
        }
        return 0;
    }

    /** The link to a run's page; where the backend can, one that needs no sign-in (once, for five minutes). */
    static String link(Session session, Optional<String> runId) {
        Config config = session.config();
        String path =
                "/dashboard/workflow-lab" + runId.map(id -> "?runId=" + id).orElse("");
        String host = config.backendUrl().replaceFirst("^https?://", "").replaceFirst("[:/].*$", "");
        if (BackendUrl.loopback(host)) {
            try {
                JsonNode answer = session.backend()
                        .post("/auth/one-time-link", Json.object().put("path", path));
                if (answer.path("url").asText("").matches("https?://[!-~]+")) {
                    return answer.path("url").textValue();
                }
            } catch (Failure e) {
                if (e.status() == 0) {
                    throw e; // nobody answers; a link would lead nowhere
                }
            }
        }
        return config.frontendUrl() + path;
    }
}
