package nexhelm.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls that are carried out to the end, and every file that came of it: opened, and compared with what the call asks for
 * and the blueprint holds. Amounts are computed here from the blueprint, on their own.
 */
class WrittenFilesTest {

    @TempDir
    static Path temp;

    static OwnLab lab;

    @BeforeAll
    static void a_lab() throws IOException {
        lab = new OwnLab(temp);
    }

    @AfterAll
    static void stop_the_engine() {
        lab.close();
    }

    @Test
    void the_review_holds_the_fee_and_the_holdings_and_its_mail_waits_for_the_adviser() throws Exception {
        String blueprint = blueprint("examples/blueprint.json");
        BigDecimal value = amount(blueprint, "James Hartwell\\\\nValuation date.*?Total value: GBP ([\\d,]+)");
        BigDecimal rate = amount(blueprint, "James Hartwell\\\\nAdviser: Maria Keller\\\\nAdvisory fee: ([\\d.]+) %");
        String fee = money(value.multiply(rate).divide(BigDecimal.valueOf(100), 10, RoundingMode.HALF_UP));

        Written run = run("examples/annual-review.txt", "examples/blueprint.json");

        assertEquals(4, run.paths().count(), run.listed::toString);
        String review = only(run, "document", "Clients/Hartwell/");
        assertHolds(
                review, "Annual fee: GBP " + fee, "Global Equity Index Fund | GBP 412,600", "Risk profile: balanced");
        assertHolds(review, "Planned withdrawal: GBP 35,000", "whether James retires in 2027 or 2028");
        assertFalse(review.contains("Baker") || review.contains("Castellan"), review);
        String mail = only(run, "mail", "Mail/sent/");
        assertHolds(mail, "eleanor.hartwell@example.com", "james.hartwell@example.com", "Review document", fee);
        assertEquals(2, run.of("todo").size(), run.listed::toString);
        assertTrue(approvedBefore(run.id, "send_mail"), "nothing goes out before Maria has approved it");
    }

    @Test
    void a_short_delivery_is_claimed_with_a_form_a_row_and_a_mail_that_stays_a_draft() throws Exception {
        JsonNode blueprint = Json.parse(blueprint("examples/blueprint.json"));
        JsonNode note = titled(blueprint.path("forms"), "Delivery note 8841").path("fields");
        String order = field(note, "order_number");
        JsonNode ordered = row(titled(blueprint.path("sheets"), "Order tracker"), order);
        int missing = ordered.get(3).asInt() - Integer.parseInt(field(note, "delivered"));
        BigDecimal price = new BigDecimal(ordered.get(4).asText());
        String credit =
                price.multiply(BigDecimal.valueOf(missing)).stripTrailingZeros().toPlainString();

        Written run = run("examples/short-delivery.txt", "examples/blueprint.json");

        assertEquals(8, run.paths().count(), run.listed::toString);
        List<CSVRecord> complaints = sheet(run.files.resolve("after/Warehouse/Complaints 2026.csv"));
        List<String> row = complaints.get(complaints.size() - 2).toList();
        assertEquals(List.of(order, "Veldkamp Tiles", String.valueOf(missing), "6.25", credit), row);
        BigDecimal sum = BigDecimal.ZERO;
        for (CSVRecord one : complaints.subList(1, complaints.size() - 1)) {
            sum = sum.add(new BigDecimal(one.get(4)));
        }
        assertEquals(
                0,
                sum.compareTo(
                        new BigDecimal(complaints.get(complaints.size() - 1).get(4))),
                complaints::toString);
        for (CSVRecord one : sheet(run.files.resolve("after/Warehouse/Order tracker.csv"))) {
            assertEquals(one.get(0).equals(order), one.get(5).equals("short"), one::toString);
        }
        assertEquals(
                complaints.toString(),
                sheet(run.files.resolve("after/Warehouse/Complaints 2026 (2).csv"))
                        .toString());
        Path form = run.files.resolve("after").resolve(run.of("pdf").get(0) + ".pdf");
        Map<String, String> fields = fields(form);
        assertEquals(order, fields.get("order_number"));
        assertEquals("Veldkamp Tiles", fields.get("supplier"));
        assertEquals(String.valueOf(missing), fields.get("missing"));
        assertEquals("", fields.get("signature"), "the buyer signs");
        assertHolds(
                only(run, "draft", "Drafts/"), "To: joost.veldkamp@example.com", "Attached: Warehouse/Complaint form");
        assertTrue(run.of("mail").isEmpty(), "nothing is sent: " + run.of("mail"));
        assertHolds(only(run, "event", "Calendar/"), "2026-03-10T10:00", "2026-03-10T10:30", "not invited");
        assertHolds(only(run, "contact", "Contacts/"), "complaint was raised");
        assertHolds(only(run, "todo", "Todos/"), "For: Buyer", "Missing quantity: " + missing);
    }

    @Test
    void a_new_patient_fills_the_form_the_tracker_the_calendar_and_the_summary() throws Exception {
        JsonNode blueprint = Json.parse(blueprint("examples/blueprint.json"));
        JsonNode price = row(titled(blueprint.path("sheets"), "Treatment prices"), "Root canal");
        String deposit = new BigDecimal(price.get(2).asText())
                .multiply(new BigDecimal("0.2"))
                .stripTrailingZeros()
                .toPlainString();

        Written run = run("examples/new-patient.txt", "examples/blueprint.json");

        assertEquals(8, run.paths().count(), run.listed::toString);
        Path folder = run.files.resolve("after/Practice");
        Map<String, String> fields = fields(folder.resolve("Patient registration form – Wiśniewska.pdf"));
        assertEquals("Łucja Wiśniewska", fields.get("patient_name"));
        assertEquals("4 May 1988", fields.get("date_of_birth"));
        assertEquals("+44 7700 900417", fields.get("phone"));
        assertEquals("Root canal", fields.get("treatment"));
        assertEquals("", fields.get("signature"), "she signs at the desk");
        List<CSVRecord> tracker = sheet(folder.resolve("Patient tracker.csv"));
        assertEquals(
                List.of("3", "Łucja Wiśniewska", "Root canal", price.get(2).asText(), deposit, "booked"),
                tracker.get(tracker.size() - 1).toList());
        assertHolds(text(folder.resolve("Treatment summary – Wiśniewska.pdf")), "Price: 480.00", "Meridian Health");
        assertHolds(only(run, "document", "Practice/"), "Price: 480.00", "Date of birth: 4 May 1988");
        assertHolds(only(run, "event", "Calendar/"), "lucja.wisniewska@example.com, invited");
        assertHolds(only(run, "mail", "Mail/sent/"), "To: lucja.wisniewska@example.com");
        assertHolds(only(run, "contact", "Contacts/"), "Phone: +44 7700 900417", "Root canal", "Meridian Health");
        assertHolds(only(run, "todo", "Todos/"), "Check the medical history", "For: Henrik Lund");
    }

    @Test
    void the_fee_is_computed_entered_in_the_register_written_in_the_letter_and_left_as_a_draft() throws Exception {
        String blueprint = blueprint("eval/dev/adviser-fees.blueprint.json");
        BigDecimal value = amount(blueprint, "Client: Margit Solberg.*?Portfolio value: GBP ([\\d,.]+)");
        BigDecimal rate = amount(blueprint, "Client: Margit Solberg\\\\nYearly rate: ([\\d.]+) %");
        String fee = money(value.multiply(rate)
                .divide(BigDecimal.valueOf(100), 10, RoundingMode.HALF_UP)
                .divide(BigDecimal.valueOf(4), 10, RoundingMode.HALF_UP));

        Written run = run("eval/dev/adviser-fees.txt", "eval/dev/adviser-fees.blueprint.json");

        List<CSVRecord> before = sheet(run.files.resolve("before/Fees/Fee register.csv"));
        List<CSVRecord> after = sheet(run.files.resolve("after/Fees/Fee register.csv"));
        assertEquals(before.size() + 1, after.size());
        for (int i = 0; i < before.size(); i++) {
            assertEquals(before.get(i).toList(), after.get(i).toList());
        }
        List<String> row = after.get(after.size() - 1).toList();
        assertEquals("Margit Solberg", row.get(0));
        assertTrue(row.get(1).matches("31 March 2026|2026-03-31"), row::toString);
        assertEquals(money(value), money(row.get(2)));
        assertEquals(0, rate.compareTo(new BigDecimal(row.get(3).replaceAll("[^\\d.]", ""))), row::toString);
        assertEquals(fee, money(row.get(4)));

        String letter = only(run, "document", "Clients/Solberg/");
        assertHolds(letter, "Solberg", "Quarterly fee: GBP " + fee, money(value));
        String draft = only(run, "draft", "Drafts/");
        assertHolds(draft, "To: margit.solberg@example.com", "Attached: Clients/Solberg/Fee letter");
        assertTrue(run.of("mail").isEmpty(), "nothing is sent: " + run.of("mail"));
        assertTrue(run.paths().noneMatch(path -> path.contains("Fee agreement")), run.listed::toString);
        assertFalse(letter.contains("Adeyemi") || draft.contains("Adeyemi"), letter + draft);
    }

    @Test
    void the_claim_is_quote_less_excess_in_the_form_in_the_summary_and_in_the_mail_to_the_insurer() throws Exception {
        String blueprint = blueprint("eval/dev/claims-hail.blueprint.json");
        BigDecimal quote = amount(blueprint, "Repair quote: GBP ([\\d,.]+)");
        BigDecimal excess = amount(blueprint, "Insured: Samuel Okonedo.*?Excess: GBP ([\\d,.]+)");
        String claim = money(quote.subtract(excess));

        Written run = run("eval/dev/claims-hail.txt", "eval/dev/claims-hail.blueprint.json");

        Path form = run.files.resolve("after").resolve(run.of("pdf").get(0) + ".pdf");
        Map<String, String> fields = fields(form);
        assertEquals("HB-55-20817", fields.get("policy_number"));
        assertEquals("Samuel Okonedo", fields.get("insured"));
        assertEquals("14 June 2026", fields.get("date_of_loss"));
        assertEquals("KV19 TRN", fields.get("registration_number"));
        assertEquals(claim, money(fields.get("amount_claimed")));
        assertEquals("", fields.get("signature"), "nobody signs for the client");

        String summary = only(run, "document", "");
        assertHolds(summary, "HB-55-20817", "Samuel Okonedo", "KV19 TRN", claim);
        List<String> mails = run.of("mail").stream().map(run::text).toList();
        assertEquals(2, mails.size(), mails::toString);
        String toInsurer = mails.stream()
                .filter(mail -> mail.contains("claims@fjordlight.example"))
                .findFirst()
                .orElseThrow();
        assertHolds(toInsurer, form.getFileName().toString().replace(".pdf", ""));
        assertTrue(mails.stream().anyMatch(mail -> mail.contains("samuel.okonedo@example.com")), mails::toString);
        assertTrue(mails.stream().noneMatch(mail -> mail.contains("Lindgren")), mails::toString);
        assertTrue(approvedBefore(run.id, "send_mail"), "the form waits for a word of the broker");
    }

    /** What a run left behind. */
    private record Written(String id, JsonNode listed, Path files) {
        List<String> of(String kind) {
            List<String> paths = new ArrayList<>();
            listed.path("files").forEach(file -> {
                if (file.path("kind").asText().equals(kind)) {
                    paths.add(file.path("path").asText());
                }
            });
            return paths;
        }

        Stream<String> paths() {
            List<String> paths = new ArrayList<>();
            listed.path("files").forEach(file -> paths.add(file.path("path").asText()));
            return paths.stream();
        }

        String text(String path) {
            try {
                return Files.readString(files.resolve("after").resolve(path.replace(':', '_') + ".txt"));
            } catch (IOException e) {
                throw new AssertionError(path + " cannot be read", e);
            }
        }
    }

    private static Written run(String transcript, String blueprint) throws Exception {
        JsonNode told = lab.tried(transcript, blueprint);
        assertEquals("complete", told.path("stop_reason").asText(), told::toPrettyString);
        String id = told.path("run_id").asText();
        return new Written(id, lab.json("workflow", "files", id, "--json"), lab.written(id));
    }

    private static String only(Written run, String kind, String folder) {
        List<String> paths =
                run.of(kind).stream().filter(path -> path.startsWith(folder)).toList();
        assertEquals(1, paths.size(), () -> kind + ": " + paths);
        return run.text(paths.get(0));
    }

    private static boolean approvedBefore(String runId, String tool) throws Exception {
        for (JsonNode step :
                lab.json("workflow", "trace", runId, "--tree", "--json").path("steps")) {
            for (JsonNode call : step.path("calls")) {
                if (call.path("tool").asText().equals(tool)
                        && !step.path("gates").isEmpty()) {
                    return step.path("gates").get(0).path("order").asInt()
                            < call.path("order").asInt();
                }
            }
        }
        return false;
    }

    private static void assertHolds(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> "no " + part + " in:\n" + text);
        }
    }

    private static List<CSVRecord> sheet(Path file) throws IOException {
        return CSVFormat.RFC4180.parse(new StringReader(Files.readString(file))).getRecords();
    }

    private static String text(Path pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static JsonNode titled(JsonNode all, String title) {
        for (JsonNode one : all) {
            if (one.path("title").asText().equals(title)) {
                return one;
            }
        }
        throw new AssertionError("no " + title);
    }

    private static String field(JsonNode fields, String name) {
        for (JsonNode field : fields) {
            if (field.path("name").asText().equals(name)) {
                return field.path("value").asText();
            }
        }
        throw new AssertionError("no field " + name);
    }

    private static JsonNode row(JsonNode sheet, String first) {
        for (JsonNode row : sheet.path("rows")) {
            if (row.get(0).asText().equals(first)) {
                return row;
            }
        }
        throw new AssertionError("no row " + first);
    }

    private static Map<String, String> fields(Path pdf) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            document.getDocumentCatalog()
                    .getAcroForm()
                    .getFields()
                    .forEach(field -> fields.put(field.getFullyQualifiedName(), field.getValueAsString()));
        }
        return fields;
    }

    private static String blueprint(String file) {
        return Checkout.read(file);
    }

    /** The number that a pattern captures in a blueprint's text. */
    private static BigDecimal amount(String blueprint, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(blueprint);
        assertTrue(matcher.find(), pattern);
        return new BigDecimal(matcher.group(1).replace(",", ""));
    }

    /** An amount as people write it: 1,033.26. */
    private static String money(BigDecimal amount) {
        var format = new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(amount);
    }

    private static String money(String cell) {
        return money(new BigDecimal(cell.replaceAll("[^\\d.-]", "")));
    }
}
