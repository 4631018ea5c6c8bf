package nexhelm.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. Missing, the test is skipped with the reason; under NEX_CI=1 it fails. */
public final class Needs {
    private Needs() {}

    /** The Python that has the reference installed, both its client and its MCP server. */
    public static Path peerPython() {
        String hint = "the Python reference: pip install 'nexhelm==0.3.1' 'mcp<2' in a virtual environment, "
                + "NEX_PEER_PYTHON=its bin/python";
        Path python = Optional.ofNullable(System.getenv("NEX_PEER_PYTHON"))
                .map(Path::of)
                .or(() -> Optional.of(Checkout.root().resolve(".venv/bin/python")))
                .filter(Files::isExecutable)
                .orElseGet(() -> missing(hint));
        return Command.of(python.toString(), "-c", "import nexhelm_mcp, mcp")
                                .run(Duration.ofSeconds(60))
                                .code()
                        == 0
                ? python
                : missing(hint);
    }

    /** Any Python 3, for scripts that need nothing but its library. */
    public static Path python() {
        return program("python3", "python");
    }

    public static Path chromium() {
        return program("chromium", "chromium-browser", "google-chrome");
    }

    public static Path chromedriver() {
        return program("chromedriver");
    }

    public static Path tmux() {
        return program("tmux");
    }

    /** The recorded contract: {@code replay.py}, {@code cases/} and the pages, in NEX_CONTRACT or beside the checkout. */
    public static Path contract() {
        return Optional.ofNullable(System.getenv("NEX_CONTRACT"))
                .map(Path::of)
                .or(() -> Optional.of(Checkout.root().resolveSibling("shared").resolve("contract")))
                .filter(folder -> Files.isRegularFile(folder.resolve("replay.py")))
                .orElseGet(() -> missing("the recorded contract (NEX_CONTRACT=its folder)"));
    }

    /**
     * A program of an npm package under Node 22, as the words that start it.
     *
     * @param of the package with its version
     */
    public static List<String> node22(String of, String program) {
        List<String> start =
                List.of(program("npx").toString(), "--prefer-offline", "-y", "-p", "node@22", "-p", of, program);
        List<String> probe = new java.util.ArrayList<>(start);
        probe.add("--help");
        return Command.of(probe.toArray(String[]::new))
                                .run(Duration.ofMinutes(3))
                                .code()
                        == 0
                ? start
                : missing(of + " and Node 22, which npx could not fetch");
    }

    /** The first of these programs that is on PATH. */
    public static Path program(String... names) {
        return find(names).orElseGet(() -> missing(names[0] + " on PATH"));
    }

    static Optional<Path> find(String... names) {
        List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static <T> T missing(String what) {
        if ("1".equals(System.getenv("NEX_CI"))) {
            return Assertions.fail("needs " + what + ", which NEX_CI=1 takes for granted");
        }
        return Assumptions.abort("needs " + what);
    }
}
