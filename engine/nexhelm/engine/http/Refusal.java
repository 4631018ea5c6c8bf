package nexhelm.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import nexhelm.json.Json;

/** A request that is answered with a status of 400 or more: one sentence for people, one word for programs. */
public final class Refusal extends RuntimeException {

    private final int status;
    private final String kind;
    private final Optional<Integer> retryAfter;

    private Refusal(int status, String kind, String detail, Optional<Integer> retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public static Refusal badRequest(String kind, String detail) {
        return new Refusal(400, kind, detail, Optional.empty());
    }

    public static Refusal unauthorized(String kind, String detail) {
        return new Refusal(401, kind, detail, Optional.empty());
    }

    public static Refusal forbidden(String kind, String detail) {
        return new Refusal(403, kind, detail, Optional.empty());
    }

    public static Refusal notFound(String kind, String detail) {
        return new Refusal(404, kind, detail, Optional.empty());
    }

    public static Refusal conflict(String kind, String detail) {
        return new Refusal(409, kind, detail, Optional.empty());
    }

    public static Refusal tooLarge(String detail) {
        return new Refusal(413, "too_large", detail, Optional.empty());
    }

    public static Refusal invalid(String kind, String detail) {
        return new Refusal(422, kind, detail, Optional.empty());
    }

    public static Refusal tooMany(String detail, int seconds) {
        return new Refusal(429, "too_many_attempts", detail, Optional.of(seconds));
    }

    public static Refusal notImplemented(String detail) {
        return new Refusal(501, "not_implemented", detail, Optional.empty());
    }

    public static Refusal busy(String detail) {
        return new Refusal(503, "busy", detail, Optional.of(5));
    }

    /** A status that the web server itself found. */
    public static Refusal of(int status, String kind, String detail) {
        return new Refusal(status, kind, detail, Optional.empty());
    }

    public int status() {
        return status;
    }

    public String kind() {
        return kind;
    }

    /** The one sentence. */
    public String detail() {
        return getMessage();
    }

    /** Seconds after which another try makes sense. */
    public Optional<Integer> retryAfter() {
        return retryAfter;
    }

    public ObjectNode body() {
        return Json.object().put("detail", detail()).put("kind", kind);
    }
}
