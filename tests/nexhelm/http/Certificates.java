package nexhelm.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import nexhelm.support.Command;

/** A certificate for 127.0.0.1, and what a server that has it needs. */
public final class Certificates {
    private Certificates() {}

    /** Makes a key and writes its certificate, as {@code SSL_CERT_FILE} takes it. */
    public static Path make(Path store, Path pem) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Command.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "s",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .run(Duration.ofSeconds(30))
                .ok();
        Files.writeString(
                pem,
                "# a comment, as bundles have them\n"
                        + Command.of(
                                        keytool,
                                        "-exportcert",
                                        "-rfc",
                                        "-alias",
                                        "s",
                                        "-keystore",
                                        store.toString(),
                                        "-storepass",
                                        "changeit")
                                .run(Duration.ofSeconds(30))
                                .ok());
        return pem;
    }

    /** The server's side. */
    public static SSLContext server(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
