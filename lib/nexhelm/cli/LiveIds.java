package nexhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nexhelm.Failure;
import nexhelm.auth.Config;
import nexhelm.auth.Profiles;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Style;
import nexhelm.world.TextFile;
import nexhelm.world.World;

/**
 * Ids of the backend for the shell's completion. They are kept for some seconds; a backend that does not answer within
 * one is not waited for, and what was known before is offered.
 */
final class LiveIds {

    /** What can be listed. */
    enum Kind {
        RUNS("/workflow-lab/runs", "runs", List.of("id"), List.of("status")),
        SANDBOXES(
                "/workflow-lab/sandbox-accounts",
                "sandbox_accounts",
                List.of("sandbox_user_id"),
                List.of("sandbox_user_email")),
        DEFINITIONS("/task_definitions", "task_definitions", List.of("id"), List.of("name")),
        SCHEDULES("/task-schedules", "task_schedules", List.of("id"), List.of("status", "name")),
        WORKSPACES("/agent-workspace/", "workspaces", List.of("workspace_id", "id"), List.of("status", "branch"));

        private final String path;
        private final String list;
        private final List<String> ids;
        private final List<String> words;

        Kind(String path, String list, List<String> ids, List<String> words) {
            this.path = path;
            this.list = list;
            this.ids = ids;
            this.words = words;
        }
    }

    /** What can no longer be named in any call that does something. */
    private static final List<String> OVER = List.of("ended", "terminated", "expired", "stopped", "forgotten");

    private static final long FRESH_SECONDS = 20;
    private static final long PATIENCE_MILLIS = 1000;
    private static final int MOST = 200;
    /** What a shell takes as it is: an id from elsewhere must not become a command. */
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}";

    private final World world;
    private final Optional<String> profile;

    LiveIds(World world, Optional<String> profile) {
        this.world = world;
        this.profile = profile;
    }

    /** The ids with a word about each; empty whenever there is trouble of any kind. */
    Map<String, String> of(Kind kind) {
        Optional<String> whose = whose();
        if (whose.isEmpty()) {
            return Map.of();
        }
        Path file = world.nexFolder()
                .resolve("cache")
                .resolve("ids-" + kind.name().toLowerCase(Locale.ROOT) + "-" + whose.get() + ".json");
        Optional<ObjectNode> kept = kept(file);
        long age = world.now() - kept.map(k -> k.path("at").asLong()).orElse(0L);
        if (kept.isEmpty() || age < 0 || age > FRESH_SECONDS) {
            Optional<ArrayNode> rows = asked(kind);
            ObjectNode now = Json.object().put("at", world.now());
            now.set(
                    "rows",
                    rows.orElseGet(() -> kept.map(k -> k.withArray("rows")).orElseGet(Json::array)));
            keep(file, now); // also after a failure: the next key is not kept waiting again
            return map(now);
        }
        return map(kept.get());
    }

    /** A mark of the backend and the user that are asked, without a look at any token; empty where nobody signed in. */
    private Optional<String> whose() {
        try {
            var profiles = new Profiles(world);
            String text = profiles.fromEnv(profile)
                    ? world.env("NEX_BACKEND_URL").orElse("")
                    : profiles.file(profiles.chosen(profile))
                            .raw()
                            .map(raw -> raw.path("backend_url").asText("") + " "
                                    + raw.path("user_id").asText(""))
                            .orElse("");
            return text.isBlank() ? Optional.empty() : Optional.of(Integer.toHexString(text.hashCode()));
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    private Optional<ArrayNode> asked(Kind kind) {
        var answer = new CompletableFuture<ArrayNode>();
        var thread = new Thread(
                () -> {
                    try {
                        answer.complete(fetch(kind));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                },
                "nex-ids");
        thread.setDaemon(true);
        thread.start();
        try {
            return Optional.of(answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty(); // nobody there, not signed in, too slow: a completion is no place to say so
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private ArrayNode fetch(Kind kind) {
        var session = new Session(world, profile, Session.Speaker.PERSON, Progress.SILENT);
        Config config = session.config();
        JsonNode answer = session.backend().get(kind.path, Map.of("user_id", config.userId()));
        JsonNode list = answer.isArray()
                ? answer
                : answer.has(kind.list) ? answer.path(kind.list) : answer.path(kind.list.replaceFirst("^task_", ""));
        ArrayNode rows = Json.array();
        for (JsonNode row : list) {
            String id = kind.ids.stream()
                    .map(key -> row.path(key).asText(""))
                    .filter(text -> text.matches(ID))
                    .findFirst()
                    .orElse("");
            boolean over = kind == Kind.WORKSPACES
                    && OVER.contains(row.path("status").asText("").toLowerCase(Locale.ROOT));
            if (!id.isEmpty() && !over && rows.size() < MOST) {
                rows.add(Json.array().add(id).add(words(kind, row)));
            }
        }
        return rows;
    }

    private static String words(Kind kind, JsonNode row) {
        var words = new ArrayList<String>();
        String title = row.path("proposal")
                .path("task_name")
                .asText(row.path("proposal").path("title").asText(""));
        kind.words.forEach(key -> words.add(row.path(key).asText("").replace("null", "")));
        words.add(title);
        words.removeIf(String::isBlank);
        String text = Style.line(String.join(", ", words)).replace('\t', ' ');
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }

    private static Map<String, String> map(ObjectNode kept) {
        var ids = new LinkedHashMap<String, String>();
        for (JsonNode row : kept.path("rows")) {
            if (row.path(0).asText("").matches(ID)) {
                ids.put(row.path(0).asText(), Style.line(row.path(1).asText("")));
            }
        }
        return ids;
    }

    private static Optional<ObjectNode> kept(Path file) {
        try {
            return Files.isRegularFile(file) && Json.parse(Files.readString(file)) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException | Json.Malformed e) {
            return Optional.empty(); // it is only a cache
        }
    }

    private static void keep(Path file, ObjectNode now) {
        try {
            TextFile.replace(file, Json.compact(now), true);
        } catch (IOException e) {
            // a disk that is full makes completion slower, nothing else
        }
    }
}
