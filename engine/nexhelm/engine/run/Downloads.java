package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nexhelm.engine.auth.AuthApi;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.sandbox.Paper;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;

/** Addresses by which one document of a run can be fetched without a login for five minutes, signed with HMAC-SHA256. */
public final class Downloads {

    private static final Duration LIFE = Duration.ofMinutes(5);

    private final Store store;
    private final Lab lab;
    private final Origin origin;
    private final String secret;

    public Downloads(Store store, Lab lab, Origin origin, String secret) {
        this.store = store;
        this.lab = lab;
        this.origin = origin;
        this.secret = secret;
    }

    /** The key of a document, as rows of documents name it. */
    static String key(String runId, String fileId) {
        return "runs/" + runId + "/files/" + fileId;
    }

    /** {@code POST /presigned-download-url}. */
    public JsonNode presign(Caller caller, Request request) {
        String key = request.text("s3_key").orElse("");
        String[] parts = key.split("/");
        if (parts.length != 4 || !key.equals(key(parts[1], parts[3]))) {
            throw Refusal.notFound("document_not_found", "There is no document '%s'.".formatted(Request.clip(key)));
        }
        store.read(handle -> Runs.visible(handle, caller, parts[1]));
        long until = store.instant().plus(LIFE).getEpochSecond();
        return Json.object()
                .put(
                        "url",
                        origin.url() + "/downloads/" + parts[1] + "/" + parts[3] + "?expires=" + until + "&signature="
                                + signature(key, until))
                .put("expires_in", LIFE.toSeconds());
    }

    /** {@code GET /downloads/RUN/FILE}, for whoever has the address. */
    public void fetch(Request request) {
        String run = request.path("run");
        String file = request.path("file");
        String sent = request.query("signature").orElse("");
        String until = request.query("expires")
                .filter(text -> text.matches("[0-9]{1,12}"))
                .orElse("0");
        boolean signed = AuthApi.same(sent, signature(key(run, file), Long.parseLong(until)));
        if (!signed || Long.parseLong(until) < store.instant().getEpochSecond()) {
            throw Refusal.forbidden("link_over", "The address is not valid, or its five minutes are over.");
        }
        record Found(String title, Paper paper) {}
        Found found = store.read(handle -> Runs.byId(handle, run)
                        .flatMap(one -> lab.evidence().files(handle, one).stream()
                                .filter(changed -> changed.id().equals(file))
                                .findFirst()
                                .flatMap(changed -> lab.evidence()
                                        .paper(handle, one, changed, false)
                                        .map(paper -> new Found(changed.title(), paper)))))
                .orElseThrow(() -> Refusal.notFound("document_not_found", "The document is not there any more."));
        Attachment.send(request, found.title(), found.paper());
    }

    private String signature(String key, long until) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(("download " + key + " " + until).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
