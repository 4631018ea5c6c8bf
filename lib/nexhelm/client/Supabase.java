package nexhelm.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import nexhelm.Failure;
import nexhelm.auth.BackendUrl;
import nexhelm.auth.Tokens;
import nexhelm.http.Http;
import nexhelm.json.Json;
import nexhelm.world.TextFile;
import nexhelm.world.World;

/** The tables behind a backend through Supabase's REST interface, with the service key: the rights of the database's owner. */
public final class Supabase {

    private static final String URL = "SUPABASE_URL";
    private static final String KEY = "SUPABASE_SERVICE_ROLE_KEY";
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final World world;
    private final String base;
    private final String key;

    private Supabase(World world, String base, String key) {
        this.world = world;
        this.base = base;
        this.key = key;
    }

    /**
     * Address and key from the environment, else from {@code ~/.nex/tasks-run.env}.
     *
     * @throws Failure when one of them is missing, or the address would carry the key in clear to another machine
     */
    public static Supabase of(World world, Progress progress) {
        Path file = world.nexFolder().resolve("tasks-run.env");
        Map<String, String> stored = new HashMap<>();
        if (Files.isRegularFile(file)) {
            stored.putAll(variables(TextFile.read(world, file.toString())));
            if (stored.containsKey(KEY) && readableByOthers(file)) {
                progress.note("warning: others can read " + file + ", which holds a service key; chmod 600 it");
            }
        }
        String url = world.env(URL).orElse(stored.getOrDefault(URL, ""));
        String key = world.env(KEY).orElse(stored.getOrDefault(KEY, ""));
        if (url.isEmpty() || key.isEmpty()) {
            throw Failure.of(
                            Failure.Kind.NOT_SET_UP,
                            1,
                            (url.isEmpty() && key.isEmpty()
                                            ? URL + " and " + KEY + " are"
                                            : (url.isEmpty() ? URL : KEY) + " is")
                                    + " not set")
                    .hint("set " + URL + " and " + KEY + " in the environment or in ~/.nex/tasks-run.env (mode 0600)");
        }
        return new Supabase(world, BackendUrl.secure(url, URL), key);
    }

    /** Rows of a table; columns and filters as PostgREST writes them. */
    public JsonNode rows(String table, Map<String, String> query) {
        return call("GET", table, query, Optional.empty());
    }

    /** Adds a row and reads it back. */
    public JsonNode insert(String table, Map<String, String> query, JsonNode rows) {
        return call("POST", table, query, Optional.of(rows));
    }

    private JsonNode call(String method, String table, Map<String, String> query, Optional<JsonNode> body) {
        var headers = new HashMap<>(Map.of("apikey", key, "Authorization", "Bearer " + key));
        if (body.isPresent()) {
            headers.put("Prefer", "return=representation");
        }
        String path = "/rest/v1/" + table;
        var parameters = new StringJoiner("&", "?", "");
        query.forEach((name, value) -> parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        Http.Response answer;
        try {
            answer = world.http()
                    .send(Http.Request.of(method, base + path + parameters, headers, body.map(Json::compact))
                            .read(SILENCE));
        } catch (IOException e) {
            throw Failure.network("the database cannot be reached: " + e.getMessage());
        }
        String said = Tokens.hide(answer.body(), key); // also from rows, should a database repeat what it was sent
        if (answer.status() >= 300) {
            throw Failure.backend(
                            answer.status(),
                            method + " " + path + " -> " + answer.status() + ": "
                                    + said.substring(0, Math.min(500, said.length())))
                    .exit(1);
        }
        try {
            JsonNode rows = Json.parse(said);
            if (rows.isArray()) {
                return rows;
            }
        } catch (Json.Malformed e) {
            // told below like any other answer that is no list
        }
        throw Failure.unexpected(method + " " + path + " answered no list of rows");
    }

    /** {@code KEY=VALUE} lines; quotes belong to the value, the first of two lines counts; visible for fuzzing. */
    static Map<String, String> variables(String text) {
        var variables = new HashMap<String, String>();
        for (String raw : text.split("\n")) {
            String line = raw.trim();
            int cut = line.indexOf('=');
            if (cut > 0 && !line.startsWith("#")) {
                variables.putIfAbsent(
                        line.substring(0, cut), line.substring(cut + 1).trim());
            }
        }
        return variables;
    }

    private static boolean readableByOthers(Path file) {
        try {
            var mode = Files.getPosixFilePermissions(file);
            return mode.contains(PosixFilePermission.GROUP_READ) || mode.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // a system without such modes
        }
    }
}
