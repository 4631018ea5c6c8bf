package nexhelm.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import nexhelm.json.Json;

/** Text for a person under construction: headings, rows, wrapped paragraphs, tables. */
public final class Page {

    private static final int NARROW = 80;

    private final StringBuilder text = new StringBuilder();
    private final int width;
    private final Style style;
    private final UnaryOperator<String> typed;
    private Optional<String> verbatim = Optional.empty();

    /** @param width columns to wrap prose at; links and ids are never broken */
    public Page(int width, Style style) {
        this(width, style, UnaryOperator.identity());
    }

    /** @param typed the commands of a suggestion, {@code nex …}, as they can be typed where the page is read */
    public Page(int width, Style style, UnaryOperator<String> typed) {
        this.width = width;
        this.style = style;
        this.typed = typed;
    }

    public Style style() {
        return style;
    }

    /** True on a terminal where wide columns would be broken in the middle of a word. */
    public boolean narrow() {
        return width < NARROW;
    }

    /** One line as it is; what comes from a server goes through {@link Style#safe} first. */
    public Page line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** One line of ours that names commands to go on with. */
    public Page suggest(String line) {
        return line(typed.apply(line));
    }

    /** A text that takes the place of the page where its characters act on no terminal: in a file, in a pipe. */
    public Page verbatim(String text) {
        verbatim = Optional.of(text);
        return this;
    }

    /** See {@link #verbatim(String)}. */
    public Optional<String> verbatim() {
        return verbatim;
    }

    public Page blank() {
        return line("");
    }

    public Page heading(String title) {
        return line(style.bold("── " + title + " ──"));
    }

    /** A key and its value; absent is a dash. */
    public Page row(String key, JsonNode value) {
        return row(key, cell(value));
    }

    public Page row(String key, String value) {
        return line(style.dim(String.format(width < NARROW ? "%-14s" : "%-28s", key)) + " " + Style.line(value));
    }

    /** A key and a link. */
    public Page link(String key, String url) {
        return line(
                style.dim(String.format(width < NARROW ? "%-14s" : "%-28s", key)) + " " + style.link(Style.line(url)));
    }

    /** Prose, wrapped at spaces; its own line breaks stay. */
    public Page prose(String prose) {
        for (String line : Style.safe(prose).split("\n", -1)) {
            text.append(wrapped(line, width)).append('\n');
        }
        return this;
    }

    /**
     * One line below a branch of a tree, wrapped at spaces.
     *
     * @param branch what stands before its first line
     * @param under  what stands before the others
     * @param look   how each of them looks
     */
    public Page hang(String branch, String under, String line, UnaryOperator<String> look) {
        String before = branch;
        for (String part : wrapped(line, Math.max(24, width - columns(branch))).split("\n")) {
            line(before + look.apply(part));
            before = under;
        }
        return this;
    }

    /** Text cut to what is left of the width beside {@code others} columns; at least 24 columns stay. */
    public String fit(String text, int others) {
        int room = Math.max(24, width - others);
        if (columns(text) <= room) {
            return text;
        }
        int end = text.offsetByCodePoints(0, Math.min(room - 1, text.codePointCount(0, text.length())));
        while (columns(text.substring(0, end)) > room - 1) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + "…";
    }

    /** A table: columns as wide as their cells; only the last one is cut to the width. */
    public Page table(List<String> titles, List<List<String>> rows) {
        int[] widths = new int[titles.size()];
        var all = new ArrayList<List<String>>();
        all.add(titles);
        rows.forEach(row -> all.add(row.stream().map(Style::line).toList()));
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], columns(row.get(i)));
            }
        }
        for (int r = 0; r < all.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = all.get(r).get(i);
                line.append(cell).append(i + 1 < widths.length ? " ".repeat(widths[i] - columns(cell) + 2) : "");
            }
            line(
                    r == 0
                            ? style.dim(line.toString().stripTrailing())
                            : line.toString().stripTrailing());
        }
        return this;
    }

    /** Any result: key and value line by line; a list one element a line. */
    public static void generic(JsonNode result, Page page) {
        if (result.isObject() && !result.isEmpty()) {
            result.properties().forEach(field -> page.row(field.getKey(), field.getValue()));
        } else if (result.isArray()) {
            result.forEach(element -> page.line(cell(element)));
        } else {
            page.line(
                    result.isNull() || result.isEmpty() && result.isContainerNode()
                            ? "ok"
                            : Style.safe(result.asText()));
        }
    }

    /** A value as a person reads it: text as it is, booleans and numbers plain, the rest JSON; absent is a dash. */
    public static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        return value.isBoolean()
                ? value.booleanValue() ? "True" : "False"
                : value.isValueNode() ? Style.line(value.asText()) : Style.line(Json.compact(value));
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String wrapped(String line, int width) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (String word : line.split("(?<= )(?=[^ ])")) {
            int length = columns(word.stripTrailing());
            if (column > 0 && column + length > width) {
                out.setLength(out.toString().stripTrailing().length());
                out.append('\n');
                column = 0;
            }
            out.append(word);
            column += columns(word);
        }
        return out.toString();
    }

    /** Columns that a text takes: wide East Asian characters and most emoji count as two, marks as none. */
    static int columns(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int type = Character.getType(c);
            if (type != Character.NON_SPACING_MARK && type != Character.ENCLOSING_MARK && type != Character.FORMAT) {
                columns += wide(c) ? 2 : 1;
            }
        }
        return columns;
    }

    private static boolean wide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || c >= 0x2e80 && c <= 0xa4cf
                        || c >= 0xac00 && c <= 0xd7a3
                        || c >= 0xf900 && c <= 0xfaff
                        || c >= 0xfe30 && c <= 0xfe6f
                        || c >= 0xff00 && c <= 0xff60
                        || c >= 0xffe0 && c <= 0xffe6
                        || c >= 0x1f300 && c <= 0x1faff
                        || c >= 0x20000 && c <= 0x3fffd);
    }
}
