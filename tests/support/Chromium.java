package nexhelm.support;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser without a window. */
public final class Chromium {

    /** Held, for a logger that nobody holds forgets its level. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private Chromium() {}

    /** Starts a browser with an empty profile; the test is skipped where there is none. */
    public static ChromeDriver open() {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions().setBinary(Needs.chromium().toString());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,1000");
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(Needs.chromedriver().toFile())
                        .build(),
                options);
    }

    /**
     * A wait that looks again when the page that it reads is replaced meanwhile: an element that was found on the page
     * before is stale then, which is no answer yet.
     */
    public static WebDriverWait waiting(WebDriver browser, Duration limit) {
        var wait = new WebDriverWait(browser, limit);
        wait.ignoring(StaleElementReferenceException.class);
        return wait;
    }

    /** Clicks on what leads to another page, and waits until the page with it is gone. */
    public static void leaveBy(ChromeDriver browser, By where) {
        var element = browser.findElement(where);
        element.click();
        waiting(browser, Duration.ofSeconds(60)).until(ExpectedConditions.stalenessOf(element));
    }
}
