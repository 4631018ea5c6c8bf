package nexhelm.engine.sandbox.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.json.Json;

/** Collects a blueprint's parts, so that the papers themselves can stand in the source as they look. */
final class Papers {

    private final ObjectNode tree = Json.object();
    private final ArrayNode folders;
    private final ArrayNode docs;
    private final ArrayNode contacts;
    private final ArrayNode mailbox;
    private final ArrayNode todos;

    Papers(String container) {
        tree.put("provider", "google");
        tree.putObject("container").put("type", "folder_root").put("name_template", container);
        folders = tree.putArray("folders");
        docs = tree.putArray("docs");
        contacts = tree.putArray("contacts");
        mailbox = tree.putArray("mailbox");
        todos = tree.putArray("todos");
    }

    Papers folder(String path) {
        folders.addObject().put("path", path);
        return this;
    }

    Papers doc(String path, String title, String text) {
        docs.addObject().put("path", path).put("title", title).put("text", text);
        return this;
    }

    Papers contact(String name, String email, String role, String household) {
        contacts.addObject()
                .put("name", name)
                .put("email", email)
                .put("role", role)
                .put("household", household);
        return this;
    }

    Papers contact(String name, String email, String role) {
        contacts.addObject().put("name", name).put("email", email).put("role", role);
        return this;
    }

    Papers mail(String from, String to, String subject, String date, String text) {
        mailbox.addObject()
                .put("from", from)
                .put("to", to)
                .put("subject", subject)
                .put("date", date)
                .put("text", text);
        return this;
    }

    Papers todo(String title, String assignee, String due) {
        todos.addObject().put("title", title).put("assignee", assignee).put("due", due);
        return this;
    }

    ObjectNode tree() {
        return tree;
    }
}
