package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.Passwords;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import nexhelm.support.Chromium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The pages in a real browser: from sign-in to a run that is at work, and its verdict. */
class LivePageTest {

    @TempDir
    Path data;

    @Test
    void from_sign_in_to_a_run_whose_work_is_seen_live_and_judged() throws Exception {
        ChromeDriver browser = Chromium.open();
        try (LiveEngine engine = LiveEngine.start(data, Duration.ofMillis(700))) {
            try (Store store = Store.open(data.resolve("engine.db"), Clock.systemUTC())) {
                new Accounts(store).add("ada@nexhelm.ai", Passwords.hash("correct horse"));
            }
            JsonNode run = engine.started("say Good morning; write First; write Second; write Third\nwrite Fourth");
            String page = engine.url() + "/dashboard/workflow-lab?runId="
                    + run.path("id").asText();
            WebDriverWait wait = Chromium.waiting(browser, Duration.ofSeconds(30));

            browser.get(page);
            browser.findElement(By.id("email")).sendKeys("ada@nexhelm.ai");
            browser.findElement(By.id("password")).sendKeys("correct horse", Keys.ENTER);
            wait.until(ExpectedConditions.presenceOfElementLocated(By.id("run")));
            assertEquals(page, browser.getCurrentUrl());

            new Thread(() -> {
                        try {
                            engine.chat(run);
                        } catch (Exception e) {
                            // the page shows what came of it
                        }
                    })
                    .start();
            wait.until(driver -> {
                driver.navigate().refresh();
                return !driver.findElements(By.cssSelector("#run[data-working=true]"))
                        .isEmpty();
            });
            ((JavascriptExecutor) browser).executeScript("window.sameDocument = true");
            wait.until(driver ->
                    driver.findElements(By.cssSelector("#step-1 .call")).size() >= 2);
            assertEquals(
                    true,
                    ((JavascriptExecutor) browser).executeScript("return window.sameDocument"),
                    "calls appear without a reload");

            wait.until(ExpectedConditions.presenceOfElementLocated(By.id("verdict")));
            assertEquals(4, browser.findElements(By.cssSelector("#files li")).size());
            assertTrue(browser.findElement(By.id("progress")).getText().startsWith("2 of 2"));

            browser.findElement(By.cssSelector("a.where[data-step='2']")).sendKeys(Keys.ENTER);
            assertTrue(browser.findElement(By.cssSelector("mark[data-steps='2']"))
                    .getDomAttribute("class")
                    .contains("lit"));

            browser.findElement(By.id("note")).sendKeys("seen");
            browser.findElement(By.cssSelector("#verdict button[value=approved]"))
                    .click();
            wait.until(driver -> driver.findElements(By.id("verdict")).isEmpty());
            assertEquals("verified_manual", engine.show(run).path("status").asText());
        } finally {
            browser.quit();
        }
    }

    @Test
    void two_runs_are_marked_and_compared_with_the_keyboard_and_a_call_leads_to_its_file() throws Exception {
        ChromeDriver browser = Chromium.open();
        try (LiveEngine engine = LiveEngine.start(data)) {
            JsonNode good = engine.started("write Report\nwrite Letter");
            engine.chat(good);
            engine.judge(good, "approved").ok();
            JsonNode bad = engine.started("write Report\nlack stamps");
            engine.chat(bad);
            engine.judge(bad, "rejected").ok();
            WebDriverWait wait = Chromium.waiting(browser, Duration.ofSeconds(30));
            browser.get(engine.post("/auth/one-time-link", Json.object().put("path", "/dashboard/workflow-lab"))
                    .ok()
                    .path("url")
                    .asText());
            for (WebElement mark : browser.findElements(By.name("run"))) {
                mark.sendKeys(Keys.SPACE);
            }
            browser.findElement(By.cssSelector(".compare button")).sendKeys(Keys.ENTER);
            wait.until(ExpectedConditions.presenceOfElementLocated(By.id("worse")));
            assertTrue(browser.findElement(By.id("worse"))
                    .getText()
                    .contains("Letter was created, now the run does not touch it."));
            assertTrue(
                    browser.findElement(By.cssSelector(".diff .minus")).isDisplayed(), "a file that differs is open");

            browser.findElement(By.cssSelector(".sides .name")).sendKeys(Keys.ENTER);
            wait.until(ExpectedConditions.presenceOfElementLocated(By.id("run")));
            browser.findElement(By.cssSelector("#step-2 .call summary")).sendKeys(Keys.ENTER);
            browser.findElement(By.cssSelector("#step-2 .wrote")).sendKeys(Keys.ENTER);
            wait.until(driver -> driver.findElements(By.cssSelector("#files .paper")).stream()
                    .anyMatch(paper -> paper.isDisplayed() && paper.getText().equals("text of Letter")));
        } finally {
            browser.quit();
        }
    }

    @Test
    void no_page_is_wider_than_a_phone() throws Exception {
        ChromeDriver browser = Chromium.open();
        try (LiveEngine engine = LiveEngine.start(data)) {
            JsonNode run = engine.started("say Good morning " + "x".repeat(200) + "; write " + "Long".repeat(30));
            engine.chat(run);
            engine.post(
                    "/langchain-agent/chat",
                    engine.message(run)
                            .put("impersonator_email", "you@nexhelm.ai")
                            .put("target_user_email", "alice@nexhelm.ai")
                            .put("read_only", true));
            browser.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 360, "height", 800, "deviceScaleFactor", 1, "mobile", false));
            for (String path : List.of(
                    "/dashboard/workflow-lab?runId=" + run.path("id").asText(),
                    "/dashboard/workflow-lab",
                    "/dashboard/workflow-lab?waiting=1",
                    "/dashboard/sandbox",
                    "/dashboard/tools",
                    "/dashboard/audit",
                    "/dashboard/agent-tasks/"
                            + run.path("verifier_client_task_id").asText(),
                    "/dashboard/workflow-lab/compare?a=" + run.path("id").asText() + "&b="
                            + engine.design("say Good evening " + "y".repeat(200))
                                    .path("id")
                                    .asText())) {
                browser.get(engine.post("/auth/one-time-link", Json.object().put("path", path))
                        .ok()
                        .path("url")
                        .asText());
                assertEquals(
                        1L,
                        ((JavascriptExecutor) browser)
                                .executeScript("return new Set([...document.querySelectorAll('.places a')]"
                                        + ".map(a => a.getBoundingClientRect().top)).size"),
                        path + " has its places in one row");
                for (WebElement pill : browser.findElements(By.className("pill"))) {
                    assertTrue(pill.getSize().height < 28, path + ": " + pill.getText() + " is a pill, not an oval");
                }
                long width = (Long) ((JavascriptExecutor) browser)
                        .executeScript("return document.documentElement.scrollWidth - window.innerWidth");
                assertTrue(width <= 0, path + " is " + width + " pixels too wide");
                for (WebElement summary : browser.findElements(By.tagName("summary"))) {
                    summary.click();
                }
                width = (Long) ((JavascriptExecutor) browser)
                        .executeScript("return document.documentElement.scrollWidth - window.innerWidth");
                assertTrue(width <= 0, path + " is " + width + " pixels too wide when everything is open");
            }
            browser.get(engine.url() + "/dashboard/audit");
            assertEquals("Refused", browser.findElement(By.className("pill")).getText());
        } finally {
            browser.quit();
        }
    }
}
