package nexhelm.engine.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;

/** Who looks at the pages: one-time links, session cookies, and tokens against forms of other sites. */
public final class Sessions {

    private static final Duration LINK_LIFE = Duration.ofMinutes(5);
    private static final Duration SESSION_LIFE = Duration.ofHours(12);
    private static final String SIGN_IN_PATH = "/dashboard/link/";

    private final Store store;
    private final Origin origin;
    private final String key;

    public Sessions(Store store, Origin origin, String key) {
        this.store = store;
        this.origin = origin;
        this.key = key;
    }

    /** {@code POST /auth/one-time-link}: a link that signs its first visitor in as the caller. */
    public JsonNode link(Caller caller, Request request) {
        for (Scope scope : Scope.values()) {
            caller.needs(scope); // a session may do everything, so only who may do everything gets one
        }
        String path = request.text("path").orElse("/dashboard/workflow-lab");
        if (!isOwnPage(path)) {
            throw Refusal.invalid(
                    "invalid_path", "path must begin with /dashboard/, not '%s'.".formatted(Request.clip(path)));
        }
        String token = random();
        store.change(handle -> {
            handle.execute("DELETE FROM one_time_links WHERE expires_at < ?", store.now());
            handle.execute(
                    "INSERT INTO one_time_links (hash, user_id, path, expires_at) VALUES (?, ?, ?, ?)",
                    hash(token),
                    caller.user().id(),
                    path,
                    Store.time(store.instant().plus(LINK_LIFE)));
        });
        return Json.object().put("url", origin.url() + SIGN_IN_PATH + token).put("expires_in", LINK_LIFE.toSeconds());
    }

    /** Uses a one-time link up, signs in and says where to go; empty when it is used, too old or never was. */
    public Optional<String> redeem(Context context, String token) {
        record Link(String userId, String path) {}
        Optional<Link> link = store.write(handle -> {
            Optional<Link> found = handle.createQuery(
                            "SELECT user_id, path FROM one_time_links WHERE hash = ? AND expires_at >= ?")
                    .bind(0, hash(token))
                    .bind(1, store.now())
                    .map((row, c) -> new Link(row.getString("user_id"), row.getString("path")))
                    .findFirst();
            handle.execute("DELETE FROM one_time_links WHERE hash = ?", hash(token));
            return found;
        });
        link.ifPresent(found -> open(context, found.userId()));
        return link.map(Link::path);
    }

    /** Signs a browser in. */
    public void open(Context context, String userId) {
        String token = random();
        store.change(handle -> {
            handle.execute("DELETE FROM sessions WHERE expires_at < ?", store.now());
            handle.execute(
                    "INSERT INTO sessions (hash, user_id, expires_at) VALUES (?, ?, ?)",
                    hash(token),
                    userId,
                    Store.time(store.instant().plus(SESSION_LIFE)));
        });
        context.cookie(cookie(sessionCookie(), token, (int) SESSION_LIFE.toSeconds()));
    }

    public void close(Context context) {
        String token = context.cookie(sessionCookie());
        if (token != null) {
            store.change(handle -> handle.execute("DELETE FROM sessions WHERE hash = ?", hash(token)));
            context.cookie(cookie(sessionCookie(), "", 0));
        }
    }

    /** Who is signed in. */
    public Optional<Caller> caller(Context context) {
        String token = context.cookie(sessionCookie());
        if (token == null || token.isEmpty()) {
            return Optional.empty();
        }
        return store.read(
                        handle -> handle.createQuery("SELECT user_id FROM sessions WHERE hash = ? AND expires_at >= ?")
                                .bind(0, hash(token))
                                .bind(1, store.now())
                                .mapTo(String.class)
                                .findFirst()
                                .flatMap(id -> Accounts.byId(handle, id)))
                .map(user -> Caller.person(user));
    }

    /** The token that a form on a page carries; for visitors without a session it hangs on a cookie of its own. */
    public String formToken(Context context) {
        return sign(formBase(context).orElseGet(() -> {
            String base = random();
            context.cookie(cookie(formCookie(), base, (int) SESSION_LIFE.toSeconds()));
            return base;
        }));
    }

    /**
     * What the forms of a browser hang on: its session, and only without one the cookie for visitors. Any program on
     * another port of this machine can set that cookie to one whose token it knows.
     */
    private Optional<String> formBase(Context context) {
        return Optional.ofNullable(context.cookie(sessionCookie()))
                .filter(text -> !text.isEmpty())
                .or(() -> Optional.ofNullable(context.cookie(formCookie())).filter(text -> !text.isEmpty()));
    }

    /** Refuses a form that did not come from one of our pages. */
    public void requireOwnForm(Context context) {
        String sent = Optional.ofNullable(context.formParam("form")).orElse("");
        boolean fits =
                formBase(context).filter(base -> AuthApi.same(sent, sign(base))).isPresent();
        // our pages send no referrer, so browsers call their origin null; this header tells them from other ports
        boolean elsewhere = Optional.ofNullable(context.header("Sec-Fetch-Site"))
                .filter(site -> !site.equals("same-origin"))
                .isPresent();
        if (!fits
                || elsewhere
                || !origin.sentIt(Optional.ofNullable(context.header("Origin")).filter(o -> !o.equals("null")))) {
            throw Refusal.forbidden("foreign_form", "This form has expired; go back, reload the page and try again.");
        }
    }

    /** Whether a path is one of our pages, and nothing that a browser takes for another site. */
    public static boolean isOwnPage(String path) {
        return path.startsWith("/dashboard/")
                && path.length() < 500
                && path.matches("[\\x21-\\x7e]+")
                && !path.contains("\\")
                && !path.contains("//")
                && !path.contains("..");
    }

    private String sessionCookie() {
        return "nexhelm_session_" + origin.port();
    }

    private String formCookie() {
        return "nexhelm_form_" + origin.port();
    }

    private Cookie cookie(String name, String value, int seconds) {
        return new Cookie(name, value, "/", seconds, origin.isSecure(), true, null, SameSite.LAX);
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The store holds hashes only: who reads the database cannot sign in with what is there. */
    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String sign(String base) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(("form " + key).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
