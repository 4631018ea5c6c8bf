package nexhelm.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import nexhelm.Failure;
import nexhelm.http.StubServer;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transcripts from documents: which links are known, what is fetched, what is refused. */
class TranscriptTest {
    private static final String ID = "1a2B3c-4D_5e6F7g8H9i0J1k2L3m";

    @TempDir
    Path home;

    private final StubServer docs = StubServer.start();

    @AfterEach
    void stop() {
        docs.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://docs.google.com/document/d/" + ID + "/edit#heading=h.1", "docs.google.com/document/d/" + ID,
                "https://DOCS.Google.com/document/u/0/d/" + ID + "/view?usp=sharing",
                        "https://drive.google.com/file/d/" + ID + "/view",
                "https://drive.google.com/open?id=" + ID, " " + ID + "\n"
            })
    void links_in_every_form_lead_to_the_document(String link) {
        docs.on(
                "GET /document/d/" + ID + "/export",
                StubServer.text(200, "text/plain; charset=utf-8", "\uFEFFAnna: grüß\r\nBen: ja"));
        assertEquals("Anna: grüß\nBen: ja", fetch(link));
        assertEquals(List.of("GET /document/d/" + ID + "/export?format=txt"), docs.asked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "https://example.com/document/d/" + ID,
                "https://docs.google.com/spreadsheets/d/" + ID,
                "https://docs.google.com/document/d/e/2PACX-1vabc/pub",
                "../../etc/passwd-and-some-more-characters"
            })
    void what_is_no_document_is_refused_before_any_request(String link) {
        assertEquals(4, assertThrows(Failure.class, () -> fetch(link)).exit());
        assertEquals(List.of(), docs.asked());
    }

    @Test
    void what_cannot_be_read_is_said_in_a_sentence() {
        Object[][] answers = {
            {StubServer.text(401, "text/plain", "no"), "is not public"},
            {StubServer.text(403, "text/plain", "no"), "is not public"},
            {StubServer.text(200, "text/html", "<form>"), "is not public"},
            {StubServer.text(404, "text/plain", ""), "there is no document"},
            {StubServer.text(500, "text/plain", ""), "status 500"},
            {StubServer.text(200, "text/plain", " \r\n"), "is empty"},
            {StubServer.text(302, "", "", "Location", "https://evil.test/x"), "status 302"},
            {StubServer.text(302, "", "", "Location", "http://docs.google.com.evil.test/x"), "status 302"},
            {StubServer.text(200, "text/plain", "x".repeat((10 << 20) + 1)), "is larger than"},
        };
        for (Object[] answer : answers) {
            docs.on("GET /document/d/" + ID + "/export", (StubServer.Reply) answer[0]);
            var e = assertThrows(Failure.class, () -> fetch(ID));
            assertEquals(4, e.exit());
            assertTrue(e.getMessage().contains((String) answer[1]), e.getMessage());
        }
    }

    @Test
    void a_redirect_within_the_same_host_is_followed() {
        docs.on("GET /document/d/" + ID + "/export", StubServer.text(307, "", "", "Location", "/elsewhere"))
                .on("GET /elsewhere", StubServer.text(200, "text/plain", "moved"));
        assertEquals("moved", fetch(ID));
    }

    private String fetch(String link) {
        return Transcript.fetch(
                TestWorld.in(home).env("NEX_GOOGLE_DOCS_URL", docs.url()).world(), link);
    }
}
