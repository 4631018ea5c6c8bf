package nexhelm.client;

import java.util.LinkedHashMap;
import nexhelm.Failure;
import nexhelm.auth.Config;

/**
 * Whether the backend answers and accepts us: {@code GET /workflow-lab/runs?limit=1}.
 *
 * @param status 200 when it does, the refusal's status, 0 when nobody answered
 * @param text   the diagnosis, one line
 */
public record Probe(int status, String text) {

    /** Asks the backend once. */
    public static Probe ask(Session session) {
        var query = new LinkedHashMap<String, String>();
        query.put("limit", "1");
        query.put("user_id", session.config().userId());
        query.put("client_id", session.config().clientId());
        try {
            session.backend().evenExpired().get("/workflow-lab/runs", query);
            return new Probe(200, "GET /workflow-lab/runs reachable");
        } catch (Failure e) {
            return new Probe(e.status(), diagnosis(session, e));
        }
    }

    public boolean ok() {
        return status == 200;
    }

    private static String diagnosis(Session session, Failure e) {
        boolean issued = session.config().cliToken().isPresent();
        return switch (e.status()) {
            case 401 ->
                "401: the backend does not accept "
                        + (issued
                                ? "this token; " + Config.SIGN_IN_AGAIN
                                : "tokens minted with this secret; secret, issuer and audience must be the backend's");
            case 403 -> "403: the backend knows you, and your token does not allow lab.read";
            case 404 -> "404: " + session.config().backendUrl() + " has no workflow lab; is it the right backend?";
            case 422 -> "422: the backend does not know this user_id or client_id";
            case 0 -> e.getMessage() + (e.hint().isEmpty() ? "" : "; " + e.hint());
            default -> e.getMessage();
        };
    }
}
