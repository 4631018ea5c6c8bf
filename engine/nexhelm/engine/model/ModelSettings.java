package nexhelm.engine.model;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.http.Origin;

/**
 * Which model designs, and where it is.
 *
 * @param name    as its server knows it
 * @param baseUrl the part before {@code /chat/completions}
 * @param key     sent as a bearer token (RFC 6750); servers on one's own machine often want none
 * @param timeout how long one design, refinement or analysis may take in all, repeated and repaired answers included
 */
public record ModelSettings(String name, String baseUrl, Optional<String> key, Duration timeout) {

    /** The command line waits 180 s for an answer; what remains is for the offline persona that steps in. */
    private static final int LONGEST_SECONDS = 160;

    private static final int LONGEST_KEY = 8_192;

    /** Settings that cannot be right; the message is one line for people and never holds the key. */
    public static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    public ModelSettings {
        baseUrl = baseUrl.replaceAll("/+$", "");
    }

    /**
     * Checks what an operator gave; nothing when no model is named.
     *
     * @param key     the key itself, from the environment
     * @param keyFile a file that holds the key and nothing else; comes before {@code key}
     */
    public static Optional<ModelSettings> of(
            Optional<String> name,
            Optional<String> url,
            Optional<String> key,
            Optional<Path> keyFile,
            Optional<String> seconds)
            throws Wrong {
        if (name.isEmpty()) {
            if (url.isPresent()) {
                throw new Wrong("there is the address of a model's server but no model; name it with --model or"
                        + " NEX_ENGINE_MODEL");
            }
            return Optional.empty();
        }
        if (name.get().length() > 200 || !name.get().matches("\\P{Cntrl}+")) {
            throw new Wrong("the name of a model is one line of up to 200 characters");
        }
        if (url.isEmpty()) {
            throw new Wrong("model " + name.get() + " needs the address of its server, because transcripts are sent"
                    + " there: --model-url or NEX_ENGINE_BASE_URL, for instance http://127.0.0.1:11434/v1");
        }
        Optional<String> secret = keyFile.isPresent() ? Optional.of(read(keyFile.get())) : key;
        if (secret.isPresent() && !secret.get().matches("[\\x21-\\x7e]{1," + LONGEST_KEY + "}")) {
            throw new Wrong(
                    "the model's key" + keyFile.map(file -> " in " + file).orElse("")
                            + " must be one word of printable ASCII characters");
        }
        return Optional.of(new ModelSettings(
                name.get(), checked(url.get()), secret, Duration.ofSeconds(seconds(seconds.orElse("120")))));
    }

    private static String checked(String url) throws Wrong {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new Wrong("the address of the model's server is no URL");
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new Wrong("the address of the model's server must have no user, query or fragment; a key belongs in"
                    + " NEX_ENGINE_API_KEY or --model-key-file");
        }
        boolean https = "https".equals(uri.getScheme()) && uri.getHost() != null;
        boolean loopback = "http".equals(uri.getScheme()) && uri.getHost() != null && Origin.isLoopback(uri.getHost());
        if (!https && !loopback) {
            throw new Wrong("the address of the model's server must be https://, or http:// on this machine"
                    + " (127.0.0.1, localhost), not " + url + ": transcripts and the key would be readable on the way");
        }
        return url;
    }

    private static String read(Path file) throws Wrong {
        if (!Files.isRegularFile(file)) {
            throw new Wrong("the key file " + file + " is not there");
        }
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (mode.contains(PosixFilePermission.GROUP_READ) || mode.contains(PosixFilePermission.OTHERS_READ)) {
                throw new Wrong("others can read the key file " + file + "; run: chmod 600 " + file);
            }
            if (Files.size(file) > LONGEST_KEY) {
                throw new Wrong("the key file " + file + " is too large to hold one key");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Wrong("the key file " + file + " cannot be read as text");
        }
    }

    private static int seconds(String text) throws Wrong {
        if (text.matches("[0-9]{1,3}")) {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= LONGEST_SECONDS) {
                return seconds;
            }
        }
        throw new Wrong("the time for a model's answer must be from 1 to " + LONGEST_SECONDS + " seconds");
    }

    /** What {@code worked_by} says of it. */
    public String mark() {
        return "model:" + name;
    }

    @Override
    public String toString() {
        return "model " + name + " at " + baseUrl;
    }
}
