package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.sandbox.Changes;
import nexhelm.engine.sandbox.Changes.Change;
import nexhelm.engine.sandbox.Paper;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * What a run changed in its sandbox. While the run holds the sandbox it is read there; before the sandbox is wiped it is
 * copied to the run, contents by their hash, so the page, the trace and a reviewer can open it for good.
 */
public final class Evidence {

    /** Larger contents, and what goes beyond the total of a run, are listed without their text. */
    private static final long MOST_PER_FILE = 2L << 20;

    private static final long MOST_PER_RUN = 20L << 20;

    private final Store store;

    public Evidence(Store store) {
        this.store = store;
    }

    /**
     * One changed file, mail, draft, todo, event or contact.
     *
     * @param before the hash of what it was before the run; empty for what the run created
     */
    public record Changed(
            String id,
            String path,
            String kind,
            String change,
            String title,
            long size,
            String sha256,
            Optional<String> before) {

        public ObjectNode json(String runId) {
            String url = "/workflow-lab/runs/" + runId + "/files/" + id;
            return Json.object()
                    .put("id", id)
                    .put("path", path)
                    .put("kind", kind)
                    .put("change", change)
                    .put("size", size)
                    .put("sha256", sha256)
                    .put("title", title)
                    .put("url", url)
                    .put("before_sha256", before.orElse(null))
                    .put(
                            "before_url",
                            before.map(hash -> url + "?version=before").orElse(null));
        }
    }

    /** The texts of a changed file, each empty when there was none or it was too large to keep. */
    public record Texts(Optional<String> before, Optional<String> after) {

        static final Texts NONE = new Texts(Optional.empty(), Optional.empty());
    }

    /** What a run changed so far, or had changed when it ended. */
    public List<Changed> files(Handle handle, Run run) {
        if (run.status().holdsSandbox()) {
            return changes(handle, run).items().stream()
                    .filter(Evidence::isFile)
                    .map(change -> new Changed(
                            change.id(),
                            change.path(),
                            change.kind(),
                            change.change(),
                            change.title(),
                            change.size(),
                            change.sha256(),
                            change.was().map(Paper::sha256)))
                    .toList();
        }
        return handle.createQuery("SELECT * FROM run_files WHERE run_id = ? ORDER BY n")
                .bind(0, run.id())
                .map((row, context) -> new Changed(
                        row.getString("id"),
                        row.getString("path"),
                        row.getString("kind"),
                        row.getString("change"),
                        row.getString("title"),
                        row.getLong("size"),
                        row.getString("sha256"),
                        Optional.ofNullable(row.getString("before_sha256"))))
                .list();
    }

    /** The texts of all changed files by their id. */
    public Map<String, Texts> texts(Handle handle, Run run) {
        Map<String, Texts> texts = new HashMap<>();
        if (run.status().holdsSandbox()) {
            changes(handle, run)
                    .items()
                    .forEach(change -> texts.put(
                            change.id(),
                            new Texts(
                                    change.before(),
                                    change.change().equals("deleted")
                                            ? Optional.empty()
                                            : Optional.of(change.content()))));
        } else {
            files(handle, run).forEach(file -> texts.put(file.id(), texts(handle, run, file)));
        }
        return texts;
    }

    /** The texts of one changed file. */
    public Texts texts(Handle handle, Run run, Changed file) {
        if (run.status().holdsSandbox()) {
            return texts(handle, run).getOrDefault(file.id(), Texts.NONE);
        }
        return new Texts(
                paper(handle, run, file, true).map(Paper::text),
                paper(handle, run, file, false).map(Paper::text));
    }

    /** A changed file as it was before the run, or as it was left; empty when there was none or it was not kept. */
    public Optional<Paper> paper(Handle handle, Run run, Changed file, boolean before) {
        if (!before && file.change().equals("deleted")) {
            return Optional.empty();
        }
        if (run.status().holdsSandbox()) {
            return changes(handle, run).items().stream()
                    .filter(change -> change.id().equals(file.id()))
                    .findFirst()
                    .flatMap(change -> before ? change.was() : Optional.of(change.paper()));
        }
        return (before ? file.before() : Optional.of(file.sha256()))
                .flatMap(hash -> handle.createQuery("SELECT content FROM blobs WHERE sha256 = ?")
                        .bind(0, hash)
                        .mapTo(String.class)
                        .findFirst())
                .map(stored -> Paper.of(file.kind(), stored));
    }

    /** Notes on the run what the sandbox looks like now. */
    void measure(Handle handle, Run run) {
        Changes changes = changes(handle, run);
        Runs.set(
                handle,
                store,
                run.id(),
                "sandbox_tree_before",
                changes.treeBefore(),
                "sandbox_tree_after",
                changes.treeAfter(),
                "files_count",
                (int) changes.items().stream().filter(Evidence::isFile).count());
    }

    /** Copies what changed to the run, then wipes the sandbox; both or neither. */
    void keepAndWipe(Handle handle, Run run) {
        measure(handle, run);
        long total = 0;
        int n = 0;
        for (Change change : changes(handle, run).items()) {
            if (!isFile(change)) {
                continue;
            }
            handle.execute(
                    "INSERT INTO run_files (run_id, id, n, path, kind, change, title, size, sha256, before_sha256)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    run.id(),
                    change.id(),
                    n++,
                    change.path(),
                    change.kind(),
                    change.change(),
                    change.title(),
                    change.size(),
                    change.sha256(),
                    change.was().map(Paper::sha256).orElse(null));
            total = keep(handle, change.paper(), total);
            if (change.was().isPresent()) {
                total = keep(handle, change.was().get(), total);
            }
        }
        Blueprint.wipe(handle, run.sandboxUserId());
    }

    /** Copies a content unless it is there, or it or the run's total would be too large; answers the new total. */
    private static long keep(Handle handle, Paper paper, long total) {
        long size = paper.bytes().length;
        if (size > MOST_PER_FILE || total + size > MOST_PER_RUN) {
            return total;
        }
        int added = handle.execute(
                "INSERT INTO blobs (sha256, content) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING",
                paper.sha256(),
                paper.stored());
        return total + added * size;
    }

    private static boolean isFile(Change change) {
        return !change.kind().equals("folder");
    }

    private static Changes changes(Handle handle, Run run) {
        return Changes.of(new Tenant(handle, run.sandboxUserId()));
    }
}
