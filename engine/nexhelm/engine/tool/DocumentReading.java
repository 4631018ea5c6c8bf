package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
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
                            "Lists the folders, documents, sheets and PDFs in a folder, on request with everything"
                                    + " below.",
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
                            "Finds documents, sheets and PDFs whose title, folder or text holds all words of a query.",
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
                            "Reads the text of one document; of a sheet its values, of a PDF what it says.",
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
        for (Kind kind : List.of(Kind.DOCUMENT, Kind.SHEET, Kind.PDF)) {
            put(result, kind, tenant.items(kind).stream().filter(item -> lies(item, folder, deep)));
        }
        return result;
    }

    private static ObjectNode search(Tenant tenant, ObjectNode input) throws ToolFailure {
        String folder = Lookup.folder(tenant, input);
        String query = Lookup.text(input, "query");
        ObjectNode result = Json.object().put("query", query);
        int limit = Lookup.limit(input);
        for (Kind kind : List.of(Kind.DOCUMENT, Kind.SHEET, Kind.PDF)) {
            put(
                    result,
                    kind,
                    tenant.items(kind).stream()
                            .filter(item -> lies(item, folder, true))
                            .filter(item -> Lookup.matches(query, item.path() + "\n" + item.content()))
                            .limit(limit));
        }
        return result;
    }

    /** Documents always; sheets and PDFs beside them where there are some. */
    private static void put(ObjectNode result, Kind kind, Stream<Item> found) {
        List<Item> items = found.toList();
        if (kind == Kind.DOCUMENT || !items.isEmpty()) {
            ArrayNode all = result.putArray(kind.word() + "s");
            items.forEach(item -> all.add(Lookup.placed(item)));
        }
    }

    private static ObjectNode read(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item document = Lookup.file(tenant, input, "document");
        return Lookup.placed(document).put("text", document.readable());
    }

    private static boolean lies(Item item, String folder, boolean deep) {
        return item.folder().equals(folder)
                || deep && (folder.isEmpty() || item.folder().startsWith(folder + "/"));
    }
}
