import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The programs that are measured, and a home of their own to run them in. */
final class Programs implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path root;
    private final Path temp;
    private final Path wrapper;

    Programs() throws IOException {
        root = Path.of(Optional.ofNullable(System.getenv("NEXHELM_CHECKOUT")).orElse(""))
                .toAbsolutePath();
        wrapper = root.resolve("jbang");
        temp = Files.createTempDirectory("nexhelm-bench");
        Files.createDirectories(home());
    }

    Path home() {
        return temp.resolve("home");
    }

    Path temp(String name) throws IOException {
        return Files.createTempDirectory(temp, name);
    }

    String machine() {
        return "Java " + Runtime.version().feature() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors";
    }

    /** The ways to start nex, the reference first when it is there. */
    Map<String, List<String>> nexLaunches() throws Exception {
        Map<String, List<String>> launches = new LinkedHashMap<>();
        String python = System.getenv("NEX_PEER_PYTHON");
        if (python != null) {
            launches.put(
                    "reference (Python)",
                    List.of(Path.of(python).resolveSibling("nex").toString()));
        }
        Path bin = temp.resolve("bin");
        install(bin);
        if (Files.isExecutable(bin.resolve("nex"))) {
            launches.put("installed launcher", List.of(bin.resolve("nex").toString()));
        }
        launches.put("java, as JBang would start it", javaCommand("nex"));
        launches.put("./jbang nex", List.of(wrapper.toString(), "nex"));
        return launches;
    }

    /** The ways to start the MCP server: the reference, when it is there, then the installed launcher. */
    Map<String, List<String>> mcpLaunches() throws Exception {
        Map<String, List<String>> launches = new LinkedHashMap<>();
        String python = System.getenv("NEX_PEER_PYTHON");
        if (python != null) {
            launches.put(
                    "reference (Python)",
                    List.of(Path.of(python).resolveSibling("nexhelm-mcp-server").toString()));
        }
        Path bin = temp.resolve("bin");
        if (!Files.isExecutable(bin.resolve("nex-mcp"))) {
            install(bin);
        }
        launches.put("installed launcher", List.of(bin.resolve("nex-mcp").toString()));
        return launches;
    }

    /** A server that runs until it is closed. */
    McpClient mcp(List<String> words) throws IOException {
        return new McpClient(builder(words)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start());
    }

    /** The standard output of a program that must succeed. */
    String output(List<String> words) throws IOException, InterruptedException {
        ProcessBuilder builder = builder(words).redirectOutput(ProcessBuilder.Redirect.PIPE);
        builder.environment().putIfAbsent("npm_config_cache", System.getProperty("user.home") + "/.npm");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(words + " ended with " + process.exitValue());
        }
        return out;
    }

    /** One run of a program, which must succeed; its output is thrown away. */
    Callable<Duration> timed(List<String> program, String... args) {
        List<String> words = new ArrayList<>(program);
        words.addAll(List.of(args));
        return () -> {
            long start = System.nanoTime();
            int code = run(words);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (code != 0) {
                throw new IllegalStateException(words + " ended with " + code);
            }
            return took;
        };
    }

    /** Starts an engine, waits for its first healthy answer, notes its resident memory in KB and ends it. */
    Duration engineToHealth(Path data, List<Long> memory) throws Exception {
        long start = System.nanoTime();
        try (Running engine = engine(data)) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            memory.add(residentKilobytes(engine.process().pid()));
            return took;
        }
    }

    /** An engine that answers; closing ends it. */
    record Running(Process process) implements AutoCloseable {
        @Override
        public void close() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /** Starts an engine and waits for its first healthy answer. */
    Running engine(Path data) throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> words = new ArrayList<>(javaCommand("nex-engine"));
        words.addAll(List.of("serve", "--port", String.valueOf(port), "--data", data.toString()));
        long start = System.nanoTime();
        Process process = builder(words).start();
        URL health = new URL("http://127.0.0.1:" + port + "/healthz");
        while (!isHealthy(health)) {
            if (!process.isAlive() || System.nanoTime() - start > LIMIT.toNanos()) {
                process.destroyForcibly();
                throw new IllegalStateException("the engine does not start: " + words);
            }
            Thread.sleep(5);
        }
        return new Running(process);
    }

    /** The checkout's own launcher of JBang. */
    Path wrapper() {
        return wrapper;
    }

    /** The example transcripts of the checkout. */
    Path examples() {
        return root.resolve("examples");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(temp)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private final Map<String, List<String>> javaCommands = new LinkedHashMap<>();

    /** What JBang would execute for an alias, without JBang. */
    private List<String> javaCommand(String alias) throws Exception {
        if (!javaCommands.containsKey(alias)) {
            if (run(List.of(wrapper.toString(), "build", alias), Duration.ofMinutes(10)) != 0) {
                throw new IllegalStateException(alias + " does not build: ./jbang build " + alias);
            }
            Process info = new ProcessBuilder(
                            wrapper.toString(),
                            "info",
                            "tools",
                            root.resolve(alias + ".java").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            JsonNode told = new ObjectMapper().readTree(info.getInputStream().readAllBytes());
            List<String> classpath =
                    new ArrayList<>(List.of(told.path("applicationJar").asText()));
            told.path("resolvedDependencies").forEach(jar -> classpath.add(jar.asText()));
            List<String> words = new ArrayList<>();
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            told.path("runtimeOptions").forEach(option -> words.add(option.asText()));
            words.addAll(List.of("-cp", String.join(File.pathSeparator, classpath)));
            try (var jar = new JarFile(classpath.get(0))) {
                words.add(jar.getManifest().getMainAttributes().getValue("Main-Class"));
            }
            javaCommands.put(alias, words);
        }
        return javaCommands.get(alias);
    }

    /** Builds and installs the launchers, which takes as long as it takes on a machine with other things to do. */
    private void install(Path bin) throws IOException, InterruptedException {
        run(List.of(wrapper.toString(), "nex", "install", "--bin-dir", bin.toString()), Duration.ofMinutes(10));
    }

    private int run(List<String> words) throws IOException, InterruptedException {
        return run(words, LIMIT);
    }

    private int run(List<String> words, Duration limit) throws IOException, InterruptedException {
        Process process = builder(words).start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running: " + words);
        }
        return process.exitValue();
    }

    private ProcessBuilder builder(List<String> words) {
        var builder = new ProcessBuilder(words)
                .directory(temp.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("NEX_"));
        builder.environment().put("HOME", home().toString()); // JBANG_DIR stays what it is: nothing is built again
        return builder;
    }

    private static boolean isHealthy(URL url) {
        try {
            var connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(200);
            connection.setReadTimeout(2000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private static long residentKilobytes(long pid) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
