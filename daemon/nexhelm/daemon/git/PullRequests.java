package nexhelm.daemon.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/**
 * Opens pull requests by GitHub's REST interface, version 2022-11-28.
 *
 * @param api its address, without a slash at the end
 */
public record PullRequests(String api) {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 1 << 20;

    /** What a pull request says. */
    public record Draft(String title, String body, String base, String head, boolean draft) {}

    /** {@code url}, for people, and {@code number}. */
    public ObjectNode open(Remote remote, Draft draft, String token) throws IOException {
        String slug = remote.slug()
                .orElseThrow(() -> Refusal.invalid(
                        "no_pull_requests", "The repository's address has no OWNER/NAME, so it has no pull requests."));
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/repos/" + slug + "/pulls"))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/vnd.github+json")
                .header("X-GitHub-Api-Version", "2022-11-28")
                .header("Content-Type", "application/json")
                .header("User-Agent", "nex-workspace")
                .POST(HttpRequest.BodyPublishers.ofString(Json.compact(Json.object()
                        .put("title", draft.title())
                        .put("body", draft.body())
                        .put("base", draft.base())
                        .put("head", draft.head())
                        .put("draft", draft.draft()))))
                .build();
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        HttpResponse<InputStream> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.busy("The daemon is stopping.");
        } catch (IOException e) {
            throw Refusal.of(502, "github_unreachable", "GitHub's interface cannot be reached.");
        }
        try (InputStream in = response.body()) {
            return read(response.statusCode(), new String(in.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8));
        }
    }

    private static ObjectNode read(int status, String text) {
        JsonNode answer = parse(text);
        if (status == 201
                && answer.path("html_url").isTextual()
                && answer.path("number").isIntegralNumber()) {
            return Json.object()
                    .put("url", answer.path("html_url").textValue())
                    .put("number", answer.path("number").longValue());
        }
        if (status == 401 || status == 403 || status == 404) {
            throw Refusal.forbidden(
                    "github_refused",
                    "GitHub answers %d: the linked token needs read and write access to pull requests of this repository."
                            .formatted(status));
        }
        throw Refusal.of(
                status == 422 ? 422 : 502, "github_failed", "GitHub answers %d%s.".formatted(status, reason(answer)));
    }

    private static String reason(JsonNode answer) {
        String message = answer.path("errors").path(0).path("message").asText("");
        String text = message.isEmpty() ? answer.path("message").asText("") : message;
        return text.isEmpty() ? "" : ": " + Request.clip(text).replaceFirst("\\.$", "");
    }

    private static JsonNode parse(String text) {
        try {
            return Json.parse(text);
        } catch (Json.Malformed e) {
            return Json.object();
        }
    }
}
