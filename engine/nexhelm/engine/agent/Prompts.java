package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a person reads who is to decide. */
final class Prompts {

    private Prompts() {}

    static String approval(String reason, String tool, ObjectNode input, String about) {
        StringBuilder text = new StringBuilder(question(tool, about))
                .append('\n')
                .append("Why you are asked: ")
                .append(reason)
                .append('\n');
        if (input.has("to")) {
            text.append("\nTo: ")
                    .append(joined(input.get("to")))
                    .append("\nSubject: ")
                    .append(input.path("subject").asText());
            if (input.has("attachments")) {
                text.append("\nAttached: ").append(joined(input.get("attachments")));
            }
        } else if (input.has("title")) {
            text.append("\nTitle: ").append(input.path("title").asText());
        }
        String body = input.path("text")
                .asText(input.path("append").asText(input.path("details").asText("")));
        return body.isEmpty()
                ? text.toString().strip()
                : text.append("\n\n").append(body).toString().strip();
    }

    private static String question(String tool, String about) {
        return switch (tool) {
            case "send_mail" -> "May this e-mail be sent?";
            case "create_mail_draft" -> "May this e-mail be drafted?";
            case "create_document", "create_document_copy" -> "May this document be created?";
            case "update_document" -> "May “" + about + "” be changed like this?";
            case "update_document_location" -> "May “" + about + "” be moved?";
            case "create_folder" -> "May this folder be created?";
            case "create_todo", "update_todo" -> "May this todo be set?";
            default -> "May the agent go on with this step? " + about;
        };
    }

    private static String joined(JsonNode list) {
        StringBuilder all = new StringBuilder();
        list.forEach(e -> all.append(all.isEmpty() ? "" : ", ").append(e.asText()));
        return all.toString();
    }
}
