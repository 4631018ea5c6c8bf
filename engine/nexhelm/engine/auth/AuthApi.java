package nexhelm.engine.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/** Login: the password endpoint in Supabase's manner, and the exchange for a token of the command line. */
public final class AuthApi {

    private final Accounts accounts;
    private final Tokens tokens;
    private final Origin origin;
    private final String anonKey;
    private final Optional<String> localSecret;
    private final String emailDomain;
    private final Throttle throttle;
    private final Throttle codes;
    private final DeviceLogins devices;
    private final BrowserLogins browsers;

    public AuthApi(
            Accounts accounts,
            Tokens tokens,
            Origin origin,
            String anonKey,
            Optional<String> localSecret,
            String emailDomain,
            Clock clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.origin = origin;
        this.anonKey = anonKey;
        this.localSecret = localSecret;
        this.emailDomain = emailDomain;
        this.throttle = new Throttle(clock);
        this.codes = new Throttle(clock);
        this.devices = new DeviceLogins(clock);
        this.browsers = new BrowserLogins(clock);
    }

    /** {@code GET /auth/cli-config}; {@code device_login} is our own word: github.com knows nothing of this engine. */
    public JsonNode config(Request request) {
        ObjectNode config = Json.object()
                .put("supabase_url", origin.url())
                .put("supabase_anon_key", anonKey)
                .put("nexhelm_email_domain", emailDomain)
                .put("frontend_url", origin.url());
        config.set("device_login", Json.object().put("url", origin.url()).put("client_id", DeviceLogins.CLIENT));
        return config;
    }

    /** {@code POST /auth/v1/token}, {@code grant_type} password or pkce. */
    public JsonNode token(Request request) {
        String grant = request.query("grant_type").orElse("");
        if (!grant.equals("password") && !grant.equals("pkce")) {
            throw Refusal.badRequest(
                    "unsupported_grant_type",
                    "This engine signs in by password or pkce, not by grant type '%s'.".formatted(Request.clip(grant)));
        }
        if (!same(request.header("apikey").orElse(""), anonKey)) {
            throw Refusal.unauthorized(
                    "invalid_api_key", "The apikey header is missing or wrong; read it from /auth/cli-config.");
        }
        User user = grant.equals("pkce")
                ? known(browsers.redeem(
                        request.text("auth_code").orElse(""),
                        request.text("code_verifier").orElse("")))
                : signIn(
                        request.text("email").orElse(""),
                        request.text("password").orElse(""),
                        request.context().ip());
        Tokens.Issued issued = tokens.signIn(user);
        ObjectNode answer = Json.object()
                .put("access_token", issued.token())
                .put("token_type", "bearer")
                .put("expires_in", Tokens.SIGN_IN_LIFE.toSeconds())
                .put("expires_at", issued.expires().getEpochSecond());
        answer.set(
                "user",
                Json.object().put("id", user.id()).put("email", user.email()).put("aud", "authenticated"));
        return answer;
    }

    private User known(String userId) {
        return accounts.byId(userId)
                .orElseThrow(() -> Refusal.unauthorized("unknown_user", "This account is not here any more."));
    }

    /** {@code POST /login/device/code}. */
    public JsonNode deviceCode(Context context) {
        return devices.begin(Optional.ofNullable(context.formParam("client_id")), origin.url() + "/login/device");
    }

    /** {@code POST /login/oauth/access_token}. */
    public JsonNode deviceToken(Context context) {
        return devices.token(
                Optional.ofNullable(context.formParam("client_id")),
                Optional.ofNullable(context.formParam("device_code")));
    }

    /** A signed-in person's word on a device's code, slowly where somebody guesses; false when nobody waits with it. */
    public boolean decideDevice(Caller caller, String userCode, boolean agreed, String address) {
        codes.attempt(caller.user().id(), address);
        boolean decided = devices.decide(userCode, caller, agreed);
        if (decided) {
            codes.succeeded(caller.user().id(), address);
        }
        return decided;
    }

    public BrowserLogins browserLogins() {
        return browsers;
    }

    /** {@code POST /auth/cli-token/github}: the bundle for a token that a device login of this engine yielded. */
    public JsonNode githubToken(Request request) {
        User user = known(devices.redeem(request.text("github_token").orElse("")));
        requireDomain(user);
        return bundle(user);
    }

    /**
     * Signs somebody in to the pages, by the same rules as the command line. The local user, who has no password, may
     * type the local secret.
     */
    public User signInToPages(String email, String password, String address) {
        User user = signIn(email, password, address);
        requireDomain(user);
        return user;
    }

    /** Checks a password, slowly where somebody guesses. */
    private User signIn(String email, String password, String address) {
        String account = email.strip().toLowerCase(Locale.ROOT);
        throttle.attempt(account, address);
        Optional<User> user = accounts.byEmail(account);
        boolean local = localSecret.filter(secret -> same(password, secret)).isPresent()
                && user.filter(u -> u.passwordHash().isEmpty()).isPresent();
        if (!local && !Passwords.fits(password, user.flatMap(User::passwordHash))) {
            throw Refusal.badRequest("invalid_credentials", "E-mail address or password is wrong.");
        }
        throttle.succeeded(account, address);
        return user.orElseThrow();
    }

    /** {@code POST /auth/cli-token}. */
    public JsonNode cliToken(Request request) {
        String token = request.text("supabase_access_token")
                .orElseThrow(() -> Refusal.invalid(
                        "supabase_access_token_missing",
                        "The body must have supabase_access_token, from the password sign-in."));
        User user = tokens.signedIn(token)
                .flatMap(accounts::byId)
                .orElseThrow(() -> Refusal.unauthorized(
                        "invalid_token", "The sign-in token is not valid or has expired; sign in again."));
        requireDomain(user);
        return bundle(user);
    }

    private void requireDomain(User user) {
        if (!user.email().endsWith("@" + emailDomain.toLowerCase(Locale.ROOT))) {
            throw Refusal.forbidden(
                    "email_domain",
                    "Only accounts of @%s may use this engine; %s is not one.".formatted(emailDomain, user.email()));
        }
    }

    /** {@code POST /auth/cli-token/local}: whoever can read the data directory is the local user. */
    public JsonNode localToken(Request request) {
        String sent = request.text("local_secret").orElse("");
        if (localSecret.isEmpty()) {
            throw Refusal.forbidden(
                    "local_sign_in_off",
                    "This engine is public, so there is no local sign-in; use nex auth setup -e EMAIL.");
        }
        if (!same(sent, localSecret.get())) {
            throw Refusal.forbidden(
                    "wrong_local_secret", "The local secret is wrong; read it from engine.json of the running engine.");
        }
        return bundle(accounts.ensureLocalUser(emailDomain));
    }

    private ObjectNode bundle(User user) {
        Tokens.Issued issued = tokens.service(user);
        ObjectNode answer = Json.object()
                .put("cli_token", issued.token())
                .put("user_id", user.id())
                .put("user_email", user.email())
                .put("user_name", user.name())
                .put("expires_at", issued.expires().getEpochSecond());
        ArrayNode scopes = answer.putArray("scopes");
        Scope.words().forEach(scopes::add);
        answer.set("clients", accounts.clients(user.organizationId()));
        return answer;
    }

    /** Compares without telling by its duration how much was right. */
    public static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
