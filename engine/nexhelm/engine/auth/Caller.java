package nexhelm.engine.auth;

import java.util.Set;
import nexhelm.engine.http.Refusal;

/**
 * Who sends a request, as its token or session says and nothing else.
 *
 * @param assistant whether an assistant acts for the user, which the MCP server tells by a header
 */
public record Caller(User user, Set<String> scopes, boolean assistant) {

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** A person who may do everything that accounts can, for instance the owner of a schedule that fires. */
    public static Caller person(User user) {
        return new Caller(user, Set.copyOf(Scope.words()), false);
    }

    public void needs(Scope scope) {
        if (!scopes.contains(scope.word())) {
            throw Refusal.forbidden(
                    "scope_missing",
                    "This login lacks the scope %s; sign in again with an account that has it."
                            .formatted(scope.word()));
        }
    }
}
