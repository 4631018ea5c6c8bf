package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.json.Json;

/** The tools that look at the people of the customer register. */
final class ContactReading {

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "find_contact",
                            "Find a contact",
                            "Finds people by words of their name, e-mail address, role or household, with their notes;"
                                    + " all when nothing is asked.",
                            false,
                            "crm",
                            new Schema()
                                    .text("query", "Words of name, address, role or household.")
                                    .text("role", "Only with this role.")
                                    .text("household", "Only of this household."),
                            Json.object().put("household", "Hartwell")),
                    ContactReading::find),
            new DeclaredTool(
                    declare(
                            "find_household",
                            "Find a household",
                            "Finds everybody who belongs to the same household or company as a contact.",
                            false,
                            "crm",
                            new Schema()
                                    .text("contact", "Id, e-mail address or name of the contact.")
                                    .required("contact"),
                            Json.object().put("contact", "Eleanor Hartwell")),
                    ContactReading::household));

    private ContactReading() {}

    private static ObjectNode find(Tenant tenant, ObjectNode input) {
        String query = input.path("query").asText("");
        String role = input.path("role").asText("");
        String household = input.path("household").asText("");
        ObjectNode result = Json.object();
        ArrayNode contacts = result.putArray("contacts");
        tenant.items(Kind.CONTACT).stream()
                .filter(c -> Lookup.matches(
                        query,
                        String.join("\n", c.title(), c.detail("email"), c.detail("role"), c.detail("household"))))
                .filter(c -> role.isEmpty() || same(role, c.detail("role")))
                .filter(c -> household.isEmpty() || same(household, c.detail("household")))
                .forEach(c -> contacts.add(shown(c)));
        return result;
    }

    private static ObjectNode household(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item contact = Lookup.contact(tenant, input);
        String household = contact.detail("household");
        ObjectNode result = Json.object().put("household", household);
        ArrayNode members = result.putArray("members");
        tenant.items(Kind.CONTACT).stream()
                .filter(one -> one.id().equals(contact.id())
                        || !household.isBlank() && same(household, one.detail("household")))
                .forEach(one -> members.add(shown(one)));
        return result;
    }

    /** A contact as tools show it: what everybody has first, then what only this one has. */
    static ObjectNode shown(Item contact) {
        ObjectNode shown = Json.object()
                .put("id", contact.id())
                .put("name", contact.title())
                .put("email", contact.detail("email"))
                .put("role", contact.detail("role"))
                .put("household", contact.detail("household"));
        for (Map.Entry<String, JsonNode> more : contact.details().properties()) {
            if (!shown.has(more.getKey())) {
                shown.set(more.getKey(), more.getValue().deepCopy());
            }
        }
        return shown;
    }

    private static boolean same(String asked, String there) {
        return asked.strip().toLowerCase(Locale.ROOT).equals(there.toLowerCase(Locale.ROOT));
    }
}
