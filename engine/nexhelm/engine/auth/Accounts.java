package nexhelm.engine.auth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Organisations and who belongs to them. */
public final class Accounts {

    public static final String DEMO_CLIENT = "c_demo";
    private static final String DEMO_ORGANIZATION = "org_demo";
    private static final String LOCAL_NAME = "you";

    private static final RowMapper<User> USER = (row, context) -> new User(
            row.getString("id"),
            row.getString("email"),
            row.getString("first_name"),
            row.getString("last_name"),
            Optional.ofNullable(row.getString("password_hash")),
            row.getString("organization_id"));

    private final Store store;

    public Accounts(Store store) {
        this.store = store;
    }

    /** Makes the demo organisation with its client and sandbox account, unless it is there. */
    public void ensureDemo() {
        var blueprint = Blueprint.demo();
        String provider =
                Json.compact(Json.array().add(blueprint.path("provider").asText("google")));
        store.change(handle -> {
            // the papers belong to the examples that come with this version
            handle.execute(
                    "UPDATE sandbox_accounts SET blueprint = ?, providers = ? WHERE organization_id = ? AND NOT EXISTS"
                            + " (SELECT 1 FROM sandbox_environments e WHERE e.organization_id ="
                            + " sandbox_accounts.organization_id)",
                    Json.compact(blueprint),
                    provider,
                    DEMO_ORGANIZATION);
            if (handle.createQuery("SELECT id FROM organizations WHERE id = ?")
                    .bind(0, DEMO_ORGANIZATION)
                    .mapTo(String.class)
                    .findFirst()
                    .isPresent()) {
                return;
            }
            handle.execute(
                    "INSERT INTO organizations (id, name, created_at) VALUES (?, ?, ?)",
                    DEMO_ORGANIZATION,
                    "Harbour Wealth Partners",
                    store.now());
            handle.execute(
                    "INSERT INTO clients (id, organization_id, name, email) VALUES (?, ?, ?, ?)",
                    DEMO_CLIENT,
                    DEMO_ORGANIZATION,
                    "Demo Client",
                    "client@demo.example");
            handle.execute(
                    "INSERT INTO sandbox_accounts (sandbox_user_id, email, organization_id, providers, blueprint)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    UUID.randomUUID().toString(),
                    "sandbox@demo.example",
                    DEMO_ORGANIZATION,
                    provider,
                    Json.compact(blueprint));
        });
    }

    /** The user of whoever owns the data directory; has no password. */
    public User ensureLocalUser(String emailDomain) {
        return store.write(handle -> {
            Optional<User> there = handle.createQuery(
                            "SELECT * FROM users WHERE password_hash IS NULL ORDER BY created_at")
                    .map(USER)
                    .findFirst();
            return there.orElseGet(
                    () -> insert(handle, freeAddress(handle, emailDomain), "Local", "Operator", Optional.empty()));
        });
    }

    /** An address that no account with a password has: whoever knows that password is not the local user. */
    private static String freeAddress(Handle handle, String emailDomain) {
        String domain = "@" + emailDomain.toLowerCase(Locale.ROOT);
        String address = LOCAL_NAME + domain;
        for (int n = 2; byEmail(handle, address).isPresent(); n++) {
            address = LOCAL_NAME + n + domain;
        }
        return address;
    }

    /** Adds a member to the demo organisation; false when the address is taken. */
    public boolean add(String email, String passwordHash) {
        try {
            store.change(handle -> insert(handle, email.toLowerCase(Locale.ROOT), "", "", Optional.of(passwordHash)));
            return true;
        } catch (UnableToExecuteStatementException e) {
            if (Store.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    public Optional<User> byEmail(String email) {
        return store.read(handle -> byEmail(handle, email));
    }

    public static Optional<User> byEmail(Handle handle, String email) {
        return handle.createQuery("SELECT * FROM users WHERE email = ?")
                .bind(0, email.strip().toLowerCase(Locale.ROOT))
                .map(USER)
                .findFirst();
    }

    public Optional<User> byId(String id) {
        return store.read(handle -> byId(handle, id));
    }

    public static Optional<User> byId(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM users WHERE id = ?")
                .bind(0, id)
                .map(USER)
                .findFirst();
    }

    /** The clients of an organisation as the login answer lists them. */
    ArrayNode clients(String organizationId) {
        ArrayNode clients = Json.array();
        store.read(handle -> handle.createQuery(
                                "SELECT id, name, email FROM clients WHERE organization_id = ? ORDER BY id")
                        .bind(0, organizationId)
                        .map((row, context) -> Json.object()
                                .put("id", row.getString("id"))
                                .put("name", row.getString("name"))
                                .put("email", row.getString("email")))
                        .list())
                .forEach(clients::add);
        return clients;
    }

    private User insert(Handle handle, String email, String first, String last, Optional<String> hash) {
        User user = new User(UUID.randomUUID().toString(), email, first, last, hash, DEMO_ORGANIZATION);
        handle.execute(
                "INSERT INTO users (id, email, first_name, last_name, password_hash, organization_id, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                user.id(),
                user.email(),
                first,
                last,
                hash.orElse(null),
                user.organizationId(),
                store.now());
        return user;
    }
}
