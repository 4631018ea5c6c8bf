package nexhelm.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import nexhelm.support.Checkout;
import org.junit.jupiter.api.Test;

/** {@code docs/workspace.md} tells of every refusal, option and path of the workspace daemon. */
class WorkspaceDocsTest {

    private static final String SOURCES = "daemon/nexhelm/daemon/";

    @Test
    void every_refusal_is_in_the_table() {
        assertEquals(
                List.of(),
                missing("(?:Refusal\\.\\w+|refusal)\\(\\s*(?:[^\"(]*,\\s*)?\"([a-z]+(?:_[a-z]+)*)\"", "invalid_"));
    }

    @Test
    void every_option_of_serve_is_in_the_table() {
        assertEquals(List.of(), missing("names = \"(--[a-z-]+)\"", "--host"));
    }

    @Test
    void every_path_of_a_session_is_in_the_table() {
        assertEquals(List.of(), missing("(?:verb|writer)\\(routes, \"(/[a-z_/]+[a-z])\"", "/runtime"));
    }

    /** What the sources say and the page does not. */
    private static List<String> missing(String what, String leftOut) {
        String page = Checkout.read("docs/workspace.md");
        Pattern pattern = Pattern.compile(what);
        TreeSet<String> found = new TreeSet<>();
        for (String file : Checkout.javaFiles(SOURCES)) {
            pattern.matcher(Checkout.read(SOURCES + file)).results().forEach(match -> found.add(match.group(1)));
        }
        assertFalse(found.isEmpty(), "the sources have none, so the search is wrong");
        return found.stream()
                .filter(word -> !word.startsWith(leftOut) && !page.contains("`" + word))
                .toList();
    }
}
