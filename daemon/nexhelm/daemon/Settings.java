package nexhelm.daemon;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nexhelm.daemon.exec.Limits;
import nexhelm.daemon.exec.Sandbox;
import nexhelm.daemon.git.Remote;

/**
 * How a daemon is to run.
 *
 * @param port      0 takes a free one
 * @param remotes   the repositories that may be cloned, at least one
 * @param gitHubApi where pull requests are opened, when it is not GitHub's own address
 */
record Settings(
        Path data,
        String host,
        int port,
        List<Remote> remotes,
        Optional<String> gitHubApi,
        Limits limits,
        Sandbox sandbox,
        Clock clock) {

    static final String GITHUB_API = "https://api.github.com";

    /** How long a clone may take. */
    static final Duration CLONE_LIMIT = Duration.ofMinutes(10);

    /** A workspace nobody uses for this long is ended. */
    static final Duration IDLE_LIMIT = Duration.ofHours(4);

    /** No workspace lives longer. */
    static final Duration HARD_LIMIT = Duration.ofHours(24);

    Settings {
        remotes = List.copyOf(remotes);
    }
}
