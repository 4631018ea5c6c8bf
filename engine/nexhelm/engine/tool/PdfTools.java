package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Paper;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.pdf.Pdf;
import nexhelm.engine.sandbox.pdf.PdfFailure;
import nexhelm.json.Json;

/** The tools for PDF files: read them, fill in a form, save a text as one. */
final class PdfTools {

    private static final int LONGEST_VALUE = 500;

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "read_pdf",
                            "Read a PDF",
                            "Reads the text of a PDF, and the fields of a form with what they hold.",
                            false,
                            "pdf",
                            new Schema()
                                    .text("document", "Id or path of the PDF.")
                                    .required("document"),
                            Json.object().put("document", "Forms/Account transfer form")),
                    PdfTools::read),
            new DeclaredTool(
                    declare(
                            "create_pdf_form",
                            "Fill in a PDF form",
                            "Fills in the fields of a copy of a PDF form; the form itself stays empty.",
                            true,
                            "pdf",
                            new Schema()
                                    .text("form", "Id or path of the form.")
                                    .cells("values", "What the fields hold, by the names that read_pdf gives.")
                                    .text(
                                            "title",
                                            "Title of the copy; that of the form with (filled in) when left out.")
                                    .text("folder", "Path of the folder of the copy; that of the form when left out.")
                                    .required("form", "values"),
                            formExample()),
                    PdfTools::fill),
            new DeclaredTool(
                    declare(
                            "create_pdf",
                            "Save a text as PDF",
                            "Saves a final text as a PDF document.",
                            true,
                            "pdf",
                            new Schema()
                                    .text("folder", "Path of an existing folder; the top when left out.")
                                    .text("title", "Title of the document.")
                                    .text("text", "Its text.")
                                    .required("title", "text"),
                            Json.object()
                                    .put("folder", "Clients/Hartwell")
                                    .put("title", "Annual review 2026")
                                    .put("text", "Portfolio value: GBP 842,300\nAnnual fee: GBP 6,317.25")),
                    PdfTools::create));

    private PdfTools() {}

    private static ObjectNode formExample() {
        ObjectNode example = Json.object()
                .put("form", "Forms/Account transfer form")
                .put("title", "Transfer Castellan")
                .put("folder", "Clients/Castellan");
        example.putObject("values").put("client_name", "Castellan Family Trust").put("amount", "EUR 410,000");
        return example;
    }

    private static ObjectNode read(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item item = Lookup.file(tenant, input, "document", Kind.PDF);
        Pdf.Content content = content(item, Paper.pdf(item));
        ObjectNode result = Lookup.placed(item).put("text", content.text().strip());
        ObjectNode fields = result.putObject("fields");
        content.fields().forEach(fields::put);
        ObjectNode labels = result.putObject("labels");
        content.labels().forEach(labels::put);
        return result;
    }

    private static Pdf.Content content(Item item, byte[] pdf) throws ToolFailure {
        try {
            return Pdf.content(pdf);
        } catch (PdfFailure e) {
            throw failure(item, e);
        }
    }

    private static ObjectNode fill(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item form = Lookup.file(tenant, input, "form", Kind.PDF);
        String folder = input.has("folder") ? Lookup.folder(tenant, input) : form.folder();
        String title = input.has("title") ? Lookup.name(input, "title") : form.title() + " (filled in)";
        Lookup.refuse("title", title, Names.problemOfName(title));
        Lookup.free(tenant, folder, title);
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> value : input.path("values").properties()) {
            String text = value.getValue().asText();
            if (text.length() > LONGEST_VALUE || text.indexOf('\n') >= 0) {
                throw new ToolFailure("the value of '" + Names.shown(value.getKey()) + "' is not one line of at most "
                        + LONGEST_VALUE + " characters");
            }
            Lookup.refuse("value", text, Names.problemOfText(text));
            values.put(value.getKey(), text.replaceAll("[\t\r]", " ").strip());
        }
        if (values.isEmpty()) {
            throw new ToolFailure("'values' fills in no field");
        }
        byte[] pdf;
        try {
            pdf = Pdf.filled(Paper.pdf(form), title, values);
        } catch (PdfFailure e) {
            throw failure(form, e);
        }
        Pdf.Content content = content(form, pdf);
        ObjectNode result = Lookup.placed(add(tenant, folder, title, content.readable(), pdf))
                .put("form", form.path());
        ObjectNode fields = result.putObject("fields");
        content.fields().forEach(fields::put);
        return result;
    }

    private static ObjectNode create(Tenant tenant, ObjectNode input) throws ToolFailure {
        String folder = Lookup.folder(tenant, input);
        String title = Lookup.free(tenant, folder, Lookup.name(input, "title"));
        Lookup.text(input, "text");
        String text = Lookup.body(input, "text");
        byte[] pdf;
        try {
            pdf = Pdf.document(title.replaceAll("(?i)\\.pdf$", ""), text);
        } catch (PdfFailure e) {
            throw new ToolFailure("the text cannot be saved: " + e.getMessage());
        }
        return Lookup.placed(add(tenant, folder, title, title + "\n\n" + text.strip() + "\n", pdf))
                .put("bytes", pdf.length);
    }

    private static Item add(Tenant tenant, String folder, String title, String readable, byte[] pdf) {
        return tenant.add(
                Kind.PDF,
                folder,
                title,
                readable,
                Json.object().put("pdf", Base64.getEncoder().encodeToString(pdf)));
    }

    private static ToolFailure failure(Item item, PdfFailure e) {
        return new ToolFailure("'" + Names.shown(item.path()) + "' " + e.getMessage());
    }
}
