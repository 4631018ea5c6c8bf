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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.world.TextFile;
import nexhelm.world.World;

/**
 * A profile's file: private from its first byte, replaced as a whole, unknown keys kept. Where it says {@code keychain},
 * its secrets are in the system's keychain, one entry for each file.
 */
public final class ConfigFile {

    /** What is never in a file whose profile uses the keychain. */
    private static final List<String> SECRETS = List.of("cli_token", "github_fgt");

    private static final String KEYCHAIN = "keychain";

    private final Path path;
    private final Optional<Keychain> keychain;

    /** A small private file that is no profile. */
    public ConfigFile(Path path) {
        this.path = path;
        this.keychain = Optional.empty();
    }

    /** A profile's file. */
    public ConfigFile(Path path, World world) {
        this.path = path;
        this.keychain = Optional.of(new Keychain(world));
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
        if (json instanceof ObjectNode object && usesKeychain(object)) {
            json = withSecrets(object)
                    .orElseThrow(() -> Failure.notSetUp(
                            path + " says that its token is in the system's keychain, and there is none for it",
                            Config.SIGN_IN_AGAIN));
        }
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

    /** The same with the secrets that are kept in the keychain, for a login that is written over it. */
    public Optional<ObjectNode> whole() {
        return raw().map(object -> usesKeychain(object) ? withSecrets(object).orElse(object) : object);
    }

    /** Whether the profile's secrets are in the keychain. */
    public static boolean usesKeychain(ObjectNode config) {
        return config.path(KEYCHAIN).asBoolean(false);
    }

    private Optional<ObjectNode> withSecrets(ObjectNode object) {
        return keychain.flatMap(k -> k.read(account())).map(text -> {
            ObjectNode whole = object.deepCopy();
            try {
                JsonNode secrets = Json.parse(text);
                SECRETS.forEach(key -> whole.set(key, secrets.path(key).isTextual() ? secrets.get(key) : null));
            } catch (Json.Malformed e) {
                throw Failure.config("the keychain's entry for " + path + " is not ours")
                        .hint("sign in anew after nex auth clear");
            }
            return whole;
        });
    }

    /** The keychain's name for this file. */
    private String account() {
        return path.toAbsolutePath().normalize().toString();
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

    /**
     * Writes a config over what was there: the known keys first, then whatever else it has. Its secrets go where
     * {@code keychain} says, and nowhere else.
     */
    public void save(Config config) {
        boolean before =
                keychain.isPresent() && raw().filter(ConfigFile::usesKeychain).isPresent();
        boolean now = keychain.isPresent() && usesKeychain(config.raw());
        ObjectNode ordered = Json.object();
        for (String key : Config.KEYS) {
            JsonNode value = config.raw().get(key);
            ordered.set(key, value == null ? ordered.nullNode() : value);
        }
        config.raw().properties().forEach(field -> ordered.putIfAbsent(field.getKey(), field.getValue()));
        if (now) {
            ObjectNode secrets = Json.object();
            SECRETS.forEach(key -> {
                secrets.set(key, ordered.get(key));
                ordered.putNull(key);
            });
            keychain.get().store(account(), Json.compact(secrets));
        }
        write(Json.readable(ordered) + "\n");
        if (before && !now) {
            keychain.get().remove(account());
        }
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

    /** Removes it, and its entry in the keychain; true when it was there. */
    public boolean delete() {
        boolean entry =
                keychain.isPresent() && raw().filter(ConfigFile::usesKeychain).isPresent();
        try {
            boolean there = Files.deleteIfExists(path);
            if (entry) {
                keychain.get().remove(account());
            }
            return there;
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
