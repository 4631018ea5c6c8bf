package nexhelm.daemon.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import nexhelm.daemon.files.Walk.Then;
import nexhelm.engine.http.Refusal;
import nexhelm.json.Json;

/** The names below a folder, some levels deep: folders end with a slash, links with an at sign. */
public final class Listing {

    private static final int MOST = 5000;

    private Listing() {}

    /** {@code entries} are paths from the root of the repository, {@code truncated} says whether there are more. */
    public static ObjectNode of(Tree tree, TreePath from, int depth) throws IOException {
        tree.attributes(from)
                .orElseThrow(() -> Refusal.notFound("folder_not_found", "There is no folder " + from + "."));
        ObjectNode listing = Json.object().put("path", from.toString());
        ArrayNode entries = listing.putArray("entries");
        boolean[] more = {false};
        Walk.through(tree, from, (path, attributes, ignored, content) -> {
            if (ignored) {
                return Then.OVER;
            }
            if (entries.size() == MOST) {
                more[0] = true;
                return Then.STOP;
            }
            entries.add(path + (attributes.isDirectory() ? "/" : attributes.isSymbolicLink() ? "@" : ""));
            return path.names().size() - from.names().size() < depth ? Then.ON : Then.OVER;
        });
        return listing.put("truncated", more[0]);
    }
}
