package nexhelm.engine.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the engine is reached: the address it listens on, and the public one in front of it if there is one.
 *
 * @param host      the address of the socket
 * @param port      the port of the socket
 * @param publicUrl the address that clients use when a proxy stands in front
 */
public record Origin(String host, int port, Optional<String> publicUrl) {

    /** The one address that every link and answer uses. */
    public String url() {
        return publicUrl.orElseGet(() -> "http://" + bracketed(host) + ":" + port);
    }

    /** Whether only this machine can connect and nothing public stands in front. */
    public boolean isLocal() {
        return isLoopback(host)
                && publicUrl
                        .map(URI::create)
                        .map(URI::getHost)
                        .map(Origin::isLoopback)
                        .orElse(true);
    }

    public boolean isSecure() {
        return url().startsWith("https:");
    }

    /**
     * Whether a Host header names this engine. A page of another site can make a browser connect to a loopback port
     * under a name of its own (DNS rebinding); it cannot make the browser send our name.
     */
    public boolean names(Optional<String> hostHeader) {
        if (!isLoopback(host)) {
            return true;
        }
        String sent = hostHeader.orElse("").toLowerCase(Locale.ROOT);
        List<String> ours =
                List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port, bracketed(host) + ":" + port);
        return ours.contains(sent)
                || publicUrl
                        .map(URI::create)
                        .map(URI::getAuthority)
                        .filter(sent::equals)
                        .isPresent();
    }

    /** Whether an Origin header, if sent, is this engine's own. */
    public boolean sentIt(Optional<String> originHeader) {
        return originHeader
                .map(origin -> origin.equals(url())
                        || isLoopback(host) && origin.startsWith("http://") && names(Optional.of(origin.substring(7))))
                .orElse(true);
    }

    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("[::1]")
                || name.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
