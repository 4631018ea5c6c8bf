package nexhelm.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import nexhelm.json.Json;

/** Reads a stream of events in a thread of its own, also when the engine dies: what it has seen was acknowledged. */
final class Watcher {

    private final Map<Long, JsonNode> seen = new LinkedHashMap<>();
    private final Thread thread;
    private boolean ended;

    private Watcher(HttpResponse<InputStream> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError("no stream, but " + response.statusCode());
        }
        thread = new Thread(() -> read(response.body()), "watches a run");
        thread.setDaemon(true);
        thread.start();
    }

    static Watcher of(HttpResponse<InputStream> response) {
        return new Watcher(response);
    }

    /** Waits for an event, seen before or yet to come; fails when the stream ends without it. */
    synchronized JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < end) {
            for (JsonNode event : seen.values()) {
                if (wanted.test(event)) {
                    return event;
                }
            }
            if (ended) {
                break;
            }
            wait(1000);
        }
        throw new AssertionError("the awaited event did not come; the last was " + last());
    }

    /** Waits until the stream is over, in order or because the engine is dead. */
    Watcher awaitEnd() throws InterruptedException {
        thread.join(60_000);
        if (thread.isAlive()) {
            throw new AssertionError("the stream does not end; the last event was " + last());
        }
        return this;
    }

    synchronized Map<Long, JsonNode> seen() {
        return new LinkedHashMap<>(seen);
    }

    synchronized JsonNode last() {
        List<JsonNode> events = new ArrayList<>(seen.values());
        return events.isEmpty() ? Json.object() : events.get(events.size() - 1);
    }

    private void read(InputStream stream) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            long id = 0;
            String data = "";
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    add(id, Json.parse(data));
                    data = "";
                }
            }
        } catch (IOException e) {
            // the engine is dead: what came before counts
        } catch (Json.Malformed e) {
            throw new AssertionError("an event is no JSON", e);
        } finally {
            end();
        }
    }

    private synchronized void add(long id, JsonNode event) {
        seen.put(id, event);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
