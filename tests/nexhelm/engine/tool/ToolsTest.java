package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import nexhelm.engine.sandbox.Changes;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.TestTenants;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ToolsTest {

    @TempDir
    Path folder;

    private TestTenants tenants;
    private Tenant tenant;

    @BeforeEach
    void build() {
        tenants = new TestTenants(folder);
        tenant = tenants.demo("u-1");
    }

    @AfterEach
    void close() {
        tenants.close();
    }

    @Test
    void documents_are_listed_searched_and_read() throws Exception {
        ObjectNode listed = call("list_documents", "{'folder':'Clients/Hartwell'}");
        assertEquals(
                List.of("Fee schedule", "Portfolio valuation", "Review notes 2025", "Letter of engagement"),
                listed.path("documents").findValuesAsText("title"));
        assertEquals(
                List.of("Clients/Hartwell/Portfolio valuation"),
                call("search_documents", "{'query':'gilt fund'}")
                        .path("documents")
                        .findValuesAsText("path"));
        assertTrue(call("read_document", "{'document':'Clients/Hartwell/Fee schedule'}")
                .path("text")
                .asText()
                .contains("0.75 %"));
        String id = listed.path("documents").get(0).path("id").asText();
        assertEquals(
                "Fee schedule",
                call("read_document", "{'document':'" + id + "'}").path("title").asText());
    }

    @Test
    void documents_are_created_copied_changed_and_moved() throws Exception {
        call("create_folder", "{'path':'Clients/New one/Letters'}");
        String id = call("create_document", "{'folder':'Clients/New one/Letters','title':'Note','text':'a'}")
                .path("id")
                .asText();
        call("update_document", "{'document':'" + id + "','append':'b'}");
        assertEquals(
                "a\nb",
                call("read_document", "{'document':'" + id + "'}").path("text").asText());
        call("update_document", "{'document':'" + id + "','text':'c'}");
        call("create_document_copy", "{'document':'" + id + "','title':'Copy','folder':'Archive'}");
        assertEquals(
                "c",
                call("read_document", "{'document':'Archive/Copy'}")
                        .path("text")
                        .asText());
        call("update_document_location", "{'document':'Clients/Hartwell/Fee schedule','folder':'Archive'}");
        assertEquals(
                List.of(
                        "moved document Archive/Fee schedule",
                        "created folder Clients/New one",
                        "created folder Clients/New one/Letters",
                        "created document Clients/New one/Letters/Note",
                        "created document Archive/Copy"),
                Changes.of(tenant).items().stream()
                        .map(c -> c.change() + " " + c.kind() + " " + c.path())
                        .toList());
    }

    @Test
    void nothing_that_exists_is_overwritten() {
        fails(
                "there is a document 'Clients/Hartwell/Fee schedule' already",
                "create_document",
                "{'folder':'Clients/Hartwell','title':'Fee schedule','text':'x'}");
        fails("there is a folder 'Archive' already", "create_folder", "{'path':'Archive'}");
        fails(
                "there is a document 'Clients/Hartwell/Fee schedule' already",
                "update_document_location",
                "{'document':'Clients/Hartwell/Review notes 2025','folder':'Clients/Hartwell','title':'Fee schedule'}");
    }

    @Test
    void mail_is_searched_read_drafted_and_sent() throws Exception {
        assertEquals(
                List.of("Before our review: the wedding in June", "Change of address"),
                call("search_mail", "{'from':'eleanor.hartwell@example.com'}")
                        .path("mails")
                        .findValuesAsText("subject"));
        assertTrue(call("read_mail", "{'mail':'Change of address'}")
                .path("text")
                .asText()
                .contains("Mill Cottage"));
        String id = call(
                        "create_mail_draft",
                        "{'to':['Eleanor.Hartwell@example.com'],'subject':'Hello','text':'a','attachments':['Clients/Hartwell/Fee"
                            + " schedule']}")
                .path("id")
                .asText();
        assertEquals(
                "drafted",
                call("create_mail_draft", "{'to':['maria.keller@example.com'],'subject':'Two','text':'b'}")
                        .path("status")
                        .asText());
        assertEquals(
                "sent",
                call("send_mail", "{'draft':'" + id + "'}").path("status").asText());
        assertEquals(
                List.of("Two"),
                call("search_mail", "{'box':'drafts'}").path("mails").findValuesAsText("subject"));
        ObjectNode sent = call("search_mail", "{'box':'sent'}");
        assertEquals(
                "eleanor.hartwell@example.com",
                sent.path("mails").get(0).path("to").get(0).asText());
        assertEquals(
                "Clients/Hartwell/Fee schedule",
                sent.path("mails").get(0).path("attachments").get(0).asText());
    }

    @Test
    void nobody_unknown_is_written_to() {
        fails(
                "'stranger@example.org' is nobody this mailbox knows",
                "send_mail",
                "{'to':['stranger@example.org'],'subject':'s','text':'t'}");
        fails("'a@b' in 'to' is not an e-mail address", "send_mail", "{'to':['a@b'],'subject':'s','text':'t'}");
        fails("a mail needs somebody in 'to'", "create_mail_draft", "{'to':[],'subject':'s','text':'t'}");
        fails(
                "the subject holds a line break",
                "send_mail",
                "{'to':['maria.keller@example.com'],'subject':'s\\nBcc: x@y.example','text':'t'}");
    }

    @Test
    void people_are_found_by_name_role_and_household() throws Exception {
        assertEquals(
                List.of("Eleanor Hartwell", "James Hartwell"),
                call("find_contact", "{'household':'hartwell'}")
                        .path("contacts")
                        .findValuesAsText("name"));
        assertEquals(
                List.of("Maria Keller"),
                call("find_contact", "{'query':'keller'}").path("contacts").findValuesAsText("name"));
        assertEquals(
                List.of("Hannah Boyd"),
                call("find_contact", "{'role':'Compliance officer'}")
                        .path("contacts")
                        .findValuesAsText("name"));
        assertTrue(call("find_contact", "{'query':'nobody at all'}")
                .path("contacts")
                .isEmpty());
    }

    @Test
    void todos_are_listed_created_and_changed() throws Exception {
        String id = call("create_todo", "{'title':'Call Ruth','assignee':'Maria Keller','due':'2026-03-31'}")
                .path("id")
                .asText();
        assertEquals(
                "done",
                call("update_todo", "{'todo':'" + id + "','status':'done'}")
                        .path("status")
                        .asText());
        assertEquals(
                List.of("Call Ruth"),
                call("list_todos", "{'status':'done'}").path("todos").findValuesAsText("title"));
        fails("the due day '31.3.' is not a date like 2026-03-31", "create_todo", "{'title':'t','due':'31.3.'}");
        fails("there is no todo 'nope'", "update_todo", "{'todo':'nope','status':'done'}");
    }

    @Test
    void what_is_not_there_is_named() {
        fails(
                "there is no document 'Clients/Hartwell/Prenup'",
                "read_document",
                "{'document':'Clients/Hartwell/Prenup'}");
        fails("there is no folder 'Nowhere'", "list_documents", "{'folder':'Nowhere'}");
        fails("there is no mail 'Lottery'", "read_mail", "{'mail':'Lottery'}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../Secrets",
                "Clients/../../etc",
                "/etc/passwd",
                "C:\\\\Windows",
                "Clients//x",
                "a/./b",
                "Clients/\\u0000",
                "x\\u202ey",
                " padded",
                "a/b/c/d/e/f/g/h/i",
                "tab\\there"
            })
    void paths_that_lead_elsewhere_are_refused(String path) {
        for (String input : List.of(
                "create_folder {'path':'%s'}",
                "list_documents {'folder':'%s'}",
                "create_document {'folder':'%s','title':'t','text':'x'}",
                "update_document_location {'document':'Clients/Hartwell/Fee schedule','folder':'%s'}",
                "read_document {'document':'%s'}")) {
            String[] call = input.formatted(path).split(" ", 2);
            ToolFailure failure = assertThrows(ToolFailure.class, () -> call(call[0], call[1]), input);
            assertFalse(failure.getMessage().codePoints().anyMatch(c -> c < ' ' || c == 0x202e), failure.getMessage());
        }
        assertEquals(List.of(), Changes.of(tenant).items());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "..", "x\\u0007"})
    void titles_that_are_no_names_are_refused(String title) {
        assertThrows(ToolFailure.class, () -> call("create_document", "{'title':'" + title + "','text':'x'}"));
        assertThrows(
                ToolFailure.class,
                () -> call(
                        "create_document_copy",
                        "{'document':'Clients/Hartwell/Fee schedule','title':'" + title + "'}"));
    }

    @Test
    void over_long_names_and_texts_are_refused() {
        assertThrows(
                ToolFailure.class, () -> call("create_document", "{'title':'" + "x".repeat(121) + "','text':'x'}"));
        assertThrows(
                ToolFailure.class,
                () -> call("create_document", "{'title':'t','text':'" + "x".repeat(1_000_001) + "'}"));
    }

    @Test
    void inputs_that_do_not_fit_the_schema_are_refused() {
        fails("read_document needs 'document'", "read_document", "{}");
        fails("read_document has no input 'path'", "read_document", "{'document':'x','path':'y'}");
        fails("list_documents: 'recursive' must be of type boolean", "list_documents", "{'recursive':'yes'}");
        fails("search_mail: 'box' must be one of [\"inbox\",\"sent\",\"drafts\"]", "search_mail", "{'box':'spam'}");
        fails("send_mail: 'to' must be of type string", "send_mail", "{'to':[7],'subject':'s','text':'t'}");
    }

    @Test
    void a_hostile_caller_reaches_nothing_of_another_tenant() throws Exception {
        Tenant other = tenants.demo("u-2");
        String document = ToolCatalog.all()
                .get("create_document")
                .call(other, json("{'title':'Secret','text':'theirs'}"))
                .path("id")
                .asText();
        String draft = ToolCatalog.all()
                .get("create_mail_draft")
                .call(other, json("{'to':['maria.keller@example.com'],'subject':'Secret','text':'theirs'}"))
                .path("id")
                .asText();
        String todo = ToolCatalog.all()
                .get("create_todo")
                .call(other, json("{'title':'Secret'}"))
                .path("id")
                .asText();
        Changes theirs = Changes.of(other);
        for (String call : List.of(
                "read_document {'document':'%s'}",
                "read_document {'document':'Secret'}",
                "update_document {'document':'%s','text':'mine'}",
                "create_document_copy {'document':'%s','title':'Stolen'}",
                "update_document_location {'document':'%s','folder':'Archive'}",
                "send_mail {'to':['maria.keller@example.com'],'subject':'s','text':'t','attachments':['%s']}")) {
            String[] parts = call.formatted(document).split(" ", 2);
            assertThrows(ToolFailure.class, () -> call(parts[0], parts[1]), call);
        }
        assertThrows(ToolFailure.class, () -> call("read_mail", "{'mail':'" + draft + "'}"));
        assertThrows(ToolFailure.class, () -> call("send_mail", "{'draft':'" + draft + "'}"));
        assertThrows(ToolFailure.class, () -> call("update_todo", "{'todo':'" + todo + "','status':'done'}"));
        assertTrue(
                call("search_documents", "{'query':'theirs'}").path("documents").isEmpty());
        assertTrue(call("search_mail", "{'box':'drafts'}").path("mails").isEmpty());
        assertEquals(theirs, Changes.of(other));
        assertEquals(List.of(), Changes.of(tenant).items());
    }

    @Test
    void ids_follow_from_the_user_and_the_order_of_calls() throws Exception {
        String first = call("create_todo", "{'title':'a'}").path("id").asText();
        tenant = tenants.demo("u-1");
        assertEquals(first, call("create_todo", "{'title':'a'}").path("id").asText());
    }

    @Test
    void a_tenant_that_is_not_built_says_so() {
        ToolFailure failure = assertThrows(
                ToolFailure.class,
                () -> ToolCatalog.all()
                        .get("create_todo")
                        .call(new Tenant(tenants.handle(), "nobody"), json("{'title':'a'}")));
        assertEquals("the sandbox is not set up", failure.getMessage());
    }

    private ObjectNode call(String tool, String input) throws ToolFailure {
        return ToolCatalog.all().get(tool).call(tenant, json(input));
    }

    private void fails(String message, String tool, String input) {
        assertEquals(
                message,
                assertThrows(ToolFailure.class, () -> call(tool, input)).getMessage());
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.parse(text.replace('\'', '"'));
        } catch (Json.Malformed e) {
            throw new AssertionError(text, e);
        }
    }
}
