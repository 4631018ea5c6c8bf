package nexhelm.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.LocalClient;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL for the engine as it ships while its own agent works on example transcripts. What a killed run leaves behind
 * must be exactly what an undisturbed run of the same transcript leaves. {@code NEX_KILLS=20} is the whole trial.
 */
class KilledEngineTest {

    private static final int KILLS =
            Integer.parseInt(Optional.ofNullable(System.getenv("NEX_KILLS")).orElse("4"));
    private static final int PACE = 40;
    private static final List<String> TRANSCRIPTS = List.of(
                    "annual-review", "invoice-chase", "supplier-offers", "claim-intake", "client-onboarding")
            .subList(0, KILLS < 10 ? 2 : 5);
    private static final String CHAT = "/langchain-agent/chat";

    /** When the engine is killed. */
    private enum Moment {
        BETWEEN_CALLS,
        AT_A_GATE,
        DURING_A_WRITE,
        ANY_TIME
    }

    @TempDir
    Path temp;

    private final Random random = new Random(20);
    private final Ledger ledger = new Ledger();
    private final Map<String, Set<String>> undisturbed = new HashMap<>();
    private final List<String> gated = new ArrayList<>();
    private Path data;
    private RunningEngine engine;
    private LocalClient client;

    @Test
    @Timeout(600)
    void killed_at_any_moment_it_keeps_what_it_acknowledged_and_does_the_rest_once() throws Exception {
        data = Files.createDirectories(temp.resolve("data"));
        start(0);
        for (String transcript : TRANSCRIPTS) {
            for (boolean hitl : new boolean[] {false, true}) {
                Work work = new Work(transcript, hitl);
                work.begin();
                undisturbed.put(transcript + hitl, work.toTheEnd());
                if (work.gates > 0) {
                    gated.add(transcript);
                }
            }
        }
        engine.close();
        assertFalse(gated.isEmpty());
        for (int i = 0; i < KILLS; i++) {
            Moment moment = Moment.values()[i % Moment.values().length];
            List<String> choice = moment == Moment.AT_A_GATE ? gated : TRANSCRIPTS;
            String transcript = choice.get(i / Moment.values().length % choice.size());
            try {
                trial(i, moment, transcript);
            } catch (AssertionError | Exception e) {
                throw new AssertionError(
                        "kill " + (i + 1) + ", " + moment + " of " + transcript + ": " + e.getMessage(), e);
            } finally {
                engine.close();
            }
        }
        assertEquals("ok", integrity(), "the database");
        System.out.println(
                "  " + KILLS + " kills, " + ledger.acknowledged() + " acknowledged calls and events, none lost");
    }

    private void trial(int n, Moment moment, String transcript) throws Exception {
        start(moment == Moment.AT_A_GATE ? 0 : PACE);
        Work work = new Work(transcript, moment == Moment.AT_A_GATE || random.nextBoolean());
        Visitor visitor = new Visitor(client);
        if (moment == Moment.DURING_A_WRITE || moment == Moment.ANY_TIME) {
            visitor.start();
        }
        switch (moment) {
            case BETWEEN_CALLS -> {
                work.begin();
                int calls = 1 + n % 5;
                work.watcher.await(event -> count(work.watcher, "tool_end") >= calls || waits(event));
            }
            case AT_A_GATE -> {
                work.begin();
                work.watcher.await(KilledEngineTest::waits);
            }
            case DURING_A_WRITE -> {
                work.begin();
                work.watcher.await(event -> isWrite(event) || waits(event));
                // the write itself comes one pace after the event that announces it
                Thread.sleep(PACE - 3 + random.nextInt(8));
            }
            case ANY_TIME -> {
                visitor.begin(work);
                Thread.sleep(50 + random.nextInt(1500));
            }
        }
        engine.kill();
        visitor.join();
        work.keepWhatWasSeen();
        assertEquals("ok", integrity(), "the database of the dead engine");

        start(0);
        ledger.verify(client);
        Ledger.assertSlotIsFreeOrExplained(
                client, design("invoice-chase").path("id").asText());
        assertEquals(undisturbed.get(transcript + work.hitl), work.toTheEnd(), "what the run left behind");
    }

    private void start(int pace) throws IOException {
        engine = RunningEngine.start(data, "--pace", Integer.toString(pace));
        client = LocalClient.of(engine);
    }

    private JsonNode design(String transcript) throws IOException {
        JsonNode run = client.design(Checkout.read("examples/" + transcript + ".txt"));
        ledger.designed(run);
        return run;
    }

    /** One run from its design to its verdict. */
    private final class Work {

        final boolean hitl;
        private final String id;
        private Watcher watcher;
        private String thread = "";
        private int gates;

        Work(String transcript, boolean hitl) throws IOException {
            this.hitl = hitl;
            this.id = design(transcript).path("id").asText();
        }

        /** Takes the sandbox and lets the agent begin. */
        void begin() throws IOException {
            if (client.show(id).path("status").asText().equals("designed")) {
                client.act(id, "start-verification").ok();
            }
            watcher = Watcher.of(
                    client.stream(CHAT, message().put("message", "Do it.").put("hitl", hitl)));
        }

        private ObjectNode message() throws IOException {
            return client.body()
                    .put(
                            "client_task_id",
                            client.show(id).path("verifier_client_task_id").asInt());
        }

        void keepWhatWasSeen() throws InterruptedException {
            if (watcher != null) {
                watcher.awaitEnd().seen().values().stream()
                        .filter(event -> event.path("type").asText().equals("thread_initialized"))
                        .forEach(event ->
                                thread = event.path("data").path("thread_id").asText());
                if (!thread.isEmpty()) {
                    ledger.saw(thread, watcher.seen());
                }
            }
        }

        /** Follows without a word to the agent, answers its gates, judges; what it left behind, one line each. */
        Set<String> toTheEnd() throws Exception {
            JsonNode run = client.show(id);
            if (run.path("verifier_thread_id").isNull()) { // killed before anybody had asked the agent for anything
                begin();
            } else {
                thread = run.path("verifier_thread_id").asText();
                watcher = follow();
            }
            keepWhatWasSeen();
            while (waits(watcher.last())) {
                gates++;
                JsonNode asked = client.show(id).path("interaction");
                assertEquals(watcher.last().path("data").path("interaction_id"), asked.path("interaction_id"));
                assertEquals(
                        "waiting",
                        client.show(id).path("verifier_client_task_status").asText());
                ObjectNode body = message().put("thread_id", thread).put("hitl", true);
                body.set(
                        "interaction_response",
                        Json.object()
                                .put(
                                        "interaction_id",
                                        asked.path("interaction_id").asText())
                                .put("decision", asked.path("kind").asText().equals("approval") ? "approve" : "answer")
                                .put("text", "as agreed"));
                Watcher.of(client.stream(CHAT, body)).awaitEnd();
                watcher = follow();
                keepWhatWasSeen();
            }
            assertEquals(
                    "complete",
                    watcher.last().path("type").asText(),
                    watcher.last().toString());
            assertEveryCallStartedAndEndedOnce();
            Set<String> left = left();
            judge();
            assertEquals(left, left(), "what was kept before the sandbox was wiped");
            return left;
        }

        private Watcher follow() throws IOException, InterruptedException {
            return Watcher.of(client.stream("/langchain-agent/threads/" + thread + "/events", null))
                    .awaitEnd();
        }

        private void assertEveryCallStartedAndEndedOnce() {
            List<String> started = ids("tool_start");
            List<String> ended = ids("tool_end");
            assertEquals(new HashSet<>(started), new HashSet<>(ended));
            assertEquals(started.size(), new HashSet<>(started).size(), started.toString());
            assertEquals(ended.size(), new HashSet<>(ended).size(), ended.toString());
        }

        private List<String> ids(String type) {
            return watcher.seen().values().stream()
                    .filter(event -> event.path("type").asText().equals(type))
                    .map(event -> event.path("data").path("id").asText())
                    .toList();
        }

        private Set<String> left() throws IOException {
            Set<String> lines = new TreeSet<>();
            int files = 0;
            for (JsonNode file :
                    client.get("/workflow-lab/runs/" + id + "/files").ok().path("files")) {
                lines.add(file.path("change").asText() + " " + file.path("kind").asText() + " "
                        + file.path("path").asText() + " " + file.path("sha256").asText());
                files++;
            }
            lines.add(files + " in all");
            return lines;
        }

        private void judge() throws IOException {
            client.act(id, "finalise").ok();
            String state = client.post(
                            "/workflow-lab/runs/" + id + "/finalise",
                            client.body().put("reviewer_verdict", "approved"))
                    .ok()
                    .path("status")
                    .asText();
            assertEquals("verified_manual", state);
            ledger.ended(id, state);
        }
    }

    /** Somebody else at work at the same time: designs, refines, cancels, until the engine is gone. */
    private final class Visitor extends Thread {

        private final LocalClient mine;
        private volatile Optional<Work> work = Optional.empty();

        Visitor(LocalClient mine) {
            this.mine = mine;
            setDaemon(true);
        }

        /** Lets the visitor also begin a run, so that the kill may come before, within and after its first calls. */
        void begin(Work run) {
            work = Optional.of(run);
        }

        @Override
        public void run() {
            try {
                for (int i = 0; i < 1000; i++) {
                    JsonNode run = mine.design("First I open the Hartwell folder. Then I read the portfolio valuation. "
                            + "Then I create a note with the total value. ".repeat(1 + i % 40));
                    ledger.designed(run);
                    JsonNode refined = mine.post(
                                    "/workflow-lab/runs/" + run.path("id").asText() + "/refine",
                                    mine.body().put("feedback", "Drop step 1."))
                            .ok();
                    ledger.designed(refined);
                    ledger.ended(run.path("id").asText(), "cancelled");
                    if (work.isPresent() && work.get().watcher == null) {
                        work.get().begin();
                    }
                    mine.act(refined.path("id").asText(), "cancel").ok();
                    ledger.ended(refined.path("id").asText(), "cancelled");
                }
            } catch (IOException | AssertionError e) {
                // the engine was killed: what it did not acknowledge may be there or not
            }
        }
    }

    private static long count(Watcher watcher, String type) {
        return watcher.seen().values().stream()
                .filter(event -> event.path("type").asText().equals(type))
                .count();
    }

    private static boolean waits(JsonNode event) {
        return event.path("type").asText().equals("interaction");
    }

    private static boolean isWrite(JsonNode event) {
        return event.path("type").asText().equals("tool_start")
                && event.path("data").path("name").asText().matches("(create|update|send)_.*");
    }

    /** What SQLite says of a copy of the database, so that the look at it repairs nothing. */
    private String integrity() throws Exception {
        Path copy = Files.createTempDirectory(temp, "copy");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(data)) {
            all.filter(file -> file.getFileName().toString().matches(".*\\.(db|sqlite)(-wal|-shm)?"))
                    .forEach(files::add);
        }
        assertFalse(files.isEmpty());
        for (Path file : files) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        Path database = files.stream()
                .filter(file -> file.toString().matches(".*\\.(db|sqlite)"))
                .findFirst()
                .orElseThrow();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve(database.getFileName()));
                var result = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
            assertTrue(result.next());
            return result.getString(1);
        }
    }
}
