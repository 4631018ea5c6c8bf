package nexhelm.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import nexhelm.support.Checkout;
import org.junit.jupiter.api.Test;

/** Every script pins what it depends on, and no two scripts pin the same artifact differently. */
class PinsTest {
    private static final Pattern DEPS = Pattern.compile("(?m)^//DEPS (\\S+)$");

    @Test
    void the_same_artifact_has_the_same_version_in_every_script() {
        Map<String, Set<String>> versions = new TreeMap<>();
        for (String script : scripts()) {
            for (String pin : pins(script)) {
                int colon = pin.lastIndexOf(':');
                versions.computeIfAbsent(pin.substring(0, colon), any -> new TreeSet<>())
                        .add(pin.substring(colon + 1));
            }
        }
        versions.values().removeIf(found -> found.size() == 1);
        assertEquals(Map.of(), versions);
    }

    @Test
    void every_version_is_a_fixed_one() {
        for (String script : scripts()) {
            for (String pin : pins(script)) {
                assertTrue(pin.matches("[\\w.-]+:[\\w.-]+:\\d[\\w.-]*"), script + ": " + pin);
            }
        }
    }

    @Test
    void the_tests_have_what_every_entrypoint_has() {
        Set<String> wanted = new TreeSet<>();
        scripts().stream().filter(script -> script.matches("nex[\\w-]*\\.java")).forEach(s -> wanted.addAll(pins(s)));
        wanted.removeAll(pins("tests/all.java"));
        assertEquals(Set.of(), wanted);
    }

    @Test
    void whoever_uses_the_library_has_what_it_needs() {
        for (String script : scripts()) {
            if (Checkout.read(script).contains("lib/nexhelm/Sources.java")) {
                Set<String> wanted = new TreeSet<>(pins("nex.java"));
                wanted.removeAll(pins(script));
                assertEquals(Set.of(), wanted, script);
            }
        }
    }

    private static List<String> scripts() {
        return Checkout.javaFiles(".").stream()
                .filter(file -> DEPS.matcher(Checkout.read(file)).find())
                .toList();
    }

    private static List<String> pins(String script) {
        return DEPS.matcher(Checkout.read(script))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
