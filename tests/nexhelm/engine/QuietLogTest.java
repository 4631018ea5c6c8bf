package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Libraries that log in another way have nothing to say about it in the engine's log. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class QuietLogTest {

    /** What the first spreadsheet of an engine makes its library do. */
    static final class FirstSheet {
        public static void main(String[] args) {
            EngineMain.logToStderr();
            LogManager.getLogger("sheets").info("a sheet");
        }
    }

    @Test
    void the_first_sheet_leaves_no_complaint_in_the_log() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstSheet.class.getName())
                .redirectErrorStream(true)
                .start();
        String log = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, java.waitFor(), log);
        assertEquals("", log);
    }
}
