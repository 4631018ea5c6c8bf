package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import nexhelm.engine.sandbox.pdf.Form;
import nexhelm.engine.sandbox.pdf.Pdf;
import nexhelm.engine.sandbox.pdf.PdfFailure;
import nexhelm.json.Json;

/**
 * An item as a file: what somebody reads, and the bytes that are saved. Only of a PDF they differ.
 *
 * @param text   what a reader sees
 * @param base64 the bytes of a PDF
 */
public record Paper(String type, String text, Optional<String> base64) {

    private static final String PDF = "application/pdf";

    /** The file that an item is; the PDF of a form that nobody filled in yet is made now. */
    public static Paper of(Item item) {
        return switch (item.kind()) {
            case PDF ->
                new Paper(PDF, item.readable(), Optional.of(Base64.getEncoder().encodeToString(pdf(item))));
            case SHEET -> new Paper("text/csv; charset=utf-8", item.readable(), Optional.empty());
            default -> new Paper("text/plain; charset=utf-8", item.readable(), Optional.empty());
        };
    }

    /** The bytes of an item that is a PDF. */
    public static byte[] pdf(Item item) {
        if (item.details().has("pdf")) {
            return Base64.getDecoder().decode(item.detail("pdf"));
        }
        try {
            return Pdf.form(Form.of(item.details().path("form")));
        } catch (PdfFailure e) { // a blueprint's forms are checked before they are kept
            throw new IllegalStateException("the form '" + item.path() + "' " + e.getMessage(), e);
        }
    }

    public byte[] bytes() {
        return base64.map(Base64.getDecoder()::decode).orElseGet(() -> text.getBytes(StandardCharsets.UTF_8));
    }

    public String sha256() {
        return Digest.of(bytes());
    }

    /** As it is kept among texts: a text as it is, a PDF as JSON with its bytes. */
    public String stored() {
        return base64.map(bytes -> Json.compact(
                        Json.object().put("type", type).put("text", text).put("base64", bytes)))
                .orElse(text);
    }

    /** Reads what {@link #stored} wrote for an item of a kind. */
    public static Paper of(String kind, String stored) {
        if (!kind.equals(Kind.PDF.word())) {
            return new Paper(
                    kind.equals(Kind.SHEET.word()) ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8",
                    stored,
                    Optional.empty());
        }
        try {
            JsonNode json = Json.parse(stored);
            return new Paper(
                    PDF,
                    json.path("text").asText(),
                    Optional.of(json.path("base64").asText()));
        } catch (Json.Malformed e) {
            throw new IllegalStateException("a PDF that was kept is damaged: " + e.getMessage(), e);
        }
    }

    /** The ending of a file of this type. */
    public String ending() {
        return type.equals(PDF) ? ".pdf" : type.startsWith("text/csv") ? ".csv" : ".txt";
    }
}
