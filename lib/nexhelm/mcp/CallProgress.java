package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import nexhelm.client.Progress;
import nexhelm.json.Json;

/** Tells a client that asked for it how a call goes on: what happens, and every ten seconds that it still does. */
final class CallProgress implements Progress, AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Wire wire;
    private final Call call;
    private int told;
    private String doing = "working";
    private long last = System.nanoTime();
    private boolean closed;

    private CallProgress(Wire wire, Call call) {
        this.wire = wire;
        this.call = call;
    }

    /** Progress for a call; silent when the client named no token. */
    static CallProgress of(Wire wire, Call call) {
        var progress = new CallProgress(wire, call);
        if (call.progressToken().isPresent()) {
            var ticker = new Thread(progress::tick, "progress");
            ticker.setDaemon(true);
            ticker.start();
        }
        return progress;
    }

    @Override
    public void note(String text) {
        tell(text);
    }

    @Override
    public void waiting(String what) {
        doing = what;
        tell(what);
    }

    @Override
    public void event(JsonNode event) {
        JsonNode data = event.path("data");
        switch (event.path("type").asText()) {
            case "status" ->
                tell("step " + data.path("step").asText() + " of "
                        + data.path("of").asText() + ": " + data.path("title").asText() + " ("
                        + data.path("state").asText() + ")");
            case "tool_start" -> tell("tool " + data.path("name").asText());
            case "tool_end" ->
                tell("tool " + data.path("name").asText() + " "
                        + (data.path("status").asText().equals("error") ? "failed" : "done"));
            case "simulated_approval" ->
                tell("approval simulated: " + data.path("prompt").asText());
            case "interaction" ->
                tell("waits for a person: " + data.path("prompt").asText());
            case "thread_initialized" -> tell("the agent starts");
            case "error" -> tell("the agent stopped with an error");
            case "complete" -> tell("the agent is done");
            default -> {
                // tokens and messages come too thick for a progress line
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private synchronized void tell(String text) {
        if (call.progressToken().isEmpty() || closed) {
            return;
        }
        last = System.nanoTime();
        ObjectNode params = Json.object();
        params.set("progressToken", call.progressToken().get());
        String line = Results.line(text);
        params.put("progress", ++told).put("message", line.length() <= 200 ? line : line.substring(0, 199) + "…");
        wire.notify(call, "notifications/progress", params);
    }

    private synchronized void tick() {
        long began = System.nanoTime();
        while (!closed && call.running()) {
            long rest = SILENCE.toMillis() - (System.nanoTime() - last) / 1_000_000;
            if (rest <= 0) {
                tell("still " + doing + ", " + (System.nanoTime() - began) / 1_000_000_000 + " s");
                continue;
            }
            try {
                wait(rest);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
