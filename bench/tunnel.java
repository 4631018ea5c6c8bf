///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Sends a file both ways through nex workspace _proxy and to a plain sshd, and compares rates and checksums.
//JAVA 17+
//DEPS com.fasterxml.jackson.core:jackson-databind:2.20.1
//RUNTIME_OPTIONS -XX:+UseSerialGC

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * OpenSSH's client at two servers, in turn: the workspace daemon behind {@code nex workspace _proxy}, and an sshd of its
 * own on loopback. Both are ordinary processes in a temporary folder and end with this one.
 */
class tunnel {
    private static final String USAGE = """
        Usage: ./jbang bench/tunnel.java [--megabytes N] [--rounds N]

        Sends N megabytes (default 1024) of random bytes to a workspace and back, through OpenSSH and
        nex workspace _proxy, and to a plain sshd on loopback and back; in each round (default 1) both, another one first.
        Says seconds, MB/s and their ratio; a checksum that differs ends it with exit 1. Needs ssh, ssh-keygen, git and
        /usr/sbin/sshd, and 4 N megabytes of disk.
        """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root = Path.of(
                    Optional.ofNullable(System.getenv("NEXHELM_CHECKOUT")).orElse(""))
            .toAbsolutePath();
    private final Path temp;
    private final List<Process> servers = new ArrayList<>();
    private HttpServer git;
    private Optional<Path> privileges = Optional.empty();

    private tunnel() throws IOException {
        temp = Files.createTempDirectory("nexhelm-tunnel");
        Files.createDirectories(temp.resolve("home"));
    }

    public static void main(String[] args) throws Exception {
        int megabytes = 1024;
        int rounds = 1;
        for (int i = 0; i < args.length; i++) {
            if (args[i].matches("--(megabytes|rounds)")
                    && i + 1 < args.length
                    && args[i + 1].matches("[1-9]\\d{0,4}")) {
                int n = Integer.parseInt(args[i + 1]);
                megabytes = args[i].equals("--megabytes") ? n : megabytes;
                rounds = args[i].equals("--rounds") ? n : rounds;
                i++;
            } else {
                System.err.print(USAGE);
                System.exit(args[i].equals("--help") ? 0 : 2);
            }
        }
        var bench = new tunnel();
        Runtime.getRuntime().addShutdownHook(new Thread(bench::close)); // also after Ctrl-C nothing is left running
        System.exit(bench.run(megabytes, rounds) ? 0 : 1);
    }

    private boolean run(int megabytes, int rounds) throws Exception {
        System.err.println("installing nex and nex-workspace into a temporary folder");
        must(root.resolve("jbang").toString(), "nex", "install", "--workspace", "--bin-dir", bin("").toString());
        key("mine");
        Map<String, List<String>> ways = new TreeMap<>();
        ways.put("plain sshd", plain());
        ways.put("nex workspace _proxy", workspace());
        Path file = random(megabytes);
        String sum = sum(file);
        System.out.printf(
                "%d MB, Java %d, %s, %d processors%n",
                megabytes,
                Runtime.version().feature(),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
        Map<String, double[]> rates = new TreeMap<>();
        boolean same = true;
        for (int round = 0; round < rounds; round++) {
            var order = new ArrayList<>(ways.keySet());
            if (round % 2 == 1) {
                order.sort(Comparator.reverseOrder());
            }
            for (String way : order) {
                same &= measure(way, ways.get(way), file, sum, megabytes, rates);
            }
        }
        double[] own = rates.get("nex workspace _proxy");
        double[] other = rates.get("plain sshd");
        System.out.printf(
                "ratio of the rates, nex to plain: to the server %.2f, from it %.2f; checksums %s%n",
                own[0] / other[0], own[1] / other[1], same ? "all equal" : "DIFFER");
        return same;
    }

    /** Both directions, in MB/s; what arrived is compared, not only counted. */
    private boolean measure(
            String way, List<String> ssh, Path file, String sum, int megabytes, Map<String, double[]> rates)
            throws Exception {
        Path back = temp.resolve("back");
        String there = way.startsWith("plain") ? temp.resolve("received").toString() : "received";
        double to = seconds(ssh, "cat > " + there, Optional.of(file), Optional.empty());
        String arrived = output(ssh, "sha256sum " + there).split(" ")[0];
        double from = seconds(ssh, "cat " + there, Optional.empty(), Optional.of(back));
        boolean same = arrived.equals(sum) && sum(back).equals(sum);
        output(ssh, "rm " + there);
        System.out.printf(
                "%-22s to the server %5.1f s, %5.1f MB/s   from it %5.1f s, %5.1f MB/s   checksums %s%n",
                way, to, megabytes / to, from, megabytes / from, same ? "equal" : "DIFFER");
        rates.merge(way, new double[] {megabytes / to, megabytes / from}, (a, b) ->
                new double[] {Math.max(a[0], b[0]), Math.max(a[1], b[1])}); // the best of the rounds
        return same;
    }

    private double seconds(List<String> ssh, String command, Optional<Path> in, Optional<Path> out) throws Exception {
        ProcessBuilder builder = at(ssh, command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(
                        out.map(Path::toFile).map(ProcessBuilder.Redirect::to).orElse(ProcessBuilder.Redirect.DISCARD));
        in.map(Path::toFile).ifPresent(builder::redirectInput);
        long start = System.nanoTime();
        Process process = builder.start();
        if (!process.waitFor(30, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("ssh did not do: " + command);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private String output(List<String> ssh, String command) throws Exception {
        Process process =
                at(ssh, command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("ssh did not do: " + command);
        }
        return out;
    }

    private ProcessBuilder at(List<String> ssh, String command) {
        var words = new ArrayList<>(ssh);
        words.add(command);
        return program(words.toArray(String[]::new));
    }

    /** Makes an Ed25519 key pair without a pass phrase. */
    private void key(String name) throws Exception {
        must(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                temp.resolve(name).toString());
    }

    /** An sshd with a host key and a configuration of its own, on a free port of loopback. */
    private List<String> plain() throws Exception {
        key("host");
        int port = freePort();
        Path config = Files.writeString(
                temp.resolve("sshd_config"), """
                    ListenAddress 127.0.0.1
                    Port %d
                    HostKey %s
                    AuthorizedKeysFile %s
                    StrictModes no
                    UsePAM no
                    PasswordAuthentication no
                    KbdInteractiveAuthentication no
                    PermitRootLogin prohibit-password
                    PidFile none
                    """.formatted(port, temp.resolve("host"), temp.resolve("mine.pub")));
        Path folder =
                Path.of("/run/sshd"); // where an sshd of root's drops its rights; made at boot where sshd is a service
        if (System.getProperty("user.name").equals("root") && !Files.exists(folder)) {
            privileges = Optional.of(Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))));
        }
        servers.add(program("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(temp.resolve("sshd.log").toFile())
                .start());
        await(port, "sshd", temp.resolve("sshd.log"));
        return ssh("-p", Integer.toString(port), System.getProperty("user.name") + "@127.0.0.1");
    }

    /** A workspace of the daemon, known to this folder's nex as one that was entered. */
    private List<String> workspace() throws Exception {
        repository();
        Path data = temp.resolve("daemon");
        servers.add(program(
                        bin("nex-workspace").toString(),
                        "serve",
                        "--allow-exec",
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--repo",
                        "http://127.0.0.1:" + git.getAddress().getPort() + "/app.git")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(temp.resolve("daemon.log").toFile())
                .start());
        JsonNode state = awaited(data.resolve("workspace.json"));
        String url = state.path("url").asText();
        JsonNode started = post(
                url + "/workspaces",
                state.path("control_secret").asText(),
                "{\"owner_id\": \"bench\", \"scope\": \"eng_default\"}");
        String id = started.path("workspace_id").asText();
        String endpoint = started.path("endpoint").asText();
        String token = started.path("session_token").asText();
        post(
                endpoint + "/tunnel/authorize_key",
                token,
                JSON.writeValueAsString(Map.of(
                        "public_key", Files.readString(temp.resolve("mine.pub")).strip())));
        Path known = temp.resolve("home/.nex/workspaces");
        Files.createDirectories(known);
        Path coordinates = Files.createFile(
                known.resolve(id + ".json"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(coordinates, JSON.writeValueAsString(Map.of("endpoint", endpoint, "session_token", token)));
        return ssh("-o", "ProxyCommand=" + bin("nex") + " workspace _proxy " + id, "workspace@" + id);
    }

    private List<String> ssh(String... where) {
        var words = new ArrayList<>(
                List.of("ssh", "-F", "/dev/null", "-i", temp.resolve("mine").toString()));
        for (String option : List.of(
                "IdentitiesOnly=yes",
                "BatchMode=yes",
                "StrictHostKeyChecking=no",
                "UserKnownHostsFile=/dev/null",
                "LogLevel=ERROR",
                "Compression=no")) {
            words.addAll(List.of("-o", option));
        }
        words.addAll(Arrays.asList(where));
        return List.copyOf(words);
    }

    /** A repository with one commit behind git's own HTTP server. */
    private void repository() throws Exception {
        Path work = temp.resolve("work");
        Files.createDirectories(work);
        Files.writeString(work.resolve("README.md"), "# App\n");
        must("git", "-C", work.toString(), "init", "-q", "-b", "main");
        must("git", "-C", work.toString(), "add", "-A");
        must(
                "git",
                "-C",
                work.toString(),
                "-c",
                "user.name=Bench",
                "-c",
                "user.email=bench@example.org",
                "commit",
                "-q",
                "-m",
                "first");
        must(
                "git",
                "clone",
                "-q",
                "--bare",
                work.toString(),
                temp.resolve("srv/app.git").toString());
        git = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        git.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "git");
            thread.setDaemon(true);
            return thread;
        }));
        git.createContext("/", this::gitAnswer);
        git.start();
    }

    /** As CGI (RFC 3875) has it. */
    private void gitAnswer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ProcessBuilder builder = program("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
            Map<String, String> environment = builder.environment();
            environment.put("GIT_PROJECT_ROOT", temp.resolve("srv").toString());
            environment.put("GIT_HTTP_EXPORT_ALL", "1");
            environment.put("REQUEST_METHOD", exchange.getRequestMethod());
            environment.put("PATH_INFO", exchange.getRequestURI().getPath());
            environment.put(
                    "QUERY_STRING",
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
            header(exchange, "Content-Type").ifPresent(type -> environment.put("CONTENT_TYPE", type));
            header(exchange, "Content-Encoding").ifPresent(type -> environment.put("HTTP_CONTENT_ENCODING", type));
            header(exchange, "Git-Protocol").ifPresent(version -> environment.put("GIT_PROTOCOL", version));
            byte[] body = exchange.getRequestBody().readAllBytes();
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(body);
            }
            byte[] all = process.getInputStream().readAllBytes();
            String text = new String(all, StandardCharsets.ISO_8859_1);
            int cut = text.indexOf("\r\n\r\n");
            for (String line : text.substring(0, cut).split("\r\n")) {
                String[] parts = line.split(": ", 2);
                exchange.getResponseHeaders().add(parts[0], parts[1]);
            }
            String status = exchange.getResponseHeaders().getFirst("Status");
            exchange.sendResponseHeaders(
                    status == null ? 200 : Integer.parseInt(status.substring(0, 3)), all.length - cut - 4L);
            exchange.getResponseBody().write(all, cut + 4, all.length - cut - 4);
        }
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private JsonNode awaited(Path file) throws Exception {
        for (int i = 0; i < 600 && !Files.exists(file); i++) {
            Thread.sleep(100);
        }
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    "the daemon did not start: " + Files.readString(temp.resolve("daemon.log")));
        }
        return JSON.readTree(Files.readString(file));
    }

    private static void await(int port, String what, Path log) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException(what + " did not start: " + Files.readString(log));
    }

    private static JsonNode post(String url, String token, String body) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setReadTimeout(120_000);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        try (InputStream in = connection.getInputStream()) {
            return JSON.readTree(in);
        }
    }

    private Path random(int megabytes) throws IOException {
        Path file = temp.resolve("random");
        var random = new Random(7);
        byte[] some = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(some);
                out.write(some);
            }
        }
        return file;
    }

    private static String sum(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] some = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                digest.update(some, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path bin(String name) {
        return temp.resolve("bin").resolve(name);
    }

    private ProcessBuilder program(String... words) {
        var builder = new ProcessBuilder(words).directory(temp.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("NEX_") || name.startsWith("GIT_"));
        builder.environment().put("HOME", temp.resolve("home").toString()); // JBANG_DIR stays what it is
        builder.environment().put("PATH", bin("") + File.pathSeparator + System.getenv("PATH"));
        return builder;
    }

    private void must(String... words) throws Exception {
        Process process = program(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    String.join(" ", words) + " ended with " + process.exitValue() + ": " + said);
        }
    }

    private void close() {
        for (Process server : servers) {
            List<ProcessHandle> children = server.descendants().toList();
            server.destroy();
            try {
                if (!server.waitFor(10, TimeUnit.SECONDS)) {
                    server.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }
        if (git != null) {
            git.stop(0);
        }
        privileges.ifPresent(folder -> folder.toFile().delete());
        try (Stream<Path> all = Files.walk(temp)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("left behind: " + temp);
        }
    }
}
