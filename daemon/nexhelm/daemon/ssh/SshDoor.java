package nexhelm.daemon.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import nexhelm.daemon.exec.Run;
import nexhelm.engine.http.Refusal;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * The SSH server of a workspace (RFC 4251 to 4254). One Ed25519 key opens it, as the user {@code workspace}; it runs
 * programs in the sandbox and forwards neither ports nor an agent nor X11.
 */
public final class SshDoor implements AutoCloseable {

    /** The one user. */
    public static final String USER = "workspace";

    static {
        // Ed25519 comes from Bouncy Castle; the other provider that sshd knows is no longer maintained
        System.setProperty("org.apache.sshd.security.provider.EdDSA.enabled", "false");
    }

    private static final String TYPE = "ssh-ed25519";

    private final SshServer server;
    private final Path keyFile;
    private final String hostKey;
    private volatile Optional<PublicKey> authorised;

    private SshDoor(SshServer server, Path keyFile, String hostKey, Optional<PublicKey> authorised) {
        this.server = server;
        this.keyFile = keyFile;
        this.hostKey = hostKey;
        this.authorised = authorised;
    }

    /**
     * Opens a server on a free port of this machine, with the keys of its folder; makes the host key when there is none.
     *
     * @param runs gives a fresh run for each program
     */
    public static SshDoor open(Path folder, Supplier<Run> runs) throws IOException {
        try {
            SshServer server = SshServer.setUpDefaultServer();
            Path file = folder.resolve("ssh_host_key");
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                makeKey(file);
            }
            KeyPair host = new FileKeyPairProvider(file).loadKey(null, TYPE);
            Path keyFile = folder.resolve("authorized_key");
            SshDoor door = new SshDoor(server, keyFile, PublicKeyEntry.toString(host.getPublic()), stored(keyFile));
            server.setHost("127.0.0.1");
            server.setPort(0);
            server.setKeyPairProvider(KeyPairProvider.wrap(host));
            server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
            server.setPublickeyAuthenticator((user, key, session) -> door.opens(user, key));
            server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
            server.setAgentFactory(null);
            server.setSubsystemFactories(List.of());
            server.setCommandFactory((channel, command) -> new SshProgram(runs.get(), Optional.of(command)));
            server.setShellFactory(channel -> new SshProgram(runs.get(), Optional.empty()));
            CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "nex-workspace");
            CoreModuleProperties.AUTH_TIMEOUT.set(server, Duration.ofSeconds(30));
            CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, 6);
            CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ofHours(4));
            server.start();
            return door;
        } catch (GeneralSecurityException e) {
            throw new IOException("the host key cannot be used: " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** As a line of known_hosts has it, without names. */
    public String hostKey() {
        return hostKey;
    }

    /** From now on this key opens the door, and no other: {@code ssh-ed25519 BASE64 [COMMENT]}. */
    public void authorise(String line) throws IOException {
        PublicKey key = parse(line)
                .orElseThrow(() -> Refusal.invalid(
                        "invalid_public_key", "public_key must be one line: ssh-ed25519, the key, a comment."));
        Files.deleteIfExists(keyFile);
        Files.write(
                Files.createFile(
                        keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                (PublicKeyEntry.toString(key) + "\n").getBytes(StandardCharsets.UTF_8));
        authorised = Optional.of(key);
        server.getActiveSessions().stream()
                .filter(session -> session.isAuthenticated())
                .forEach(session -> session.close(true));
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            // its port ends with the process in any case
        }
    }

    private boolean opens(String user, PublicKey key) {
        return USER.equals(user)
                && authorised.filter(known -> KeyUtils.compareKeys(known, key)).isPresent();
    }

    private static Optional<PublicKey> stored(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? parse(Files.readString(file)) : Optional.empty();
    }

    /** Options before a key, such as a command, are not part of what is asked for here. */
    private static Optional<PublicKey> parse(String text) {
        String line = text.strip();
        if (!line.matches(TYPE + " [A-Za-z0-9+/]{60,100}={0,2}( [^\\p{Cntrl}]{0,200})?")) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(AuthorizedKeyEntry.parseAuthorizedKeyEntry(line)
                    .resolvePublicKey(null, PublicKeyEntryResolver.FAILING));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static void makeKey(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519).generateKeyPair();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "nex-workspace", null, text);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, text.toByteArray());
    }
}
