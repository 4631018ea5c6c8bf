package nexhelm.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexhelm.engine.auth.SharedSecret;
import nexhelm.engine.run.ServiceApi;

/**
 * How an engine is to run.
 *
 * @param port 0 takes a free one
 * @param pace how long the agent waits before each call
 * @param workspaces the data folder of the workspace daemon, whether or not one runs
 * @param impersonators e-mail addresses, in lower case, of those who may act as somebody else
 * @param service the key of the REST interface, which is off without one
 * @param nex how nex is called on this machine, for pages that suggest a command
 */
record Settings(
        Path data,
        String host,
        int port,
        Optional<String> publicUrl,
        Optional<SharedSecret> sharedSecret,
        String emailDomain,
        Duration pace,
        Clock clock,
        Set<String> impersonators,
        Path workspaces,
        Optional<ServiceApi.ServiceKey> service,
        String nex) {

    Settings(
            Path data,
            String host,
            int port,
            Optional<String> publicUrl,
            Optional<SharedSecret> sharedSecret,
            String emailDomain,
            Duration pace,
            Clock clock,
            Set<String> impersonators) {
        this(
                data,
                host,
                port,
                publicUrl,
                sharedSecret,
                emailDomain,
                pace,
                clock,
                impersonators,
                data.resolve("workspace-daemon"),
                Optional.empty(),
                "nex");
    }

    Settings(
            Path data,
            String host,
            int port,
            Optional<String> publicUrl,
            Optional<SharedSecret> sharedSecret,
            String emailDomain,
            Duration pace,
            Clock clock) {
        this(data, host, port, publicUrl, sharedSecret, emailDomain, pace, clock, Set.of());
    }

    /** The addresses of {@code IMPERSONATION_ALLOWLIST}: parted by commas, in any case. */
    static Set<String> impersonators(String allowList) {
        return Stream.of(allowList.split(","))
                .map(String::strip)
                .filter(email -> !email.isEmpty())
                .map(email -> email.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * How nex is called: as the nex that started this engine says, or through the checkout that the engine comes from.
     * Whoever sees a public engine has a nex of their own.
     */
    static String nex(Map<String, String> environment, Optional<String> publicUrl) {
        if (publicUrl.isPresent()) {
            return "nex";
        }
        return Optional.ofNullable(environment.get("NEXHELM_NEX"))
                .or(() -> Optional.ofNullable(environment.get("NEXHELM_CHECKOUT"))
                        .map(folder -> Path.of(folder, "jbang") + " nex"))
                .orElse("nex");
    }

    /** An engine as tests and newcomers want it. */
    static Settings local(Path data) {
        return new Settings(
                data,
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                "nexhelm.ai",
                Duration.ZERO,
                Clock.systemUTC());
    }
}
