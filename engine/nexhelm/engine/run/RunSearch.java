package nexhelm.engine.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.auth.Caller;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Runs of an organisation that somebody looks for.
 *
 * @param status one status, or empty for all
 * @param text   what name, summary or id contain, in any case; empty for all
 * @param userId whose, or empty for everybody's
 * @param page   counts from 1
 */
public record RunSearch(
        String organizationId, Optional<RunStatus> status, String text, Optional<String> userId, int page) {

    public static final int PER_PAGE = 25;

    /** A page of runs, newest first, and how many there are on all pages. */
    public record Found(List<Run> runs, int total) {

        public int pages() {
            return Math.max(1, (total + PER_PAGE - 1) / PER_PAGE);
        }
    }

    /**
     * A run that goes on only when a person does something.
     *
     * @param asked  what the agent asks; empty when the work is done and a verdict is due
     * @param byHand whether a person is at work on its steps
     * @param since  since when it waits
     */
    public record Waiting(Run run, String operator, Optional<Interaction> asked, boolean byHand, String since) {}

    public Found of(Handle handle) {
        int total = bound(handle.createQuery("SELECT COUNT(*)" + where()))
                .mapTo(Integer.class)
                .one();
        int shown = Math.min(page, Math.max(1, (total + PER_PAGE - 1) / PER_PAGE));
        List<Run> runs = bound(handle.createQuery(
                        "SELECT *" + where() + " ORDER BY created_at DESC, id LIMIT :most OFFSET :skip"))
                .bind("most", PER_PAGE)
                .bind("skip", (shown - 1) * PER_PAGE)
                .map((row, context) -> Run.of(row))
                .list();
        return new Found(runs, total);
    }

    private String where() {
        List<String> terms = new ArrayList<>(List.of("organization_id = :organization"));
        status.ifPresent(one -> terms.add("status = :status"));
        userId.ifPresent(one -> terms.add("user_id = :user"));
        if (!text.isBlank()) {
            terms.add("(lower(proposal) LIKE :text ESCAPE '!' OR lower(id) LIKE :text ESCAPE '!')");
        }
        return " FROM workflow_lab_runs WHERE " + String.join(" AND ", terms);
    }

    private Query bound(Query query) {
        query.bind("organization", organizationId);
        status.ifPresent(one -> query.bind("status", one.word()));
        userId.ifPresent(id -> query.bind("user", id));
        if (!text.isBlank()) {
            query.bind("text", "%" + text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%");
        }
        return query;
    }

    /** Everybody of the caller's organisation who has runs, and the caller: ids and addresses. */
    public static Map<String, String> operators(Handle handle, Caller caller) {
        Map<String, String> operators = new LinkedHashMap<>();
        operators.put(caller.user().id(), caller.user().email());
        handle.createQuery("SELECT id, email FROM users WHERE id IN (SELECT user_id FROM workflow_lab_runs WHERE"
                        + " organization_id = ?) ORDER BY email")
                .bind(0, caller.user().organizationId())
                .map((row, context) -> operators.putIfAbsent(row.getString(1), row.getString(2)))
                .list();
        return operators;
    }

    /** What waits for a person in an organisation, the longest first. */
    public static List<Waiting> waiting(Handle handle, String organizationId) {
        List<Waiting> waiting = new ArrayList<>();
        handle.createQuery("SELECT r.id, COALESCE(t.ended_at, t.created_at), t.state FROM workflow_lab_runs r"
                        + " JOIN turns t ON t.thread_id = r.verifier_thread_id WHERE r.organization_id = ?"
                        + " AND r.status IN ('setting_up', 'verifying', 'awaiting_human_verify')"
                        + " AND t.n = (SELECT MAX(n) FROM turns WHERE thread_id = r.verifier_thread_id)"
                        + " AND t.state NOT IN ('queued', 'working') ORDER BY 2, 1 LIMIT 200")
                .bind(0, organizationId)
                .map((row, context) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                .list()
                .forEach(row -> {
                    Run run = Runs.known(handle, row.get(0));
                    waiting.add(new Waiting(
                            run,
                            Runs.operator(handle, run),
                            Interaction.waiting(handle, run.id()),
                            row.get(2).equals("manual"),
                            row.get(1)));
                });
        return waiting;
    }
}
