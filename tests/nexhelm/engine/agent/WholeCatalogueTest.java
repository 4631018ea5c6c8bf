package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.persona.OfflineDesigner;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.sandbox.Changes;
import nexhelm.engine.tool.ToolCatalog;
import nexhelm.json.Json;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two examples that use sheets, calendar, customer register, PDF and CSV: every file that they leave is opened. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WholeCatalogueTest {

    @TempDir
    Path folder;

    @Test
    void a_new_patient_is_registered_booked_and_listed() throws Exception {
        try (Rehearsal run = rehearsed("new-patient.txt")) {
            assertTrue(run.complete(), run.results()::toString);
            assertEquals("""
                Contact: Łucja Wiśniewska
                Email: lucja.wisniewska@example.com
                Role: patient
                Household: Wiśniewska
                Phone: +44 7700 900417
                Note: Treatment: Root canal
                Insurer: Meridian Health
                """.strip(), run.change("contact", "Łucja").content().strip());
            assertEquals("""
                No,Patient,Treatment,Price,Deposit,Status
                1,Owen Pryce,Check-up,65.00,13,booked
                2,Ayesha Khan,Crown,720.00,144,treated
                3,Łucja Wiśniewska,Root canal,480.00,96,booked
                """, lines(run.change("sheet", "Patient tracker")));
            assertEquals("=ROUND(D4*0.2,2)", formula(run, "Practice/Patient tracker", "E4"));
            try (PDDocument form = pdf(run, "Patient registration form")) {
                var fields = form.getDocumentCatalog().getAcroForm();
                assertEquals("Łucja Wiśniewska", fields.getField("patient_name").getValueAsString());
                assertEquals("4 May 1988", fields.getField("date_of_birth").getValueAsString());
                assertEquals("+44 7700 900417", fields.getField("phone").getValueAsString());
                assertEquals(
                        "lucja.wisniewska@example.com", fields.getField("email").getValueAsString());
                assertEquals("Root canal", fields.getField("treatment").getValueAsString());
                assertEquals("Meridian Health", fields.getField("insurer").getValueAsString());
                assertEquals("[private]", fields.getField("insurance").getValueAsString());
                assertEquals("Yes", fields.getField("reminders").getValueAsString());
                assertEquals("", fields.getField("signature").getValueAsString());
            }
            try (PDDocument summary = pdf(run, "Treatment summary")) {
                String text = new PDFTextStripper().getText(summary);
                assertTrue(text.contains("Price: 480.00"), text);
                assertTrue(text.contains("Date of birth: 4 May 1988"), text);
            }
            String event = run.change("event", "Appointment").content();
            assertTrue(event.contains("From: 2026-03-09T10:00\nUntil: 2026-03-09T11:00"), event);
            assertTrue(event.contains("lucja.wisniewska@example.com, invited"), event);
            assertTrue(run.change("mail", "Invitation").content().contains("To: lucja.wisniewska@example.com"));
            assertTrue(run.change("todo", "medical history").content().contains("For: Henrik Lund"));
            assertEquals(8, run.changes().items().size(), () -> names(run));
        }
    }

    @Test
    void a_short_delivery_is_counted_claimed_and_told() throws Exception {
        try (Rehearsal run = rehearsed("short-delivery.txt")) {
            assertTrue(run.complete(), run.results()::toString);
            assertEquals("""
                Order number,Supplier,Article,Ordered,Unit price,Status
                PO-1187,Arlo Timber,Oak board,120,18.40,received
                PO-1188,Veldkamp Tiles,Slate tile 30x60,500,6.25,short
                PO-1189,Veldkamp Tiles,Grout grey,80,9.10,open
                """, lines(run.change("sheet", "Order tracker")));
            String complaints = """
                Order number,Supplier,Missing,Unit price,Credit due
                PO-1104,Arlo Timber,6,18.40,110.4
                PO-1150,Veldkamp Tiles,12,6.25,75
                PO-1188,Veldkamp Tiles,40,6.25,250
                Total,,,,435.4
                """;
            assertEquals(complaints, lines(run.change("sheet", "Complaints 2026")));
            assertEquals("=ROUND(C4*D4,2)", formula(run, "Warehouse/Complaints 2026", "E4"));
            assertEquals("=SUM(E2:E4)", formula(run, "Warehouse/Complaints 2026", "E5"));
            assertEquals(complaints, lines(run.change("document", "Complaints 2026.csv")));
            try (PDDocument form = pdf(run, "Complaint form")) {
                var fields = form.getDocumentCatalog().getAcroForm();
                assertEquals("Veldkamp Tiles", fields.getField("supplier").getValueAsString());
                assertEquals("PO-1188", fields.getField("order_number").getValueAsString());
                assertEquals("500", fields.getField("ordered").getValueAsString());
                assertEquals("460", fields.getField("delivered").getValueAsString());
                assertEquals("40", fields.getField("missing").getValueAsString());
                assertEquals("", fields.getField("signature").getValueAsString());
            }
            String draft = run.change("draft", "Complaint").content();
            assertTrue(draft.startsWith("To: joost.veldkamp@example.com\n"), draft);
            assertTrue(draft.contains("Attached: Warehouse/Complaint form – Veldkamp Tiles"), draft);
            String event = run.change("event", "Call").content();
            assertTrue(event.contains("From: 2026-03-10T10:00\nUntil: 2026-03-10T10:30"), event);
            assertTrue(event.contains("joost.veldkamp@example.com, not invited"), event);
            assertTrue(run.change("contact", "Joost")
                    .content()
                    .contains("Note: A complaint was raised for this delivery."));
            assertTrue(run.changes().items().stream().noneMatch(c -> c.kind().equals("mail")), () -> names(run));
        }
    }

    private Rehearsal rehearsed(String example) throws Exception {
        ObjectNode definition = new OfflineDesigner()
                .design(Files.readString(Path.of("examples", example)), Optional.empty())
                .definition();
        return new Rehearsal(folder, Blueprint.demo(), definition).run();
    }

    private static PDDocument pdf(Rehearsal run, String title) throws Exception {
        return Loader.loadPDF(run.change("pdf", title).paper().bytes());
    }

    private static String formula(Rehearsal run, String sheet, String cell) throws Exception {
        return ToolCatalog.all()
                .get("read_sheet")
                .call(run.tenant(), Json.object().put("sheet", sheet))
                .path("formulas")
                .path(cell)
                .asText();
    }

    /** CSV ends its lines with CR LF (RFC 4180). */
    private static String lines(Changes.Change change) {
        return change.content().replace("\r\n", "\n");
    }

    private static String names(Rehearsal run) {
        List<String> names = run.changes().items().stream()
                .map((Changes.Change c) -> c.change() + " " + c.path())
                .toList();
        return String.join("\n", names);
    }
}
