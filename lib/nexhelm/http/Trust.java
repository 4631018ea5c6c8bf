package nexhelm.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whom to trust over TLS: the certificates of {@code SSL_CERT_FILE} (PEM) when it is set, else the JDK's own. */
final class Trust {

    private final String file;

    Trust(Map<String, String> env) {
        this.file = env.getOrDefault("SSL_CERT_FILE", "").trim();
    }

    void apply(HttpsURLConnection connection) throws IOException {
        context().ifPresent(context -> connection.setSSLSocketFactory(context.getSocketFactory()));
    }

    /** What makes connections to those who are trusted. */
    SSLSocketFactory sockets() throws IOException {
        Optional<SSLContext> own = context();
        return own.isPresent() ? own.get().getSocketFactory() : (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    /** Nothing when the JDK's own certificates count. */
    Optional<SSLContext> context() throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int n = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + n++, certificate);
            }
            if (n == 0) {
                throw new GeneralSecurityException("no certificate");
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return Optional.of(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException("SSL_CERT_FILE cannot be used: " + file);
        }
    }
}
