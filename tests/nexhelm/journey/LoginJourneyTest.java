package nexhelm.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nexhelm.json.Json;
import nexhelm.support.Chromium;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import nexhelm.support.NexMain;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** Both logins with no account of anybody: a real engine, nex in a process of its own, a real browser. */
class LoginJourneyTest {

    @TempDir
    static Path home;

    @TempDir
    Path elsewhere;

    private static RunningEngine engine;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(home.resolve(".nex"));
        engine = RunningEngine.start(home.resolve(".nex/engine"));
        browser = Chromium.open();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void nobody_is_signed_in() {
        browser.get(engine.url() + "/healthz");
        browser.manage().deleteAllCookies();
    }

    @Test
    void a_device_login_at_ones_own_engine_needs_no_account() throws Exception {
        var nex = new Nex(home, "login", "-b", engine.url());
        String link = nex.opened();
        assertTrue(link.startsWith(engine.url() + "/dashboard/link/"), "the browser is signed in by a link: " + link);
        browser.get(link);
        String code = browser.findElement(By.id("user_code")).getDomProperty("value");
        click("agree");
        waitFor("The terminal is signed in");
        var result = nex.end();
        assertEquals(0, result.code(), result.out() + result.err());
        assertEquals(
                "open " + engine.url() + "/login/device and enter the code " + code,
                result.out().lines().findFirst().orElse(""));
        assertTrue(result.out().contains("✓ logged in as you@nexhelm.ai"), result.out());
        var status = new Nex(home, "auth", "status", "--json").end();
        assertTrue(Json.parse(status.out()).path("reachable").asBoolean(), status.out());
        String token = Json.parse(Files.readString(home.resolve(".nex/config")))
                .path("cli_token")
                .asText();
        assertFalse((result.out() + result.err()).contains(token));
    }

    @Test
    void with_an_account_one_signs_in_on_the_page_and_a_wrong_code_is_told() throws Exception {
        RunningEngine.addUser(home.resolve(".nex/engine"), "ada@nexhelm.ai", "correct horse");
        var nex = new Nex(elsewhere, "login", "-b", engine.url());
        String page = nex.opened();
        assertTrue(page.matches("\\Q" + engine.url() + "\\E/login/device\\?user_code=[A-Z]{4}-[A-Z]{4}"), page);
        signIn(page, "ada@nexhelm.ai", "correct horse");
        String code = browser.findElement(By.id("user_code")).getDomProperty("value");
        assertTrue(page.endsWith(code));
        browser.findElement(By.id("user_code")).clear();
        browser.findElement(By.id("user_code")).sendKeys("BBBB-BBBB");
        click("agree");
        waitFor("No terminal waits with this code");
        browser.findElement(By.id("user_code")).clear();
        browser.findElement(By.id("user_code")).sendKeys(code.toLowerCase());
        click("agree");
        waitFor("The terminal is signed in");
        var result = nex.end();
        assertEquals(0, result.code(), result.out() + result.err());
        assertTrue(result.out().contains("✓ logged in as ada@nexhelm.ai"), result.out());
    }

    @Test
    void whoever_refuses_on_the_page_ends_the_login() throws Exception {
        var nex = new Nex(elsewhere, "login", "-b", engine.url());
        signIn(nex.opened(), "you@nexhelm.ai", engine.localSecret());
        click("refuse");
        waitFor("The terminal was refused");
        var result = nex.end();
        assertEquals(3, result.code(), result.out() + result.err());
        assertTrue(result.err().contains("login failed: the login was refused on the page"), result.err());
        assertFalse(Files.exists(elsewhere.resolve(".nex/config")));
    }

    @Test
    void a_browser_login_comes_back_to_the_terminal() throws Exception {
        var nex = new Nex(home, "auth", "login", "-b", engine.url(), "--client-id", "c_demo", "--profile", "web");
        browser.get(nex.opened());
        assertTrue(text().contains("asks to work as you@nexhelm.ai"), text());
        click("agree");
        waitFor("You are signed in");
        assertTrue(browser.getCurrentUrl().startsWith("http://localhost:"), browser.getCurrentUrl());
        var result = nex.end();
        assertEquals(0, result.code(), result.out() + result.err());
        assertTrue(result.out().contains("ok authenticated as you@nexhelm.ai"), result.out());
        assertTrue(result.out().contains("ok GET /workflow-lab/runs reachable"), result.out());

        var second = new Nex(home, "auth", "login", "-b", engine.url(), "--profile", "no");
        browser.get(second.opened());
        click("refuse");
        waitFor("The login failed");
        var refused = second.end();
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("login failed: access_denied: The person refused."), refused.err());
        assertFalse(Files.exists(home.resolve(".nex/profiles/no")));
    }

    @Test
    void a_taken_port_is_no_hindrance_at_an_engine() throws Exception {
        try (var taken = new ServerSocket(7866, 1, InetAddress.getByName("127.0.0.1"))) {
            var nex = new Nex(home, "auth", "login", "-b", engine.url(), "--client-id", "c_demo", "--profile", "web");
            browser.get(nex.opened());
            click("agree");
            waitFor("You are signed in");
            var result = nex.end();
            assertEquals(0, result.code(), result.out() + result.err());
            assertTrue(result.err().contains("port 7866 is taken by something else; using "), result.err());
            assertTrue(taken.isBound());
        } catch (java.net.BindException e) {
            // somebody else on this machine has it: then the test above went through another port
            assertTrue(e.getMessage().contains("in use"), e.getMessage());
        }
    }

    @Test
    void the_python_reference_signs_in_by_its_own_browser_login() throws Exception {
        RunningEngine.addUser(home.resolve(".nex/engine"), "sam@nexhelm.ai", "correct horse");
        Path python = Needs.peerPython();
        var nex = new Nex(
                elsewhere,
                List.of(
                        python.resolveSibling("nex").toString(),
                        "auth",
                        "login",
                        "-b",
                        engine.url(),
                        "--client-id",
                        "c_demo"));
        browser.get(nex.opened());
        browser.findElement(By.id("email")).sendKeys("sam@nexhelm.ai");
        browser.findElement(By.id("password")).sendKeys("correct horse");
        browser.findElement(By.cssSelector("form.fields button")).click();
        Chromium.waiting(browser, Duration.ofSeconds(20))
                .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("button[value=agree]")));
        assertTrue(text().contains("http://localhost:7866"), text());
        click("agree");
        var result = nex.end();
        assertEquals(0, result.code(), result.out() + result.err());
        assertTrue(result.out().contains("GET /workflow-lab/runs reachable"), result.out());
        assertEquals(
                "sam@nexhelm.ai",
                Json.parse(Files.readString(elsewhere.resolve(".nex/config")))
                        .path("user_email")
                        .asText());
    }

    private static void signIn(String page, String email, String password) {
        browser.get(page);
        browser.findElement(By.id("email")).sendKeys(email);
        browser.findElement(By.id("password")).sendKeys(password);
        browser.findElement(By.cssSelector("form.fields button")).click();
        Chromium.waiting(browser, Duration.ofSeconds(20))
                .until(ExpectedConditions.presenceOfElementLocated(By.id("user_code")));
    }

    private static void click(String decision) {
        browser.findElement(By.cssSelector("button[value=" + decision + "]")).click();
    }

    private static void waitFor(String text) {
        Chromium.waiting(browser, Duration.ofSeconds(20)).until(driver -> text().contains(text));
    }

    private static String text() {
        return browser.findElement(By.tagName("body")).getText();
    }

    /** A process of nex whose browser is a script that writes the address down. */
    private static final class Nex {
        private final Path opened;
        private final CompletableFuture<Command.Result> result;

        Nex(Path home, String... words) throws IOException {
            this(
                    home,
                    Stream.concat(Stream.of(NexMain.command()), Stream.of(words))
                            .toList());
        }

        Nex(Path home, List<String> command) throws IOException {
            Path script = Files.createTempDirectory(home, "browser").resolve("open");
            opened = script.resolveSibling("url");
            Files.writeString(
                    script,
                    "#!/bin/sh\nprintf '%s' \"$1\" > '" + opened + ".tmp' && mv '" + opened + ".tmp' '" + opened
                            + "'\n",
                    StandardCharsets.UTF_8);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            result = CompletableFuture.supplyAsync(() -> Command.of(command.toArray(String[]::new))
                    .env("HOME", home)
                    .env("BROWSER", script)
                    .without("NEX_TOKEN", "NEX_BACKEND_URL", "NEX_PROFILE", "NEX_GITHUB_URL")
                    .run(Duration.ofSeconds(90)));
        }

        String opened() throws Exception {
            for (int i = 0; i < 1200 && !Files.exists(opened) && !result.isDone(); i++) {
                TimeUnit.MILLISECONDS.sleep(25);
            }
            if (!Files.exists(opened)) {
                var ended = result.get();
                throw new AssertionError("no browser was opened: " + ended.out() + ended.err());
            }
            return Files.readString(opened);
        }

        Command.Result end() throws Exception {
            return result.get(90, TimeUnit.SECONDS);
        }
    }
}
