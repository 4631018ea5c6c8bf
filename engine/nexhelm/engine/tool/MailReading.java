package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.json.Json;

/** The tools that look at mails. */
final class MailReading {

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "search_mail",
                            "Search mail",
                            "Lists mails whose sender, subject or text holds all words of a query, newest first.",
                            false,
                            "mail",
                            new Schema()
                                    .text("query", "Words to look for; all mails when left out.")
                                    .text("from", "Only from this address.")
                                    .oneOf("box", "Which box; the inbox when left out.", "inbox", "sent", "drafts")
                                    .number("limit", "At most this many, 50 when left out."),
                            Json.object().put("query", "wedding")),
                    MailReading::search),
            new DeclaredTool(
                    declare(
                            "read_mail",
                            "Read a mail",
                            "Reads one mail or draft.",
                            false,
                            "mail",
                            new Schema()
                                    .text("mail", "Id of the mail, as search_mail gives it, or its subject.")
                                    .required("mail"),
                            Json.object().put("mail", "Before our review: the wedding in June")),
                    MailReading::read));

    private MailReading() {}

    private static ObjectNode search(Tenant tenant, ObjectNode input) throws ToolFailure {
        String box = input.path("box").asText("inbox");
        String query = input.path("query").asText("");
        String from = input.path("from").asText("");
        List<Item> all = box.equals("drafts")
                ? tenant.items(Kind.DRAFT)
                : tenant.items(Kind.MAIL).stream()
                        .filter(mail -> mail.folder().equals(box))
                        .toList();
        ObjectNode result = Json.object().put("box", box);
        ArrayNode mails = result.putArray("mails");
        all.stream()
                .filter(mail -> from.isEmpty() || mail.detail("from").equalsIgnoreCase(from))
                .filter(mail -> Lookup.matches(query, mail.readable()))
                .sorted((a, b) -> b.detail("date").compareTo(a.detail("date")))
                .limit(Lookup.limit(input))
                .forEach(mail -> mails.add(header(mail)));
        return result;
    }

    private static ObjectNode read(Tenant tenant, ObjectNode input) throws ToolFailure {
        String reference = Lookup.text(input, "mail");
        Kind kind = reference.startsWith(Kind.DRAFT.word() + "_") ? Kind.DRAFT : Kind.MAIL;
        Item mail = Lookup.called(tenant, kind, reference);
        return header(mail).put("text", mail.content());
    }

    private static ObjectNode header(Item mail) {
        ObjectNode header = Json.object().put("id", mail.id()).put("subject", mail.title());
        for (String name : List.of("from", "to", "cc", "date", "attachments")) {
            JsonNode value = mail.details().path(name);
            if (!value.isMissingNode()) {
                header.set(name, value.deepCopy());
            }
        }
        return header;
    }
}
