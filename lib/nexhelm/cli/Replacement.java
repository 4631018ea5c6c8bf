package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.Failure;
import nexhelm.auth.Config;
import nexhelm.auth.Profiles;
import nexhelm.json.Json;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a login does to what is there already: at the same backend everything beyond the login itself stays, at another
 * one nothing does, because a GitHub token that was linked for one backend is not for the eyes of another.
 */
final class Replacement {

    /** A preference of the person's, whatever the backend. */
    private static final String KEYCHAIN = "keychain";

    private final Profiles profiles;
    private final String profile;
    private final String backend;

    /** @param profile the one that the login writes */
    Replacement(Profiles profiles, String profile, String backend) {
        this.profiles = profiles;
        this.profile = profile;
        this.backend = backend;
    }

    /** The option of every login. */
    static void yes(CommandSpec spec) {
        Options.flag(spec, "Replace a login at another backend without asking.", "-y", "--yes");
    }

    /**
     * Asks before a login at another backend is lost; without a terminal {@code --yes} says it.
     *
     * @throws Failure when it is not to be replaced, or nobody can be asked
     */
    void allow(ParseResult given, Terminal terminal) {
        Optional<ObjectNode> lost =
                stored(profile).filter(login -> !isHere(login)).filter(Replacement::isLogin);
        if (lost.isEmpty() || Options.has(given, "--yes")) {
            return;
        }
        String what = "the profile " + profile + " holds " + described(lost.get());
        if (!terminal.inTty()) {
            throw Failure.usage(what + ", which a login at " + backend + " would replace")
                    .hint("--yes replaces it, --profile NAME keeps both");
        }
        String answer = terminal.prompt(what + ". Replace it by a login at " + backend + "? [y/N] ")
                .trim()
                .toLowerCase(Locale.ROOT);
        if (!answer.equals("y") && !answer.equals("yes")) {
            throw Failure.of(Failure.Kind.ABORTED, 1, "nothing was changed").hint("--profile NAME keeps both");
        }
    }

    /** A login with what stays of the profile that it replaces, or of the current one at the same backend. */
    ObjectNode merged(ObjectNode fresh, Terminal terminal) {
        Optional<ObjectNode> replaced = profiles.file(profile).whole();
        String current = profiles.current();
        ObjectNode merged = Json.object();
        if (replaced.filter(this::isHere).isPresent()) {
            merged.setAll(replaced.get());
        } else {
            replaced.filter(old -> old.has(KEYCHAIN)).ifPresent(old -> merged.set(KEYCHAIN, old.get(KEYCHAIN)));
            replaced.filter(old -> old.path("github_fgt").isTextual())
                    .ifPresent(old -> terminal.err()
                            .println("the GitHub token that was linked for " + url(old)
                                    + " is not kept; nex auth github-link links one again"));
            if (profile.equals(Profiles.DEFAULT) && !current.equals(profile)) { // what a login without a name replaces
                profiles.file(current).whole().filter(this::isHere).ifPresent(old -> {
                    merged.setAll(old);
                    terminal.err().println("what the profile " + current + " has for this backend is taken over");
                });
            }
        }
        merged.setAll(fresh);
        return merged;
    }

    private Optional<ObjectNode> stored(String name) {
        return profiles.file(name).raw();
    }

    private boolean isHere(ObjectNode login) {
        return plain(login.path("backend_url").asText("")).equals(plain(backend));
    }

    /** Something that is lost when it is written over: a token, here or in the keychain. */
    private static boolean isLogin(ObjectNode login) {
        return List.of("cli_token", "github_fgt").stream()
                        .anyMatch(key -> new Config(login).text(key).isPresent())
                || login.path(KEYCHAIN).asBoolean(false);
    }

    private static String described(ObjectNode login) {
        var also = new ArrayList<String>();
        if (login.path("github_fgt").isTextual()) {
            also.add("a linked GitHub token");
        }
        if (login.path("default_sandbox_user_id").isTextual()) {
            also.add("a default sandbox");
        }
        Config config = new Config(login);
        return "the login "
                + config.userEmail()
                        .or(() -> config.text("user_id"))
                        .map(who -> "of " + Style.line(who) + " ")
                        .orElse("")
                + "at " + url(login) + (also.isEmpty() ? "" : ", with " + String.join(" and ", also));
    }

    private static String url(ObjectNode login) {
        return Style.line(login.path("backend_url").asText("another backend"));
    }

    /** Scheme and host are the same in any case, a path is not. */
    private static String plain(String url) {
        return Pattern.compile("^[^/]*//[^/]*")
                .matcher(url.replaceFirst("/+$", ""))
                .replaceFirst(found -> Matcher.quoteReplacement(found.group().toLowerCase(Locale.ROOT)));
    }
}
