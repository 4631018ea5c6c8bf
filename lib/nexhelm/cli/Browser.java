package nexhelm.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.Config;
import nexhelm.client.LocalEngine;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Style;
import nexhelm.world.World;

/** Opens a link for the operator, and says it in any case. */
final class Browser {

    private Browser() {}

    static void open(World world, String url) {
        world.terminal().err().println("opening " + Style.line(url));
        launch(world, url);
    }

    /**
     * The page of a login at this account's own engine by a link that signs the browser in as its local user; of any
     * other backend the page itself.
     */
    static String signedIn(World world, String backend, String page) {
        var local = new LocalEngine(world);
        Optional<LocalEngine.Running> engine =
                local.running().filter(running -> running.url().equals(backend) && page.startsWith(backend + "/"));
        if (engine.isEmpty()) {
            return page;
        }
        String path = page.substring(backend.length())
                .replaceFirst("^/login/device(?=$|\\?)", "/dashboard/device")
                .replaceFirst("^/auth/v1/authorize\\?", "/dashboard/authorize?");
        try {
            ObjectNode login = local.signIn(engine.get());
            login.put("backend_url", backend);
            var session = new Session(world, Config.of(login), Progress.SILENT);
            String url = session.backend()
                    .post("/auth/one-time-link", Json.object().put("path", path))
                    .path("url")
                    .asText("");
            return url.startsWith(backend + "/") && url.matches("[!-~]+") ? url : page;
        } catch (Failure e) {
            return page; // the browser is asked to sign in there
        }
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
