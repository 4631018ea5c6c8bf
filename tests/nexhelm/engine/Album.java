package nexhelm.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.support.Checkout;
import org.openqa.selenium.chrome.ChromeDriver;

/** Pictures of the pages for {@code docs/pages.md}: taken only when NEX_SCREENSHOTS names the folder to put them in. */
final class Album {

    private static final int HEIGHT = 720;

    private final ChromeDriver browser;
    private final Optional<Path> folder = Optional.ofNullable(System.getenv("NEX_SCREENSHOTS"))
            .map(name -> Checkout.root().resolve(name));

    Album(ChromeDriver browser) {
        this.browser = browser;
    }

    /** The page as it is now on a desk, light and dark. */
    void take(String name) throws IOException {
        take(name, 1120);
    }

    /** The page as it is now on a phone, light and dark. */
    void takeNarrow(String name) throws IOException {
        take(name + "-narrow", 390);
    }

    private void take(String name, int width) throws IOException {
        if (folder.isEmpty()) {
            return;
        }
        Files.createDirectories(folder.get());
        for (String scheme : List.of("light", "dark")) {
            shoot(name + "-" + scheme, width, scheme);
        }
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    private void shoot(String name, int width, String scheme) throws IOException {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        Object png = browser.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"))
                .get("data");
        Files.write(
                folder.orElseThrow().resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(png)));
    }
}
