package nexhelm.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.world.World;

/**
 * What local minting needs: a shared secret, issuer, audience and life time, from the environment or from a front end's
 * {@code .env.local}.
 *
 * @param ttl    seconds
 * @param source where it came from, for people
 */
public record SecretBundle(String secret, String issuer, String audience, long ttl, String source) {

    private static final long LONGEST = 10L * 366 * 24 * 3600;

    @Override
    public String toString() {
        return "SecretBundle[from " + source + "]"; // a secret never gets into a message by accident
    }

    /**
     * Finds the bundle.
     *
     * @param nextDoor whether {@code ../frontend/.env.local} of the current folder counts (never for nex-mcp)
     */
    public static SecretBundle resolve(World world, boolean nextDoor) {
        Optional<String> secret = world.env("NEX_JWT_SECRET").or(() -> world.env("APP_API_SHARED_SECRET"));
        Optional<String> issuer = world.env("NEX_JWT_ISSUER").or(() -> world.env("JWT_ISSUER"));
        Optional<String> audience = world.env("NEX_JWT_AUDIENCE").or(() -> world.env("JWT_AUDIENCE"));
        Optional<String> ttl = world.env("NEX_JWT_TTL").or(() -> world.env("JWT_TTL_SECONDS"));
        String source = "<env vars>";
        if (secret.isEmpty() || issuer.isEmpty() || audience.isEmpty()) {
            Optional<Path> file = envFile(world, nextDoor);
            Map<String, String> values = file.map(SecretBundle::parse).orElse(Map.of());
            secret = secret.or(() -> value(values, "APP_API_SHARED_SECRET"));
            issuer = issuer.or(() -> value(values, "JWT_ISSUER"));
            audience = audience.or(() -> value(values, "JWT_AUDIENCE"));
            ttl = ttl.or(() -> value(values, "JWT_TTL_SECONDS"));
            source = file.map(Path::toString).orElse(source);
        }
        var missing = new ArrayList<String>();
        if (secret.isEmpty()) {
            missing.add("NEX_JWT_SECRET (APP_API_SHARED_SECRET)");
        }
        if (issuer.isEmpty()) {
            missing.add("NEX_JWT_ISSUER (JWT_ISSUER)");
        }
        if (audience.isEmpty()) {
            missing.add("NEX_JWT_AUDIENCE (JWT_AUDIENCE)");
        }
        if (!missing.isEmpty()) {
            String notFound = world.env("NEX_FRONTEND_ENV")
                    .filter(name -> envFile(world, nextDoor).isEmpty())
                    .map(name -> "; the file of NEX_FRONTEND_ENV was not found: " + name)
                    .orElse("");
            throw Failure.config("no cli_token in the config, and to mint one here these are missing: "
                            + String.join(", ", missing) + notFound)
                    .hint("sign in instead: nex auth setup -e EMAIL");
        }
        return new SecretBundle(secret.get(), issuer.get(), audience.get(), seconds(ttl.orElse("90")), source);
    }

    /** The env file that would be consulted, if there is one. */
    public static Optional<Path> envFile(World world, boolean nextDoor) {
        Optional<String> named = world.env("NEX_FRONTEND_ENV");
        if (named.isPresent()) {
            return Optional.of(world.path(named.get())).filter(Files::isRegularFile);
        }
        var candidates = new ArrayList<>(List.of(world.home().resolve("Tech/Nexhelm/frontend/.env.local")));
        if (nextDoor && world.cwd().getParent() != null) {
            candidates.add(world.cwd().getParent().resolve("frontend/.env.local"));
        }
        return candidates.stream().filter(Files::isRegularFile).findFirst();
    }

    private static Optional<String> value(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key)).filter(text -> !text.isEmpty());
    }

    private static Map<String, String> parse(Path file) {
        try {
            return parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw Failure.config("" + file + " cannot be read as UTF-8");
        }
    }

    /** The variables of an env file's lines, the last of two lines counts; visible for fuzzing. */
    static Map<String, String> parse(List<String> lines) {
        var values = new HashMap<String, String>();
        for (String raw : lines) {
            String line = raw.trim();
            int equals = line.indexOf('=');
            if (!line.isEmpty() && !line.startsWith("#") && equals >= 0) {
                values.put(
                        line.substring(0, equals).trim(),
                        unquoted(line.substring(equals + 1).trim()));
            }
        }
        return values;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.startsWith("\"") && text.endsWith("\"") || text.startsWith("'") && text.endsWith("'"));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static long seconds(String text) {
        try {
            long ttl = Long.parseLong(text.trim());
            if (ttl > 0 && ttl <= LONGEST) {
                return ttl;
            }
        } catch (NumberFormatException e) {
            // falls through to the failure, which names the variable and not what else the environment holds
        }
        throw Failure.config("the token life time (NEX_JWT_TTL, JWT_TTL_SECONDS) is not a number of"
                + " seconds from 1 to ten years: " + text);
    }
}
