package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Paper;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.TestTenants;
import nexhelm.json.Json;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDCheckBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDComboBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDListBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDPushButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDRadioButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDTerminalField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.pdfbox.pdmodel.interactive.form.PDXFAResource;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boxes, choices and their like: those of a blueprint, and those of forms that others made. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FormFieldsTest {

    @TempDir
    Path folder;

    private TestTenants tenants;
    private Tenant tenant;

    @BeforeEach
    void build() {
        tenants = new TestTenants(folder);
        tenant = tenants.built("u-1", Calls.json("""
            {'forms':[{'title':'Order','fields':[
              'Customer',
              {'name':'way','label':'Delivery','kind':'radio','options':['collection','post'],'required':true},
              {'label':'Account','kind':'choice','options':['Giro','Savings'],'value':'giro'},
              {'label':'Newsletter','kind':'checkbox','value':true},
              {'label':'Terms','kind':'checkbox','required':true},
              {'label':'Number','value':'O-17','required':true,'readonly':true},
              {'label':'Remarks','kind':'lines'},
              {'label':'Signature','kind':'signature'}]}]}\
            """));
    }

    @AfterEach
    void close() {
        tenants.close();
    }

    private ObjectNode call(String tool, String input) throws ToolFailure {
        return ToolCatalog.all().get(tool).call(tenant, Calls.json(input));
    }

    private void fails(String message, String tool, String input) {
        assertEquals(
                message,
                assertThrows(ToolFailure.class, () -> call(tool, input)).getMessage());
    }

    @Test
    void a_form_is_read_with_kinds_options_values_and_what_is_required() throws Exception {
        ObjectNode form = call("read_pdf", "{'document':'Forms/Order'}");
        assertEquals(
                Calls.json("{'customer':'','way':'','account':'Giro','newsletter':'yes','terms':'no','number':'O-17',"
                        + "'remarks':'','signature':''}"),
                form.path("fields"));
        assertEquals(
                Calls.json("{'customer':'text','way':'radio','account':'choice','newsletter':'checkbox',"
                        + "'terms':'checkbox','number':'text','remarks':'lines','signature':'signature'}"),
                form.path("kinds"));
        assertEquals(Calls.json("{'way':['collection','post'],'account':['Giro','Savings']}"), form.path("options"));
        assertEquals("[\"way\",\"terms\",\"number\"]", Json.compact(form.path("required")));
        assertEquals("[\"number\"]", Json.compact(form.path("readonly")));
        assertEquals("Delivery", form.path("labels").path("way").asText());
    }

    @Test
    void boxes_and_options_are_filled_in_and_required_fields_that_stay_open_are_told() throws Exception {
        ObjectNode first = call(
                "create_pdf_form",
                "{'form':'Forms/Order','title':'A','values':{'newsletter':false,'account':'SAVINGS',"
                        + "'remarks':'one\\ntwo'}}");
        assertEquals("[\"way\",\"terms\"]", Json.compact(first.path("required_open")));
        assertEquals("one\ntwo", first.path("fields").path("remarks").asText());
        ObjectNode second =
                call("create_pdf_form", "{'form':'Forms/A','title':'B','values':{'way':'Post','terms':'ja'}}");
        assertTrue(second.path("required_open").isMissingNode(), second::toString);
        assertEquals(
                Calls.json("{'customer':'','way':'post','account':'Savings','newsletter':'no','terms':'yes',"
                        + "'number':'O-17','remarks':'one\\ntwo','signature':''}"),
                second.path("fields"));
        try (PDDocument pdf = Loader.loadPDF(Paper.pdf(tenant.file("Forms/B").orElseThrow()))) {
            PDAcroForm form = pdf.getDocumentCatalog().getAcroForm(null);
            assertTrue(((PDCheckBox) form.getField("terms")).isChecked());
            assertEquals("post", ((PDRadioButton) form.getField("way")).getValue());
            assertEquals(List.of("Savings"), ((PDComboBox) form.getField("account")).getValue());
        }
        assertEquals(
                "Order\nCustomer: \nDelivery: post\nAccount: Savings\nNewsletter: [ ]\n"
                        + "Terms: [x]\nNumber: O-17\nRemarks: one\ntwo\nSignature: \n",
                tenant.file("Forms/B").orElseThrow().readable());
    }

    @Test
    void what_a_field_does_not_take_is_one_line_and_nothing_is_written() {
        String form = "{'form':'Forms/Order','values':{";
        fails(
                "'Forms/Order' has no option 'boat' in its field 'way'; its options are collection, post",
                "create_pdf_form",
                form + "'customer':'x','way':'boat'}}");
        fails(
                "'Forms/Order' takes yes or no in its check box 'terms', not 'perhaps'",
                "create_pdf_form",
                form + "'terms':'perhaps'}}");
        fails(
                "'Forms/Order' does not let anybody change the field 'number'",
                "create_pdf_form",
                form + "'number':'O-18'}}");
        fails(
                "'Forms/Order' leaves its field 'signature' to be signed by a person",
                "create_pdf_form",
                form + "'signature':'me'}}");
        fails(
                "'Forms/Order' has no field 'delivery'; its fields are customer, way, account, newsletter, terms,"
                        + " number, remarks, signature",
                "create_pdf_form",
                form + "'delivery':'post'}}");
        fails(
                "the value of 'customer' is not one line of at most 500 characters",
                "create_pdf_form",
                form + "'customer':'a\\nb'}}");
        fails(
                "the value of 'remarks' is longer than 2000 characters",
                "create_pdf_form",
                form + "'remarks':'" + "x".repeat(2001) + "'}}");
        assertTrue(tenant.file("Forms/Order (filled in)").isEmpty());
    }

    /** A form as other programs make it, without labels, in a font of its own. */
    private static PDDocument foreign() throws Exception {
        PDDocument document = new PDDocument();
        PDPage page = new PDPage();
        document.addPage(page);
        PDAcroForm form = new PDAcroForm(document);
        document.getDocumentCatalog().setAcroForm(form);
        form.setDefaultResources(new PDResources());
        form.getDefaultResources().put(COSName.HELV, new PDType1Font(FontName.HELVETICA));
        form.setDefaultAppearance("/Helv 9 Tf 0 g");

        PDTextField iban = new PDTextField(form);
        iban.setMaxLen(22);
        add(page, form, iban, "iban", 0);
        PDComboBox country = new PDComboBox(form);
        country.setOptions(List.of("DE", "PL"), List.of("Germany", "Poland"));
        add(page, form, country, "country", 1);
        PDComboBox title = new PDComboBox(form);
        title.setEdit(true);
        title.setOptions(List.of("Mr", "Mrs"));
        add(page, form, title, "title", 2);
        PDListBox branch = new PDListBox(form);
        branch.setOptions(List.of("n", "s"), List.of("North", "South"));
        add(page, form, branch, "branch", 3);
        add(page, form, new PDCheckBox(form), "undrawn", 4);
        PDCheckBox payment = new PDCheckBox(form);
        payment.setWidgets(List.of(box(document, page, "once", 5), box(document, page, "monthly", 6)));
        payment.setPartialName("payment");
        form.getFields().add(payment);
        PDCheckBox agreed = new PDCheckBox(form);
        agreed.setWidgets(List.of(box(document, page, "0", 8)));
        agreed.setExportValues(List.of("Tak"));
        agreed.setPartialName("agreed");
        form.getFields().add(agreed);
        add(page, form, new PDPushButton(form), "print", 7);
        return document;
    }

    private static void add(PDPage page, PDAcroForm form, PDTerminalField field, String name, int row)
            throws Exception {
        field.setPartialName(name);
        place(page, field.getWidgets().get(0), row);
        form.getFields().add(field);
    }

    private static void place(PDPage page, PDAnnotationWidget widget, int row) throws Exception {
        widget.setRectangle(new PDRectangle(50, 700 - 40 * row, 200, 30));
        widget.setPage(page);
        page.getAnnotations().add(widget);
    }

    private static PDAnnotationWidget box(PDDocument document, PDPage page, String state, int row) throws Exception {
        PDAnnotationWidget widget = new PDAnnotationWidget();
        place(page, widget, row);
        COSDictionary states = new COSDictionary();
        for (String name : List.of("Off", state)) {
            PDAppearanceStream look = new PDAppearanceStream(document);
            look.setBBox(new PDRectangle(200, 30));
            states.setItem(COSName.getPDFName(name), look);
        }
        COSDictionary appearance = new COSDictionary();
        appearance.setItem(COSName.N, states);
        widget.getCOSObject().setItem(COSName.AP, appearance);
        return widget;
    }

    private void bring(PDDocument document) throws Exception {
        var out = new ByteArrayOutputStream();
        try (document) {
            document.save(out);
        }
        String pdf = Base64.getEncoder().encodeToString(out.toByteArray());
        tenant.add(Kind.PDF, "Forms", "Mandate", "", Json.object().put("pdf", pdf));
    }

    @Test
    void a_form_that_another_program_made_is_read_and_filled_in() throws Exception {
        bring(foreign());
        ObjectNode read = call("read_pdf", "{'document':'Forms/Mandate'}");
        assertEquals(
                Calls.json("{'iban':'text','country':'choice','title':'text','branch':'choice','undrawn':'checkbox',"
                        + "'payment':'radio','agreed':'checkbox'}"),
                read.path("kinds"));
        assertEquals(
                Calls.json("{'country':['Germany','Poland'],'title':['Mr','Mrs'],'branch':['North','South'],"
                        + "'payment':['once','monthly']}"),
                read.path("options"));
        ObjectNode made = call(
                "create_pdf_form",
                "{'form':'Forms/Mandate','title':'Done','values':{'iban':'DE89370400440532013000','country':'poland',"
                        + "'title':'Dr Żak','branch':'south','undrawn':true,'payment':'Monthly','agreed':'yes'}}");
        assertEquals(
                Calls.json("{'iban':'DE89370400440532013000','country':'Poland','title':'Dr Żak','branch':'South',"
                        + "'undrawn':'yes','payment':'monthly','agreed':'yes'}"),
                made.path("fields"));
        try (PDDocument pdf = Loader.loadPDF(Paper.pdf(tenant.file("Forms/Done").orElseThrow()))) {
            PDAcroForm form = pdf.getDocumentCatalog().getAcroForm(null);
            assertEquals(List.of("PL"), ((PDComboBox) form.getField("country")).getValue());
            assertEquals(List.of("s"), ((PDListBox) form.getField("branch")).getValue());
            assertTrue(((PDCheckBox) form.getField("undrawn")).isChecked());
            assertEquals(
                    "0",
                    form.getField("agreed")
                            .getWidgets()
                            .get(0)
                            .getAppearanceState()
                            .getName());
            List<String> states = new ArrayList<>();
            form.getField("payment")
                    .getWidgets()
                    .forEach(widget -> states.add(widget.getAppearanceState().getName()));
            assertEquals(List.of("Off", "monthly"), states);
            form.flatten();
            String seen = new PDFTextStripper().getText(pdf);
            assertTrue(seen.contains("Dr Żak") && seen.contains("Poland") && !seen.contains("PL\n"), seen);
        }
        fails(
                "'Forms/Mandate' takes at most 22 characters in its field 'iban', not 27",
                "create_pdf_form",
                "{'form':'Forms/Mandate','values':{'iban':'DE89 3704 0044 0532 0130 00'}}");
    }

    @Test
    void an_xfa_form_and_an_encrypted_one_are_one_line() throws Exception {
        PDDocument xfa = new PDDocument();
        xfa.addPage(new PDPage());
        PDAcroForm form = new PDAcroForm(xfa);
        COSStream stream = xfa.getDocument().createCOSStream();
        try (var out = stream.createOutputStream()) {
            out.write("<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>".getBytes(StandardCharsets.UTF_8));
        }
        form.setXFA(new PDXFAResource(stream));
        xfa.getDocumentCatalog().setAcroForm(form);
        bring(xfa);
        String line =
                "'Forms/Mandate' is an XFA form, which only Adobe's programs show; save it as an ordinary PDF form"
                        + " (AcroForm) and use that";
        fails(line, "read_pdf", "{'document':'Forms/Mandate'}");
        fails(line, "create_pdf_form", "{'form':'Forms/Mandate','values':{'a':'b'}}");
        tenant.remove(tenant.file("Forms/Mandate").orElseThrow());

        PDDocument locked = foreign();
        locked.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
        bring(locked);
        fails(
                "'Forms/Mandate' is encrypted and opens only with a password; save a copy without one and use that",
                "read_pdf",
                "{'document':'Forms/Mandate'}");
        tenant.remove(tenant.file("Forms/Mandate").orElseThrow());

        PDDocument guarded = foreign();
        guarded.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
        bring(guarded);
        assertEquals(
                "text",
                call("read_pdf", "{'document':'Forms/Mandate'}")
                        .path("kinds")
                        .path("iban")
                        .asText());
        fails(
                "'Forms/Mandate' is encrypted and cannot be filled in; save a copy without encryption and use that",
                "create_pdf_form",
                "{'form':'Forms/Mandate','values':{'iban':'x'}}");
    }
}
