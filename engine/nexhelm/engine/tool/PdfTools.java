package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Paper;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.pdf.Form;
import nexhelm.engine.sandbox.pdf.Pdf;
import nexhelm.engine.sandbox.pdf.PdfFailure;
import nexhelm.json.Json;

/** The tools for PDF files: read them, fill in a form, save a text as one. */
final class PdfTools {

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "read_pdf",
                            "Read a PDF",
                            "Reads the text of a PDF, and the fields of a form: what they hold, of which kind they"
                                    + " are, their options, which are required and which nobody changes.",
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
                            "Fills in the fields of a copy of a PDF form; the form itself stays empty. Says which"
                                    + " required fields are still open.",
                            true,
                            "pdf",
                            new Schema()
                                    .text("form", "Id or path of the form.")
                                    .cells(
                                            "values",
                                            "What the fields hold, by the names that read_pdf gives; yes or no for a"
                                                    + " check box, one of the options for a choice or radio.")
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
        ObjectNode kinds = result.putObject("kinds");
        for (Form.Field field : content.form()) {
            kinds.put(field.name(), field.kind().word());
            if (!field.options().isEmpty()) {
                ObjectNode options = result.withObject("options");
                field.options().forEach(options.putArray(field.name())::add);
            }
        }
        list(result, "required", content.form(), Form.Field::required);
        list(result, "readonly", content.form(), Form.Field::readonly);
        return result;
    }

    /** The names of such fields, where there are some. */
    private static void list(ObjectNode result, String name, List<Form.Field> fields, Predicate<Form.Field> which) {
        for (Form.Field field : fields) {
            if (which.test(field)) {
                result.withArray(name).add(field.name());
            }
        }
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
        Map<String, String> values = values(content(form, Paper.pdf(form)), input.path("values"));
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
        list(result, "required_open", content.form(), field -> field.required() && !field.readonly() && field.open());
        return result;
    }

    /** What is to be filled in, each value as long as its field may hold it. */
    private static Map<String, String> values(Pdf.Content form, JsonNode given) throws ToolFailure {
        Map<String, Form.Kind> kinds = new HashMap<>();
        form.form().forEach(field -> kinds.put(field.name(), field.kind()));
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> value : given.properties()) {
            Form.Kind kind = kinds.getOrDefault(value.getKey(), Form.Kind.TEXT);
            String text = value.getValue().asText().replace("\r\n", "\n");
            boolean lines = kind == Form.Kind.LINES;
            if (text.length() > kind.longest() || !lines && text.indexOf('\n') >= 0) {
                throw new ToolFailure("the value of '" + Names.shown(value.getKey()) + "' is "
                        + (lines ? "longer than " : "not one line of at most ") + kind.longest() + " characters");
            }
            Lookup.refuse("value", text, Names.problemOfText(text));
            values.put(value.getKey(), text.replaceAll("[\t\r]", " ").strip());
        }
        if (values.isEmpty()) {
            throw new ToolFailure("'values' fills in no field");
        }
        return values;
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
