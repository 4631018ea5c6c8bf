package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import nexhelm.engine.sandbox.sheet.Csv;
import nexhelm.engine.sandbox.sheet.Grid;

/**
 * One thing in a tenant.
 *
 * @param folder  where a folder or file lies, {@code ""} for the top; a mail's box ({@code inbox} or {@code sent})
 * @param title   a file's title, a folder's or contact's name, a mail's or event's subject
 * @param content a document's text, a mail's text, a todo's particulars; a sheet's cells as {@link Grid#stored}; what a
 *                PDF says, with the values of its fields
 * @param details what only this kind has: a mail's from, to, date; a contact's email, role, household, notes; a todo's
 *                assignee, due, status; an event's start, end, location, attendees; a PDF's bytes or its form
 */
public record Item(String id, long seq, Kind kind, String folder, String title, String content, ObjectNode details) {

    /** Folder and title as one path. */
    public String path() {
        return folder.isEmpty() ? title : folder + "/" + title;
    }

    /** Where lists show it beside documents: {@code Mail/}, {@code Drafts/}, {@code Todos/}, {@code Contacts/}, {@code Calendar/}. */
    public String shelf() {
        return switch (kind) {
            case MAIL -> "Mail/";
            case DRAFT -> "Drafts/";
            case TODO -> "Todos/";
            case CONTACT -> "Contacts/";
            case EVENT -> "Calendar/";
            case DOCUMENT, FOLDER, SHEET, PDF -> "";
        };
    }

    /** A detail as text, empty when it is not there. */
    public String detail(String name) {
        return details.path(name).asText("");
    }

    public Item withContent(String text) {
        return new Item(id, seq, kind, folder, title, text, details);
    }

    public Item withPlace(String newFolder, String newTitle) {
        return new Item(id, seq, kind, newFolder, newTitle, content, details);
    }

    public Item withDetails(ObjectNode changed) {
        return new Item(id, seq, kind, folder, title, content, changed);
    }

    public Item withTitle(String changed) {
        return new Item(id, seq, kind, folder, changed, content, details);
    }

    /** What somebody who opens the item reads; of a sheet its values as CSV, for which formulas are computed. */
    public String readable() {
        return switch (kind) {
            case DOCUMENT, PDF -> content;
            case SHEET -> Csv.text(Grid.of(content).values());
            case MAIL, DRAFT ->
                lines("From", detail("from")) + lines("To", addresses("to"))
                        + lines("Cc", addresses("cc")) + lines("Date", detail("date")) + lines("Subject", title)
                        + lines("Attached", addresses("attachments")) + "\n" + content;
            case TODO ->
                lines("Todo", title) + lines("For", detail("assignee")) + lines("Due", detail("due"))
                        + lines("Status", detail("status")) + "\n" + content;
            case EVENT ->
                lines("Event", title) + lines("From", detail("start")) + lines("Until", detail("end"))
                        + lines("Where", detail("location")) + attendees() + "\n" + content;
            case CONTACT -> lines("Contact", title) + particulars();
            case FOLDER -> "";
        };
    }

    private String attendees() {
        var lines = new StringBuilder();
        for (JsonNode one : details.path("attendees")) {
            lines.append(lines(
                    "With",
                    one.path("email").asText() + ", "
                            + one.path("status").asText().replace('_', ' ')));
        }
        return lines.toString();
    }

    private String particulars() {
        var lines = new StringBuilder();
        for (Map.Entry<String, JsonNode> detail : details.properties()) {
            if (detail.getValue().isTextual()) {
                String name = detail.getKey();
                lines.append(lines(
                        name.isEmpty() ? "" : Character.toUpperCase(name.charAt(0)) + name.substring(1),
                        detail.getValue().textValue()));
            }
        }
        for (JsonNode note : details.path("notes")) {
            lines.append(lines("Note", note.asText()));
        }
        return lines.toString();
    }

    private String addresses(String name) {
        var joined = new StringBuilder();
        for (var address : details.path(name)) {
            joined.append(joined.isEmpty() ? "" : ", ").append(address.asText());
        }
        return joined.toString();
    }

    private static String lines(String name, String value) {
        return value.isEmpty() ? "" : name + ": " + value + "\n";
    }
}
