package nexhelm.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.world.TextFile;

/** A profile's file: private from its first byte, replaced as a whole, unknown keys kept. */
public final class ConfigFile {

    private final Path path;

    public ConfigFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    public boolean exists() {
        return Files.isRegularFile(path);
    }

    /** Reads it; a file that cannot be used is a config failure naming the file, never its content. */
    public Config load() {
        JsonNode json = read();
        try {
            return Config.of(json);
        } catch (Failure e) {
            throw Failure.config(path + ": " + e.getMessage()).hint(e.hint());
        }
    }

    /** What the file holds as an object, whether or not it is a usable config; empty without a file. */
    public Optional<ObjectNode> raw() {
        try {
            return exists() && read() instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    /** The permission bits, for instance 0600; empty where the system has none. */
    public Optional<Integer> mode() {
        try {
            int mode = 0;
            Set<PosixFilePermission> set = Files.getPosixFilePermissions(path);
            for (PosixFilePermission permission : PosixFilePermission.values()) {
                mode = (mode << 1) | (set.contains(permission) ? 1 : 0);
            }
            return Optional.of(mode);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Writes a config over what was there: the known keys first, then whatever else it has. */
    public void save(Config config) {
        ObjectNode ordered = Json.object();
        for (String key : Config.KEYS) {
            JsonNode value = config.raw().get(key);
            ordered.set(key, value == null ? ordered.nullNode() : value);
        }
        config.raw().properties().forEach(field -> ordered.putIfAbsent(field.getKey(), field.getValue()));
        write(Json.readable(ordered) + "\n");
    }

    /** Keeps a file that cannot be read as an object beside itself before it is written over; where it is kept. */
    public Optional<Path> keepBroken() {
        if (!exists() || raw().isPresent()) {
            return Optional.empty();
        }
        Path kept = path.resolveSibling(path.getFileName() + ".broken");
        try {
            return Optional.of(Files.move(path, kept, StandardCopyOption.REPLACE_EXISTING));
        } catch (IOException e) {
            throw Failure.unexpected("cannot keep " + path + " as " + kept + ": " + TextFile.reason(e));
        }
    }

    /** Removes it; true when it was there. */
    public boolean delete() {
        try {
            return Files.deleteIfExists(path);
        } catch (IOException e) {
            throw Failure.unexpected("cannot remove " + path + ": " + TextFile.reason(e));
        }
    }

    /** Writes a private text file as a whole. */
    public void write(String text) {
        try {
            TextFile.replace(path, text, true);
        } catch (IOException e) {
            throw Failure.unexpected("cannot write " + path + ": " + TextFile.reason(e));
        }
    }

    private JsonNode read() {
        if (!exists()) {
            throw Failure.notSetUp(
                    "not set up, there is no " + path,
                    "try it without an account: nex try; or sign in: nex auth setup -e EMAIL");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            return Json.parse(text);
        } catch (CharacterCodingException e) {
            throw broken("is not UTF-8");
        } catch (IOException e) {
            throw broken("cannot be read: " + TextFile.reason(e));
        } catch (Json.Malformed e) {
            throw broken("is " + e.getMessage());
        }
    }

    private Failure broken(String what) {
        return Failure.config("" + path + " " + what).hint("correct it, or start anew: nex auth clear");
    }
}
