package nexhelm.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.world.World;

/**
 * The operator's profiles. The reference's {@code ~/.nex/config} is the profile {@code default}, others live in
 * {@code ~/.nex/profiles}; {@code ~/.nex/current_profile} names the one in use.
 */
public final class Profiles {

    /** The profile of the engine on this machine. */
    public static final String LOCAL = "local";
    /** The profile that is the reference's own file. */
    public static final String DEFAULT = "default";

    private final World world;

    public Profiles(World world) {
        this.world = world;
    }

    /** Which profile a call uses: the one asked for, else {@code NEX_PROFILE}, else the current one. */
    public String chosen(Optional<String> asked) {
        return asked.or(() -> world.env("NEX_PROFILE")).map(Profiles::checked).orElseGet(this::current);
    }

    /** Which profile a login writes: the one asked for, else {@code NEX_PROFILE}, else {@code default}. */
    public String toWrite(Optional<String> asked) {
        return asked.or(() -> world.env("NEX_PROFILE")).map(Profiles::checked).orElse(DEFAULT);
    }

    /** The profile in use when nobody asks for one. */
    public String current() {
        try {
            Path file = world.nexFolder().resolve("current_profile");
            String name = Files.isRegularFile(file) ? Files.readString(file).trim() : "";
            return name.matches(NAME) ? name : DEFAULT;
        } catch (IOException e) {
            return DEFAULT;
        }
    }

    /** Makes a profile the current one. */
    public void use(String name) {
        var file = new ConfigFile(world.nexFolder().resolve("current_profile"));
        if (checked(name).equals(DEFAULT)) {
            file.delete();
        } else {
            file.write(name + "\n");
        }
    }

    /** A profile's file. */
    public ConfigFile file(String name) {
        return new ConfigFile(
                checked(name).equals(DEFAULT)
                        ? world.nexFolder().resolve("config")
                        : world.nexFolder().resolve("profiles").resolve(name),
                world);
    }

    /** The profiles that have a file, {@code default} first. */
    public List<String> names() {
        var names = new ArrayList<String>();
        if (file(DEFAULT).exists()) {
            names.add(DEFAULT);
        }
        Path folder = world.nexFolder().resolve("profiles");
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.matches(NAME))
                        .sorted()
                        .forEach(names::add);
            } catch (IOException e) {
                throw Failure.unexpected("cannot read " + folder);
            }
        }
        return names;
    }

    /** Loads what a call uses; {@code NEX_BACKEND_URL} with {@code NEX_TOKEN} stands in for a profile. */
    public Config load(Optional<String> asked) {
        if (asked.isEmpty() && world.env("NEX_PROFILE").isEmpty()) {
            Optional<Config> fromEnv = fromEnvironment();
            if (fromEnv.isPresent()) {
                return fromEnv.get();
            }
        }
        String name = chosen(asked);
        if (!file(name).exists() && !name.equals(DEFAULT)) {
            throw Failure.notSetUp(
                    "there is no profile " + name + " (" + file(name).path() + ")",
                    "profiles here: " + (names().isEmpty() ? "none" : String.join(", ", names())));
        }
        return file(name).load();
    }

    /** True when the environment, not a profile, says where to go. */
    public boolean fromEnv(Optional<String> asked) {
        return asked.isEmpty()
                && world.env("NEX_PROFILE").isEmpty()
                && fromEnvironment().isPresent();
    }

    private Optional<Config> fromEnvironment() {
        Optional<String> url = world.env("NEX_BACKEND_URL");
        Optional<String> token = world.env("NEX_TOKEN");
        if (url.isEmpty() && token.isEmpty()) {
            return Optional.empty();
        }
        if (url.isEmpty() || token.isEmpty()) {
            throw Failure.config("NEX_BACKEND_URL and NEX_TOKEN belong together; "
                    + (url.isEmpty() ? "NEX_BACKEND_URL" : "NEX_TOKEN") + " is not set");
        }
        ObjectNode raw = Json.object();
        raw.put("backend_url", url.get())
                .put(
                        "user_id",
                        world.env("NEX_USER_ID")
                                .orElseGet(
                                        () -> Tokens.claim(token.get(), "sub").orElse("me")))
                .put(
                        "frontend_url",
                        world.env("NEX_FRONTEND_URL")
                                .orElse(isLoopback(url.get()) ? url.get() : Config.DEFAULT_FRONTEND))
                .put("cli_token", token.get());
        Tokens.claim(token.get(), "email").ifPresent(email -> raw.put("user_email", email));
        return Optional.of(Config.of(raw));
    }

    private static boolean isLoopback(String url) {
        return url.startsWith("http://");
    }

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}";

    private static String checked(String name) {
        if (!name.matches(NAME)) {
            throw Failure.usage("a profile's name is letters, digits, dot, dash and underscore, at most 64: " + name);
        }
        return name;
    }
}
