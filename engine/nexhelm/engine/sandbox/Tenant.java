package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The workspace of one sandbox user. Every statement is bound to that user, so nothing of another can be named; it runs
 * on the caller's handle, so what a tool does commits with the caller's record of it or not at all.
 */
public final class Tenant {

    private static final String COLUMNS = "id, seq, kind, folder, title, content, details";

    private final Handle handle;
    private final String user;

    public Tenant(Handle handle, String sandboxUserId) {
        this.handle = handle;
        this.user = sandboxUserId;
    }

    public String sandboxUserId() {
        return user;
    }

    /** Whether a blueprint was built for this user and not wiped since. */
    public boolean isBuilt() {
        return text("provider").isPresent();
    }

    public String organizationName() {
        return text("organization_name").orElse("");
    }

    public String provider() {
        return text("provider").orElse("");
    }

    /** The name of the folder or site that holds everything. */
    public String container() {
        return text("container").orElse("");
    }

    /** All items of a kind, in the order they came to be. */
    public List<Item> items(Kind kind) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sandbox_items"
                        + " WHERE sandbox_user_id = :user AND kind = :kind ORDER BY seq")
                .bind("user", user)
                .bind("kind", kind.word())
                .map(Tenant::item)
                .list();
    }

    public Optional<Item> item(String id) {
        return handle.createQuery(
                        "SELECT " + COLUMNS + " FROM sandbox_items" + " WHERE sandbox_user_id = :user AND id = :id")
                .bind("user", user)
                .bind("id", id)
                .map(Tenant::item)
                .findFirst();
    }

    /** The folder or document at a path below the container. */
    public Optional<Item> at(Kind kind, String path) {
        int cut = path.lastIndexOf('/');
        return handle.createQuery("SELECT " + COLUMNS + " FROM sandbox_items WHERE sandbox_user_id = :user"
                        + " AND kind = :kind AND folder = :folder AND title = :title ORDER BY seq")
                .bind("user", user)
                .bind("kind", kind.word())
                .bind("folder", cut < 0 ? "" : path.substring(0, cut))
                .bind("title", path.substring(cut + 1))
                .map(Tenant::item)
                .findFirst();
    }

    /** The file of whatever kind at a path below the container. */
    public Optional<Item> file(String path) {
        return Stream.of(Kind.DOCUMENT, Kind.SHEET, Kind.PDF)
                .flatMap(kind -> at(kind, path).stream())
                .findFirst();
    }

    /** Whether documents can lie there: the container itself or a folder that exists. */
    public boolean hasFolder(String path) {
        return path.isEmpty() || at(Kind.FOLDER, path).isPresent();
    }

    /** Adds an item; its id follows from the user and the order of additions alone. */
    public Item add(Kind kind, String folder, String title, String content, ObjectNode details) {
        if (handle.createUpdate("UPDATE sandbox_tenants SET next_seq = next_seq + 1 WHERE sandbox_user_id = :user")
                        .bind("user", user)
                        .execute()
                == 0) {
            throw new IllegalStateException("no sandbox is built for " + user);
        }
        long seq = handle.createQuery("SELECT next_seq FROM sandbox_tenants WHERE sandbox_user_id = :user")
                .bind("user", user)
                .mapTo(Long.class)
                .one();
        String id = kind.word() + "_"
                + Digest.of(user, kind.word(), Long.toString(seq)).substring(0, 12);
        handle.createUpdate("INSERT INTO sandbox_items (sandbox_user_id, " + COLUMNS + ")"
                        + " VALUES (:user, :id, :seq, :kind, :folder, :title, :content, :details)")
                .bind("user", user)
                .bind("id", id)
                .bind("seq", seq)
                .bind("kind", kind.word())
                .bind("folder", folder)
                .bind("title", title)
                .bind("content", content)
                .bind("details", Json.compact(details))
                .execute();
        return new Item(id, seq, kind, folder, title, content, details);
    }

    /** Stores the changed state of an item that exists. */
    public void save(Item changed) {
        handle.createUpdate("UPDATE sandbox_items SET folder = :folder, title = :title, content = :content,"
                        + " details = :details WHERE sandbox_user_id = :user AND id = :id")
                .bind("folder", changed.folder())
                .bind("title", changed.title())
                .bind("content", changed.content())
                .bind("details", Json.compact(changed.details()))
                .bind("user", user)
                .bind("id", changed.id())
                .execute();
    }

    /** Removes an item. */
    public void remove(Item item) {
        handle.createUpdate("DELETE FROM sandbox_items WHERE sandbox_user_id = :user AND id = :id")
                .bind("user", user)
                .bind("id", item.id())
                .execute();
    }

    /** Everything there is now, in the order it came to be. */
    public List<Item> everything() {
        return all("sandbox_items");
    }

    /** Everything there was when the tenant was built. */
    List<Item> built() {
        return all("sandbox_built_items");
    }

    private List<Item> all(String table) {
        return handle.createQuery(
                        "SELECT " + COLUMNS + " FROM " + table + " WHERE sandbox_user_id = :user ORDER BY seq")
                .bind("user", user)
                .map(Tenant::item)
                .list();
    }

    private Optional<String> text(String column) {
        return handle.createQuery("SELECT " + column + " FROM sandbox_tenants WHERE sandbox_user_id = :user")
                .bind("user", user)
                .mapTo(String.class)
                .findFirst();
    }

    private static Item item(ResultSet row, StatementContext context) throws SQLException {
        try {
            return new Item(
                    row.getString("id"),
                    row.getLong("seq"),
                    Kind.of(row.getString("kind")),
                    row.getString("folder"),
                    row.getString("title"),
                    row.getString("content"),
                    (ObjectNode) Json.parse(row.getString("details")));
        } catch (Json.Malformed e) {
            throw new IllegalStateException("item " + row.getString("id") + " is damaged: " + e.getMessage(), e);
        }
    }
}
