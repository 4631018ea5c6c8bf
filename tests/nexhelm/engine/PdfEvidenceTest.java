package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PDFs and sheets that a run wrote, as they are saved from the engine and by the command line. */
class PdfEvidenceTest {

    private static final String WORK = """
        call create_pdf_form {"form":"Forms/Client data form","folder":"Clients/Baker","title":"Data Baker","values":{"client_name":"Łukasz Żółć"}}
        call update_sheet_cells {"sheet":"Operations/Fee calculation 2026","cells":{"B3":320000}}
        call create_contact_note {"contact":"Ruth Baker","text":"Checked her data."}\
        """;

    @TempDir
    static Path data;

    private static LiveEngine engine;

    @TempDir
    Path home;

    @BeforeAll
    static void start() throws Exception {
        engine = LiveEngine.start(data);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static HttpResponse<byte[]> bytes(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(engine.url() + path))
                                .header("Authorization", "Bearer " + engine.token())
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private static JsonNode file(JsonNode run, String kind) throws Exception {
        return engine.get(LiveEngine.runPath(run) + "/files")
                .ok()
                .path("files")
                .valueStream()
                .filter(file -> file.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static String name(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return document.getDocumentCatalog()
                    .getAcroForm(null)
                    .getField("client_name")
                    .getValueAsString();
        }
    }

    @Test
    void a_pdf_is_the_same_bytes_while_the_run_holds_the_sandbox_and_after_it_was_wiped() throws Exception {
        JsonNode run = engine.started(WORK);
        engine.chat(run);
        JsonNode file = file(run, "pdf");
        HttpResponse<byte[]> live = bytes(file.path("url").asText());
        assertEquals(
                "application/pdf", live.headers().firstValue("Content-Type").orElse(""));
        assertEquals(
                "attachment; filename=\"Data Baker.pdf\"",
                live.headers().firstValue("Content-Disposition").orElse(""));
        assertEquals(
                "nosniff", live.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertEquals("Łukasz Żółć", name(live.body()));
        assertEquals(live.body().length, file.path("size").asInt());
        engine.judge(run, "approved").ok();
        assertEquals(file, file(run, "pdf"));
        byte[] kept = bytes(file.path("url").asText()).body();
        assertEquals(-1, java.util.Arrays.mismatch(live.body(), kept));
        String text = engine.get(file.path("url").asText() + "?as=text").body();
        assertTrue(text.contains("Name: Łukasz Żółć\n"), text);
    }

    @Test
    void files_get_saves_what_opens_and_the_report_shows_what_it_says() throws Exception {
        JsonNode run = engine.started(WORK);
        engine.chat(run);
        engine.judge(run, "approved").ok();
        String id = run.path("id").asText();
        TestWorld world = TestWorld.in(home)
                .config(Json.compact(Json.object()
                        .put("backend_url", engine.url())
                        .put("user_id", engine.userId())
                        .put("client_id", "c_demo")
                        .put("frontend_url", engine.url())
                        .put("user_email", "you@nexhelm.ai")
                        .put("cli_token", engine.token())
                        .put("cli_token_expires_at", 4102444800L)));
        var saved = world.nex("workflow", "files", id, "--get", "-o", "out");
        assertEquals(0, saved.code(), saved.err());
        Path out = home.resolve("proj/out");
        assertEquals("Łukasz Żółć", name(Files.readAllBytes(out.resolve("after/Clients/Baker/Data Baker.pdf"))));
        assertTrue(Files.readString(out.resolve("after/Operations/Fee calculation 2026.csv"))
                .contains("Baker,320000,0.95%,3040\r\n"));
        assertTrue(Files.readString(out.resolve("before/Operations/Fee calculation 2026.csv"))
                .contains("Baker,318700,0.95%,3027.65\r\n"));
        assertTrue(
                Files.readString(out.resolve("after/Contacts/Ruth Baker.txt")).contains("Note: Checked her data."));
        var report = world.nex("workflow", "report", id);
        assertTrue(report.out().contains("Name: Łukasz Żółć"), report.out());
    }

    @Test
    void the_page_of_a_run_shows_a_sheet_as_a_table_and_what_a_pdf_says() throws Exception {
        JsonNode run = engine.started(WORK);
        engine.chat(run);
        engine.judge(run, "approved").ok();
        String link = engine.post(
                        "/auth/one-time-link",
                        Json.object()
                                .put(
                                        "path",
                                        "/dashboard/workflow-lab?runId="
                                                + run.path("id").asText()))
                .ok()
                .path("url")
                .asText();
        String page = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(HttpRequest.newBuilder(URI.create(link)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        assertTrue(page.contains("<th scope=\"col\">Annual fee</th>"), page);
        assertTrue(page.contains("<td>320000</td><td>0.95%</td><td>3040</td>"), page);
        assertTrue(page.contains("<td>318700</td><td>0.95%</td><td>3027.65</td>"), page);
        assertTrue(page.contains("Name: Łukasz Żółć"), page);
    }

    @Test
    void a_checked_box_and_a_chosen_option_are_seen_in_trace_text_and_file() throws Exception {
        JsonNode run = engine.started("""
            call create_pdf_form {"form":"Forms/Patient registration form","title":"Lund","values":{"insurance":"PRIVATE","reminders":true}}\
            """);
        engine.chat(run);
        JsonNode file = file(run, "pdf");
        String text = engine.get(file.path("url").asText() + "?as=text").body();
        assertTrue(text.contains("Insurance: private\nReminders by text message: [x]\n"), text);
        try (PDDocument document =
                Loader.loadPDF(bytes(file.path("url").asText()).body())) {
            var form = document.getDocumentCatalog().getAcroForm(null);
            assertEquals("[private]", form.getField("insurance").getValueAsString());
            assertEquals("Yes", form.getField("reminders").getValueAsString());
        }
        String trace = engine.get(LiveEngine.runPath(run) + "/trace").body();
        assertTrue(trace.contains("PRIVATE") && trace.contains("reminders"), trace);
        engine.judge(run, "approved").ok();
    }

    @Test
    void a_form_that_nobody_filled_in_is_a_pdf_too() throws Exception {
        String sandbox = engine.get("/workflow-lab/sandbox-accounts")
                .ok()
                .path("sandbox_accounts")
                .path(0)
                .path("sandbox_user_id")
                .asText();
        JsonNode run = engine.started("say hello");
        JsonNode form = engine.get("/workflow-lab/sandbox/" + sandbox + "/items")
                .ok()
                .path("items")
                .valueStream()
                .filter(item -> item.path("path").asText().equals("Forms/Client data form"))
                .findFirst()
                .orElseThrow();
        HttpResponse<byte[]> content = bytes(
                "/workflow-lab/sandbox/" + sandbox + "/items/" + form.path("id").asText() + "/content");
        assertEquals(
                "application/pdf", content.headers().firstValue("Content-Type").orElse(""));
        assertEquals(form.path("size").asInt(), content.body().length);
        assertEquals("", name(content.body()));
        engine.post(LiveEngine.runPath(run) + "/cancel", Json.object()).ok();
    }
}
