package nexhelm.engine.run;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;

/** Sends a thread's events as server-sent events: what is there, then live while the agent works. */
public final class EventStream {

    private static final long KEEP_ALIVE_MILLIS = 10_000;
    private static final long LOOK_MILLIS = 1_000;

    private final Store store;
    private final Bell bell;

    /** A stream has a thread of the web server, so there is an end to them, and nobody can have them all. */
    private static final int PLACES = 400;

    static final int SHARE = 100;

    private final Semaphore places = new Semaphore(PLACES);
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    public EventStream(Store store, Bell bell) {
        this.store = store;
        this.bell = bell;
    }

    /** Streams everything after an event until no turn works on the thread. */
    public void serve(Context context, Caller caller, String threadId, long after) {
        String user = caller.user().id();
        if (open.merge(user, 1, Integer::sum) > SHARE) {
            leave(user);
            throw Refusal.busy("You have " + SHARE + " event streams open; close one or try again in a few seconds.");
        }
        if (!places.tryAcquire()) {
            leave(user);
            throw Refusal.busy("Too many event streams are open; close one or try again in a few seconds.");
        }
        try {
            context.contentType("text/event-stream; charset=utf-8");
            context.header("Cache-Control", "no-cache, no-store");
            context.header("X-Accel-Buffering", "no");
            context.header("X-Nex-Resume", "/langchain-agent/threads/" + threadId + "/events");
            context.res().setStatus(200);
            pump(context.res().getOutputStream(), threadId, after);
        } catch (IOException e) {
            // the watcher went away; the work goes on without them
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
            leave(user);
        }
    }

    private void leave(String user) {
        open.computeIfPresent(user, (id, n) -> n > 1 ? n - 1 : null);
    }

    private void pump(OutputStream out, String threadId, long after) throws IOException, InterruptedException {
        out.write(": stream\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        long sent = after;
        long quietSince = System.nanoTime();
        while (true) {
            long heard = bell.strikes();
            // asked before the events are read: a turn ends in the same transaction as its last event
            boolean over = store.read(handle ->
                    Threads.lastTurn(handle, threadId).filter(Turn::isOpen).isEmpty());
            long from = sent;
            List<Event> news = store.read(handle -> Threads.events(handle, threadId, from));
            for (Event event : news) {
                out.write(("id: " + event.id() + "\ndata: " + Json.compact(event.json()) + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
                sent = event.id();
            }
            if (!news.isEmpty()) {
                out.flush();
                quietSince = System.nanoTime();
            }
            if (over || bell.isStopped()) {
                return;
            }
            if (System.nanoTime() - quietSince > KEEP_ALIVE_MILLIS * 1_000_000) {
                out.write(": keep-alive\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                quietSince = System.nanoTime();
            }
            bell.await(heard, LOOK_MILLIS);
        }
    }
}
