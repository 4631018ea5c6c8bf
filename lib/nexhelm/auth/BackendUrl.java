package nexhelm.auth;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import nexhelm.Failure;

/** The rules for addresses that receive a token or a password. */
public final class BackendUrl {

    private static final Set<String> PRODUCTION = Set.of("api.nexhelm.ai", "www.nexhelm.ai", "nexhelm.ai");

    private BackendUrl() {}

    /**
     * Checks a backend's address before the first request: http or https with a host, not a production host (also
     * with a trailing dot or without a scheme), and plain http to this machine only.
     *
     * @return the address without trailing slashes
     */
    public static String check(String url) {
        String host = host(url);
        if (PRODUCTION.contains(host)) {
            throw Failure.config(
                    "" + host + " is a production host; the lab works against staging or a" + " local engine only");
        }
        return secure(url, "backend_url");
    }

    /** Checks any address that receives something secret: https, or plain http to this machine; host, port and path. */
    public static String secure(String url, String what) {
        String host = host(url);
        String address = url.trim();
        String scheme = address.contains("://")
                ? address.substring(0, address.indexOf("://")).toLowerCase(Locale.ROOT)
                : "";
        if (host.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
            throw Failure.config("" + what + " is not an http or https address: " + shown(address));
        }
        if (scheme.equals("http") && !loopback(host)) {
            throw Failure.config("" + what + " is plain http to another machine (" + host
                    + "), so a token could be read on the way; use https");
        }
        if (!shown(address).equals(address)) {
            throw Failure.config(
                    "" + what + " has more than a host, a port and a path: " + shown(address) + " would be all of it");
        }
        while (address.endsWith("/")) {
            address = address.substring(0, address.length() - 1);
        }
        return address;
    }

    /** An address without what may be secret in it: user and password, query, fragment. */
    private static String shown(String address) {
        return address.replaceFirst("[?#].*", "").replaceFirst("(?<=^.{0,12}://)[^/]*@", "");
    }

    /** True for names and addresses of this machine. */
    public static boolean loopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("::1")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static String host(String url) {
        String text = url.trim();
        try {
            String host =
                    URI.create(text.contains("://") ? text : "https://" + text).getHost();
            String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
