package nexhelm.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nexhelm.daemon.exec.Areas;
import nexhelm.daemon.exec.Check;
import nexhelm.daemon.exec.Run;
import nexhelm.daemon.files.Search;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/** Tests, lint and type check of an area, and what they wrote. */
final class ExecApi {

    /** How often a client hears something, and so how soon it is known that it is gone. */
    private static final int KEPT_ALIVE_SECONDS = 1;

    private final Running running;

    ExecApi(Running running) {
        this.running = running;
    }

    void check(Check check, Workspace workspace, Request request) throws IOException {
        String area = request.text("area").orElseThrow(() -> Refusal.invalid("invalid_area", "area is missing."));
        Optional<String> pattern = request.text("pattern").filter(text -> !text.isBlank());
        pattern.filter(text -> text.length() > 500 || text.startsWith("-")).ifPresent(text -> {
            throw Refusal.invalid("invalid_pattern", "The pattern is too long or looks like an option.");
        });
        long seconds = CodeApi.number(
                request, "timeout_seconds", 1, running.limits().longest().toSeconds(), 600);
        Areas.Command command = Areas.command(workspace.tree(), area, check, pattern);
        Run run = running.begin(workspace);
        var logs = running.logs(workspace);
        CompletableFuture<ObjectNode> result = CompletableFuture.supplyAsync(
                () -> run.toEnd(
                        command.folder().toString(),
                        command.words(),
                        Duration.ofSeconds(seconds),
                        line -> logs.add(area, line)),
                ExecApi::thread);
        ObjectNode about = Json.object().put("area", area).put("check", check.word());
        var words = about.putArray("command");
        command.words().forEach(words::add);
        write(request.context(), run, result, about);
    }

    JsonNode logs(Workspace workspace, Request request) {
        String component = request.text("component")
                .orElseThrow(() -> Refusal.invalid("invalid_component", "component is missing."));
        Optional<Pattern> grep =
                request.text("grep").filter(text -> !text.isEmpty()).map(text -> Search.pattern(text, true, true));
        ObjectNode answer = Json.object().put("component", component);
        answer.set(
                "lines",
                running.logs(workspace)
                        .tail(
                                component,
                                CodeApi.number(request, "since_seconds", 1, 86_400 * 2, 300),
                                (int) CodeApi.number(request, "limit", 1, 5000, 200),
                                grep));
        return answer;
    }

    /**
     * Clients give up when they hear nothing for two minutes, so a long run sends white space in front of its JSON. When
     * the client goes away, the run ends.
     */
    private static void write(Context context, Run run, CompletableFuture<ObjectNode> result, ObjectNode about)
            throws IOException {
        context.contentType("application/json");
        OutputStream out = context.res().getOutputStream();
        try {
            while (true) {
                try {
                    about.setAll(result.get(KEPT_ALIVE_SECONDS, TimeUnit.SECONDS));
                    break;
                } catch (TimeoutException e) {
                    out.write(' ');
                    out.flush();
                }
            }
            out.write(Json.compact(about).getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            run.stop();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IOException("the run failed", e.getCause());
        } catch (IOException e) {
            run.stop();
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "command");
        thread.setDaemon(true);
        thread.start();
    }
}
