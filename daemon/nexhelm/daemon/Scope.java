package nexhelm.daemon;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;

/** What a session may do in its workspace, each scope more than the one before. */
enum Scope {
    /** Reads, searches, lists, sees logs. */
    SE_READ_ONLY,
    /** Also writes, runs the checks of the repository, commits, pushes. */
    SE_DEFAULT,
    /** Also opens a shell. */
    ENG_DEFAULT;

    static Scope of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "invalid_scope",
                        "There is no scope '%s', only %s."
                                .formatted(
                                        Request.clip(word),
                                        Arrays.stream(values()).map(Scope::word).collect(Collectors.joining(", ")))));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    void needs(Scope least) {
        if (compareTo(least) < 0) {
            throw Refusal.forbidden(
                    "scope_missing",
                    "This workspace was started with the scope %s; this needs %s.".formatted(word(), least.word()));
        }
    }
}
