package nexhelm.engine.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;
import nexhelm.json.Json;

/**
 * The {@code nex-workspace} that the operator started, found by its state file with each call: it may come and go while
 * the engine runs. It is another process, because it runs the code of repositories.
 */
final class WorkspaceDaemon {

    private static final Duration LIMIT = Duration.ofSeconds(150); // a start waits for a clone
    private static final int LARGEST_ANSWER = 4 << 20;

    private final Path folder;
    private final Path own;

    /**
     * @param folder the data folder of the daemon
     * @param own    the data folder of the engine; both must be the same account's
     */
    WorkspaceDaemon(Path folder, Path own) {
        this.own = own;
        this.folder = folder;
    }

    JsonNode get(String path) {
        return send(path, Optional.empty());
    }

    JsonNode post(String path, ObjectNode body) {
        return send(path, Optional.of(body));
    }

    private record Address(String url, String secret) {}

    private JsonNode send(String path, Optional<ObjectNode> body) {
        Address address = address();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.url() + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + address.secret());
        body.ifPresent(json -> request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.compact(json))));
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return read(response.statusCode(), new String(in.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw off();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.busy("The engine is stopping.");
        }
    }

    private static JsonNode read(int status, String text) {
        JsonNode answer;
        try {
            answer = Json.parse(text);
        } catch (Json.Malformed e) {
            throw off();
        }
        if (status == 200) {
            return answer;
        }
        if (status == 401) {
            throw off(); // another daemon took the port, or it was started anew meanwhile
        }
        throw Refusal.of(
                status,
                answer.path("kind").asText("workspace_failed"),
                answer.path("detail").asText("The workspace daemon failed."));
    }

    /** Believed only when it is a file that nobody else could have written. */
    private Address address() {
        Path file = folder.resolve("workspace.json");
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean isOurs = attributes.owner().equals(Files.getOwner(own));
            boolean isPrivate = Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
                    .containsAll(attributes.permissions());
            JsonNode state = Json.parse(Files.readString(file));
            URI url = URI.create(state.path("url").asText());
            String secret = state.path("control_secret").asText();
            if (attributes.isRegularFile()
                    && isOurs
                    && isPrivate
                    && "http".equals(url.getScheme())
                    && url.getHost() != null
                    && Origin.isLoopback(url.getHost())
                    && secret.matches("[A-Za-z0-9_-]{40,100}")) {
                return new Address(url.toString(), secret);
            }
            throw off();
        } catch (IOException | Json.Malformed | IllegalArgumentException e) {
            throw off();
        }
    }

    private static Refusal off() {
        return Refusal.of(
                503,
                "workspaces_off",
                "No workspace daemon runs on this machine; its operator starts one with"
                        + " nex-workspace serve --allow-exec --repo URL.");
    }
}
