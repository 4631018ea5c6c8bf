package nexhelm.render;

/** The one place that knows ANSI codes, and the one place that keeps a server's control characters off the terminal. */
public record Style(boolean color) {

    /** No colours: files, pipes, NO_COLOR. */
    public static final Style PLAIN = new Style(false);

    public String bold(String text) {
        return wrap("1", text);
    }

    public String dim(String text) {
        return wrap("2", text);
    }

    public String good(String text) {
        return wrap("32", text);
    }

    public String bad(String text) {
        return wrap("31", text);
    }

    public String warn(String text) {
        return wrap("33", text);
    }

    public String link(String text) {
        return wrap("36", text);
    }

    private String wrap(String code, String text) {
        return color && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Text from elsewhere: control characters but LF and TAB become visible signs, so that none acts on a terminal. */
    public static String safe(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean bidi = c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
            if (c < ' ' && c != '\n' && c != '\t' || c >= '\u007f' && c <= '\u009f' || bidi) {
                if (out == null) {
                    out = new StringBuilder(text.substring(0, i));
                }
                if (c != '\r') {
                    out.append(c < ' ' ? (char) ('\u2400' + c) : '\ufffd');
                }
            } else if (out != null) {
                out.append(c);
            }
        }
        return out == null ? text : out.toString();
    }

    /** Text from elsewhere on one line. */
    public static String line(String text) {
        return safe(text).replaceAll("\\s*\n\\s*", " ").strip();
    }
}
