package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nexhelm.engine.persona.Personas;
import nexhelm.json.Json;
import nexhelm.support.RunningEngine;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A question of the agent, as {@code nex workflow} shows it and takes the answer. */
class AskedOnTheTerminalTest {

    @TempDir
    Path folder;

    @Test
    void a_question_is_shown_whole_and_takes_words_only() throws Exception {
        Path call = Files.writeString(
                folder.resolve("call.txt"),
                "Ann: First I open the Hartwell folder. Then I send the lifeguard a short e-mail with the total"
                        + " value of the portfolio.\n");
        try (LiveEngine engine = LiveEngine.connect(
                Optional.of(Engine.start(Settings.local(folder.resolve("engine")), Personas.offline())),
                folder.resolve("engine"))) {
            RunningEngine.addUser(folder.resolve("engine"), "ops@nexhelm.ai", "a long password");
            TestWorld world = TestWorld.in(folder.resolve("home"));
            var setUp =
                    world.stdin("a long password\n\n").nex("auth", "setup", "-b", engine.url(), "-e", "ops@nexhelm.ai");
            assertEquals(0, setUp.code(), setUp.all());
            var designed = world.nex("workflow", "designer", "-f", call.toString(), "--json");
            assertEquals(0, designed.code(), designed.all());
            String id = Json.parse(designed.out()).path("id").asText();

            var run = world.nex("workflow", "run", id, "--hitl");
            assertTrue(run.all().contains("question: Step 2 ("), run.all());
            assertTrue(run.out().contains("nex workflow answer " + id + " -m TEXT\n"), run.all());
            assertFalse(run.all().contains("Not understood"), run.all());

            assertTrue(world.nex("workflow", "list").out().contains(id + "  verifying, waits"));
            var approved = world.nex("workflow", "answer", id, "--approve");
            assertEquals(4, approved.code(), approved.all());
            assertTrue(approved.err().contains("the run asks a question; answer it with -m TEXT"), approved.err());

            var tree = world.nex("workflow", "trace", id, "--tree");
            assertTrue(
                    tree.out().replaceAll("[│\\s]+", " ").contains("“skip” leaves the step to a person)"), tree.all());

            var odd = Json.parse(world.nex("workflow", "answer", id, "-m", "wibble", "--json")
                    .out());
            assertTrue(
                    odd.path("interaction").path("prompt").asText().startsWith("“wibble” did not help."),
                    odd::toString);

            var skipped = world.nex("workflow", "answer", id, "-m", "skip");
            assertEquals(0, skipped.code(), skipped.all());
            assertTrue(skipped.out().contains("stop_reason: complete"), skipped.all());

            HttpClient browser = HttpClient.newBuilder()
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            send(
                    browser,
                    HttpRequest.newBuilder(
                            URI.create(world.nex("open", id, "--print").out().strip())));
            String page = send(
                    browser, HttpRequest.newBuilder(URI.create(engine.url() + "/dashboard/workflow-lab?runId=" + id)));
            assertTrue(page.contains("\nAnswered by ops@nexhelm.ai: skip"), page);
        }
    }

    private static String send(HttpClient browser, HttpRequest.Builder request) throws Exception {
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
