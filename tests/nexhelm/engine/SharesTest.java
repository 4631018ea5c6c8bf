package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nexhelm.engine.persona.Designer;
import nexhelm.engine.persona.Personas;
import nexhelm.json.Json;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody takes everything there is. */
class SharesTest {

    @TempDir
    Path data;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static HttpResponse<InputStream> stream(LiveEngine engine, String thread) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(engine.url() + "/langchain-agent/threads/" + thread + "/events"))
                        .header("Authorization", "Bearer " + engine.token())
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    void one_person_has_a_hundred_event_streams_at_most_and_leaves_the_others_theirs() throws Exception {
        try (LiveEngine engine = LiveEngine.start(data, Duration.ofMillis(500))) {
            RunningEngine.addUser(data, "alice@nexhelm.ai", "a long password");
            LiveEngine alice = alice(engine);
            JsonNode run = engine.started(
                    IntStream.range(0, 200).mapToObj(i -> "write D" + i).collect(Collectors.joining("\n")));
            ThreadOf thread = new ThreadOf(engine, run);
            List<HttpResponse<InputStream>> open = new ArrayList<>();
            for (int i = 0; i < 99; i++) { // the chat itself is one
                open.add(stream(engine, thread.id));
                assertEquals(200, open.get(i).statusCode());
            }
            HttpResponse<InputStream> more = stream(engine, thread.id);
            String refusal = new String(more.body().readAllBytes());
            assertEquals(503, more.statusCode(), refusal);
            assertTrue(refusal.contains("You have 100 event streams open"), refusal);
            HttpResponse<InputStream> hers = stream(alice, thread.id);
            assertEquals(200, hers.statusCode());
            engine.post(LiveEngine.runPath(run) + "/cancel", Json.object()).ok();
            for (HttpResponse<InputStream> one : open) {
                one.body().readAllBytes();
            }
            hers.body().readAllBytes();
            HttpResponse<InputStream> again = stream(engine, thread.id);
            assertEquals(200, again.statusCode());
            again.body().readAllBytes();
        }
    }

    private static LiveEngine alice(LiveEngine engine) throws Exception {
        LiveEngine nobody = LiveEngine.at(engine.url());
        String key =
                nobody.get("/auth/cli-config").ok().path("supabase_anon_key").asText();
        JsonNode signedIn = nobody.post(
                        "/auth/v1/token?grant_type=password",
                        Json.object().put("email", "alice@nexhelm.ai").put("password", "a long password"),
                        "apikey",
                        key)
                .ok();
        JsonNode bundle = nobody.post(
                        "/auth/cli-token",
                        Json.object()
                                .put(
                                        "supabase_access_token",
                                        signedIn.path("access_token").asText()))
                .ok();
        return engine.as(
                bundle.path("cli_token").asText(), bundle.path("user_id").asText());
    }

    /** The thread of a run whose agent began to work in the background. */
    private static final class ThreadOf {
        private final String id;

        ThreadOf(LiveEngine engine, JsonNode run) throws Exception {
            Thread chat = new Thread(() -> {
                try {
                    engine.chat(run);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            chat.setDaemon(true);
            chat.start();
            while (engine.show(run).path("verifier_thread_id").isNull()) {
                Thread.sleep(20);
            }
            id = engine.show(run).path("verifier_thread_id").asText();
        }
    }

    @Test
    void a_few_transcripts_are_read_at_once_and_the_others_wait_their_turn() throws Exception {
        int places = Math.max(4, Runtime.getRuntime().availableProcessors());
        CountDownLatch full = new CountDownLatch(places);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        Personas script = Script.personas();
        Designer slow = new Designer() {
            @Override
            public Design design(String transcript, Optional<String> note) {
                inside.incrementAndGet();
                full.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return script.designer().design(transcript, note);
            }

            @Override
            public Design refine(String transcript, ObjectNode definition, String feedback) {
                return script.designer().refine(transcript, definition, feedback);
            }
        };
        Engine started = Engine.start(
                Settings.local(data),
                new Personas(slow, script.integrationEngineer(), script.verifier(), script.evaluator()));
        try (LiveEngine engine = LiveEngine.connect(Optional.of(started), data)) {
            List<CompletableFuture<Integer>> all = new ArrayList<>();
            for (int i = 0; i < places + 3; i++) {
                all.add(CompletableFuture.supplyAsync(() -> designed(engine), task -> new Thread(task).start()));
            }
            assertTrue(full.await(60, TimeUnit.SECONDS));
            for (int i = 0; i < 50; i++) { // time enough for the others to come in, if they could
                assertEquals(200, engine.get("/healthz").status());
            }
            assertEquals(places, inside.get());
            go.countDown();
            for (CompletableFuture<Integer> one : all) {
                assertEquals(200, one.get());
            }
        }
    }

    @Test
    void an_engine_stops_and_frees_its_folder_although_a_request_does_not_end() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicInteger go = new AtomicInteger();
        Personas script = Script.personas();
        Designer deaf = new Designer() {
            @Override
            public Design design(String transcript, Optional<String> note) {
                inside.countDown();
                while (go.get() == 0) {
                    Thread.onSpinWait();
                    Thread.yield();
                }
                return script.designer().design(transcript, note);
            }

            @Override
            public Design refine(String transcript, ObjectNode definition, String feedback) {
                return script.designer().refine(transcript, definition, feedback);
            }
        };
        Engine first = Engine.start(
                Settings.local(data),
                new Personas(deaf, script.integrationEngineer(), script.verifier(), script.evaluator()));
        LiveEngine client = LiveEngine.connect(Optional.empty(), data);
        Thread request = new Thread(() -> {
            try {
                designed(client);
            } catch (IllegalStateException e) {
                // cut with the engine
            }
        });
        request.start();
        try {
            assertTrue(inside.await(60, TimeUnit.SECONDS));
            first.close();
            try (LiveEngine second = LiveEngine.start(data)) {
                assertEquals(200, second.get("/healthz").status());
            }
        } finally {
            go.set(1);
            request.join(20_000);
        }
    }

    private static int designed(LiveEngine engine) {
        try {
            return engine.post("/workflow-lab/runs", Json.object().put("transcript_text", "say hi"))
                    .status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
