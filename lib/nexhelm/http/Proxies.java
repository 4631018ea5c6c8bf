package nexhelm.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy leads to a host: the usual variables in either case, which the JDK does not read by itself. This machine is
 * always reached directly: a token for it must not leave it, and plain http is for it alone.
 */
final class Proxies {

    private final Map<String, String> env;

    Proxies(Map<String, String> env) {
        this.env = env;
    }

    Proxy forHost(URL url) {
        if (bypassed(url.getHost().toLowerCase(Locale.ROOT), url.getPort())) {
            return Proxy.NO_PROXY;
        }
        String value = variable(url.getProtocol() + "_proxy")
                .or(() -> variable("all_proxy"))
                .orElse("");
        if (value.isEmpty()) {
            return Proxy.NO_PROXY;
        }
        try {
            URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
            boolean socks = proxy.getScheme().startsWith("socks");
            int port = proxy.getPort() > 0 ? proxy.getPort() : socks ? 1080 : 80;
            return new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port));
        } catch (IllegalArgumentException e) {
            return Proxy.NO_PROXY; // a proxy that is no address cannot be asked; the direct way may work
        }
    }

    private boolean bypassed(String host, int port) {
        if (host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}")) {
            return true;
        }
        for (String entry :
                variable("no_proxy").orElse("").toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            String name = entry.startsWith("*.") ? entry.substring(1) : entry;
            if (entry.equals("*")
                    || (!entry.isEmpty()
                            && (host.equals(name)
                                    || (host + ":" + port).equals(name)
                                    || host.endsWith(name.startsWith(".") ? name : "." + name)))) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(env.get(name))
                .or(() -> Optional.ofNullable(env.get(name.toUpperCase(Locale.ROOT))))
                .map(String::trim)
                .filter(value -> !value.isEmpty());
    }
}
