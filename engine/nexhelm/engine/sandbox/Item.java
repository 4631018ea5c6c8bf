package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.json.Json;

/**
 * One thing in a tenant.
 *
 * @param folder  where a folder or document lies, {@code ""} for the top; a mail's box ({@code inbox} or {@code sent})
 * @param title   a document's title, a folder's or contact's name, a mail's subject
 * @param content a document's text, a mail's text, a todo's particulars
 * @param details what only this kind has: a mail's from, to, date; a contact's email, role, household; a todo's
 *                assignee, due, status
 */
public record Item(String id, long seq, Kind kind, String folder, String title, String content, ObjectNode details) {

    /** Folder and title as one path. */
    public String path() {
        return folder.isEmpty() ? title : folder + "/" + title;
    }

    /** Where lists show it beside documents: {@code Mail/}, {@code Drafts/}, {@code Todos/}, {@code Contacts/}, or nothing. */
    public String shelf() {
        return switch (kind) {
            case MAIL -> "Mail/";
            case DRAFT -> "Drafts/";
            case TODO -> "Todos/";
            case CONTACT -> "Contacts/";
            case DOCUMENT, FOLDER -> "";
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

    /** What somebody who opens the item reads. */
    public String readable() {
        return switch (kind) {
            case DOCUMENT -> content;
            case MAIL, DRAFT ->
                lines("From", detail("from")) + lines("To", addresses("to"))
                        + lines("Cc", addresses("cc")) + lines("Date", detail("date")) + lines("Subject", title)
                        + lines("Attached", addresses("attachments")) + "\n" + content;
            case TODO ->
                lines("Todo", title) + lines("For", detail("assignee")) + lines("Due", detail("due"))
                        + lines("Status", detail("status")) + "\n" + content;
            case FOLDER, CONTACT -> Json.readable(details);
        };
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
