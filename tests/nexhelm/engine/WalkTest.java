package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.persona.Personas;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.Chromium;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** One walk through the pages with the engine's own agent, as an adviser does it: watch, decide, read, compare, judge. */
class WalkTest {

    @TempDir
    Path folder;

    private LiveEngine engine;
    private ChromeDriver browser;
    private WebDriverWait wait;
    private Album album;

    @Test
    void open_a_run_watch_it_live_approve_a_gate_read_a_file_compare_two_runs_and_give_a_verdict() throws Exception {
        Path data = folder.resolve("engine");
        Settings plain = Settings.local(data);
        Engine started = Engine.start(
                new Settings(
                        data,
                        plain.host(),
                        0,
                        plain.publicUrl(),
                        plain.sharedSecret(),
                        plain.emailDomain(),
                        Duration.ofMillis(80),
                        plain.clock(),
                        Set.of("you@nexhelm.ai")),
                Personas.offline());
        browser = Chromium.open();
        try (LiveEngine live = LiveEngine.connect(Optional.of(started), data)) {
            engine = live;
            wait = Chromium.waiting(browser, Duration.ofSeconds(60));
            album = new Album(browser);
            RunningEngine.addUser(data, "alice@nexhelm.ai", "a long password");
            walk();
        } finally {
            browser.quit();
        }
    }

    private void walk() throws Exception {
        browser.get(engine.url() + "/dashboard/workflow-lab");
        wait.until(ExpectedConditions.presenceOfElementLocated(By.id("email")));
        album.take("sign-in");

        enter("/dashboard/workflow-lab/compare");
        assertTrue(
                browser.findElement(By.tagName("main")).getText().contains("There are no two runs yet"),
                browser.findElement(By.tagName("main")).getText());

        JsonNode first = design();
        engine.post(LiveEngine.runPath(first) + "/start-verification", Json.object())
                .ok();
        enter("/dashboard/workflow-lab");
        browser.findElement(By.cssSelector("a[href$='" + id(first) + "']")).click();
        wait.until(ExpectedConditions.presenceOfElementLocated(By.id("run")));
        begin(first);
        wait.until(driver -> {
            driver.navigate().refresh();
            return !driver.findElements(By.cssSelector("#run[data-working=true]"))
                    .isEmpty();
        });
        script("window.sameDocument = true");
        wait.until(driver -> driver.findElements(By.cssSelector(".call")).size() >= 4);
        assertEquals(true, script("return window.sameDocument"), "calls appear without a reload");
        album.take("run-live");

        wait.until(ExpectedConditions.presenceOfElementLocated(By.id("gate")));
        album.take("run-gate");
        album.takeNarrow("run-gate");
        browser.get(engine.url() + "/dashboard/workflow-lab?waiting=1");
        assertTrue(browser.findElement(By.tagName("main")).getText().contains("1"));
        album.take("waiting");
        browser.get(engine.url() + "/dashboard/sandbox");
        assertEquals(
                1,
                browser.findElements(By.cssSelector("main a[href$='" + id(first) + "']"))
                        .size());
        assertFalse(
                headings().contains("Clients"),
                "a folder that holds nothing but folders is shown by them: " + headings());
        album.take("sandbox");

        browser.get(engine.url() + "/dashboard/workflow-lab?runId=" + id(first));
        while (!browser.findElements(By.id("gate")).isEmpty()) {
            Chromium.leaveBy(browser, By.cssSelector("#gate button[value=approve]"));
            wait.until(driver -> !driver.findElements(By.id("verdict")).isEmpty()
                    || !driver.findElements(By.id("gate")).isEmpty());
        }

        assertEquals(
                "Waiting for a verdict", browser.findElement(By.id("run-state")).getText());
        assertTrue(
                browser.findElement(By.cssSelector("#step-2 .call summary"))
                        .getText()
                        .contains("Fee schedule"),
                "a call says what it read by its name");
        WebElement file = browser.findElement(By.cssSelector("#files details"));
        file.findElement(By.tagName("summary")).click();
        assertTrue(
                file.findElement(By.className("paper")).getText().contains("Hartwell"),
                file.findElement(By.className("paper")).getText());
        album.take("run-done");
        browser.findElement(By.id("note")).sendKeys("The figures are those of the fee schedule.");
        browser.findElement(By.cssSelector("#verdict button[value=approved]")).click();
        wait.until(driver -> driver.findElements(By.id("verdict")).isEmpty());
        assertEquals("verified_manual", engine.show(first).path("status").asText());

        JsonNode second = engine.post(
                        LiveEngine.runPath(first) + "/refine",
                        Json.object().put("feedback", "Write only drafts; do not send any mail."))
                .ok();
        engine.chat(engine.post(LiveEngine.runPath(second) + "/start-verification", Json.object())
                .ok());
        engine.judge(second, "rejected").ok();

        browser.get(engine.url() + "/dashboard/workflow-lab");
        album.take("runs");
        for (WebElement mark : browser.findElements(By.name("run"))) {
            mark.click();
        }
        browser.findElement(By.cssSelector(".compare button")).click();
        wait.until(ExpectedConditions.urlContains("/compare"));
        String compared = browser.findElement(By.tagName("main")).getText();
        assertTrue(compared.contains("Rejected") || compared.contains("rejected"), compared);
        album.take("compare");
        album.takeNarrow("compare");

        JsonNode byHand = design();
        JsonNode task = engine.post(LiveEngine.runPath(byHand) + "/start-verification", Json.object())
                .ok();
        browser.get(engine.url() + "/dashboard/agent-tasks/"
                + task.path("verifier_client_task_id").asInt());
        assertEquals(
                "Open the Hartwell folder",
                browser.findElement(By.cssSelector(".step"))
                        .getText()
                        .lines()
                        .toList()
                        .get(1),
                "a step is told once");
        album.take("task");
        engine.post(LiveEngine.runPath(byHand) + "/cancel", Json.object()).ok();

        JsonNode third = design();
        engine.post(
                "/langchain-agent/chat",
                engine.message(engine.post(LiveEngine.runPath(third) + "/start-verification", Json.object())
                                .ok())
                        .put("impersonator_email", "you@nexhelm.ai")
                        .put("target_user_email", "alice@nexhelm.ai")
                        .put("read_only", true));
        browser.get(engine.url() + "/dashboard/audit");
        assertTrue(browser.findElement(By.tagName("main")).getText().contains("alice@nexhelm.ai"));
        album.take("audit");
    }

    private List<String> headings() {
        return browser.findElements(By.tagName("h2")).stream()
                .map(WebElement::getText)
                .toList();
    }

    private JsonNode design() throws Exception {
        return engine.design(Checkout.read("examples/annual-review.txt"));
    }

    private static String id(JsonNode run) {
        return run.path("id").asText();
    }

    private void enter(String path) throws Exception {
        browser.get(engine.post("/auth/one-time-link", Json.object().put("path", path))
                .ok()
                .path("url")
                .asText());
    }

    /** Lets the agent work and stop at gates; nobody reads its stream but the page. */
    private void begin(JsonNode run) throws Exception {
        ObjectNode body = engine.message(engine.show(run)).put("hitl", true);
        Thread chat = new Thread(() -> {
            try {
                engine.post("/langchain-agent/chat", body);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        chat.setDaemon(true);
        chat.start();
    }

    private Object script(String text) {
        return ((JavascriptExecutor) browser).executeScript(text);
    }
}
