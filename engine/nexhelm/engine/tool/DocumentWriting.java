package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.json.Json;

/** The tools that create, change and move documents and folders. Nothing is ever overwritten by a create. */
final class DocumentWriting {

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "create_folder",
                            "Create a folder",
                            "Creates a folder, and the folders above it that are missing.",
                            true,
                            "documents",
                            new Schema().text("path", "Path of the new folder.").required("path"),
                            Json.object().put("path", "Clients/Hartwell/Annual review")),
                    DocumentWriting::createFolder),
            new DeclaredTool(
                    declare(
                            "create_document",
                            "Create a document",
                            "Creates a document with a text in a folder.",
                            true,
                            "documents",
                            new Schema()
                                    .text("folder", "Path of an existing folder; the top when left out.")
                                    .text("title", "Title of the document.")
                                    .text("text", "Its text.")
                                    .required("title", "text"),
                            Json.object()
                                    .put("folder", "Clients/Hartwell")
                                    .put("title", "Meeting note")
                                    .put("text", "Portfolio value: GBP 842,300")),
                    DocumentWriting::create),
            new DeclaredTool(
                    declare(
                            "create_document_copy",
                            "Copy a document",
                            "Copies a document, sheet or PDF, for instance a template, under a new title.",
                            true,
                            "documents",
                            new Schema()
                                    .text("document", "Id or path of the document to copy.")
                                    .text("title", "Title of the copy.")
                                    .text(
                                            "folder",
                                            "Path of the folder of the copy; that of the original when left out.")
                                    .required("document", "title"),
                            Json.object()
                                    .put("document", "Templates/Annual review template")
                                    .put("title", "Annual review 2026")
                                    .put("folder", "Clients/Hartwell")),
                    DocumentWriting::copy),
            new DeclaredTool(
                    declare(
                            "update_document",
                            "Change a document",
                            "Replaces a document's text, or adds to its end.",
                            true,
                            "documents",
                            new Schema()
                                    .text("document", "Id or path of the document.")
                                    .text("text", "The new text.")
                                    .text("append", "Text to add at the end instead.")
                                    .required("document"),
                            Json.object()
                                    .put("document", "Clients/Hartwell/Review notes 2025")
                                    .put("append", "Next review: March 2027")),
                    DocumentWriting::update),
            new DeclaredTool(
                    declare(
                            "update_document_location",
                            "Move a document",
                            "Moves a document, sheet or PDF to another folder, on request under another title.",
                            true,
                            "documents",
                            new Schema()
                                    .text("document", "Id or path of the document.")
                                    .text("folder", "Path of the folder it goes to; the top when empty.")
                                    .text("title", "A new title; the old one when left out.")
                                    .required("document", "folder"),
                            Json.object()
                                    .put("document", "Clients/Hartwell/Review notes 2025")
                                    .put("folder", "Archive")),
                    DocumentWriting::move));

    private DocumentWriting() {}

    private static ObjectNode createFolder(Tenant tenant, ObjectNode input) throws ToolFailure {
        String path = Lookup.text(input, "path");
        Lookup.refuse("path", path, Names.problemOfPath(path));
        if (tenant.hasFolder(path)) {
            throw new ToolFailure("there is a folder '" + Names.shown(path) + "' already");
        }
        for (int cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
            if (!tenant.hasFolder(path.substring(0, cut))) {
                addFolder(tenant, path.substring(0, cut));
            }
        }
        return Lookup.placed(addFolder(tenant, path));
    }

    private static Item addFolder(Tenant tenant, String path) {
        int cut = path.lastIndexOf('/');
        return tenant.add(
                Kind.FOLDER, cut < 0 ? "" : path.substring(0, cut), path.substring(cut + 1), "", Json.object());
    }

    private static ObjectNode create(Tenant tenant, ObjectNode input) throws ToolFailure {
        String folder = Lookup.folder(tenant, input);
        String title = Lookup.free(tenant, folder, Lookup.name(input, "title"));
        return Lookup.placed(tenant.add(Kind.DOCUMENT, folder, title, Lookup.body(input, "text"), Json.object()));
    }

    private static ObjectNode copy(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item original = Lookup.file(tenant, input, "document");
        String folder = input.has("folder") ? Lookup.folder(tenant, input) : original.folder();
        String title = Lookup.free(tenant, folder, Lookup.name(input, "title"));
        Item copy = tenant.add(
                original.kind(),
                folder,
                title,
                original.content(),
                original.details().deepCopy());
        return Lookup.placed(copy).put("copy_of", original.path());
    }

    private static ObjectNode update(Tenant tenant, ObjectNode input) throws ToolFailure {
        if (input.has("text") == input.has("append")) {
            throw new ToolFailure("update_document needs either 'text' or 'append'");
        }
        Item document = Lookup.document(tenant, input, "document");
        String text = Lookup.body(input, "text");
        if (input.has("append")) {
            String old = document.content();
            text = old + (old.isEmpty() || old.endsWith("\n") ? "" : "\n") + Lookup.body(input, "append");
            Lookup.refuse("text", document.title(), Names.problemOfText(text));
        }
        tenant.save(document.withContent(text));
        return Lookup.placed(document).put("characters", text.length());
    }

    private static ObjectNode move(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item document = Lookup.file(tenant, input, "document");
        String folder = Lookup.folder(tenant, input);
        String title = input.has("title") ? Lookup.name(input, "title") : document.title();
        Item moved = document.withPlace(folder, title);
        if (moved.path().equals(document.path())) {
            throw new ToolFailure("'" + document.path() + "' is there already");
        }
        Lookup.free(tenant, folder, title);
        tenant.save(moved);
        return Lookup.placed(moved).put("was", document.path());
    }
}
