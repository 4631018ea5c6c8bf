package nexhelm.daemon.git;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.http.Origin;

/**
 * A repository that the operator allows: nothing else is ever cloned from or pushed to.
 *
 * @param name by which a client chooses it; the one without is for everybody else
 * @param url  https, or http on this machine, without a password
 */
public record Remote(Optional<String> name, String url) {

    /** Reads {@code [NAME=]URL}; the message of a failure is one line for people. */
    public static Remote parse(String text) {
        int equals = text.indexOf('=');
        boolean named = equals > 0 && text.substring(0, equals).matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
        Remote remote = new Remote(
                named ? Optional.of(text.substring(0, equals)) : Optional.empty(),
                named ? text.substring(equals + 1) : text);
        URI uri;
        try {
            uri = URI.create(remote.url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--repo needs the https address of a repository");
        }
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new IllegalArgumentException("--repo needs the https address of a repository, not a " + shape(uri));
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("--repo takes an address without user, password, query and fragment;"
                    + " tokens come with each workspace");
        }
        boolean secure = "https".equals(uri.getScheme());
        if (!secure && !("http".equals(uri.getScheme()) && Origin.isLoopback(uri.getHost()))) {
            throw new IllegalArgumentException(
                    "--repo takes https addresses (http only on this machine), not " + shape(uri));
        }
        return remote;
    }

    /** The repository that a customer works on, the one of that name; where no customer is named, the one without a name. */
    public static Optional<Remote> of(List<Remote> allowed, Optional<String> customer) {
        return allowed.stream().filter(each -> each.name().equals(customer)).findFirst();
    }

    /** OWNER/NAME, as GitHub's interface calls it. */
    public Optional<String> slug() {
        String[] parts = URI.create(url).getPath().replaceFirst("/+$", "").split("/");
        if (parts.length < 3) {
            return Optional.empty();
        }
        String slug = parts[parts.length - 2] + "/" + parts[parts.length - 1].replaceFirst("\\.git$", "");
        return Optional.of(slug).filter(text -> text.matches("[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+"));
    }

    public boolean isGitHub() {
        return "github.com".equalsIgnoreCase(URI.create(url).getHost());
    }

    private static String shape(URI uri) {
        return uri.getScheme() == null ? "path" : uri.getScheme() + ": address";
    }
}
