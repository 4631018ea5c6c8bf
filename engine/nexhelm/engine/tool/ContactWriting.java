package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import nexhelm.engine.sandbox.Addresses;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.json.Json;

/** The tools that change what is known about a contact. */
final class ContactWriting {

    private static final int MOST_NOTES = 200;
    private static final int MOST_FIELDS = 60;

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "update_contact",
                            "Change a contact",
                            "Changes one field of a contact: name, email, role, household, phone, address, or a field"
                                    + " of your own.",
                            true,
                            "crm",
                            new Schema()
                                    .text("contact", "Id, e-mail address or name of the contact.")
                                    .text("field", "Name of the field, as phone or risk profile.")
                                    .text("value", "What it is now; empty to clear it.")
                                    .required("contact", "field", "value"),
                            Json.object()
                                    .put("contact", "Eleanor Hartwell")
                                    .put("field", "address")
                                    .put("value", "Mill Cottage, Upper Slaughter")),
                    ContactWriting::update),
            new DeclaredTool(
                    declare(
                            "create_contact_note",
                            "Note something about a contact",
                            "Adds a note to a contact, below those that are there.",
                            true,
                            "crm",
                            new Schema()
                                    .text("contact", "Id, e-mail address or name of the contact.")
                                    .text("text", "The note.")
                                    .required("contact", "text"),
                            Json.object()
                                    .put("contact", "Eleanor Hartwell")
                                    .put("text", "Daughter marries on 20 June 2026.")),
                    ContactWriting::note));

    private ContactWriting() {}

    private static ObjectNode update(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item contact = Lookup.contact(tenant, input);
        String field = Lookup.line(input, "field").toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        String value = input.path("value").asText().strip();
        if (!field.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} _-]{0,59}")
                || List.of("id", "notes", "note").contains(field)) {
            throw new ToolFailure("'" + Names.shown(field) + "' is no field of a contact that can be set"
                    + (field.startsWith("note") ? "; create_contact_note adds a note" : ""));
        }
        if (value.indexOf('\n') >= 0 || value.length() > 500) {
            throw new ToolFailure("the value is not one line of at most 500 characters");
        }
        Lookup.refuse("value", value, Names.problemOfText(value));
        if (List.of("name", "email").contains(field) && value.isEmpty()) {
            throw new ToolFailure("a contact needs its " + field);
        }
        Item changed = field.equals("name") ? contact.withTitle(value) : with(tenant, contact, field, value);
        String was = field.equals("name") ? contact.title() : contact.detail(field);
        if (was.equals(value)) {
            throw new ToolFailure("the " + field + " of " + Names.shown(contact.title()) + " is '" + Names.shown(value)
                    + "' already");
        }
        tenant.save(changed);
        return ContactReading.shown(changed).put("changed", field).put("was", was);
    }

    private static Item with(Tenant tenant, Item contact, String field, String value) throws ToolFailure {
        if (field.equals("email")) {
            if (!Addresses.isOne(value)) {
                throw new ToolFailure("'" + Names.shown(value) + "' is not an e-mail address");
            }
            boolean taken = tenant.items(Kind.CONTACT).stream()
                    .anyMatch(one -> !one.id().equals(contact.id())
                            && one.detail("email").equalsIgnoreCase(value));
            if (taken) {
                throw new ToolFailure("'" + Names.shown(value) + "' belongs to another contact already");
            }
        }
        ObjectNode details = contact.details().deepCopy();
        details.put(field, value);
        if (details.size() > MOST_FIELDS) {
            throw new ToolFailure("a contact has at most " + MOST_FIELDS + " fields");
        }
        return contact.withDetails(details);
    }

    private static ObjectNode note(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item contact = Lookup.contact(tenant, input);
        Lookup.text(input, "text");
        String text = Lookup.body(input, "text");
        if (text.length() > 20_000) {
            throw new ToolFailure("the note is longer than 20000 characters");
        }
        ObjectNode details = contact.details().deepCopy();
        if (details.withArray("notes").size() >= MOST_NOTES) {
            throw new ToolFailure("a contact has at most " + MOST_NOTES + " notes");
        }
        details.withArray("notes").add(text);
        tenant.save(contact.withDetails(details));
        return Json.object()
                .put("id", contact.id())
                .put("name", contact.title())
                .put("notes", details.path("notes").size());
    }
}
