package nexhelm.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nexhelm.Failure;
import nexhelm.Version;
import nexhelm.json.Json;
import nexhelm.world.TextFile;
import nexhelm.world.World;

/**
 * Launchers that run java directly. JBang builds each program once more; its jars are copied beside each other under
 * {@code ~/.nex/app}, so that no cache can take them away, and an archive of loaded classes makes the start quick.
 */
public final class Installation {

    /** The programs that are always installed. */
    private static final List<String> PROGRAMS = List.of("nex", "nex-mcp", "nex-engine");

    /** The daemon of {@code nex workspace} and {@code nex code}, for those who want it: its jars are many. */
    private static final String WORKSPACE = "nex-workspace";

    /** Where no locale is set (cron, containers) java would garble every argument that is not ASCII. */
    private static final String LOCALE = """
        case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
            C | POSIX) unset LC_ALL; LC_CTYPE=C.UTF-8; export LC_CTYPE ;;
        esac
        """;

    /** What an assistant says first: the classes that answer it are those that the archive should hold. */
    private static final String HANDSHAKE = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
        "clientInfo":{"name":"nex install","version":"1"}}}
        {"jsonrpc":"2.0","method":"notifications/initialized"}
        {"jsonrpc":"2.0","id":2,"method":"tools/list"}
        {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"agents_lab_workflow_list","arguments":{}}}
        """;

    private final World world;
    private final Path bin;
    private final Consumer<String> progress;

    public Installation(World world, Path bin, Consumer<String> progress) {
        this.world = world;
        this.bin = bin;
        this.progress = progress;
    }

    /**
     * Installs the programs; one that was installed on wish before is brought up to date with the others.
     *
     * @param workspace whether the workspace daemon is wanted too
     * @return the launchers' paths
     */
    public List<Path> install(boolean workspace) {
        var programs = new ArrayList<>(PROGRAMS);
        if (workspace || Files.exists(bin.resolve(WORKSPACE))) {
            programs.add(WORKSPACE);
        }
        var launchers = new ArrayList<Path>();
        for (String program : programs) {
            progress.accept("installing " + program + " …");
            try {
                launchers.add(install(program));
            } catch (IOException e) {
                throw Failure.unexpected("cannot install " + program + " in " + bin + ": " + TextFile.reason(e));
            }
        }
        return launchers;
    }

    private Path install(String program) throws IOException {
        JsonNode built = built(program);
        var jars = new ArrayList<Path>();
        jars.add(Path.of(built.path("applicationJar").asText()));
        built.path("resolvedDependencies").forEach(jar -> jars.add(Path.of(jar.asText())));
        Path app = world.nexFolder().resolve("app").resolve(Version.STRING + "-" + digest(jars));
        Files.createDirectories(app);
        var classpath = new ArrayList<String>();
        for (Path jar : jars) {
            Path copy = app.resolve(
                    jar.equals(jars.get(0))
                            ? program + ".jar"
                            : jar.getFileName().toString());
            if (!Files.exists(copy) || Files.size(copy) != Files.size(jar)) {
                Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            classpath.add(copy.toAbsolutePath().toString());
        }
        String main = built.path("mainClass").asText(program.replace('-', '_'));
        Path java = Path.of(world.property("java.home").orElseThrow(), "bin", "java");
        Optional<Path> archive = archive(program, java, String.join(":", classpath), main, app);
        var command = new ArrayList<String>();
        command.add("exec " + quoted(java.toString()));
        command.addAll(options(program));
        command.add(archive.map(Installation::archiveOption).orElse("-Xshare:auto"));
        command.add("-Xlog:disable -Xlog:all=error:stderr");
        command.add("-Dnex.engine="
                + quoted(bin.resolve("nex-engine").toAbsolutePath().toString()));
        checkout()
                .ifPresent(folder -> command.add(
                        "-Dnex.checkout=" + quoted(folder.toAbsolutePath().toString()))); // for nex update
        command.add("-cp " + quoted(String.join(":", classpath)));
        command.add(main + " \"$@\"");
        Path launcher = bin.resolve(program);
        Files.createDirectories(bin);
        TextFile.replace(
                launcher,
                "#!/bin/sh\n# nexhelm " + Version.STRING + ", made by nex install\n" + LOCALE
                        + String.join(" \\\n    ", command) + "\n",
                false);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        return launcher;
    }

    /** The checkout that this runs from, if it does. */
    private Optional<Path> checkout() {
        return world.env("NEXHELM_CHECKOUT")
                .map(Path::of)
                .filter(folder -> Files.isExecutable(folder.resolve("jbang")));
    }

    /** Lets JBang build a program; what it says of the build. */
    private JsonNode built(String program) throws IOException {
        List<String> jbang;
        String script;
        Optional<Path> checkout = checkout();
        if (checkout.isPresent()) {
            jbang = List.of(checkout.get().resolve("jbang").toString());
            script = checkout.get().resolve(program + ".java").toString();
        } else {
            jbang = List.of(world.env("NEX_JBANG").orElse("jbang"));
            script = program + "@nexhelm";
        }
        run(jbang, "build", script);
        String answer = run(jbang, "info", "tools", script);
        try {
            return Json.parse(answer);
        } catch (Json.Malformed e) {
            throw Failure.unexpected("JBang says nothing usable of " + script);
        }
    }

    private String run(List<String> command, String... arguments) throws IOException {
        var whole = new ArrayList<>(command);
        whole.addAll(List.of(arguments));
        Path errors = Files.createTempFile("nex-install", ".log");
        try {
            Process process =
                    new ProcessBuilder(whole).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(15, TimeUnit.MINUTES) || process.exitValue() != 0) {
                String said = Files.readString(errors)
                        .lines()
                        .filter(line -> line.contains("ERROR") || line.contains("error:"))
                        .findFirst()
                        .orElse("it ended with " + process.exitValue());
                throw Failure.unexpected(String.join(" ", whole) + " failed: " + said.replace("[jbang] ", ""));
            }
            return out;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unexpected("interrupted");
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    /** A class-data archive for one program, made by one short run; without it the launcher is only slower. */
    private Optional<Path> archive(String program, Path java, String classpath, String main, Path app)
            throws IOException {
        boolean aot = Runtime.version().feature() >= 25;
        Path file = app.resolve(program + "-" + Runtime.version().feature() + (aot ? ".aot" : ".jsa"));
        if (Files.exists(file)) {
            return Optional.of(file);
        }
        var training = new ArrayList<>(List.of(java.toString()));
        training.addAll(options(program));
        training.addAll(List.of(
                aot ? "-XX:AOTCacheOutput=" + file : "-XX:ArchiveClassesAtExit=" + file,
                "-Xlog:disable",
                "-Xlog:all=off",
                "-cp",
                classpath,
                main));
        training.addAll(
                switch (program) {
                    case "nex" -> List.of("workflow", "list", "--json");
                    case "nex-mcp" -> List.<String>of(); // it serves what is on its standard input
                    default -> List.of("--version");
                });
        var builder =
                new ProcessBuilder(training).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .put("NEX_BACKEND_URL", "http://127.0.0.1:1"); // nobody answers there, which is enough to learn from
        builder.environment().put("NEX_TOKEN", "training");
        try {
            Process process = builder.start();
            try (var in = process.getOutputStream()) {
                in.write((program.equals("nex-mcp") ? HANDSHAKE : "").getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /** What the JVM is told, the same when the archive is made and when it is used. */
    private static List<String> options(String program) {
        return program.equals("nex-engine")
                ? List.of(
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED") // SQLite's driver; JDK 24 warns without
                : List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    private static String archiveOption(Path file) {
        // A JDK refuses an AOT cache together with -Xshare, and without it an archive that does not fit stops the
        // start.
        return file.toString().endsWith(".aot")
                ? "-XX:AOTCache=" + quoted(file.toString())
                : "-XX:SharedArchiveFile=" + quoted(file.toString()) + " -Xshare:auto";
    }

    private static String digest(List<Path> jars) throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Path jar : jars) {
                sha.update((jar.getFileName() + " " + Files.size(jar)).getBytes(StandardCharsets.UTF_8));
            }
            sha.update(Files.readAllBytes(jars.get(0)));
            return HexFormat.of().formatHex(sha.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw Failure.unexpected("this JDK has no SHA-256");
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
