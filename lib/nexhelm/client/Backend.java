package nexhelm.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.regex.Pattern;
import nexhelm.Failure;
import nexhelm.auth.BackendUrl;
import nexhelm.auth.Config;
import nexhelm.auth.Tokens;
import nexhelm.http.Http;
import nexhelm.json.Json;
import nexhelm.world.World;

/** The backend's HTTP interface as Java calls; every answer is JSON or a {@link Failure}. */
public final class Backend {

    /** A shorter secret is no secret, and taking it out would spoil what a backend answered. */
    private static final int LONG_SECRET = 16;

    /** The part of a presigned address that opens it: parameters of S3, Google's and Azure's storage, and tokens. */
    private static final Pattern SIGNED = Pattern.compile(
            "(?i)([?&](?:x-(?:amz|goog)-[a-z-]+|sig|signature|[a-z_-]*token|[a-z_-]*key)=)[^&\\s\"'<>\\\\]+");

    private final World world;
    private final Config config;
    private final Session.Speaker speaker;
    private final boolean evenExpired;
    private volatile String sent = "";

    Backend(World world, Config config, Session.Speaker speaker) {
        this(world, config, speaker, false);
    }

    private Backend(World world, Config config, Session.Speaker speaker, boolean evenExpired) {
        this.world = world;
        this.config = config;
        this.speaker = speaker;
        this.evenExpired = evenExpired;
    }

    /** The same, asking also with a token that should have expired: the clocks may differ. */
    Backend evenExpired() {
        return new Backend(world, config, speaker, true);
    }

    /** A path with its ids percent-encoded (RFC 3986, section 2.1): {@code path("/runs/{}/cancel", id)}. */
    public static String path(String template, String... ids) {
        String path = template;
        for (String id : ids) {
            if (id.isBlank() || id.equals(".") || id.equals("..")) {
                throw Failure.input("an id is empty or no id: '" + id + "'");
            }
            path = path.replaceFirst("\\{}", encode(id).replace("$", "\\$"));
        }
        return path;
    }

    /** GET with query parameters. */
    public JsonNode get(String path, Map<String, String> query) {
        return call("GET", path, query, Optional.empty(), Map.of());
    }

    /** POST with a JSON body. */
    public JsonNode post(String path, ObjectNode body) {
        return call("POST", path, Map.of(), Optional.of(body), Map.of());
    }

    /** POST of something that must not happen twice: a repetition by the operator can be told from a new wish. */
    public JsonNode create(String path, ObjectNode body) {
        return call(
                "POST",
                path,
                Map.of(),
                Optional.of(body),
                Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    }

    /** GET of a file as it is. */
    public byte[] bytes(String path, Map<String, String> query) {
        return answer("GET", path, query, Optional.empty(), Map.of()).bytes();
    }

    /** Any call. An empty answer is JSON null, one that is not JSON is text. */
    public JsonNode call(
            String method,
            String path,
            Map<String, String> query,
            Optional<ObjectNode> body,
            Map<String, String> more) {
        Http.Response answer = answer(method, path, query, body, more);
        String said = hidden(answer.body());
        if (said.isBlank()) {
            return Json.object().nullNode();
        }
        try {
            return Json.parse(said);
        } catch (Json.Malformed e) {
            String type = answer.header("content-type").toLowerCase(Locale.ROOT);
            if (type.contains("json")) {
                throw Failure.backend(
                        answer.status(), method + " " + path + " answered broken JSON: " + e.getMessage());
            }
            if (type.contains("html")) {
                throw page(method, path, answer.status());
            }
            return Json.object().textNode(said);
        }
    }

    private Http.Response answer(
            String method,
            String path,
            Map<String, String> query,
            Optional<ObjectNode> body,
            Map<String, String> more) {
        Http.Response answer;
        Map<String, String> headers = headers(more);
        try {
            answer = world.http().send(Http.Request.of(method, url(path, query), headers, body.map(Json::compact)));
        } catch (IOException e) {
            throw unreachable(e);
        }
        if (answer.status() >= 300) {
            throw refusal(method, path, answer.status(), answer.body(), answer.headers(), 500);
        }
        return answer;
    }

    /** A call that must answer an object. */
    public ObjectNode object(JsonNode answer, String what) {
        if (answer instanceof ObjectNode object) {
            return object;
        }
        throw Failure.backend(
                200,
                what + " answered "
                        + (answer.isNull() ? "nothing" : answer.isTextual() ? "text, not JSON" : "no JSON object"));
    }

    /** What a proxy, a login page or a wrong address answers. */
    Failure page(String method, String path, int status) {
        return Failure.backend(status, method + " " + path + " answered a web page, not JSON")
                .hint("is " + config.backendUrl() + " the right backend, and nothing in between?");
    }

    /** The headers of every authenticated call. */
    Map<String, String> headers(Map<String, String> more) {
        var headers = new HashMap<>(more);
        if (!evenExpired) {
            Tokens.demandUnexpired(config, world);
        }
        sent = Tokens.bearer(config, world, speaker == Session.Speaker.PERSON);
        headers.put("Authorization", "Bearer " + sent);
        if (speaker == Session.Speaker.ASSISTANT) {
            headers.put("X-Nex-Actor", "assistant");
        }
        return headers;
    }

    /** The address of a path. */
    String url(String path, Map<String, String> query) {
        var joined = new StringJoiner("&");
        query.forEach((name, value) -> joined.add(encode(name) + "=" + encode(value)));
        String base = config.backendUrl() + (path.startsWith("/") ? "" : "/") + path;
        return joined.length() == 0 ? base : base + (base.contains("?") ? "&" : "?") + joined;
    }

    /** The failure of a refused call, with what to do next where we know. */
    Failure refusal(String method, String path, int status, String answered, Map<String, String> headers, int length) {
        if (status < 400) {
            String to = hide(headers.getOrDefault("location", "").replaceFirst("[?#].*", ""), 1);
            return Failure.backend(
                            status,
                            method + " " + path + " -> " + status + ": a redirect"
                                    + (to.isEmpty() ? "" : " to " + clip(to, length)) + ", which is not followed")
                    .hint("is " + config.backendUrl() + " the backend's own address?");
        }
        String body = SIGNED.matcher(hide(answered, 1)).replaceAll("$1…");
        String retryAfter = hide(headers.getOrDefault("retry-after", "").trim(), 1);
        String detail = clip(body, length);
        String kind = "";
        try {
            JsonNode json = Json.parse(body);
            String said = json.path("detail").asText("");
            kind = json.path("kind").asText("");
            detail = said.isEmpty() || !json.path("detail").isTextual() ? detail : clip(said, length);
        } catch (Json.Malformed e) {
            // the text itself is the detail
        }
        var failure = Failure.backend(
                status, method + " " + path + " -> " + status + ": " + (detail.isEmpty() ? "(no text)" : detail));
        if (kind.equals("person_required")) {
            return failure.as(Failure.Kind.PERSON_REQUIRED);
        }
        if (kind.equals("no_work")) {
            return Failure.of(Failure.Kind.NO_WORK, 4, detail);
        }
        return switch (status) {
            case 401 ->
                failure.hint(
                        expired()
                                ? "the token in the config has expired; " + Config.SIGN_IN_AGAIN
                                : "the backend does not accept this token; see nex auth status, or sign in again");
            case 429, 503 ->
                failure.hint(
                                retryAfter.isEmpty()
                                        ? "try again later" // seconds or a date (RFC 9110, 10.2.3)
                                        : retryAfter.matches("\\d{1,9}")
                                                ? "try again in " + retryAfter + " s"
                                                : "try again after " + clip(retryAfter, 40))
                        .waiting(retryAfter.matches("\\d{1,6}") ? Long.parseLong(retryAfter) : 0);
            default -> failure;
        };
    }

    /** What a backend said without our own secrets, should it repeat what it was sent. */
    String hidden(String said) {
        return hide(said, LONG_SECRET);
    }

    private String hide(String text, int shortest) {
        String plain = text;
        for (String secret : List.of(
                sent, config.cliToken().orElse(""), config.text("github_fgt").orElse(""))) {
            if (secret.trim().length() >= shortest) {
                plain = Tokens.hide(plain, secret.trim());
            }
        }
        return plain;
    }

    private static String clip(String text, int length) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= length ? line : line.substring(0, length) + "…";
    }

    Failure unreachable(IOException e) {
        return Failure.network("no answer from the backend: " + e.getMessage())
                .hint(
                        BackendUrl.loopback(
                                        java.net.URI.create(config.backendUrl()).getHost())
                                ? "if this is the local engine, it does not run: nex engine start"
                                : "is " + config.backendUrl() + " the right backend? see nex auth status");
    }

    private boolean expired() {
        return config.expiresAt().filter(end -> end <= world.now()).isPresent();
    }

    /** A path as an operator writes it: what no address can have is percent-encoded, the rest is theirs. */
    public static String written(String path) {
        var out = new StringBuilder();
        path.codePoints()
                .forEach(c -> out.append(
                        c > ' ' && c < 0x7f && "\"<>\\^`{|}#".indexOf(c) < 0
                                ? Character.toString(c)
                                : encode(Character.toString(c))));
        return out.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
