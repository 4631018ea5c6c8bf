package nexhelm.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import nexhelm.engine.auth.SharedSecret;

/**
 * How an engine is to run.
 *
 * @param port 0 takes a free one
 * @param pace how long the agent waits before each call
 */
record Settings(Path data, String host, int port, Optional<String> publicUrl, Optional<SharedSecret> sharedSecret,
        String emailDomain, Duration pace, Clock clock) {

    /** An engine as tests and newcomers want it. */
    static Settings local(Path data) {
        return new Settings(data, "127.0.0.1", 0, Optional.empty(), Optional.empty(), "nexhelm.ai", Duration.ZERO,
                Clock.systemUTC());
    }
}
