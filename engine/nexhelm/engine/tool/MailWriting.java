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

/** The tools that draft and send mail, to people whom the tenant's contacts or mailbox know. */
final class MailWriting {

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "create_mail_draft",
                            "Draft a mail",
                            "Writes a mail into the drafts; nothing is sent.",
                            true,
                            "mail",
                            message(),
                            example()),
                    (tenant, input) -> Json.object()
                            .put(
                                    "id",
                                    written(tenant, Kind.DRAFT, "drafts", input).id())
                            .put("status", "drafted")),
            new DeclaredTool(
                    declare(
                            "send_mail",
                            "Send a mail",
                            "Sends a mail, or a draft that exists, to people the mailbox knows.",
                            true,
                            "mail",
                            message().text("draft", "Id or subject of a draft to send as it is, instead of the rest."),
                            example()),
                    MailWriting::send));

    private MailWriting() {}

    private static Schema message() {
        return new Schema()
                .texts("to", "Addresses.")
                .texts("cc", "Addresses of those who get a copy.")
                .text("subject", "One line.")
                .text("text", "What the mail says.")
                .texts("attachments", "Ids or paths of documents, sheets or PDFs to attach.");
    }

    private static ObjectNode example() {
        ObjectNode example = Json.object();
        example.putArray("to").add("eleanor.hartwell@example.com");
        return example.put("subject", "Your annual review").put("text", "Dear Mrs Hartwell, your review is ready.");
    }

    private static ObjectNode send(Tenant tenant, ObjectNode input) throws ToolFailure {
        if (!input.has("draft")) {
            return Json.object()
                    .put("id", written(tenant, Kind.MAIL, "sent", input).id())
                    .put("status", "sent");
        }
        if (input.size() > 1) {
            throw new ToolFailure("send_mail takes either 'draft' or a whole message");
        }
        Item draft = Lookup.called(tenant, Kind.DRAFT, Lookup.text(input, "draft"));
        tenant.remove(draft);
        Item sent = tenant.add(Kind.MAIL, "sent", draft.title(), draft.content(), draft.details());
        return Json.object().put("id", sent.id()).put("status", "sent").put("draft", draft.id());
    }

    private static Item written(Tenant tenant, Kind kind, String box, ObjectNode input) throws ToolFailure {
        List<String> to = Lookup.knownAddresses(tenant, input.path("to"), "to");
        if (to.isEmpty()) {
            throw new ToolFailure("a mail needs somebody in 'to'");
        }
        ObjectNode details = Json.object();
        ArrayNode addresses = details.putArray("to");
        to.forEach(addresses::add);
        List<String> cc = Lookup.knownAddresses(tenant, input.path("cc"), "cc");
        if (!cc.isEmpty()) {
            ArrayNode copies = details.putArray("cc");
            cc.forEach(copies::add);
        }
        if (!input.path("attachments").isEmpty()) {
            ArrayNode attachments = details.putArray("attachments");
            for (JsonNode reference : input.path("attachments")) {
                ObjectNode one = Json.object().put("document", reference.asText());
                attachments.add(Lookup.file(tenant, one, "document").path());
            }
        }
        String subject = Lookup.line(input, "subject");
        Lookup.text(input, "text");
        return tenant.add(kind, kind == Kind.MAIL ? box : "", subject, Lookup.body(input, "text"), details);
    }
}
