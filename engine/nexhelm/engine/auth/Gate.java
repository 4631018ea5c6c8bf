package nexhelm.engine.auth;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;

/** Says who sends a request. The server believes the token's user and nobody else's. */
public final class Gate {

    private final Accounts accounts;
    private final Tokens tokens;

    public Gate(Accounts accounts, Tokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /** A caller and what they sent. */
    public record Known(Caller caller, Request request) {}

    /**
     * The caller by the bearer token, who must be the user that query and body name, if they name one. The body is read
     * once the caller is known: what a stranger sends is passed over and never held.
     */
    public Known knownWithBody(Context context, Scope scope) {
        Caller caller;
        try {
            caller = caller(Request.withoutBody(context), scope);
        } catch (Refusal e) {
            Request.passOver(context); // a client that is still sending would not hear the refusal
            throw e;
        }
        Request request = Request.withBody(context);
        isUser(caller, request.text("user_id"));
        return new Known(caller, request);
    }

    /** The caller by the bearer token, who must be the user that the query names, if it names one. */
    public Caller caller(Request request, Scope scope) {
        String header = request.header("Authorization")
                .orElseThrow(() -> Refusal.unauthorized(
                        "token_missing", "No Authorization header; sign in with nex auth setup -e EMAIL."));
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw Refusal.unauthorized("token_missing", "The Authorization header carries no bearer token.");
        }
        Tokens.Bearer bearer = tokens.check(header.substring(7).strip()).orElseThrow(Gate::invalid);
        boolean assistant = request.header("X-Nex-Actor")
                .map(a -> a.strip().toLowerCase(Locale.ROOT))
                .filter("assistant"::equals)
                .isPresent();
        Caller caller;
        if (bearer instanceof Tokens.Bearer.ById known) {
            caller = new Caller(accounts.byId(known.userId()).orElseThrow(Gate::invalid), known.scopes(), assistant);
        } else {
            String email = ((Tokens.Bearer.ByEmail) bearer).email();
            caller = new Caller(
                    accounts.byEmail(email)
                            .orElseThrow(() -> Refusal.unauthorized(
                                    "unknown_user",
                                    "The shared secret stands for %s, who has no account here; run nex-engine user add."
                                            .formatted(email))),
                    Set.copyOf(Scope.words()),
                    assistant);
        }
        isUser(caller, request.query("user_id"));
        caller.needs(scope);
        return caller;
    }

    private static void isUser(Caller caller, Optional<String> named) {
        if (named.isPresent()
                && !named.get().isEmpty()
                && !named.get().equals(caller.user().id())) {
            throw Refusal.forbidden(
                    "user_mismatch",
                    "user_id '%s' is not the user of this token (%s)."
                            .formatted(Request.clip(named.get()), caller.user().id()));
        }
    }

    private static Refusal invalid() {
        return Refusal.unauthorized(
                "invalid_token", "The token is not valid or has expired; check nex auth status and sign in again.");
    }
}
