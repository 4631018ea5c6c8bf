package nexhelm.engine;

import static nexhelm.engine.ModelStub.completion;
import static nexhelm.engine.ModelStub.design;
import static nexhelm.engine.ModelStub.error;
import static nexhelm.engine.ModelStub.message;
import static nexhelm.engine.ModelStub.says;
import static nexhelm.engine.ModelStub.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nexhelm.engine.model.ModelSettings;
import nexhelm.engine.persona.Personas;
import nexhelm.http.StubServer;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A model that cannot be had: the offline personas work, the run says why, and the key is nowhere. */
class ModelFailureTest {

    private static final String CALL = "Ada: On Fridays I send the weekly report to Bob.\n";

    @TempDir
    Path folder;

    private static ObjectNode good() {
        return design(step("Send the weekly report", "send_mail", "I send the weekly report to Bob"));
    }

    private static StubServer.Reply trickle() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 600; i++) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    Thread.sleep(50);
                }
            } catch (IOException | InterruptedException e) {
                // nobody listens any more, which is what the test is about
            }
        };
    }

    static Stream<Arguments> failures() {
        String echo = "Incorrect API key provided: " + ModelStub.KEY + ", see " + CALL.strip();
        return Stream.of(
                Arguments.of("wrong key", 1, "refused the key (401)", error(401, echo)),
                Arguments.of("unknown model", 1, "is not known at ADDRESS (404)", error(404, echo)),
                Arguments.of("server error", 3, "failed (500)", error(500, echo)),
                Arguments.of("no capacity", 3, "has too much to do (429)", error(429, echo)),
                Arguments.of("not supported at all", 3, "did not take the request (400)", error(400, echo)),
                Arguments.of(
                        "redirect",
                        1,
                        "redirects elsewhere (302), which is not followed",
                        StubServer.text(302, "text/plain", "", "Location", "http://127.0.0.1:9/v1")),
                Arguments.of(
                        "a page", 1, "answered what is no chat completion", StubServer.text(200, "text/html", "<p>")),
                Arguments.of(
                        "no choice", 1, "answered what is no chat completion", StubServer.json("{\"choices\":[]}")),
                Arguments.of("prose", 3, "did not answer with JSON", says("I would first read the report.")),
                Arguments.of("empty", 1, "gave an empty answer", says("")),
                Arguments.of(
                        "cut off",
                        1,
                        "ran out of its length limit in the middle of the answer",
                        completion("{\"name\":\"Send", "length")),
                Arguments.of("filtered", 1, "refused to answer", completion("", "content_filter")),
                Arguments.of(
                        "refusal",
                        1,
                        "refused to answer",
                        message(
                                Json.object()
                                        .put("role", "assistant")
                                        .putNull("content")
                                        .put("refusal", "I cannot help with that."),
                                "stop")),
                Arguments.of("no steps", 1, "found no work in the transcript", says(design())),
                Arguments.of("a body that never ends", 1, "did not answer within 2 s", trickle()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void the_offline_designer_steps_in_and_the_run_says_why(
            String what, int requests, String reason, StubServer.Reply reply) throws Exception {
        try (var stub = new ModelStub(folder.resolve("data"), 2).answers(reply)) {
            JsonNode run = stub.engine.design(CALL);
            assertEquals(
                    "model:tiny-1 " + reason.replace("ADDRESS", stub.server.url() + "/v1")
                            + ", so the offline designer worked.",
                    run.at("/worked_by/designer_note").asText(),
                    what);
            assertEquals("offline", run.at("/worked_by/designer").asText());
            assertTrue(run.at("/proposal/description").asText().contains("weekly report"), run::toString);
            assertEquals(requests, stub.server.seen().size());
            assertFalse(run.toString().contains(ModelStub.KEY));
        }
    }

    @Test
    void a_server_that_is_not_there_costs_nobody_the_analysis() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        EngineMain.logToStderr();
        String url = "http://127.0.0.1:" + port + "/v1";
        var settings = new ModelSettings("tiny-1", url, Optional.empty(), Duration.ofSeconds(20));
        Path data = folder.resolve("data");
        try (var engine =
                LiveEngine.connect(Optional.of(Engine.start(Settings.local(data), Personas.with(settings))), data)) {
            JsonNode analysis = engine.post(
                            "/workflow-lab/integration-engineer", Json.object().put("transcript", CALL))
                    .ok();
            assertEquals(
                    "model:tiny-1 cannot be reached at " + url + ", so the offline integration engineer worked.",
                    analysis.at("/worked_by/integration_engineer_note").asText());
            assertEquals(
                    "Send a mail: Send the weekly report to Bob",
                    analysis.at("/capabilities_needed/0/capability").asText());
        }
    }

    @Test
    void a_server_that_is_busy_for_a_moment_is_asked_again() throws Exception {
        try (var stub = new ModelStub(folder.resolve("data"))
                .answers(error(429, "slow down"), error(503, "loading the model"), says(good()))) {
            JsonNode run = stub.engine.design(CALL);
            assertEquals("{\"designer\":\"model:tiny-1\"}", Json.compact(run.path("worked_by")));
            assertEquals(3, stub.server.seen().size());
        }
    }

    @Test
    void a_model_that_fails_while_it_repairs_leaves_what_was_right_before() throws Exception {
        ObjectNode half = good();
        half.withArray("steps").add(step("Dance", "none", "and then everybody dances"));
        try (var stub = new ModelStub(folder.resolve("data")).answers(says(half), error(401, "expired"))) {
            JsonNode run = stub.engine.design(CALL);
            assertEquals("model:tiny-1", run.at("/worked_by/designer").asText());
            assertTrue(run.at("/worked_by/designer_note").asText().endsWith(": Dance."), run::toString);
        }
    }

    @Test
    void a_request_that_was_too_much_once_does_not_cost_the_next_one_its_schema() throws Exception {
        try (var stub = new ModelStub(folder.resolve("data"))) {
            stub.answers(error(400, "maximum context length is 8192 tokens"));
            assertEquals(
                    "offline",
                    stub.engine.design(CALL).at("/worked_by/designer").asText());
            stub.answers(says(good()));
            stub.engine.design(CALL);
            int last = stub.server.seen().size() - 1;
            assertEquals(
                    "json_schema",
                    stub.request(last).at("/response_format/type").asText());
        }
    }

    @Test
    void an_engine_that_stops_while_a_model_thinks_finishes_the_design_offline() throws Exception {
        var thinking = new CountDownLatch(1);
        try (var stub = new ModelStub(folder.resolve("data"), 100).answers(exchange -> {
            thinking.countDown();
            trickle().to(exchange);
        })) {
            var design = CompletableFuture.supplyAsync(() -> {
                try {
                    return stub.engine.design(CALL);
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
            assertTrue(thinking.await(30, TimeUnit.SECONDS));
            stub.engine.close();
            assertEquals(
                    "model:tiny-1 was not waited for, because the engine stops, so the offline designer worked.",
                    design.get(30, TimeUnit.SECONDS)
                            .at("/worked_by/designer_note")
                            .asText());
        }
    }

    /** The engine's own command line, in a process that a test can give an environment. */
    public static void main(String[] args) {
        System.exit(EngineMain.run(args));
    }

    private Process serve(Path log, List<String> options, String... environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + folder.resolve("classes.txt"),
                "-cp",
                System.getProperty("java.class.path"),
                ModelFailureTest.class.getName(),
                "serve",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString()));
        command.addAll(options);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("NEX_ENGINE"));
        for (int i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        return builder.start();
    }

    private LiveEngine ready(Process process, Path log) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.exists(folder.resolve("data/engine.json"))) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("the engine did not start: " + Files.readString(log));
            }
            Thread.sleep(20);
        }
        return LiveEngine.connect(Optional.empty(), folder.resolve("data"));
    }

    private void assertNoKey() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals("key")) {
                    assertFalse(
                            Files.readString(file, StandardCharsets.ISO_8859_1).contains(ModelStub.KEY),
                            file::toString);
                }
            }
        }
    }

    @Test
    void the_key_of_the_environment_or_a_file_goes_to_the_server_and_nowhere_else() throws Exception {
        Path log = folder.resolve("engine.log");
        Path file = Files.writeString(folder.resolve("key"), ModelStub.KEY + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        for (boolean fromFile : new boolean[] {true, false}) {
            try (StubServer server = StubServer.start()) {
                server.on(
                        ModelStub.ROUTE,
                        error(500, "Incorrect API key provided: " + ModelStub.KEY),
                        says(good()),
                        error(401, "Incorrect API key provided: " + ModelStub.KEY));
                Process process = serve(
                        log,
                        fromFile ? List.of("--model-key-file", file.toString()) : List.of(),
                        "NEX_ENGINE_MODEL",
                        "tiny-1",
                        "NEX_ENGINE_BASE_URL",
                        server.url() + "/v1/",
                        "NEX_ENGINE_API_KEY",
                        fromFile ? "another" : ModelStub.KEY);
                try (LiveEngine engine = ready(process, log)) {
                    JsonNode run = engine.design(CALL);
                    assertEquals("model:tiny-1", run.at("/worked_by/designer").asText(), run::toString);
                    assertEquals(
                            "offline",
                            engine.design(CALL).at("/worked_by/designer").asText());
                } finally {
                    process.destroy();
                    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
                }
                assertTrue(server.seen().stream()
                        .allMatch(r -> r.headers().get("authorization").equals("Bearer " + ModelStub.KEY)));
                assertEquals(
                        List.of("designer and integration engineer: model tiny-1 at " + server.url() + "/v1"),
                        Files.readAllLines(log).stream()
                                .filter(line -> line.startsWith("designer and"))
                                .toList());
                assertNoKey();
            }
        }
    }

    @Test
    void an_engine_without_a_model_loads_nothing_of_one() throws Exception {
        Path log = folder.resolve("engine.log");
        Process process = serve(log, List.of(), "NEX_ENGINE_BASE_URL", "http://10.0.0.7/v1");
        try (LiveEngine engine = ready(process, log)) {
            JsonNode run = engine.design(CALL);
            assertEquals("{\"designer\":\"offline\"}", Json.compact(run.path("worked_by")));
        } finally {
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        }
        String classes = Files.readString(folder.resolve("classes.txt"));
        assertTrue(classes.contains("nexhelm.engine.persona.OfflineDesigner"));
        assertFalse(classes.contains("dev.langchain4j"));
    }
}
