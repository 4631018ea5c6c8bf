package nexhelm.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nexhelm.Failure;
import nexhelm.http.Http;
import nexhelm.json.Json;

/** The requests of a login, before there is a token ({@code /auth/*} and Supabase's password and PKCE grants). */
public final class Login {

    private final Http http;
    private final String backend;

    /** @param backend a checked address ({@link BackendUrl#check}) */
    public Login(Http http, String backend) {
        this.http = http;
        this.backend = backend;
    }

    /** What the backend says about signing in. */
    public record Site(String supabaseUrl, String anonKey, String domain, Optional<String> frontendUrl) {}

    /** Where a device login goes: its OAuth application, and a server other than github.com where one is named. */
    public record DeviceSite(String clientId, Optional<String> server, Optional<String> frontendUrl) {}

    /** {@code GET /auth/cli-config} for the device login; no answer and a refusal are exit 3, none offered exit 2. */
    public DeviceSite deviceSite() {
        String url = backend + "/auth/cli-config";
        JsonNode json;
        try {
            json = object(call("GET", url, Map.of(), Optional.empty(), 15), url);
        } catch (Failure e) {
            throw e.kind() == Failure.Kind.NETWORK
                    ? Failure.network("no answer from " + url + ": " + e.getMessage())
                            .exit(3)
                    : e;
        }
        JsonNode own = json.path("device_login");
        // A backend sends people to itself or to GitHub, never to a third page that may look like either.
        Optional<String> server = text(own, "url")
                .map(address -> BackendUrl.secure(address, "device_login.url"))
                .filter(address -> address.equals(backend) || backend.startsWith(address + "/"));
        String client = text(json, "github_client_id")
                .or(() -> server.flatMap(s -> text(own, "client_id")))
                .orElseThrow(() -> Failure.config("" + backend + " offers no GitHub login")
                        .hint("sign in by nex auth login or nex auth setup -e EMAIL"));
        return new DeviceSite(
                client,
                text(json, "github_client_id").isPresent() ? Optional.empty() : server,
                text(json, "frontend_url"));
    }

    /** {@code GET /auth/cli-config}; no answer is exit 4, a refusal exit 3. */
    public Site site() {
        String url = backend + "/auth/cli-config";
        JsonNode json = object(call("GET", url, Map.of(), Optional.empty(), 15), url);
        String supabase = json.path("supabase_url").asText("");
        String key = json.path("supabase_anon_key").asText("");
        if (supabase.isEmpty() || key.isEmpty()) {
            throw Failure.backend(200, "" + url + " does not name supabase_url and supabase_anon_key");
        }
        return new Site(
                BackendUrl.secure(supabase, "supabase_url"),
                key,
                json.path("nexhelm_email_domain").asText("nexhelm.ai"),
                Optional.ofNullable(json.path("frontend_url").textValue()).filter(s -> !s.isEmpty()));
    }

    /** Supabase's password grant; anything but a token is exit 4. */
    public String password(Site site, String email, String password) {
        String url = site.supabaseUrl() + "/auth/v1/token?grant_type=password";
        ObjectNode body = Json.object().put("email", email).put("password", password);
        return access(call("POST", url, Map.of("apikey", site.anonKey()), Optional.of(body), 30), password);
    }

    /** Supabase's exchange of a code for a token (RFC 7636, section 4.5); anything but a token is exit 4. */
    public String code(Site site, String code, Pkce pkce) {
        String url = site.supabaseUrl() + "/auth/v1/token?grant_type=pkce";
        ObjectNode body = Json.object().put("auth_code", code).put("code_verifier", pkce.verifier());
        return access(
                hidden(call("POST", url, Map.of("apikey", site.anonKey()), Optional.of(body), 30), pkce.verifier()),
                code);
    }

    private static String access(Http.Response answer, String secret) {
        Optional<JsonNode> json = parsed(answer);
        if (answer.status() >= 400) {
            String message = Stream.of("error_description", "msg", "error")
                    .map(key -> json.map(j -> j.path(key).asText("")).orElse(""))
                    .filter(s -> !s.isEmpty())
                    .findFirst()
                    .orElse(answer.body());
            throw Failure.of(
                    Failure.Kind.LOGIN,
                    4,
                    "login failed (" + answer.status() + "): " + clip(Tokens.hide(message, secret), 200));
        }
        return json.map(j -> j.path("access_token").asText(""))
                .filter(token -> !token.isEmpty())
                .orElseThrow(() -> Failure.of(Failure.Kind.LOGIN, 4, "login failed: the answer has no access_token"));
    }

    /** {@code POST /auth/cli-token}: the bundle of token, user, scopes and clients. */
    public ObjectNode bundle(Site site, String accessToken) {
        String url = backend + "/auth/cli-token";
        ObjectNode body = Json.object().put("supabase_access_token", accessToken);
        Http.Response answer = hidden(call("POST", url, Map.of(), Optional.of(body), 30), accessToken);
        if (answer.status() == 403) {
            String detail = parsed(answer).map(j -> j.path("detail").asText("")).orElse("");
            throw Failure.of(
                    Failure.Kind.LOGIN,
                    3,
                    "forbidden: " + clip(detail.isEmpty() ? answer.body() : detail, 200) + " (accounts of @"
                            + site.domain() + " only)");
        }
        return checked(answer, url);
    }

    /** {@code POST /auth/cli-token/github}: the same bundle for a GitHub token; no answer and a refusal are exit 3. */
    public ObjectNode github(String token) {
        String url = backend + "/auth/cli-token/github";
        try {
            Http.Response answer = hidden(
                    call("POST", url, Map.of(), Optional.of(Json.object().put("github_token", token)), 30), token);
            if (answer.status() >= 400) {
                String detail =
                        parsed(answer).map(j -> j.path("detail").asText("")).orElse("");
                throw Failure.of(
                        Failure.Kind.LOGIN,
                        3,
                        "login rejected (" + answer.status() + "): "
                                + clip(detail.isEmpty() ? answer.body() : detail, 300));
            }
            return checked(answer, url);
        } catch (Failure e) {
            throw e.exit(3);
        }
    }

    /** {@code POST /auth/cli-token/local}: the same bundle from the engine on this machine. */
    public ObjectNode local(String secret) {
        String url = backend + "/auth/cli-token/local";
        return checked(
                hidden(call("POST", url, Map.of(), Optional.of(Json.object().put("local_secret", secret)), 30), secret),
                url);
    }

    /** A refusal that may repeat what was sent. */
    private static Http.Response hidden(Http.Response answer, String secret) {
        return answer.status() == 200
                ? answer
                : Http.Response.text(answer.status(), answer.headers(), Tokens.hide(answer.body(), secret));
    }

    private static ObjectNode checked(Http.Response answer, String url) {
        ObjectNode bundle = object(answer, url);
        for (String key : List.of("cli_token", "user_id")) {
            if (!bundle.path(key).isTextual() || bundle.path(key).asText().isEmpty()) {
                throw Failure.backend(answer.status(), "" + url + " answered without " + key);
            }
        }
        return bundle;
    }

    private Http.Response call(
            String method, String url, Map<String, String> headers, Optional<ObjectNode> body, int seconds) {
        try {
            return http.send(Http.Request.of(method, url, headers, body.map(Json::compact))
                    .read(Duration.ofSeconds(seconds)));
        } catch (IOException e) {
            throw Failure.network("no connection: " + e.getMessage()).exit(4);
        }
    }

    private static ObjectNode object(Http.Response answer, String url) {
        if (answer.status() != 200) {
            throw Failure.backend(
                    answer.status(),
                    url + " -> " + answer.status() + ": "
                            + (answer.status() < 400 ? "not an answer but a redirect" : clip(answer.body(), 200)));
        }
        return parsed(answer)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> Failure.backend(200, "" + url + " did not answer a JSON object"));
    }

    private static Optional<JsonNode> parsed(Http.Response answer) {
        try {
            return Optional.of(Json.parse(answer.body()));
        } catch (Json.Malformed e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode object, String key) {
        return Optional.ofNullable(object.path(key).textValue()).filter(s -> !s.isEmpty());
    }

    private static String clip(String text, int length) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= length ? line : line.substring(0, length) + "…";
    }
}
