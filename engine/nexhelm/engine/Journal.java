package nexhelm.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of requests that changed something, of logins and of refusals: which path, who, and the ids of what
 * came of it. Never what a client wrote, neither a text nor a part of a path that led nowhere.
 */
final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** The parts of an answer that are ids and words of ours. */
    private static final List<String> TOLD =
            List.of("id", "workflow_run_id", "status", "workspace_id", "task_definition_id", "sandbox_user_id");

    private Journal() {}

    /** A change was made; what it made is in the answer. */
    static void changed(Context context, Caller caller, JsonNode answer) {
        var ids = new StringBuilder();
        for (String key : TOLD) {
            String value = answer.path(key).asText("");
            if (value.matches("[A-Za-z0-9._-]{1,80}")) {
                ids.append(' ').append(key).append('=').append(value);
            }
        }
        String at = context.pathParamMap().getOrDefault("id", ""); // which is known, for the change was made
        if (!answer.has("id") && at.matches("[A-Za-z0-9._-]{1,80}")) {
            ids.append(" id=").append(at);
        }
        LOG.info(
                "{} {} user={}{}",
                context.method(),
                path(context),
                caller.user().id(),
                ids);
    }

    /** The agent is followed from here on. A task has a number; other ids are the client's words until they are known. */
    static void follows(Context context, Caller caller, JsonNode asked) {
        LOG.info(
                "{} {} user={}{}",
                context.method(),
                path(context),
                caller.user().id(),
                task(asked));
    }

    /** A stream of the agent ended, because it was done or because its reader went away. */
    static void followed(Context context, Caller caller, JsonNode asked) {
        LOG.info(
                "{} {} user={}{} ended",
                context.method(),
                path(context),
                caller.user().id(),
                task(asked));
    }

    private static String task(JsonNode asked) {
        JsonNode number = asked.path("client_task_id");
        return number.isIntegralNumber() ? " client_task_id=" + number.longValue() : "";
    }

    /** Somebody signed in. */
    static void login(Context context, JsonNode answer) {
        String user =
                answer.path("user_id").asText(answer.path("user").path("id").asText(""));
        if (user.matches("[A-Za-z0-9._-]{1,80}")) {
            LOG.info("login user={} by {}", user, path(context));
        }
    }

    /** Somebody sent the form of the sign-in page; who it was is in the session that it opened. */
    static void page(Context context) {
        if (context.method() == HandlerType.POST && context.statusCode() < 400) {
            LOG.info("login on the sign-in page");
        }
    }

    /** A request was refused; the sentence that the client got may repeat its words, so it is not here. */
    static void refused(Context context, Refusal refusal) {
        LOG.info(
                "refused {} {} {} {} request={}",
                refusal.status(),
                refusal.kind(),
                context.method(),
                path(context),
                context.res().getHeader("X-Request-Id"));
    }

    /** The path as it is declared, without what a client put into it. */
    private static String path(Context context) {
        return Optional.ofNullable(context.endpoints().matchedHttpEndpoint())
                .map(endpoint -> endpoint.path)
                .orElse("(no such path)");
    }
}
