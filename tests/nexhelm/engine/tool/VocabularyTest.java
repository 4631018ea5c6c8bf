package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left of the tools when the data are somebody else's. */
class VocabularyTest {

    @Test
    void no_tool_that_declares_that_it_writes_is_left_and_every_other_is() {
        assertEquals(
                List.of(),
                ToolCatalog.all().values().stream()
                        .filter(tool -> tool.declaration().write() == Vocabulary.reads(tool))
                        .map(tool -> tool.declaration().name())
                        .toList());
    }

    @Test
    void prefixes_count_whatever_a_tool_declares_and_harmless_names_are_kept() {
        for (String name : List.of("send_x", "create_x", "update_x", "delete_x", "post_x", "patch_x", "upload_x")) {
            assertFalse(Vocabulary.reads(name, false), name);
        }
        assertTrue(Vocabulary.reads("set_thread_name", true));
        assertTrue(Vocabulary.reads("update_thread_name", true));
        assertFalse(Vocabulary.reads("set_signature", true));
        assertFalse(Vocabulary.reads("log_note", false));
    }
}
