package nexhelm.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import nexhelm.support.Checkout;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, and every outside thing has one owner (docs: conventions of the layout). */
class ArchitectureTest {
    /** Which packages of the library each of them may use; types of the root package are for all. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("json", Set.of()),
            Map.entry("http", Set.of("json")),
            Map.entry("world", Set.of("http", "json")),
            Map.entry("auth", Set.of("http", "world", "json")),
            Map.entry("client", Set.of("auth", "http", "world", "json")),
            Map.entry("assistant", Set.of("world", "json")),
            Map.entry("workspace", Set.of("client", "auth", "http", "world", "json")),
            Map.entry("render", Set.of("json")),
            Map.entry("tool", Set.of("client", "auth", "http", "world", "json", "render")),
            Map.entry("agents", Set.of("tool", "client", "workspace", "auth", "http", "world", "json", "render")),
            Map.entry(
                    "cli",
                    Set.of(
                            "agents",
                            "assistant",
                            "render",
                            "tool",
                            "client",
                            "workspace",
                            "auth",
                            "http",
                            "world",
                            "json")),
            Map.entry(
                    "mcp", Set.of("agents", "render", "tool", "client", "workspace", "auth", "http", "world", "json")));

    private static final String LIBRARY = "lib/nexhelm/";
    private static final String ENGINE = "engine/nexhelm/engine/";
    private static final String DAEMON = "daemon/nexhelm/daemon/";
    private static final Pattern OURS = Pattern.compile("\\bnexhelm\\.([a-z]+)\\.(?=[A-Za-z*])");
    private static final Pattern COMMENTS_AND_STRINGS = Pattern.compile(
            "(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])'|//[^\n]*|/\\*.*?\\*/");

    @Test
    void in_the_library_dependencies_point_one_way() {
        List<String> wrong = new ArrayList<>();
        for (String file : Checkout.javaFiles(LIBRARY)) {
            if (!file.contains("/")) {
                continue;
            }
            String own = file.substring(0, file.indexOf('/'));
            for (String used : used(LIBRARY + file)) {
                if (!used.equals(own) && !MAY_USE.getOrDefault(own, Set.of()).contains(used)) {
                    wrong.add(file + " uses nexhelm." + used);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void of_the_library_the_engine_uses_json_alone() {
        List<String> wrong = new ArrayList<>();
        for (String file : Checkout.javaFiles(ENGINE)) {
            for (String used : used(ENGINE + file)) {
                if (!used.equals("engine") && !used.equals("json")) {
                    wrong.add(file + " uses nexhelm." + used);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void the_workspace_daemon_uses_json_and_http_of_the_engine_and_nothing_else_of_ours() {
        assertEquals(List.of(), using("\\bnexhelm\\.(?!daemon\\b|json\\b|engine\\.http\\b)[a-z]", DAEMON, ""));
    }

    @Test
    void git_and_ssh_stay_in_the_workspace_daemon() {
        String outside = "\\borg\\.(eclipse\\.jgit|apache\\.sshd|bouncycastle)\\.";
        assertEquals(List.of(), using(outside, LIBRARY, ""));
        assertEquals(List.of(), using(outside, ENGINE, ""));
    }

    @Test
    void picocli_stays_in_cli_and_in_the_main_of_the_engine() {
        assertEquals(List.of(), using("\\bpicocli\\.", LIBRARY, "cli/.*"));
        assertEquals(List.of(), using("\\bpicocli\\.", ENGINE, "[^/]+"));
    }

    @Test
    void the_mcp_sdk_stays_in_mcp() {
        assertEquals(List.of(), using("\\bio\\.modelcontextprotocol\\.", LIBRARY, "mcp/.*"));
        assertEquals(List.of(), using("\\bio\\.modelcontextprotocol\\.", ENGINE, ""));
    }

    @Test
    void langchain4j_stays_in_the_model_of_the_engine() {
        assertEquals(List.of(), using("\\bdev\\.langchain4j\\.", LIBRARY, ""));
        assertEquals(List.of(), using("\\bdev\\.langchain4j\\.", ENGINE, "model/.*"));
    }

    @Test
    void jjwt_stays_in_auth() {
        assertEquals(List.of(), using("\\bio\\.jsonwebtoken\\.", LIBRARY, "auth/.*"));
        assertEquals(List.of(), using("\\bio\\.jsonwebtoken\\.", ENGINE, "auth/.*"));
    }

    @Test
    void the_library_starts_without_the_slow_http_client() {
        assertEquals(List.of(), using("\\bjava\\.net\\.http\\.", LIBRARY, "http/Tunnel\\.java"));
    }

    @Test
    void connections_are_opened_in_http_alone() {
        assertEquals(List.of(), using("\\b(HttpURLConnection|openConnection|openStream)\\b", LIBRARY, "http/.*"));
    }

    @Test
    void the_system_is_reached_through_the_world_alone() {
        String system =
                "\\bSystem\\.(getenv|getProperty|out|err|in|exit|console|setOut|setErr|setIn|currentTimeMillis)\\b"
                        + "|\\bClock\\.system|\\bInstant\\.now\\(\\)|\\bLocalDate\\.now\\(\\)";
        assertEquals(List.of(), using(system, LIBRARY, "world/.*"));
    }

    private static List<String> using(String what, String tree, String allowedFiles) {
        Pattern pattern = Pattern.compile(what);
        return Checkout.javaFiles(tree).stream()
                .filter(file -> !file.matches(allowedFiles))
                .filter(file -> pattern.matcher(code(tree + file)).find())
                .toList();
    }

    private static Set<String> used(String file) {
        return Set.copyOf(
                OURS.matcher(code(file)).results().map(match -> match.group(1)).toList());
    }

    private static String code(String file) {
        return COMMENTS_AND_STRINGS
                .matcher(Checkout.read(file).replaceFirst("(?m)^package [^;]+;", ""))
                .replaceAll(" ");
    }
}
