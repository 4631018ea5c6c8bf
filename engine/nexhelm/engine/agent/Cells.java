package nexhelm.engine.agent;

/** Values on their way into a cell. */
final class Cells {

    private Cells() {}

    /** What was read is data: a text that a spreadsheet would compute is marked as text, as spreadsheets do it. */
    static String plain(String value) {
        return value.matches("(?s)\\s*[=@].*") ? "'" + value.strip() : value;
    }
}
