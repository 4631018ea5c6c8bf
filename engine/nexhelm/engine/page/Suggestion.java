package nexhelm.engine.page;

import static j2html.TagCreator.code;

import j2html.tags.specialized.CodeTag;
import j2html.utils.EscapeUtil;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands that a page suggests. They are written as {@code nex …}, and shown as nex was called by whoever started this
 * engine, so that they can be pasted.
 */
final class Suggestion {

    private static final String TAG = "<code class=\"command\">";
    private static final Pattern NAMED =
            Pattern.compile("(?<![\\w./@-])nex (?=(?:try|auth|workflow|tasks|sandbox|workspace|engine|open)\\b)");

    private Suggestion() {}

    /** A command to be typed. */
    static CodeTag of(String command) {
        return code(command).withClass("command");
    }

    /** A sentence of ours that may name commands. */
    static String in(String sentence, String nex) {
        return NAMED.matcher(sentence).replaceAll(Matcher.quoteReplacement(nex + " "));
    }

    /** A page that is ready but for this. */
    static String typed(String html, String nex) {
        return html.replace(TAG + "nex ", TAG + EscapeUtil.escape(nex) + " ");
    }
}
