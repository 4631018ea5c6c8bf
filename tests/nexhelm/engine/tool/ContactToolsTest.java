package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import nexhelm.engine.sandbox.Changes;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ContactToolsTest {

    @TempDir
    Path folder;

    private Calls calls;

    @BeforeEach
    void build() {
        calls = new Calls(folder);
    }

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void the_members_of_a_household_are_found_from_any_of_them() throws Exception {
        for (String one : List.of("James Hartwell", "eleanor.hartwell@example.com")) {
            assertEquals(
                    List.of("Eleanor Hartwell", "James Hartwell"),
                    calls.call("find_household", "{'contact':'" + one + "'}")
                            .path("members")
                            .findValuesAsText("name"));
        }
        assertEquals(
                List.of("Maria Keller"),
                calls.call("find_household", "{'contact':'Maria Keller'}")
                        .path("members")
                        .findValuesAsText("name"));
        calls.fails("there is no contact 'Nobody'", "find_household", "{'contact':'Nobody'}");
    }

    @Test
    void a_note_is_added_below_the_others_and_shown_with_the_contact() throws Exception {
        calls.call("create_contact_note", "{'contact':'Eleanor Hartwell','text':'Wants GBP 35,000 in June.'}");
        JsonNode contact = calls.call("find_contact", "{'query':'Eleanor'}")
                .path("contacts")
                .path(0);
        assertEquals(
                "[\"Prefers to be called in the morning.\",\"Wants GBP 35,000 in June.\"]",
                Json.compact(contact.path("notes")));
        Changes.Change change = Changes.of(calls.tenant).items().get(0);
        assertEquals(
                "updated contact Contacts/Eleanor Hartwell",
                change.change() + " " + change.kind() + " " + change.path());
        assertTrue(change.content().contains("Note: Wants GBP 35,000 in June.\n"), change::content);
    }

    @Test
    void one_field_is_changed_and_what_it_was_is_told() throws Exception {
        assertEquals(
                "Hartwell",
                calls.call("update_contact", "{'contact':'James Hartwell','field':'Household','value':'Hartwell-Moss'}")
                        .path("was")
                        .asText());
        calls.call("update_contact", "{'contact':'James Hartwell','field':'risk profile','value':'cautious'}");
        calls.call("update_contact", "{'contact':'James Hartwell','field':'name','value':'James Hartwell-Moss'}");
        JsonNode contact =
                calls.call("find_contact", "{'query':'Moss'}").path("contacts").path(0);
        assertEquals(
                "James Hartwell-Moss, Hartwell-Moss, cautious",
                contact.path("name").asText() + ", " + contact.path("household").asText() + ", "
                        + contact.path("risk profile").asText());
    }

    @Test
    void what_would_spoil_a_contact_is_refused() {
        calls.fails(
                "'james.hartwell@example.com' belongs to another contact already",
                "update_contact",
                "{'contact':'Eleanor Hartwell','field':'email','value':'james.hartwell@example.com'}");
        calls.fails(
                "'nowhere' is not an e-mail address",
                "update_contact",
                "{'contact':'Eleanor Hartwell','field':'email','value':'nowhere'}");
        calls.fails(
                "'notes' is no field of a contact that can be set; create_contact_note adds a note",
                "update_contact",
                "{'contact':'Eleanor Hartwell','field':'notes','value':'x'}");
        calls.fails(
                "a contact needs its name",
                "update_contact",
                "{'contact':'Eleanor Hartwell','field':'name','value':''}");
        calls.fails(
                "the role of Eleanor Hartwell is 'client' already",
                "update_contact",
                "{'contact':'Eleanor Hartwell','field':'role','value':'client'}");
        assertEquals(List.of(), Changes.of(calls.tenant).items());
    }
}
