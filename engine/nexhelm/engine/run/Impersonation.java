package nexhelm.engine.run;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.auth.User;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.sandbox.Addresses;
import nexhelm.engine.sandbox.BlueprintInvalid;
import nexhelm.engine.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * Acting as somebody else, to read their data: asked for with each chat and checked with each chat. A run that began as
 * somebody stays so, and no other run becomes it, so what was read of them never meets a tool that writes.
 */
final class Impersonation {

    private final Store store;
    private final Audit audit;
    private final Sandboxes sandboxes;
    private final Set<String> allowed;

    /** @param allowed e-mail addresses in lower case */
    Impersonation(Store store, Audit audit, Sandboxes sandboxes, Set<String> allowed) {
        this.store = store;
        this.audit = audit;
        this.sandboxes = sandboxes;
        this.allowed = Set.copyOf(allowed);
    }

    /** What a chat asks: who says to act, and as whom. */
    record Wish(String impersonator, String target, boolean readOnly) {

        static Optional<Wish> of(Request request) {
            Optional<String> own =
                    request.text("impersonator_email").map(String::strip).filter(text -> !text.isEmpty());
            Optional<String> target =
                    request.text("target_user_email").map(String::strip).filter(text -> !text.isEmpty());
            if (own.isEmpty() && target.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Wish(own.orElse(""), target.orElse(""), request.flag("read_only")));
        }
    }

    /** Does it, and notes in the log when it is refused. */
    <T> T audited(Caller caller, Optional<Run> run, Optional<Wish> wish, Supplier<T> chat) {
        Optional<String> target = wish.map(Wish::target).or(() -> run.flatMap(Impersonation::actsAs));
        try {
            return chat.get();
        } catch (Refusal e) {
            target.ifPresent(email ->
                    audit.refused(caller, Request.clip(email), run.map(Run::id).orElse(null), e.kind()));
            throw e;
        }
    }

    /** Refuses what is not allowed before anything is changed. */
    void check(Caller caller, Run run, Optional<Wish> wish) {
        store.read(handle -> target(handle, caller, run, wish));
    }

    /** The run as the agent is to take it: of whom it acts as, who has data, and whose use is in the log. */
    Run take(Handle handle, Caller caller, Run run, Optional<Wish> wish) {
        Optional<User> target = target(handle, caller, run, wish);
        if (target.isEmpty()) {
            return run;
        }
        User user = target.get();
        try {
            sandboxes.buildOwn(handle, user, run);
        } catch (BlueprintInvalid e) {
            throw Refusal.conflict(
                    "target_without_data", "There is no data of %s here: %s.".formatted(user.email(), e.getMessage()));
        }
        audit.allowed(handle, caller, user.email(), run.id());
        Runs.set(handle, store, run.id(), "target_user_id", user.id(), "target_user_email", user.email());
        return Runs.known(handle, run.id());
    }

    private Optional<User> target(Handle handle, Caller caller, Run run, Optional<Wish> wish) {
        if (wish.isEmpty() && run.targetUserId().isEmpty()) {
            return Optional.empty();
        }
        wish.ifPresent(asked -> complete(caller, asked));
        if (!allowed.contains(caller.user().email().toLowerCase(java.util.Locale.ROOT))) {
            throw Refusal.forbidden(
                    "impersonation_not_allowed",
                    caller.user().email() + " is not on this engine's"
                            + " IMPERSONATION_ALLOWLIST, so it cannot act as somebody else; run without --as.");
        }
        String email = wish.map(Wish::target).or(() -> actsAs(run)).orElseThrow();
        User target = Accounts.byEmail(handle, email)
                .orElseThrow(() -> Refusal.notFound(
                        "target_not_found", "Nobody has the e-mail address '%s' here.".formatted(Request.clip(email))));
        boolean other =
                run.targetUserId().isPresent() && !run.targetUserId().get().equals(target.id());
        if (other || run.targetUserId().isEmpty() && run.threadId().isPresent()) {
            throw Refusal.conflict(
                    "acts_otherwise",
                    "Run %s already worked %s; refine it for a run that acts as %s."
                            .formatted(
                                    run.id(),
                                    actsAs(run).map(as -> "as " + as).orElse("in its sandbox"),
                                    target.email()));
        }
        return Optional.of(target);
    }

    private static void complete(Caller caller, Wish wish) {
        if (!wish.impersonator().equalsIgnoreCase(caller.user().email())) {
            throw Refusal.forbidden(
                    "impersonator_mismatch",
                    "impersonator_email '%s' is not the account of this login (%s)."
                            .formatted(
                                    Request.clip(wish.impersonator()),
                                    caller.user().email()));
        }
        if (!wish.readOnly()) {
            throw Refusal.invalid("invalid_read_only", "Acting as somebody else is read-only; send read_only: true.");
        }
        if (!Addresses.isOne(wish.target())) {
            throw Refusal.invalid(
                    "invalid_target_user_email",
                    "target_user_email '%s' is not an e-mail address.".formatted(Request.clip(wish.target())));
        }
    }

    private static Optional<String> actsAs(Run run) {
        return run.targetUserId()
                .map(id -> run.record().path("target_user_email").asText());
    }
}
