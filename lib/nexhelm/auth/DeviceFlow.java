package nexhelm.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import nexhelm.Failure;
import nexhelm.http.Http;
import nexhelm.json.Json;

/** The device authorization grant (RFC 8628) as GitHub speaks it: a code for the person, then asking until they decide. */
public final class DeviceFlow {

    /** What the token may do: say who its user is and which organisations they belong to. */
    private static final String SCOPE = "read:user user:email read:org";

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final long DEFAULT_INTERVAL = 5; // RFC 8628, section 3.2
    private static final long LONGEST_WAIT = 900;
    private static final long SLOWEST = 60;

    private final Http http;
    private final Clock clock;
    private final LongConsumer pause;
    private final String server;
    private final String clientId;

    /**
     * @param pause    waits that many milliseconds
     * @param server   a checked address, {@code https://github.com} or what stands in for it
     * @param clientId of the OAuth application
     */
    public DeviceFlow(Http http, Clock clock, LongConsumer pause, String server, String clientId) {
        this.http = http;
        this.clock = clock;
        this.pause = pause;
        this.server = server;
        this.clientId = clientId;
    }

    /**
     * What the person and we were given.
     *
     * @param deviceCode our secret until it is used
     * @param userCode   what the person types
     * @param page       where they type it
     * @param filled     the same page with the code already in it, where the server knows one
     * @param interval   seconds between two questions
     * @param expiresIn  seconds
     */
    public record Grant(
            String deviceCode, String userCode, String page, Optional<String> filled, long interval, long expiresIn) {
        @Override
        public String toString() {
            return "Grant[" + page + "]";
        }
    }

    /** Asks for a code (section 3.1); any refusal and no answer are exit 3. */
    public Grant begin() {
        String url = server + "/login/device/code";
        Http.Response answer;
        try {
            answer = post(url, Map.of("client_id", clientId, "scope", SCOPE));
        } catch (IOException e) {
            throw refused("no answer from " + url + ": " + e.getMessage());
        }
        JsonNode json = parsed(answer);
        String device = json.path("device_code").asText("");
        String user = json.path("user_code").asText("");
        if (answer.status() >= 300 || device.isEmpty() || user.isEmpty()) {
            String error = error(json);
            throw refused(
                    url + " -> " + answer.status() + ": " + (error.isEmpty() ? "no device_code and user_code" : error));
        }
        return new Grant(
                device,
                user,
                page(json.path("verification_uri").asText(server + "/login/device")),
                Optional.ofNullable(json.path("verification_uri_complete").textValue())
                        .map(this::page),
                json.path("interval").isNumber()
                        ? Math.max(1, json.path("interval").asLong())
                        : DEFAULT_INTERVAL,
                json.path("expires_in").isNumber()
                        ? Math.min(LONGEST_WAIT, json.path("expires_in").asLong())
                        : LONGEST_WAIT);
    }

    /**
     * Asks until the person has decided (sections 3.4 and 3.5). A question that gets no answer, or a server's error, is
     * asked again after twice the time.
     *
     * @param note is told once that the server does not answer
     * @return the access token
     */
    public String token(Grant grant, Consumer<String> note) {
        long end = clock.millis() + grant.expiresIn() * 1000;
        long interval = grant.interval();
        boolean told = false;
        while (clock.millis() + interval * 1000 <= end) {
            pause.accept(interval * 1000);
            JsonNode json = Json.object();
            String trouble = "";
            try {
                Http.Response answer = post(
                        server + "/login/oauth/access_token",
                        Map.of("client_id", clientId, "device_code", grant.deviceCode(), "grant_type", GRANT));
                json = parsed(answer);
                trouble = answer.status() >= 500 || answer.status() == 429 ? "it answered " + answer.status() : "";
            } catch (IOException e) {
                trouble = Tokens.hide(String.valueOf(e.getMessage()), grant.deviceCode());
            }
            if (!trouble.isEmpty()) {
                interval = Math.min(SLOWEST, interval * 2);
                if (!told) {
                    note.accept("no answer from " + server + " (" + trouble + "); still asking");
                    told = true;
                }
                continue;
            }
            String token = json.path("access_token").asText("");
            if (!token.isEmpty()) {
                return token;
            }
            switch (json.path("error").asText("")) {
                case "authorization_pending" -> {}
                case "slow_down" ->
                    interval = Math.max(interval + 5, json.path("interval").asLong());
                case "access_denied" -> throw refused("the login was refused on the page");
                case "expired_token" -> throw expired(grant);
                default -> {
                    String error = Tokens.hide(error(json), grant.deviceCode());
                    throw refused(server + " says: " + (error.isEmpty() ? "nothing usable" : error));
                }
            }
        }
        throw expired(grant);
    }

    private static Failure expired(Grant grant) {
        return refused("the code " + grant.userCode() + " has expired before it was entered; start again");
    }

    /** A page that a browser may be sent to: this scheme or none. */
    private String page(String address) {
        if (!address.matches("https?://[!-~]+")) {
            throw refused("the server names a page that is no web address");
        }
        return address;
    }

    private Http.Response post(String url, Map<String, String> fields) throws IOException {
        String form = new LinkedHashMap<>(fields)
                .entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .sorted()
                        .collect(Collectors.joining("&"));
        return http.send(Http.Request.of(
                        "POST",
                        url,
                        Map.of("Accept", "application/json", "Content-Type", "application/x-www-form-urlencoded"),
                        Optional.of(form))
                .read(Duration.ofSeconds(15)));
    }

    private static JsonNode parsed(Http.Response answer) {
        try {
            return Json.parse(answer.body());
        } catch (Json.Malformed e) {
            return Json.object();
        }
    }

    /** What a refusal says in words; never the whole answer, which may hold a code. */
    private static String error(JsonNode json) {
        String text = json.path("error_description").asText(json.path("error").asText(""));
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static Failure refused(String message) {
        return Failure.of(Failure.Kind.LOGIN, 3, "login failed: " + message);
    }
}
