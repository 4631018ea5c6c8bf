package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "The request" is the mail that lies in the inbox, where just one does. */
class OnlyMailTest {

    @TempDir
    Path folder;

    private StepResult read(int mails) throws Exception {
        ObjectNode blueprint = Json.object();
        ArrayNode mailbox = blueprint.putArray("mailbox");
        for (int i = 0; i < mails; i++) {
            mailbox.addObject()
                    .put("from", "daniel" + i + "@example.com")
                    .put("to", "office@example.com")
                    .put("subject", "Winter berth for boat " + i)
                    .put("date", "2026-10-01")
                    .put("text", "Length: 9.8 m\n");
        }
        ObjectNode definition = Json.object().put("name", "Berths");
        definition
                .putArray("steps")
                .addObject()
                .put("index", 1)
                .put("title", "Read the request")
                .put("instruction", "Read the request.")
                .put("performer", "agent")
                .put("tool", "read_mail");
        try (Rehearsal run = new Rehearsal(Files.createTempDirectory(folder, "run"), blueprint, definition).run()) {
            return run.results().get(0);
        }
    }

    @Test
    void one_mail_is_the_request() throws Exception {
        assertTrue(
                read(1) instanceof StepResult.Done done && done.summary().contains("Winter berth for boat 0"),
                read(1)::toString);
    }

    @Test
    void of_two_mails_none_is() throws Exception {
        assertEquals(new StepResult.Lacking("a mail about request"), read(2));
    }
}
