package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Words reduced to what stays the same when they are inflected. */
final class Stems {

    /** Words of the language that say nothing about what a thing is. */
    private static final Set<String> EMPTY =
            Set.of(("a an the this that these those my our your his her its their of for from to in into on onto at by"
                + " with without within about as and or but not no nor so than then there here is are was were be been"
                + " being has have had do does did will would shall should can could may might must i you he she it we"
                + " they them me us him who whom whose which what when where why how each every all any some both"
                + " either neither such own only just also very too more most less least other another same up down"
                + " out over under again still yet if whether because while until after before during per via between"
                + " against et al s t re etc")
                    .split(" "));

    private Stems() {}

    /** The stems of a text in order, empty words left out. */
    static List<String> of(String text) {
        List<String> stems = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT)
                .replace('’', '\'')
                .replaceAll("(?<=\\p{L})-(?=\\p{L})", "")
                .split("[^\\p{L}\\p{N}']+")) {
            String bare = word.replaceAll("'s$|'", "");
            if (!bare.isEmpty() && !EMPTY.contains(bare)) {
                stems.add(of1(bare));
            }
        }
        return stems;
    }

    static Set<String> set(String text) {
        return new LinkedHashSet<>(of(text));
    }

    static boolean empty(String word) {
        return EMPTY.contains(word.toLowerCase(Locale.ROOT));
    }

    /** The stem of one word in lower case: plural, -ed, -ing and a final e go. */
    static String of1(String word) {
        String w = word.equals("children") ? "child" : word;
        if (w.length() > 3 && !Character.isDigit(w.charAt(0))) {
            if (w.endsWith("ies")) {
                w = w.substring(0, w.length() - 3) + "y";
            } else if (w.endsWith("sses") || w.endsWith("shes") || w.endsWith("ches") || w.endsWith("xes")) {
                w = w.substring(0, w.length() - 2);
            } else if (w.endsWith("s") && !w.endsWith("ss") && !w.endsWith("us") && !w.endsWith("is")) {
                w = w.substring(0, w.length() - 1);
            }
            if (w.endsWith("ing") && w.length() > 6) {
                w = w.substring(0, w.length() - 3);
            } else if (w.endsWith("ed") && w.length() > 5) {
                w = w.substring(0, w.length() - 2);
            }
            if (w.endsWith("e") && w.length() > 4) {
                w = w.substring(0, w.length() - 1);
            }
        }
        return w;
    }
}
