package nexhelm.engine.run;

import java.util.Locale;
import nexhelm.engine.http.Request;
import nexhelm.engine.sandbox.Paper;

/** A file that is answered as something to save: what an agent wrote is never shown as a page of ours. */
final class Attachment {

    private Attachment() {}

    /** The name of a file with its ending, in characters that every header and system takes. */
    static String name(String title, Paper paper) {
        String plain = title.replaceAll("[^A-Za-z0-9 ._()-]+", "_").strip();
        String name = plain.isEmpty() ? "file" : plain;
        return name + (hasEnding(name, paper.ending()) ? "" : paper.ending());
    }

    static void send(Request request, String title, Paper paper) {
        var response = request.context();
        response.contentType(paper.type());
        response.header("Content-Disposition", "attachment; filename=\"" + name(title, paper) + "\"");
        response.header("Content-Security-Policy", "sandbox; default-src 'none'");
        response.result(paper.bytes());
    }

    /** A text keeps whatever ending its author gave it; a PDF or a sheet has the one by which it opens. */
    private static boolean hasEnding(String name, String ending) {
        return ending.equals(".txt")
                ? name.contains(".")
                : name.toLowerCase(Locale.ROOT).endsWith(ending);
    }
}
