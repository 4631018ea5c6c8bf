package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a transcript into what was said by whom; labels, time stamps and bullets stay outside. */
final class Turns {

    private static final String STAMP = "(?:[\\[(]?\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,3})?[\\])]?)";
    private static final String NAME =
            "(?:\\p{Lu}[\\p{L}\\d._'\u2019-]*(?:[ _](?:\\p{Lu}|\\d|\\(|&)[\\p{L}\\d.,&'\u2019()-]*){0,4}(?:["
                    + " ]?\\([^)\\n"
                    + "]{1,40}\\))?)";
    private static final Pattern PREFIX = Pattern.compile("^\\s*(?:>+\\s*)?(?:" + STAMP + "\\s*[-\u2013]?\\s*)?(?:("
            + NAME + ")\\s*(?:,?\\s*" + STAMP + ")?\\s*:(?=\\s|$)\\s*|(" + NAME + ")\\s+" + STAMP + "\\s+(?=\\S))?"
            + "(?:"
            + STAMP + "\\s+)?((?:[-*\u2022\u2013]|\\d{1,2}[.)])\\s+)?");
    private static final Pattern NOISE = Pattern.compile("^\\s*(?:WEBVTT.*|\\d+|.*-->.*|[-=_*]{3,}|NOTE .*)\\s*$");
    private static final Pattern HEADING = Pattern.compile("^\\s*(" + NAME + ")\\s+" + STAMP + "\\s*$|^\\s*" + STAMP
            + "\\s+(" + NAME + ")\\s*$|^\\s*" + STAMP + "\\s*$");

    /** A stretch of text said by one speaker; an unknown speaker is the empty text. */
    record Turn(String speaker, int from, int to) {}

    private Turns() {}

    static List<Turn> of(String text) {
        List<int[]> lines = lines(text);
        boolean labelled = labelled(text, lines);
        List<Turn> turns = new ArrayList<>();
        String speaker = "";
        boolean open = false;
        boolean spoken = false;
        for (int[] line : lines) {
            String content = text.substring(line[0], line[1]);
            Matcher heading = HEADING.matcher(content);
            if (content.isBlank() || NOISE.matcher(content).matches()) {
                open = false;
                continue;
            }
            if (heading.matches()) {
                String name = heading.group(1) != null ? heading.group(1) : heading.group(2);
                speaker = name != null ? name : speaker;
                open = false;
                continue;
            }
            Matcher prefix = PREFIX.matcher(content);
            int from = line[0];
            boolean fresh = false;
            if (prefix.find()) {
                boolean label = label(prefix) != null && labelled;
                int cut = label(prefix) != null && !labelled ? stamped(content) : prefix.end();
                if (label) {
                    speaker = label(prefix).replaceAll("\\s*\\(.*\\)", "").strip();
                    if (!spoken) {
                        // title, date and participants were not said on the call
                        turns.clear();
                    }
                    spoken = true;
                }
                fresh = label || cut > 0 && !content.substring(0, cut).isBlank();
                from = line[0] + cut;
            }
            Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
            if (open && !fresh && last != null && goesOn(text, last, line)) {
                turns.set(turns.size() - 1, new Turn(speaker, last.from(), line[1]));
            } else if (from < line[1]) {
                turns.add(new Turn(speaker, from, line[1]));
            }
            open = true;
        }
        return turns;
    }

    /** Who speaks: "Pia:", "Pia 0:31:" or "Pia 00:00:31 Then I"; null where nobody is named. */
    private static String label(Matcher prefix) {
        return prefix.group(1) != null ? prefix.group(1) : prefix.group(2);
    }

    private static int stamped(String content) {
        Matcher stamp = Pattern.compile("^\\s*" + STAMP + "\\s+").matcher(content);
        return stamp.find() ? stamp.end() : 0;
    }

    /** A line goes on the line before when that one was long (wrapped) or did not end its sentence. */
    private static boolean goesOn(String text, Turn last, int[] line) {
        int begin = text.lastIndexOf('\n', last.to() - 1) + 1;
        String before = text.substring(Math.max(begin, last.from()), last.to()).strip();
        String now = text.substring(line[0], line[1]).strip();
        boolean ended = before.matches("(?s).*[.!?:;]$");
        return before.length() > 45 || !ended && !now.isEmpty() && Character.isLowerCase(now.codePointAt(0));
    }

    private static List<int[]> lines(String text) {
        List<int[]> lines = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int last = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            lines.add(new int[] {start, last});
            start = end + 1;
        }
        return lines;
    }

    /** One line that begins "Word:" is no dialogue; several are. */
    private static boolean labelled(String text, List<int[]> lines) {
        Map<String, Integer> names = new HashMap<>();
        int labelled = 0;
        int filled = 0;
        for (int[] line : lines) {
            String content = text.substring(line[0], line[1]);
            if (content.isBlank()) {
                continue;
            }
            filled++;
            Matcher prefix = PREFIX.matcher(content);
            if (prefix.find() && label(prefix) != null) {
                labelled++;
                names.merge(label(prefix), 1, Integer::sum);
            }
        }
        boolean again = names.values().stream().anyMatch(n -> n > 1);
        return labelled >= 2 && (again || labelled * 2 >= filled) || labelled == 1 && filled <= 2;
    }
}
