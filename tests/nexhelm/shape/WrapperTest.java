package nexhelm.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.support.JBangHome;
import nexhelm.support.Needs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The wrapper, on a checkout that holds nothing but the wrapper, a catalog and a script that tells what it got. */
@Execution(ExecutionMode.CONCURRENT)
class WrapperTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PROBE = """
        //JAVA 17+
        import java.io.PrintStream;
        import java.nio.charset.StandardCharsets;

        class probe {
            public static void main(String[] args) throws Exception {
                var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
                switch (args[0]) {
                    case "exit" -> System.exit(Integer.parseInt(args[1]));
                    case "args" -> {
                        for (String arg : args) {
                            out.println("<" + arg + ">");
                        }
                    }
                    case "stdin" -> System.in.transferTo(System.out);
                    case "where" -> out.println(java.nio.file.Path.of("").toAbsolutePath());
                    case "env" -> out.println(System.getenv(args[1]));
                    case "wait" -> {
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> out.println("going down")));
                        out.println(ProcessHandle.current().pid());
                        Thread.sleep(60_000);
                    }
                    default -> throw new IllegalArgumentException(args[0]);
                }
                System.out.flush();
            }
        }
        """;
    private static final String CATALOG = """
        {
          "aliases": {
            "probe": {
              "script-ref": "scripts/probe.java"
            }
          }
        }
        """;

    @TempDir
    static Path temp;

    static Path checkout;
    static Path jbangDir;

    @BeforeAll
    static void lay_out_a_checkout() throws IOException {
        jbangDir = JBangHome.in(temp.resolve("jbang home"));
        checkout = layOut(temp.resolve("my check-out"));
        probe("args").run(LIMIT).ok(); // builds it, once for all
    }

    private static Path layOut(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("scripts"));
        Files.copy(Checkout.wrapper(), folder.resolve("jbang"));
        assertTrue(folder.resolve("jbang").toFile().setExecutable(true));
        Files.writeString(folder.resolve("jbang-catalog.json"), CATALOG);
        Files.writeString(folder.resolve("scripts/probe.java"), PROBE);
        return folder;
    }

    @Test
    void the_exit_code_of_the_program_is_the_exit_code_of_the_wrapper() {
        assertEquals(0, probe("exit", "0").run(LIMIT).code());
        assertEquals(7, probe("exit", "7").run(LIMIT).code());
        assertEquals(255, probe("exit", "255").run(LIMIT).code());
    }

    @Test
    void arguments_arrive_as_they_were_given() {
        String[] odd = {
            "args",
            "two words",
            "it's",
            "say \"hi\"",
            "*",
            "$HOME",
            "`id`",
            "back\\slash",
            "line\nbreak\n",
            "",
            " ",
            "--",
            "--json",
            "a;b&c|d",
            "Łódź 東京 🚀",
            "{x}",
            "~",
            "!"
        };
        String want = Stream.of(odd).map(arg -> "<" + arg + ">\n").collect(Collectors.joining());
        assertEquals(want, probe(odd).run(LIMIT).ok());
        assertEquals(
                want,
                probe(odd)
                        .without("LC_CTYPE", "LANG")
                        .env("LC_ALL", "C")
                        .run(LIMIT)
                        .ok());
    }

    @Test
    void standard_input_reaches_the_program() {
        assertEquals("one\ntwo", probe("stdin").stdin("one\ntwo").run(LIMIT).ok());
        assertEquals("", probe("stdin").run(LIMIT).ok());
    }

    @Test
    void the_program_takes_the_place_of_the_wrapper_and_gets_its_signals() throws Exception {
        Process process = probe("wait").start();
        try (BufferedReader out = process.inputReader()) {
            String pid = CompletableFuture.supplyAsync(() -> line(out)).get(60, TimeUnit.SECONDS);
            assertEquals(String.valueOf(process.pid()), pid);
            process.toHandle().destroy(); // SIGTERM, and its output stays open
            assertEquals(
                    "going down", CompletableFuture.supplyAsync(() -> line(out)).get(20, TimeUnit.SECONDS));
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue());
        } finally {
            Command.end(process);
        }
    }

    @Test
    void the_first_run_keeps_standard_output_clean() throws IOException {
        Path fresh = layOut(temp.resolve("fresh"));
        var result = command(fresh.resolve("jbang"), "probe", "args", "only this")
                .env("JBANG_DIR", JBangHome.in(temp.resolve("fresh-jbang")))
                .run(LIMIT);
        assertEquals("<args>\n<only this>\n", result.ok());
        assertTrue(result.err().contains("Building"), result.err());
    }

    @Test
    void aliases_are_found_from_another_folder_which_stays_the_current_one() throws IOException {
        Path elsewhere = Files.createDirectories(temp.resolve("else where"));
        Files.createDirectories(elsewhere.resolve("probe")); // a folder of that name does not mislead it
        assertEquals(
                elsewhere.toRealPath() + "\n",
                probe("where").in(elsewhere).run(LIMIT).ok());
    }

    @Test
    void aliases_are_found_behind_options_of_jbang() {
        Path wrapper = checkout.resolve("jbang");
        assertEquals(
                "<args>\n", command(wrapper, "run", "probe", "args").run(LIMIT).ok());
        assertEquals(
                "<args>\n",
                command(wrapper, "--quiet", "probe", "args").run(LIMIT).ok());
    }

    @Test
    void it_may_be_called_through_symbolic_links() throws IOException {
        Path bin = Files.createDirectories(temp.resolve("bin"));
        Path link = Files.createSymbolicLink(bin.resolve("nexbang"), checkout.resolve("jbang"));
        Path relative = Files.createSymbolicLink(bin.resolve("again"), Path.of("nexbang"));
        assertEquals("<args>\n", command(link, "probe", "args").run(LIMIT).ok());
        assertEquals("<args>\n", command(relative, "probe", "args").run(LIMIT).ok());
    }

    @Test
    void an_at_sign_in_the_path_of_the_checkout_is_no_catalog_reference() throws IOException {
        Path odd = layOut(temp.resolve("job@2"));
        assertEquals(
                "<args>\n",
                command(odd.resolve("jbang"), "probe", "args").run(LIMIT).ok());
        assertEquals(
                "<args>\n",
                command(odd.resolve("jbang"), "run", "probe", "args").run(LIMIT).ok());
    }

    @Test
    void the_program_learns_where_the_checkout_is() throws IOException {
        assertEquals(
                checkout.toRealPath() + "\n",
                probe("env", "NEXHELM_CHECKOUT").run(LIMIT).ok());
    }

    @Test
    void a_java_home_that_is_no_jdk_is_passed_over() {
        assertEquals(
                "<args>\n",
                probe("args")
                        .env("JAVA_HOME", temp.resolve("no such jdk"))
                        .run(LIMIT)
                        .ok());
    }

    @Test
    void an_installed_jbang_goes_first() throws IOException {
        Path bin = Files.createDirectories(temp.resolve("installed"));
        script(bin.resolve("jbang"), "printf '<%s>\\n' \"$@\"; exit 3");
        var result = probe("a b", "")
                .env("PATH", bin + File.pathSeparator + System.getenv("PATH"))
                .run(LIMIT);
        assertEquals("<probe@" + checkout.toRealPath() + "/jbang-catalog.json>\n<a b>\n<>\n", result.out());
        assertEquals(3, result.code());
    }

    @Test
    void it_does_not_take_itself_for_an_installed_jbang() throws IOException {
        Path bin = Files.createDirectories(temp.resolve("self"));
        Files.createSymbolicLink(bin.resolve("jbang"), checkout.resolve("jbang"));
        assertEquals(
                "<args>\n",
                probe("args")
                        .env("PATH", bin + File.pathSeparator + pathWithoutJBang())
                        .run(LIMIT)
                        .ok());
    }

    @Test
    void without_a_network_it_says_what_is_missing() throws IOException {
        Path bin = Files.createDirectories(temp.resolve("offline"));
        script(bin.resolve("mvn"), "echo '[ERROR] Unknown host'; exit 1");
        Path home = temp.resolve("offline-home");
        var result = probe("args")
                .env("PATH", bin + File.pathSeparator + pathWithoutJBang())
                .env("JBANG_DIR", home)
                .run(LIMIT);
        assertEquals(1, result.code());
        assertEquals("", result.out());
        assertTrue(result.err().contains("[ERROR] Unknown host"), result.err());
        assertTrue(result.err().contains("Is there a network connection"), result.err());
        try (Stream<Path> left = Files.list(home.resolve("nexhelm-wrapper"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void a_home_that_cannot_be_written_is_named() {
        var result = probe("args")
                .env("PATH", pathWithoutJBang())
                .env("HOME", "/dev/null")
                .without("JBANG_DIR")
                .run(LIMIT);
        assertEquals(1, result.code());
        assertTrue(result.err().contains("cannot write to /dev/null/.jbang"), result.err());
        assertTrue(result.err().contains("JBANG_DIR"), result.err());
    }

    @Test
    void two_first_runs_at_once_share_one_copy() throws Exception {
        Needs.program("mvn");
        Path home = temp.resolve("two at once");
        Path wrapper = checkout.resolve("jbang");
        var runs = Stream.of(1, 2)
                .map(any -> CompletableFuture.supplyAsync(() -> command(wrapper, "--version")
                        .env("PATH", pathWithoutJBang())
                        .env("JBANG_DIR", home)
                        .run(Duration.ofMinutes(4))))
                .toList();
        for (var run : runs) {
            run.get().ok();
        }
        try (Stream<Path> left = Files.list(home.resolve("nexhelm-wrapper"))) {
            assertEquals(1, left.count());
        }
        try (Stream<Path> left = Files.list(home.resolve("nexhelm-wrapper").toRealPath())) {
            assertTrue(left.allMatch(folder -> Files.isDirectory(folder.resolve("lib"))));
        }
    }

    private static Command probe(String... args) {
        String[] words = Stream.concat(Stream.of("probe"), Stream.of(args)).toArray(String[]::new);
        return command(checkout.resolve("jbang"), words);
    }

    private static Command command(Path wrapper, String... args) {
        String[] words =
                Stream.concat(Stream.of(wrapper.toString()), Stream.of(args)).toArray(String[]::new);
        // The copy is tested, whether or not this machine has a JBang of its own.
        return Command.of(words)
                .env("PATH", pathWithoutJBang())
                .env("JBANG_DIR", jbangDir)
                .in(temp);
    }

    private static String pathWithoutJBang() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .filter(folder -> !Files.exists(Path.of(folder, "jbang")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private static String line(BufferedReader reader) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
