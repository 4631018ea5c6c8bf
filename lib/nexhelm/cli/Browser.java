package nexhelm.cli;

import java.io.IOException;
import java.util.List;
import nexhelm.render.Style;
import nexhelm.world.World;

/** Opens a link for the operator, and says it in any case. */
final class Browser {

    private Browser() {}

    static void open(World world, String url) {
        world.terminal().err().println("opening " + Style.line(url));
        launch(world, url);
    }

    /** Starts the browser of BROWSER, else the system's; one that cannot be started is no failure. */
    static boolean launch(World world, String url) {
        String os = world.os().toLowerCase(java.util.Locale.ROOT);
        List<String> command = world.env("BROWSER")
                .map(browser -> List.of(browser, url))
                .orElse(
                        os.contains("mac")
                                ? List.of("open", url)
                                : os.contains("win")
                                        ? List.of("rundll32", "url.dll,FileProtocolHandler", url)
                                        : List.of("xdg-open", url));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(new java.io.File(os.contains("win") ? "NUL" : "/dev/null")))
                    .start();
            return true;
        } catch (IOException e) {
            return false; // no browser here: the printed link is the way
        }
    }
}
