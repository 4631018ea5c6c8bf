package nexhelm.engine.design;

/** Translates positions in UTF-16 units, as Java counts, into Unicode code points, as the wire counts. */
public final class CodePoints {

    private final String text;
    private int unit;
    private int point;

    public CodePoints(String text) {
        this.text = text;
    }

    /** How many code points stand before this unit. */
    public int at(int position) {
        if (position < unit) {
            unit = 0;
            point = 0;
        }
        point += text.codePointCount(unit, position);
        unit = position;
        return point;
    }
}
