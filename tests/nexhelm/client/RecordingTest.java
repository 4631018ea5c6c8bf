package nexhelm.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nexhelm.Failure;
import nexhelm.world.World;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that recorders really export become lines of a call. */
class RecordingTest {

    @TempDir
    Path folder;

    @Test
    void webvtt_voices_become_lines_with_time_and_speaker_and_a_sentence_over_two_cues_is_one() throws Exception {
        assertEquals("""
            [00:00:01] Maria: First I open the folder and read the fee schedule.
            [00:01:22] Tom: R&D too?
            """, read("call.vtt", """
                \uFEFFWEBVTT - made by a recorder

                NOTE nothing of this is said
                by anybody

                1
                00:00:01.000 --> 00:00:04.000 align:start
                <v Maria>First I open the folder</v>

                2
                00:00:04.000 --> 00:00:07.500
                <v.loud Maria>and read the fee schedule.</v>

                00:01:22.000 --> 00:01:24.000
                <v Tom>R&amp;D too?</v>
                """));
    }

    @Test
    void subrip_with_crlf_and_names_before_a_colon() throws Exception {
        assertEquals(
                "[00:00:01] Ana: I draft the mail.\n[01:02:03] Ben: Not send?\n",
                read(
                        "call.srt",
                        "1\r\n"
                                + "00:00:01,000 --> 00:00:02,000\r\n"
                                + "Ana: I draft\r\n"
                                + "the mail.\r\n\r\n"
                                + "2\r\n"
                                + "01:02:03,500 --> 01:02:04,000\r\n"
                                + "Ben: Not send?\r\n"));
    }

    @Test
    void json_lists_of_utterances_in_the_shapes_of_several_recorders() throws Exception {
        String wanted = "[00:00:08] Ana: I read the list.\n[00:01:15] Ben: And then?\n";
        assertEquals(
                wanted,
                read(
                        "a.json",
                        "[{\"speaker\":\"Ana\",\"start\":8.2,\"text\":\"I read the list.\"},"
                                + "{\"speaker\":\"Ben\",\"start\":75,\"text\":\"And then?\"}]"));
        assertEquals(
                wanted,
                read(
                        "b.json",
                        "{\"utterances\":[{\"speaker_name\":\"Ana\",\"start_time\":\"00:00:08\",\"transcript\":\"I"
                                + " read the"
                                + " list.\"},{\"speaker_name\":\"Ben\",\"start_time\":\"00:01:15\",\"transcript\":\"And"
                                + " then?\"}]}"));
        assertEquals(
                wanted,
                read(
                        "c.json",
                        "{\"segments\":[{\"name\":\"Ana\",\"offset\":8200,\"content\":\"I read the list.\"},"
                                + "{\"name\":\"Ben\",\"offset\":75000,\"content\":\"And then?\"}]}"));
    }

    @Test
    void a_word_document_gives_its_paragraphs_and_no_entity_is_followed() throws Exception {
        assertEquals(
                "Ana: I open the\nfolder.\nBen: Good.\n",
                word(
                        "<w:p><w:r><w:t>Ana: I open</w:t></w:r><w:r><w:t xml:space=\"preserve\">"
                                + " the</w:t><w:br/><w:t>folder.</w:t></w:r></w:p><w:p><w:r><w:t>Ben:"
                                + " Good.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
                        ""));
        Path secret = Files.writeString(folder.resolve("secret.txt"), "TOP-SECRET");
        Failure refused = assertThrows(
                Failure.class,
                () -> word(
                        "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>",
                        "<!DOCTYPE d [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>"));
        assertFalse(refused.getMessage().contains("TOP-SECRET"), refused.getMessage());
        assertEquals(4, refused.exit());
    }

    @Test
    void a_pdf_gives_its_words_line_by_line() throws Exception {
        pdf("call.pdf", "", "[00:00:01] Ann: What do you do?", "[00:00:04] Bob: I open the lease.");
        assertEquals(
                List.of("[00:00:01] Ann: What do you do?", "[00:00:04] Bob: I open the lease."),
                Recording.read(world(), "call.pdf").lines().toList());
    }

    @Test
    void a_pdf_that_is_locked_scanned_or_damaged_is_refused_in_one_line() throws Exception {
        pdf("locked.pdf", "secret", "Bob: I open the lease.");
        pdf("scan.pdf", "");
        Files.writeString(folder.resolve("damaged.pdf"), "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >>\nendobj");
        byte[] cut = Files.readAllBytes(pdf("whole.pdf", "", "Bob: I open the lease."));
        Files.write(folder.resolve("cut.pdf"), Arrays.copyOf(cut, cut.length / 3));
        for (String[] one : new String[][] {
            {"locked.pdf", "locked with a password"},
            {"scan.pdf", "without text"},
            {"damaged.pdf", "damaged PDF"},
            {"cut.pdf", "damaged PDF"},
            {"absent.pdf", "there is no file absent.pdf"}
        }) {
            Failure refused = assertThrows(Failure.class, () -> Recording.read(world(), one[0]), one[0]);
            assertTrue(
                    refused.getMessage().contains(one[1])
                            && refused.getMessage().contains(one[0])
                            && !refused.getMessage().contains("\n"),
                    refused.getMessage());
            assertEquals(4, refused.exit());
        }
    }

    private Path pdf(String name, String password, String... lines) throws Exception {
        try (var document = new PDDocument()) {
            var page = new PDPage();
            document.addPage(page);
            if (lines.length > 0) {
                try (var content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
                    content.setLeading(16);
                    content.newLineAtOffset(50, 700);
                    for (String line : lines) {
                        content.showText(line);
                        content.newLine();
                    }
                    content.endText();
                }
            }
            if (!password.isEmpty()) {
                document.protect(new StandardProtectionPolicy(password, password, new AccessPermission()));
            }
            Path file = folder.resolve(name);
            document.save(file.toFile());
            return file;
        }
    }

    @Test
    void what_is_no_transcript_is_refused_in_one_line_that_names_the_file() throws Exception {
        for (String[] bad : new String[][] {
            {"x.docx", "no zip"}, {"x.json", "{\"a\":1}"}, {"x.json", "{"}, {"x.json", "[]"}, {"x.pdf", "%PDF"}
        }) {
            Failure refused = assertThrows(Failure.class, () -> read(bad[0], bad[1]), bad[1]);
            assertTrue(
                    refused.getMessage().startsWith(bad[0] + " ")
                            && !refused.getMessage().contains("\n"),
                    refused.getMessage());
            assertEquals(4, refused.exit());
        }
    }

    @Test
    void plain_text_stays_as_it_is_whatever_it_looks_like() throws Exception {
        assertEquals(
                "WEBVTT\n00:00:01.000 --> 00:00:02.000\n{\"a\":1}",
                read("call.txt", "WEBVTT\n00:00:01.000 --> 00:00:02.000\n{\"a\":1}"));
    }

    private String word(String body, String before) throws Exception {
        Path file = folder.resolve("call.docx");
        try (OutputStream out = Files.newOutputStream(file);
                var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            zip.write(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + before
                            + "<w:document"
                            + " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
                            + body
                            + "</w:body></w:document>")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return Recording.read(world(), "call.docx");
    }

    private String read(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
        return Recording.read(world(), name);
    }

    private World world() {
        World real = World.system();
        return new World(real.env(), folder, folder, real.clock(), real.nonces(), real.http(), real.terminal());
    }
}
