package nexhelm.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nexhelm.json.Json;

/** The file by which programs of the same account find the running engine and prove that they may use it. */
record StateFile(Path path) {

    void write(int port, String url, String instance, String startedAt, Optional<String> localSecret)
            throws IOException {
        ObjectNode state = Json.object()
                .put("pid", ProcessHandle.current().pid())
                .put("port", port)
                .put("url", url)
                .put("instance", instance)
                .put("version", Version.TEXT)
                .put("started_at", startedAt);
        localSecret.ifPresent(secret -> state.put("local_secret", secret));
        DataDirectory.writePrivately(path, Json.readable(state) + "\n");
    }

    /** The pid of the engine that wrote it, if it can be read. */
    Optional<Long> pid() {
        try {
            return Optional.of(Json.parse(Files.readString(path)).path("pid"))
                    .filter(pid -> pid.isIntegralNumber())
                    .map(pid -> pid.longValue());
        } catch (IOException | Json.Malformed e) {
            return Optional.empty();
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // readers check the instance, so a file that stays misleads nobody
        }
    }
}
