package nexhelm.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.BackendUrl;
import nexhelm.json.Json;
import nexhelm.world.TextFile;
import nexhelm.world.World;

/** The workspaces that this machine knows: how each is reached, which one is the active one, and the keys to it. */
public final class Workspaces {

    /** Ids become file names and lines of an SSH config, so nothing else is taken from a server. */
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    private final World world;

    public Workspaces(World world) {
        this.world = world;
    }

    /**
     * How a workspace is reached.
     *
     * @param endpoint its address, without trailing slashes
     * @param token    the session's secret
     * @param expires  when the session ends, as the backend said it
     */
    public record Coordinates(String id, String endpoint, String token, Optional<String> expires) {}

    /** The workspace named, else the active one; a failure says how to get one. */
    public Coordinates find(Optional<String> id) {
        Optional<String> wanted = id.map(String::trim).filter(text -> !text.isEmpty());
        return wanted.isPresent() ? known(wanted.get()) : active();
    }

    /** The id of the workspace named, else of the active one. */
    public String id(Optional<String> id) {
        return id.map(String::trim).filter(text -> !text.isEmpty()).orElseGet(() -> active().id());
    }

    /** The active workspace; a failure when there is none or its file cannot be used. */
    public Coordinates active() {
        Path file = activeFile();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw Failure.config("there is no active workspace")
                    .hint("nex workspace start, or name one by --workspace-id");
        }
        ObjectNode stored = read(file);
        return coordinates(stored.path("workspace_id").asText(""), stored, file);
    }

    /** A workspace that was started or entered from this machine. */
    public Coordinates known(String id) {
        Path file = folder("workspaces").resolve((fit(id) ? id : "_") + ".json");
        if (!fit(id) || !Files.isRegularFile(file)) {
            Optional<Coordinates> active = Files.isRegularFile(activeFile()) ? Optional.of(active()) : Optional.empty();
            return active.filter(workspace -> workspace.id().equals(id))
                    .orElseThrow(() -> Failure.config("no live coordinates for " + id)
                            .hint("nex workspace start or enter gets them; nex workspace list shows what runs"));
        }
        return coordinates(id, read(file), file);
    }

    /**
     * Checks what a backend answered to a start; nothing is kept of an answer that cannot be used.
     *
     * @throws Failure of exit code 3 when id, endpoint or token is missing or unfit
     */
    public Coordinates started(JsonNode answer) {
        for (String key : List.of("workspace_id", "endpoint", "session_token")) {
            if (answer.path(key).asText("").isBlank() || answer.path(key).isNull()) {
                throw Failure.backend(200, "the backend started no usable workspace: its answer has no " + key);
            }
        }
        String id = answer.path("workspace_id").asText();
        if (!fit(id)) {
            throw Failure.backend(200, "the backend named a workspace by an id that cannot be used");
        }
        return new Coordinates(
                id,
                BackendUrl.secure(answer.path("endpoint").asText(), "endpoint"),
                sendable(answer.path("session_token").asText()),
                Optional.of(answer.path("expires_at").asText("")).filter(text -> !text.isEmpty()));
    }

    /** Keeps how a workspace is reached; the active one stays what it was. */
    public void keep(Coordinates workspace) {
        write(folder("workspaces").resolve(workspace.id() + ".json"), reached(workspace));
    }

    /** Keeps a workspace and makes it the active one. */
    public void remember(Coordinates workspace) {
        keep(workspace);
        ObjectNode active = Json.object().put("workspace_id", workspace.id());
        active.setAll(reached(workspace));
        write(activeFile(), active.put("expires_at", workspace.expires().orElse(null)));
    }

    private static ObjectNode reached(Coordinates workspace) {
        return Json.object().put("endpoint", workspace.endpoint()).put("session_token", workspace.token());
    }

    /**
     * Removes everything that this machine keeps for a workspace: its session, its keys, its lines in the SSH config.
     *
     * @return what could not be removed, with the reason; the rest is gone all the same
     */
    public List<String> forget(String id) {
        var left = new ArrayList<String>();
        cleaned(left, "active_workspace", () -> {
            if (Files.isRegularFile(activeFile())
                    && read(activeFile()).path("workspace_id").asText("").equals(id)) {
                Files.delete(activeFile());
            }
        });
        if (fit(id)) {
            for (Path file : List.of(folder("workspaces").resolve(id + ".json"), key(id), publicKey(id))) {
                cleaned(left, world.nexFolder().relativize(file).toString(), () -> Files.deleteIfExists(file));
            }
            cleaned(left, "the host " + SshConfig.alias(id), () -> new SshConfig(world).remove(id));
            cleaned(left, "known_hosts", () -> {
                try (EditLock held = EditLock.take(world)) {
                    KnownHosts.forget(knownHosts(), id);
                }
            });
        }
        return left;
    }

    private interface Cleaning {
        void run() throws IOException;
    }

    private static void cleaned(List<String> left, String what, Cleaning cleaning) {
        try {
            cleaning.run();
        } catch (IOException e) {
            left.add(what + ": " + TextFile.reason(e));
        } catch (Failure e) {
            left.add(what + ": " + e.getMessage() + (e.hint().isEmpty() ? "" : "; " + e.hint()));
        }
    }

    /** The private key of a workspace. */
    public Path key(String id) {
        return folder("keys").resolve(id);
    }

    public Path publicKey(String id) {
        return folder("keys").resolve(id + ".pub");
    }

    /** The host keys that OpenSSH saw in workspaces. */
    public Path knownHosts() {
        return world.nexFolder().resolve("known_hosts");
    }

    private Path activeFile() {
        return world.nexFolder().resolve("active_workspace");
    }

    private Path folder(String name) {
        return world.nexFolder().resolve(name);
    }

    private static boolean fit(String id) {
        return id.matches(ID) && !id.contains("..");
    }

    private static Coordinates coordinates(String id, ObjectNode stored, Path file) {
        if (id.isBlank()
                || stored.path("endpoint").asText("").isBlank()
                || !stored.path("session_token").isTextual()
                || stored.path("session_token").asText().isBlank()) {
            throw Failure.config(file.getFileName() + " names no workspace that can be reached")
                    .hint("nex workspace start starts another");
        }
        return new Coordinates(
                id,
                BackendUrl.secure(stored.path("endpoint").asText(), "endpoint"),
                sendable(stored.path("session_token").asText()),
                Optional.of(stored.path("expires_at").asText("")).filter(text -> !text.isEmpty()));
    }

    private static String sendable(String token) {
        if (!token.matches("[!-~]+")) {
            throw Failure.config("the workspace's token has characters that cannot be sent");
        }
        return token;
    }

    private ObjectNode read(Path file) {
        try {
            if (Json.parse(TextFile.read(world, file.toString())) instanceof ObjectNode object) {
                return object;
            }
        } catch (Json.Malformed e) {
            // told below, like every file that holds something else
        }
        throw Failure.config(file.getFileName() + " is damaged").hint("nex workspace start writes it anew");
    }

    private static void write(Path file, ObjectNode content) {
        try {
            TextFile.replace(file, Json.compact(content) + "\n", true);
        } catch (IOException e) {
            throw Failure.config("cannot write " + file + ": " + TextFile.reason(e));
        }
    }
}
