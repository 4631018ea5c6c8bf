package nexhelm.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import nexhelm.daemon.files.Listing;
import nexhelm.daemon.files.Search;
import nexhelm.daemon.files.TreePath;
import nexhelm.daemon.files.UnifiedDiff;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/** The files of a workspace: read, write, patch, search, tree. */
final class CodeApi {

    private static final Duration SEARCH_LIMIT = Duration.ofSeconds(20);

    /** How far the start has come, as {@code workspace enter} asks. */
    static JsonNode ready(Workspace workspace) {
        ObjectNode clone = Json.object()
                .put(
                        "status",
                        workspace.cloneFailure().isPresent()
                                ? "failed"
                                : workspace.status() == Workspace.Status.RUNNING ? "done" : "pending")
                .put("detail", workspace.cloneFailure().map(Refusal::detail).orElse(""));
        ObjectNode progress = Json.object();
        progress.set("repo_clone", clone);
        ObjectNode ready = Json.object().put("ready", workspace.status() == Workspace.Status.RUNNING);
        ready.set("boot_progress", progress);
        return ready;
    }

    JsonNode read(Workspace workspace, Request request) throws IOException {
        TreePath path = path(request, "path");
        byte[] content = workspace.tree().read(path);
        return Json.object()
                .put("path", path.toString())
                .put("content", text(path, content))
                .put("size", content.length);
    }

    JsonNode write(Workspace workspace, Request request) throws IOException {
        TreePath path = path(request, "path");
        String content = request.text("content")
                .orElseThrow(
                        () -> Refusal.invalid("invalid_content", "content is missing; an empty text is a content."));
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        workspace.changing().lock();
        try {
            workspace.tree().write(path, bytes, request.flag("create_parents"));
        } finally {
            workspace.changing().unlock();
        }
        return Json.object().put("ok", true).put("path", path.toString()).put("size", bytes.length);
    }

    JsonNode patch(Workspace workspace, Request request) throws IOException {
        TreePath path = path(request, "path");
        String diff = request.text("diff").orElseThrow(() -> Refusal.invalid("invalid_diff", "diff is missing."));
        UnifiedDiff.Applied applied;
        workspace.changing().lock();
        try {
            applied = UnifiedDiff.apply(workspace.tree(), path, diff);
        } finally {
            workspace.changing().unlock();
        }
        ObjectNode answer = Json.object().put("applied", true).put("hunks", applied.hunks());
        var files = answer.putArray("files");
        applied.files().forEach(file -> files.add(file.toString()));
        return answer;
    }

    JsonNode search(Workspace workspace, Request request) throws IOException {
        Pattern pattern = Search.pattern(
                request.text("pattern").orElse(""),
                !request.body().has("case_sensitive") || request.flag("case_sensitive"),
                !request.body().has("is_regex") || request.flag("is_regex"));
        TreePath from = request.text("path").map(TreePath::of).orElse(TreePath.ROOT);
        return Search.lines(workspace.tree(), from, pattern, SEARCH_LIMIT);
    }

    JsonNode tree(Workspace workspace, Request request) throws IOException {
        TreePath from = request.text("path").map(TreePath::of).orElse(TreePath.ROOT);
        return Listing.of(workspace.tree(), from, (int) number(request, "max_depth", 1, 64, 2));
    }

    static TreePath path(Request request, String field) {
        return TreePath.of(
                request.text(field).orElseThrow(() -> Refusal.invalid("invalid_" + field, field + " is missing.")));
    }

    /** A whole number within bounds, or the default when it is not given. */
    static long number(Request request, String field, long least, long most, long otherwise) {
        long value = request.number(field).orElse(otherwise);
        if (value < least || value > most) {
            throw Refusal.invalid("invalid_" + field, "%s must be from %d to %d.".formatted(field, least, most));
        }
        return value;
    }

    private static String text(TreePath path, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.invalid("binary_file", "%s is no UTF-8 text.".formatted(path));
        }
    }
}
