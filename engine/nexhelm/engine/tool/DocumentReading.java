package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.json.Json;

/** The tools that look at documents and folders. */
final class DocumentReading {

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "list_documents",
                            "List documents",
                            "Lists the folders and documents in a folder, on request with everything below it.",
                            false,
                            "documents",
                            new Schema()
                                    .text("folder", "Path of the folder; the top when left out.")
                                    .flag("recursive", "Also what lies in folders below."),
                            Json.object().put("folder", "Clients/Hartwell")),
                    DocumentReading::list),
            new DeclaredTool(
                    declare(
                            "search_documents",
                            "Search documents",
                            "Finds documents whose title, folder or text holds all words of a query.",
                            false,
                            "documents",
                            new Schema()
                                    .text("query", "Words to look for.")
                                    .text("folder", "Only in this folder and below.")
                                    .number("limit", "At most this many, 50 when left out.")
                                    .required("query"),
                            Json.object().put("query", "fee schedule")),
                    DocumentReading::search),
            new DeclaredTool(
                    declare(
                            "read_document",
                            "Read a document",
                            "Reads the text of one document.",
                            false,
                            "documents",
                            new Schema()
                                    .text("document", "Id or path of the document.")
                                    .required("document"),
                            Json.object().put("document", "Clients/Hartwell/Fee schedule")),
                    DocumentReading::read));

    private DocumentReading() {}

    private static ObjectNode list(Tenant tenant, ObjectNode input) throws ToolFailure {
        String folder = Lookup.folder(tenant, input);
        boolean deep = input.path("recursive").asBoolean(false);
        ObjectNode result = Json.object().put("folder", folder.isEmpty() ? tenant.container() : folder);
        ArrayNode folders = result.putArray("folders");
        tenant.items(Kind.FOLDER).stream()
                .filter(item -> lies(item, folder, deep))
                .forEach(item -> folders.add(Lookup.placed(item)));
        ArrayNode documents = result.putArray("documents");
        tenant.items(Kind.DOCUMENT).stream()
                .filter(item -> lies(item, folder, deep))
                .forEach(item -> documents.add(Lookup.placed(item)));
        return result;
    }

    private static ObjectNode search(Tenant tenant, ObjectNode input) throws ToolFailure {
        String folder = Lookup.folder(tenant, input);
        String query = Lookup.text(input, "query");
        ObjectNode result = Json.object().put("query", query);
        ArrayNode documents = result.putArray("documents");
        tenant.items(Kind.DOCUMENT).stream()
                .filter(item -> lies(item, folder, true))
                .filter(item -> Lookup.matches(query, item.path() + "\n" + item.content()))
                .limit(Lookup.limit(input))
                .forEach(item -> documents.add(Lookup.placed(item)));
        return result;
    }

    private static ObjectNode read(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item document = Lookup.document(tenant, input, "document");
        return Lookup.placed(document).put("text", document.content());
    }

    private static boolean lies(Item item, String folder, boolean deep) {
        return item.folder().equals(folder)
                || deep && (folder.isEmpty() || item.folder().startsWith(folder + "/"));
    }
}
