package nexhelm.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.client.Backend;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Page;
import nexhelm.render.ReportPage;
import nexhelm.tool.Arg;
import nexhelm.world.Folder;
import nexhelm.world.TextFile;

/** Evidence of runs: the trace as a tree, the files, two runs compared, a report for a client. */
final class RunEvidence {

    /** The file that says whose files a folder holds. */
    private static final String OWNER = ".nex-run";

    private RunEvidence() {}

    record Files(
            @Arg(help = "Id of the run.", positional = true) String runId,

            @Arg(help = "Download every file below a folder: after/ and, where it was changed, before/.", disk = true)
            boolean get,

            @Arg(
                    help = "The folder of --get; run-RUN_ID when it is not given.",
                    told = "The folder that get writes to; run-ID when it is not given.",
                    flags = {"-o", "--output"},
                    disk = true)
            Optional<String> dir,

            @Arg(help = "Replace files that are there already.", disk = true)
            boolean force) {
        Files {
            if (!get && (dir.isPresent() || force)) {
                throw Failure.usage("-o and --force go with --get");
            }
        }
    }

    record Diff(
            @Arg(help = "The run to compare with.", positional = true)
            String a,

            @Arg(help = "The run that may have got better or worse.", positional = true)
            String b) {}

    record Report(
            @Arg(help = "Id of the run.", positional = true) String runId,

            @Arg(
                    help = "The file: .html or .md.",
                    flags = {"-o", "--output"},
                    disk = true)
            Optional<String> file,

            @Arg(help = "Replace a file that is there already.", disk = true)
            boolean force) {}

    /** What a run did, from an engine that keeps it as a tree. */
    static ObjectNode tree(Session session, String runId) {
        Backend backend = session.backend();
        ObjectNode tree = backend.object(
                ours(
                        session,
                        () -> backend.get(
                                Backend.path("/workflow-lab/runs/{}/trace", runId), LabWorkflow.query(session))),
                "trace");
        if (!tree.path("steps").isArray()) {
            throw Failure.backend(200, "the trace of run " + runId + " came without steps");
        }
        return tree;
    }

    static JsonNode diff(Session session, Diff in) {
        Backend.path("{}{}", in.a(), in.b()); // both are ids
        var query = new LinkedHashMap<>(LabWorkflow.query(session));
        query.put("a", in.a());
        query.put("b", in.b());
        Backend backend = session.backend();
        return backend.object(ours(session, () -> backend.get("/workflow-lab/compare", query)), "compare");
    }

    /** A path that only nexhelm engines have: another backend's "not found" says so. */
    private static JsonNode ours(Session session, java.util.function.Supplier<JsonNode> call) {
        try {
            return call.get();
        } catch (Failure e) {
            boolean path = e.status() == 404 && !e.getMessage().contains("There is no run");
            throw path
                    ? e.hint("only nexhelm engines answer this; is "
                            + session.config().backendUrl() + " one?")
                    : e;
        }
    }

    static JsonNode files(Session session, Files in) {
        ObjectNode listing = LabWorkflow.listing(
                session, Backend.path("/workflow-lab/runs/{}/files", in.runId()), LabWorkflow.query(session), "files");
        return in.get()
                        && (session.speaker() == Session.Speaker.PERSON
                                || session.files().isPresent())
                ? save(session, in, listing.path("files"))
                : listing;
    }

    private static ObjectNode save(Session session, Files in, JsonNode files) {
        String name = in.dir().filter(dir -> !dir.isBlank()).orElse("run-" + Folder.name(in.runId()));
        Path root = session.world().path(name);
        var folder = new Folder(root);
        var contents = new LinkedHashMap<String, byte[]>();
        ObjectNode result = Json.object()
                .put("run_id", in.runId())
                .put("folder", session.files().isPresent() ? name : root.toString());
        ArrayNode saved = result.putArray("saved");
        ArrayNode notKept = result.putArray("not_kept");
        for (JsonNode file : files) {
            for (String version : versions(file)) {
                ObjectNode row = Json.object()
                        .put("id", file.path("id").asText())
                        .put("version", version)
                        .put("path", file.path("path").asText());
                Optional<byte[]> content = content(session, in.runId(), file, version, false);
                if (content.isPresent()) {
                    String place = folder.place(version, named(file), ".txt");
                    contents.put(place, content.get());
                    saved.add(row.put("file", place));
                } else {
                    notKept.add(row);
                }
            }
        }
        if (session.files().isPresent()) {
            var below = new LinkedHashMap<String, byte[]>();
            contents.forEach((place, content) -> below.put(name + "/" + place, content));
            session.files().get().write(below, in.force());
        } else {
            ofThisRun(root, in);
            folder.write(contents, in.force());
            folder.write(Map.of(OWNER, (in.runId() + "\n").getBytes(StandardCharsets.UTF_8)), true);
        }
        return result;
    }

    /** A folder that holds the files of one run takes those of no other: nobody could tell them apart. */
    private static void ofThisRun(Path root, Files in) {
        Path owner = root.resolve(OWNER);
        try {
            String other = java.nio.file.Files.isRegularFile(owner)
                    ? java.nio.file.Files.readString(owner).strip()
                    : "";
            if (!other.isEmpty() && !other.equals(in.runId()) && !in.force()) {
                throw Failure.input("the folder " + root + " holds the files of run " + Folder.name(other)
                                + "; nothing was written")
                        .hint("-o DIR names another folder, --force puts these beside them");
            }
        } catch (IOException e) {
            throw Failure.input("cannot read " + owner + ": " + TextFile.reason(e));
        }
    }

    /** The path of a file with the ending by which a PDF or a sheet opens; other files keep what their author gave them. */
    private static String named(JsonNode file) {
        String ending = switch (file.path("kind").asText()) {
            case "pdf" -> ".pdf";
            case "sheet" -> ".csv";
            default -> "";
        };
        String path = file.path("path").asText();
        return path.toLowerCase(Locale.ROOT).endsWith(ending) ? path : path + ending;
    }

    /** What there is of a file: before the run where it was changed, and after it where it still is. */
    private static List<String> versions(JsonNode file) {
        boolean gone = file.path("change").asText().equals("deleted");
        boolean before = file.path("before_url").isTextual();
        return gone ? before ? List.of("before") : List.of() : before ? List.of("before", "after") : List.of("after");
    }

    /** The bytes of a file, or the text that a reader sees of it, which differ of a PDF. */
    private static Optional<byte[]> content(
            Session session, String runId, JsonNode file, String version, boolean text) {
        var query = new LinkedHashMap<>(LabWorkflow.query(session));
        if (version.equals("before")) {
            query.put("version", version);
        }
        if (text && file.path("kind").asText().equals("pdf")) {
            query.put("as", "text");
        }
        try {
            return Optional.of(session.backend()
                    .bytes(
                            Backend.path(
                                    "/workflow-lab/runs/{}/files/{}",
                                    runId,
                                    file.path("id").asText()),
                            query));
        } catch (Failure e) {
            if (e.status() == 404) {
                return Optional.empty(); // too large to have been kept; the result says so
            }
            throw e;
        }
    }

    static JsonNode report(Session session, Report in) {
        Optional<String> name = in.file().filter(file -> !file.isBlank());
        String ending = name.orElse(".md").toLowerCase(Locale.ROOT).replaceFirst("^.*(?=\\.)", "");
        if (!List.of(".md", ".html", ".htm").contains(ending)) {
            throw Failure.usage("-o names a file that ends in .html or .md, not '" + name.orElse("") + "'");
        }
        name.ifPresent(file -> session.files().ifPresent(root -> root.check(file, in.force())));
        ObjectNode all = Json.object();
        all.set("trace", tree(session, in.runId()));
        all.set("run", LabWorkflow.read(session, in.runId()));
        ArrayNode files = all.putArray("files");
        for (JsonNode file : all.path("trace").path("files")) {
            ObjectNode whole = file.deepCopy();
            for (String version : versions(file)) {
                whole.put(
                        version + "_text",
                        content(session, in.runId(), file, version, true)
                                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                                .orElse(null));
            }
            files.add(whole);
        }
        all.put("written_at", session.world().clock().instant().toString());
        String format = ending.equals(".md") ? "markdown" : "html";
        String text = format.equals("markdown") ? nexhelm.render.Report.markdown(all) : ReportPage.html(all);
        ObjectNode result =
                Json.object().put("run_id", in.runId()).put("format", format).put("file", name.orElse(null));
        if (name.isEmpty()) {
            return result.put("text", text);
        }
        if (session.files().isPresent()) {
            session.files().get().write(Map.of(name.get(), text.getBytes(StandardCharsets.UTF_8)), in.force());
            return result;
        }
        try {
            TextFile.keep(session.world().path(name.get()), name.get(), text, in.force());
        } catch (IOException e) {
            throw Failure.input("cannot write " + name.get() + ": " + TextFile.reason(e));
        }
        return result;
    }

    static void reported(JsonNode result, Page page) {
        if (result.path("text").isTextual()) {
            page.line(nexhelm.render.Style.safe(result.path("text").textValue().stripTrailing()));
        } else {
            page.line("wrote " + result.path("file").asText());
        }
    }
}
