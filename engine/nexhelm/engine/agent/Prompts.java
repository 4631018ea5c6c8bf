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
        if (input.path("attendees").size() > 0) {
            text.append("\nWith: ").append(joined(input.get("attendees")));
        }
        if (input.has("start")) {
            text.append("\nStart: ").append(input.path("start").asText().replace('T', ' '));
        }
        if (input.has("field")) {
            text.append("\n")
                    .append(input.path("field").asText())
                    .append(": ")
                    .append(input.path("value").asText());
        }
        if (input.has("header")) {
            text.append("\nColumns: ").append(joined(input.get("header")));
        }
        for (JsonNode row : input.path("rows")) {
            text.append("\n").append(joined(row));
        }
        for (String named : new String[] {"cells", "values"}) {
            input.path(named)
                    .properties()
                    .forEach(e -> text.append("\n")
                            .append(e.getKey())
                            .append(": ")
                            .append(e.getValue().asText()));
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
            case "create_sheet", "create_csv", "create_pdf" -> "May this file be created?";
            case "create_pdf_form" -> "May this form be filled in?";
            case "create_sheet_rows" -> "May this be added to “" + about + "”?";
            case "update_sheet_cells" -> "May these cells of “" + about + "” be changed?";
            case "create_event" -> "May this be booked?";
            case "update_event" -> "May “" + about + "” be moved?";
            case "send_event_invitation" -> "May this invitation to “" + about + "” be sent?";
            case "update_contact", "create_contact_note" -> "May this be kept about “" + about + "”?";
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
