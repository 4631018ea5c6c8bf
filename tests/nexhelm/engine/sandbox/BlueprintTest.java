package nexhelm.engine.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nexhelm.engine.sandbox.pdf.Pdf;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BlueprintTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "{'provider':'dropbox'} ~ provider: 'dropbox' is not google or sharepoint",
                "{'document':[]} ~ document: is not a field of a blueprint; known are provider, container, folders,"
                        + " docs, templates, sheets, forms, contacts, mailbox, calendar, todos",
                "{'docs':{}} ~ docs: is not a list",
                "{'docs':[7]} ~ docs[0]: is not an object",
                "{'docs':[{'title':'a','text':'x'},{'path':'p','text':'x'}]} ~ docs[1].title: is missing",
                "{'docs':[{'title':'','text':'x'}]} ~ docs[0].title: is empty",
                "{'docs':[{'title':'a','text':7}]} ~ docs[0].text: is not a text",
                "{'docs':[{'path':'../up','title':'a','text':''}]} ~ docs[0].path: leads out of its folder with '..'",
                "{'docs':[{'path':'/etc','title':'a','text':''}]} ~ docs[0].path: is an absolute path; paths start"
                        + " below the container",
                "{'docs':[{'title':'a','text':''},{'title':'a','text':''}]} ~ docs[1].title: two documents are called"
                        + " 'a' in the top folder",
                "{'folders':[{'path':''}]} ~ folders[0].path: is empty",
                "{'container':{'type':'cupboard','name_template':'x'}} ~ container.type: 'cupboard' is not folder_root"
                        + " or site",
                "{'container':{'name_template':'a/b'}} ~ container.name_template: holds a slash",
                "{'sheets':[{'title':'a','rows':'x'}]} ~ sheets[0].rows: is not a list of rows",
                "{'sheets':[{'title':'a','header':['x'],'rows':[['1'],['2','3']]}]} ~ sheets[0].rows[1]: has 2 cells,"
                        + " the header only 1",
                "{'sheets':[{'title':'a','header':['x'],'rows':[{'y':1}]}]} ~ sheets[0].rows[0].y: is no column of the"
                        + " header",
                "{'sheets':[{'title':'a','header':['x'],'rows':[[{}]]}]} ~ sheets[0].rows[0][0]: is not a text, number"
                        + " or truth value",
                "{'sheets':[{'title':'a','header':['x'],'rows':[],'formulas':{'Z9':'=1'}}]} ~ sheets[0].formulas.Z9:"
                        + " is no cell of this sheet, as B2 is one",
                "{'sheets':[{'title':'a','header':['x'],'formulas':{'A2':'=cmd|A0'}}]} ~ sheets[0].formulas.A2:"
                        + " '=cmd|A0' is not a formula of cells, numbers and known functions",
                "{'sheets':[{'title':'a','header':['x'],'formulas':{'A2':'=SUM(A1'}}]} ~ sheets[0].formulas.A2:"
                        + " '=SUM(A1' is not a formula that can be computed",
                "{'docs':[{'title':'a','text':''}],'sheets':[{'title':'a','header':['x']}]} ~ sheets[0].title: two"
                        + " sheets are called 'a' in the top folder",
                "{'forms':[{'title':'a','fields':[]}]} ~ forms[0].fields: names no field",
                "{'forms':[{'title':'a','fields':[{'name':'x'},{'name':'x'}]}]} ~ forms[0].fields[1].name: 'x' is"
                        + " another field's name already",
                "{'forms':[{'title':'a','fields':[{'name':'a.b'}]}]} ~ forms[0].fields[0].name: 'a.b' is not made of"
                        + " letters, digits, _ and -",
                "{'forms':[{'title':'a','fields':[{'name':'x','label':'漢'}]}]} ~ forms[0].title: the form cannot be"
                        + " made: '漢' (U+6F22) is no character that a PDF made here can show",
                "{'forms':[{'title':'a','fields':'x'}]} ~ forms[0].fields: is not a list",
                "{'forms':[{'title':'a','fields':['A',7]}]} ~ forms[0].fields[1]: is not a label or an object",
                "{'forms':[{'title':'a','fields':['Name','name']}]} ~ forms[0].fields[1]: 'name' is another field's"
                        + " name already; give one of them a name",
                "{'forms':[{'title':'a','fields':[' ']}]} ~ forms[0].fields[0]: is empty",
                "{'forms':[{'title':'a','fields':['***']}]} ~ forms[0].fields[0]: has no letter or digit; give the"
                        + " field a name",
                "{'forms':[{'title':'a','fields':[{'label':'x','kind':'dropdown'}]}]} ~ forms[0].fields[0].kind:"
                        + " 'dropdown' is not one of text, lines, checkbox, radio, choice, signature",
                "{'forms':[{'title':'a','fields':[{'label':'x','kind':'radio'}]}]} ~ forms[0].fields[0].options: is"
                        + " missing",
                "{'forms':[{'title':'a','fields':[{'label':'x','kind':'choice','options':[]}]}]} ~"
                        + " forms[0].fields[0].options: names no option",
                "{'forms':[{'title':'a','fields':[{'label':'x','kind':'choice','options':['a','A']}]}]} ~"
                        + " forms[0].fields[0].options[1]: 'A' is another option already",
                "{'forms':[{'title':'a','fields':[{'label':'x','kind':'choice','options':['a',1]}]}]} ~"
                        + " forms[0].fields[0].options[1]: is not a text",
                "{'forms':[{'title':'a','fields':[{'label':'x','options':['a']}]}]} ~ forms[0].fields[0].options:"
                        + " belongs to a choice or a radio, not to a text",
                "{'forms':[{'title':'a','fields':[{'label':'x','kind':'radio','options':['a','b'],'value':'c'}]}]} ~"
                        + " forms[0].fields[0].value: 'c' is none of the options a, b",
                "{'forms':[{'title':'a','fields':[{'label':'x','kind':'radio','options':['漢']}]}]} ~ forms[0].title:"
                        + " the form cannot be made: '漢' (U+6F22) is no character that a PDF made here can show",
                "{'forms':[{'title':'a','fields':[{'label':'x','kind':'checkbox','value':'maybe'}]}]} ~"
                        + " forms[0].fields[0].value: 'maybe' is not true or false",
                "{'forms':[{'title':'a','fields':[{'label':'x','kind':'signature','value':'me'}]}]} ~"
                        + " forms[0].fields[0].value: is not for a signature, which a person gives",
                "{'forms':[{'title':'a','fields':[{'label':'x','value':'a\\nb'}]}]} ~ forms[0].fields[0].value: is not"
                        + " one line of at most 500 characters",
                "{'forms':[{'title':'a','fields':[{'label':'x','required':'yes'}]}]} ~ forms[0].fields[0].required: is"
                        + " not true or false",
                "{'forms':[{'title':'a','fields':[{'label':'x','readOnly':true}]}]} ~ forms[0].fields[0].readOnly: is"
                    + " not a field of a blueprint; known are name, label, kind, options, value, required, readonly",
                "{'calendar':[{'title':'a','start':'2026-03-09T09:00','end':'2026-03-09T08:00'}]} ~ calendar[0].end:"
                        + " is not after the start",
                "{'calendar':[{'title':'a','start':'9:00','end':'10:00'}]} ~ calendar[0].start: '9:00' is not a time"
                        + " like 2026-03-31T14:30",
                "{'calendar':[{'title':'a','start':'2026-03-09T09:00','end':'2026-03-09T10:00','attendees':['x']}]} ~"
                        + " calendar[0].attendees[0]: 'x' is not an e-mail address",
                "{'contacts':[{'name':'A','email':'a@b.example','notes':['x',7]}]} ~ contacts[0].notes[1]: is not a"
                        + " text",
                "{'templates':[{'title':'a'}]} ~ templates[0].text: is missing",
                "{'contacts':[{'name':'A','email':'a'}]} ~ contacts[0].email: 'a' is not an e-mail address",
                "{'contacts':[{'name':'A','email':'a@b.example'},{'name':'B','email':'A@b.example'}]} ~"
                        + " contacts[1].email: 'A@b.example' belongs to another contact already",
                "{'mailbox':[{'from':'a@b.example','to':'c@d.example','subject':'s','date':'tomorrow','text':''}]} ~"
                        + " mailbox[0].date: 'tomorrow' is not a date like 2026-03-31",
                "{'todos':[{'title':'t','status':'late'}]} ~ todos[0].status: 'late' is not open or done"
            })
    void a_wrong_field_is_named(String blueprint, String message) throws Exception {
        ObjectNode tree = (ObjectNode) Json.parse(blueprint.replace('\'', '"'));
        assertEquals(
                message,
                assertThrows(BlueprintInvalid.class, () -> Blueprint.parse(tree))
                        .getMessage());
    }

    @Test
    void a_sheet_of_an_older_blueprint_has_its_header_in_the_first_row_or_in_its_names() throws Exception {
        try (TestTenants tenants = new TestTenants(folder)) {
            Tenant tenant = tenants.built("u", (ObjectNode) Json.parse("""
                {"sheets": [{"path": "Tax", "title": "W2", "rows": [{"Name": "Doe", "Wages": 52000}, {"Name": "Roe", "Wages": 1}]},
                            {"title": "Plain", "rows": [["a", "b"], [1, 2]]}]}\
                """));
            assertEquals(
                    "Name,Wages\r\nDoe,52000\r\nRoe,1\r\n",
                    tenant.file("Tax/W2").orElseThrow().readable());
            assertEquals("a,b\r\n1,2\r\n", tenant.file("Plain").orElseThrow().readable());
        }
    }

    @Test
    void a_blueprint_that_an_older_engine_kept_is_built_although_its_cells_would_not_be_taken_today() throws Exception {
        try (TestTenants tenants = new TestTenants(folder)) {
            ObjectNode tree = (ObjectNode) Json.parse("""
                {"sheets": [{"title": "Odd", "rows": [{"a": 1, "b": {"x": 1}}, {"a": "", "c": 2}]}]}\
                """);
            assertThrows(BlueprintInvalid.class, () -> Blueprint.parse(tree));
            Blueprint.kept(tree).build(tenants.handle(), "u", "Briar & Co");
            assertEquals(
                    "a,b,c\r\n1,,\r\n\"\",,2\r\n",
                    new Tenant(tenants.handle(), "u").file("Odd").orElseThrow().readable());
        }
    }

    @Test
    void a_name_that_the_font_of_forms_lacks_spoils_no_form_and_makes_no_formula() throws Exception {
        try (TestTenants tenants = new TestTenants(folder)) {
            ObjectNode tree = (ObjectNode) Json.parse("""
                {"forms": [{"title": "Order", "text": "For {{organization_name}}", "fields": [{"name": "who"}]}],
                 "sheets": [{"title": "S", "header": ["{{organization_name}}"]}]}\
                """);
            Blueprint.parse(tree).build(tenants.handle(), "u", "=cmd|漢字");
            Tenant tenant = new Tenant(tenants.handle(), "u");
            String text = Pdf.content(Paper.pdf(tenant.file("Forms/Order").orElseThrow()))
                    .text();
            assertTrue(text.contains("For =cmd|??"), text);
            assertEquals("'=cmd|漢字\r\n", tenant.file("S").orElseThrow().readable());
        }
    }

    @Test
    void every_kind_of_thing_is_built_counted_in_the_tree_and_wiped() throws Exception {
        try (TestTenants tenants = new TestTenants(folder)) {
            Tenant tenant = tenants.built("u", (ObjectNode) Json.parse("""
                {"provider": "sharepoint",
                 "templates": [{"title": "Letter", "text": "Dear {{organization_name}}"}],
                 "sheets": [{"path": "Books", "title": "Sum", "header": ["a", "b"], "rows": [[1, "=cmd|A0"], [2, ""]],
                             "formulas": {"A4": "=SUM(A2:A3)"}}],
                 "forms": [{"title": "Order", "fields": [{"name": "who", "label": "Who", "value": "Łukasz"}]}],
                 "contacts": [{"name": "A", "email": "a@b.example", "household": "B", "notes": ["one"], "phone": "+44 1"}],
                 "calendar": [{"title": "Talk", "start": "2026-03-09T09:00", "end": "2026-03-09T10:00",
                               "attendees": ["a@b.example"]}]}\
                """));
            assertEquals(
                    "Dear Briar & Co",
                    tenant.file("Templates/Letter").orElseThrow().content());
            assertEquals(
                    "a,b\r\n1,'=cmd|A0\r\n2,\r\n3\r\n",
                    tenant.file("Books/Sum").orElseThrow().readable());
            Item form = tenant.file("Forms/Order").orElseThrow();
            assertEquals(Map.of("who", "Łukasz"), Pdf.content(Paper.pdf(form)).fields());
            assertEquals("Order\n\nWho: Łukasz\n", form.readable());
            assertTrue(tenant.items(Kind.CONTACT).get(0).readable().contains("Note: one\n"));
            Item event = tenant.items(Kind.EVENT).get(0);
            assertTrue(event.readable().contains("From: 2026-03-09T09:00\n"));
            for (Item item : tenant.everything()) {
                Changes before = Changes.of(tenant);
                tenant.remove(item);
                assertNotEquals(before.treeAfter(), Changes.of(tenant).treeAfter(), item.path());
            }
            Blueprint.wipe(tenants.handle(), "u");
            assertEquals(List.of(), tenant.everything());
        }
    }

    @Test
    void the_organisations_name_stands_in_names_and_cannot_bend_a_path() throws Exception {
        try (TestTenants tenants = new TestTenants(folder)) {
            ObjectNode tree = (ObjectNode) Json.parse("""
                {"docs": [{"path": "For {{organization_name}}", "title": "{{organization_name}} letter", "text": "Dear {{organization_name}}"}]}\
                """);
            Blueprint.parse(tree).build(tenants.handle(), "u", "../A/B");
            Tenant tenant = new Tenant(tenants.handle(), "u");
            Item letter = tenant.items(Kind.DOCUMENT).get(0);
            assertEquals("For .. A B/.. A B letter", letter.path());
            assertEquals("Dear ../A/B", letter.content());
            assertTrue(tenant.container().contains(".. A B"));
        }
    }

    @Test
    void building_again_gives_the_same_tree_and_wiping_leaves_nothing() throws Exception {
        try (TestTenants tenants = new TestTenants(folder)) {
            Tenant tenant = tenants.demo("u");
            Changes fresh = Changes.of(tenant);
            assertEquals(List.of(), fresh.items());
            assertEquals(fresh.treeBefore(), fresh.treeAfter());
            tenant.add(Kind.TODO, "", "x", "", Json.object());
            assertNotEquals(fresh.treeAfter(), Changes.of(tenant).treeAfter());
            assertEquals(fresh, Changes.of(tenants.demo("u")));
            tenants.demo("v");
            Blueprint.wipe(tenants.handle(), "u");
            assertEquals(
                    0,
                    tenants.handle()
                            .createQuery("SELECT count(*) FROM sandbox_items WHERE sandbox_user_id = 'u'")
                            .mapTo(Integer.class)
                            .one());
            assertTrue(new Tenant(tenants.handle(), "v").isBuilt());
        }
    }

    @Test
    void deleted_and_changed_items_are_told_with_what_they_were() throws Exception {
        try (TestTenants tenants = new TestTenants(folder)) {
            Tenant tenant = tenants.demo("u");
            Item fees =
                    tenant.at(Kind.DOCUMENT, "Clients/Hartwell/Fee schedule").orElseThrow();
            tenant.save(fees.withContent("new"));
            tenant.remove(tenant.at(Kind.DOCUMENT, "Clients/Hartwell/Portfolio valuation")
                    .orElseThrow());
            List<Changes.Change> changes = Changes.of(tenant).items();
            assertEquals("updated", changes.get(0).change());
            assertEquals("new", changes.get(0).content());
            assertEquals(3, changes.get(0).size());
            assertTrue(changes.get(0).before().orElseThrow().contains("0.75 %"));
            assertEquals("deleted", changes.get(1).change());
        }
    }

    @Test
    void the_blueprint_in_the_examples_is_the_demo_blueprint() throws Exception {
        Path file = Path.of("examples/blueprint.json");
        String demo = Json.readable(Blueprint.demo()) + "\n";
        if (System.getenv("UPDATE_GOLDEN") != null) {
            Files.writeString(file, demo);
        }
        assertEquals(demo, Files.readString(file));
    }
}
