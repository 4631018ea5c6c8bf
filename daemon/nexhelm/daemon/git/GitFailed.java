package nexhelm.daemon.git;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;

/** Says in one sentence why the other side did not do it. Its words are repeated only where they hold no address. */
final class GitFailed {

    private GitFailed() {}

    static Refusal of(Throwable failure, boolean hadToken) {
        String all = words(failure);
        if (cause(failure, UnknownHostException.class) || cause(failure, ConnectException.class)) {
            return refusal("unreachable", "The git server cannot be reached.");
        }
        if (all.contains("smart protocol")) {
            return refusal("not_smart", "The address is no git server that speaks the smart HTTP protocol.");
        }
        if (all.contains("followredirects") || all.contains("redirect")) {
            return refusal("redirected", "The git server redirects elsewhere, which is not followed.");
        }
        if (all.contains("not authorized")
                || all.contains("authentication is required")
                || all.contains("401")
                || all.contains("not permitted")
                || all.contains("forbidden")
                || all.contains("403")) {
            return refusal(
                    "git_refused",
                    hadToken
                            ? "The git server refuses the linked token; it needs read and write access to contents."
                            : "The git server wants a token; link one with nex auth github-link and start again.");
        }
        if (all.contains("not found") || all.contains("404")) {
            return refusal("repository_not_found", "The git server knows no such repository, or hides it.");
        }
        if (all.contains("timeout") || all.contains("timed out") || all.contains("cancelled")) {
            return refusal("git_timeout", "The git server took too long.");
        }
        return refusal("git_failed", "git failed: " + innermost(failure) + ".");
    }

    private static Refusal refusal(String kind, String detail) {
        return Refusal.of(502, kind, detail);
    }

    private static String words(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            all.append(at.getClass().getSimpleName())
                    .append(' ')
                    .append(at.getMessage())
                    .append(' ');
        }
        return all.toString().replaceAll("https?://\\S+", "").toLowerCase(Locale.ROOT);
    }

    private static String innermost(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        String text = Optional.ofNullable(at.getMessage()).orElse(at.getClass().getSimpleName());
        return Request.clip(text.replaceAll("https?://\\S+", "").replaceAll("(?<=\\s)/\\S+", "…"));
    }

    private static boolean cause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
