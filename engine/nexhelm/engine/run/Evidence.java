package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.sandbox.Changes;
import nexhelm.engine.sandbox.Changes.Change;
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

    /** One changed file, mail, draft or todo. */
    public record Changed(String id, String path, String kind, String change, String title, long size, String sha256) {

        public ObjectNode json(String runId) {
            return Json.object().put("id", id).put("path", path).put("kind", kind).put("change", change)
                    .put("size", size).put("sha256", sha256).put("title", title)
                    .put("url", "/workflow-lab/runs/" + runId + "/files/" + id);
        }
    }

    /** What a run changed so far, or had changed when it ended. */
    public List<Changed> files(Handle handle, Run run) {
        if (run.status().holdsSandbox()) {
            return changes(handle, run).items().stream().filter(Evidence::isFile).map(change -> new Changed(change.id(),
                    change.path(), change.kind(), change.change(), change.title(), change.size(), change.sha256())).toList();
        }
        return handle.createQuery("SELECT * FROM run_files WHERE run_id = ? ORDER BY n").bind(0, run.id())
                .map((row, context) -> new Changed(row.getString("id"), row.getString("path"), row.getString("kind"),
                        row.getString("change"), row.getString("title"), row.getLong("size"), row.getString("sha256")))
                .list();
    }

    /** The content of a changed file, empty when it was too large to keep. */
    public Optional<String> content(Handle handle, Run run, Changed file) {
        if (run.status().holdsSandbox()) {
            return changes(handle, run).items().stream().filter(change -> change.id().equals(file.id()))
                    .map(Change::content).findFirst();
        }
        return handle.createQuery("SELECT content FROM blobs WHERE sha256 = ?").bind(0, file.sha256())
                .mapTo(String.class).findFirst();
    }

    /** The contents of all changed files by their id, those aside that were too large to keep. */
    public Map<String, String> texts(Handle handle, Run run) {
        Map<String, String> texts = new HashMap<>();
        if (run.status().holdsSandbox()) {
            changes(handle, run).items().forEach(change -> texts.put(change.id(), change.content()));
        } else {
            handle.createQuery("SELECT f.id, b.content FROM run_files f JOIN blobs b ON b.sha256 = f.sha256 WHERE f.run_id = ?")
                    .bind(0, run.id()).map((row, context) -> texts.put(row.getString(1), row.getString(2))).list();
        }
        return texts;
    }

    /** Notes on the run what the sandbox looks like now. */
    void measure(Handle handle, Run run) {
        Changes changes = changes(handle, run);
        Runs.set(handle, store, run.id(), "sandbox_tree_before", changes.treeBefore(),
                "sandbox_tree_after", changes.treeAfter(),
                "files_count", (int) changes.items().stream().filter(Evidence::isFile).count());
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
            handle.execute("INSERT INTO run_files (run_id, id, n, path, kind, change, title, size, sha256)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", run.id(), change.id(), n++, change.path(),
                    change.kind(), change.change(), change.title(), change.size(), change.sha256());
            if (change.size() <= MOST_PER_FILE && total + change.size() <= MOST_PER_RUN) {
                total += change.size();
                handle.execute("INSERT INTO blobs (sha256, content) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING",
                        change.sha256(), change.content());
            }
        }
        Blueprint.wipe(handle, run.sandboxUserId());
    }

    private static boolean isFile(Change change) {
        return !change.kind().equals("folder") && !change.kind().equals("contact");
    }

    private static Changes changes(Handle handle, Run run) {
        return Changes.of(new Tenant(handle, run.sandboxUserId()));
    }
}
