package nexhelm.client;

import java.util.List;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.Config;
import nexhelm.auth.ConfigFile;
import nexhelm.auth.Profiles;
import nexhelm.auth.Scope;
import nexhelm.auth.Tokens;
import nexhelm.world.FilesRoot;
import nexhelm.world.World;

/** What an action works with: the config, loaded when it is first needed, and the way to the backend. */
public final class Session {

    /**
     * Who speaks: assistants are named to the engine, held to their token's scopes, and trust no folder. An assisted
     * person decided at the assistant's client: the same holds, but it is the person who is heard.
     */
    public enum Speaker {
        PERSON,
        ASSISTED,
        ASSISTANT
    }

    private final World world;
    private final Optional<String> profile;
    private final Speaker speaker;
    private final Progress progress;
    private Optional<FilesRoot> files = Optional.empty();
    private Optional<Config> config = Optional.empty();

    public Session(World world, Optional<String> profile, Speaker speaker, Progress progress) {
        this.world = world;
        this.profile = profile;
        this.speaker = speaker;
        this.progress = progress;
    }

    /** A session with a config that is already known. */
    public Session(World world, Config config, Progress progress) {
        this(world, Optional.empty(), Speaker.PERSON, progress);
        this.config = Optional.of(config);
    }

    /** The operator's config; a failure when there is none that can be used. */
    public Config config() {
        if (config.isEmpty()) {
            config = Optional.of(new Profiles(world).load(profile));
        }
        return config.get();
    }

    /** The file that {@link #config} came from. */
    public ConfigFile configFile() {
        var profiles = new Profiles(world);
        if (profiles.fromEnv(profile)) {
            throw Failure.config("NEX_BACKEND_URL and NEX_TOKEN are set, so there is no file to change;"
                    + " name one with --profile");
        }
        return profiles.file(profiles.chosen(profile));
    }

    public Backend backend() {
        return new Backend(world, config(), speaker);
    }

    /** A bearer token for one request; a failure when the backend's has expired. */
    public String bearer() {
        Tokens.demandUnexpired(config(), world);
        return Tokens.bearer(config(), world, speaker == Speaker.PERSON);
    }

    /** Refuses what the assistant's token does not allow; for people the backend decides. */
    public void demand(Scope scope) {
        if (speaker == Speaker.PERSON || scope == Scope.NONE) {
            return;
        }
        List<String> scopes = config().scopes();
        if (!scopes.isEmpty() && !scopes.contains(scope.wire())) {
            throw Failure.of(
                    Failure.Kind.SCOPE,
                    3,
                    "Backend scope '" + scope.wire() + "' not granted by your cli_token. Token scopes: " + scopes
                            + ". Sign in again to get more.");
        }
    }

    /** The same session with a folder in which an assistant may read and write. */
    public Session files(Optional<FilesRoot> root) {
        files = root;
        return this;
    }

    /** Where an assistant may read and write; nowhere unless the operator named a folder. */
    public Optional<FilesRoot> files() {
        return files;
    }

    public Progress progress() {
        return progress;
    }

    public World world() {
        return world;
    }

    public Speaker speaker() {
        return speaker;
    }
}
