package nexhelm.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import nexhelm.daemon.exec.Limits;
import nexhelm.json.Json;
import nexhelm.support.RunningEngine;

/**
 * A git server, a stub of GitHub, a workspace daemon and an engine in front of it, all of them real but for GitHub.
 *
 * @param token of the engine's local user
 * @param user  the id of the engine's local user
 */
record WorkspaceLab(
        GitServer git, GitHubStub gitHub, LiveDaemon daemon, RunningEngine engine, String token, String user)
        implements AutoCloseable {

    /** Starts all of it below a folder, with a repository of these files. */
    static WorkspaceLab start(Path temp, Map<String, String> files) throws Exception {
        GitServer git = GitServer.with(temp, files);
        GitHubStub gitHub = new GitHubStub();
        LiveDaemon daemon = LiveDaemon.start(
                temp.resolve("daemon"), Optional.of(gitHub.url()), Limits.standard(), Clock.systemUTC(), git.url());
        Path data = Files.createDirectories(temp.resolve("engine"));
        RunningEngine.addUser(data, "sam@nexhelm.ai", "correct horse, battery");
        RunningEngine engine =
                RunningEngine.start(data, "--workspaces", temp.resolve("daemon").toString());
        JsonNode bundle = LiveDaemon.send(
                        "POST",
                        engine.url() + "/auth/cli-token/local",
                        "",
                        Json.compact(Json.object().put("local_secret", engine.localSecret())))
                .ok();
        return new WorkspaceLab(
                git,
                gitHub,
                daemon,
                engine,
                bundle.path("cli_token").asText(),
                bundle.path("user_id").asText());
    }

    @Override
    public void close() {
        engine.close();
        daemon.close();
        gitHub.close();
        git.close();
    }
}
