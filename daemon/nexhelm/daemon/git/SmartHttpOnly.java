package nexhelm.daemon.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/**
 * Connections to the three addresses of an allowed repository that git's smart protocol has (gitprotocol-http(5)). The
 * older one lets a server name other addresses to fetch from, which would get the token as well.
 */
final class SmartHttpOnly implements HttpConnectionFactory, TransportConfigCallback {

    private final HttpConnectionFactory real = new JDKHttpConnectionFactory();
    private final String base;

    SmartHttpOnly(Remote remote) {
        base = remote.url().replaceFirst("/+$", "");
    }

    @Override
    public void configure(Transport transport) {
        if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(this);
        } else {
            throw new IllegalStateException("only http transports are ever opened");
        }
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        require(url);
        return real.create(url);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        require(url);
        return real.create(url, proxy);
    }

    private void require(URL url) throws IOException {
        String address = url.toString();
        String rest = address.startsWith(base) ? address.substring(base.length()) : "";
        if (!rest.matches("/+(info/refs\\?service=git-(upload|receive)-pack|git-upload-pack|git-receive-pack)")) {
            throw new IOException("only the smart protocol is spoken");
        }
    }
}
