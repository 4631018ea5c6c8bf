package nexhelm.engine.design;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that a transcript introduces: as a system ("in Datarex, that's our stock system") or as a folder ("the folder Offers").
 *
 * @param names   what is said to be a system
 * @param aliases other words for it, in lower case, with its name: "the union catalogue, it's called Datarex"
 * @param folders what is said to be a folder
 */
record Systems(Set<String> names, Map<String, String> aliases, Set<String> folders) {

    static final Systems NONE = new Systems(Set.of(), Map.of(), Set.of());

    /** A kind of system, by the noun for it. */
    private static final String KIND =
            "(?:[\\p{L}-]+[ -]){0,3}?(?:system|software|portal|program|programme|app|application|platform|database|web"
                    + " ?shop|shop system|online shop|website|web site|site|crm|erp|package|data"
                    + " room|cloud|server|marketplace|catalogue|register|directory|bookkeeping|accounting|intranet)";

    private static final String NAME = "(?<name>\\p{Lu}[\\p{L}\\d]{2,}(?: \\p{Lu}[\\p{L}\\d]+)?)";
    private static final String IS = "(?:(?:and )?(?:that|it|which|this)(?: is|['’]s) )";
    private static final String WHOSE = "(?:an?|our|my|the|their|his|her|one)";
    private static final String PLACE =
            "\\b(?:in|into|on|onto|via|through|with|from|at|to|over|by|using|use|uses|called|have|open) ";

    private static final Pattern[] INTRODUCED = {
        Pattern.compile("(?U)" + PLACE + "(?:our |the |their )?" + NAME + "[,.;] (?i:" + IS + "|\\()?(?i:" + WHOSE
                + ") (?i:" + KIND + ")\\b"),
        Pattern.compile("(?U)" + PLACE + NAME + "[,.;] (?i:" + IS + WHOSE
                + ") (?:thing|tool|place) (?:of|for|from|that|where)\\b"),
        Pattern.compile("(?U)\\b" + NAME + "(?: is|['’]s) " + WHOSE + " (?i:" + KIND + ")\\b"),
        Pattern.compile("(?U)\\b(?:" + WHOSE + ") (?<alias>" + KIND + "),? (?:" + IS
                + "|which is )?(?:called |named |by the name of )?" + NAME),
        Pattern.compile(
                "(?U)\\b(?:the|our|their|an?) (?<alias>[\\p{L}-]+(?: [\\p{L}-]+)?), (?:" + IS + ")called " + NAME),
        Pattern.compile("(?U)\\b(?:at|with|from) " + NAME + ", (?:through|via|on|over|in) (?:their|its|the) (?i:" + KIND
                + ")\\b"),
    };
    private static final Pattern FOLDER = Pattern.compile(
            "(?U)\\b(?i:folders?|director(?:y|ies)|drive) (?:is |that is |that's )?(?:called |named )?[\"“']?" + NAME
                    + "|\\b(?:the|our|my|a) [\"“']?(?<before>\\p{Lu}[\\p{L}\\d]+)[\"”']? folder\\b");

    Systems {
        names = Set.copyOf(names);
        aliases = Map.copyOf(aliases);
        folders = Set.copyOf(folders);
    }

    static Systems in(String text) {
        String plain = text.replaceAll("\\s+", " ");
        Set<String> names = new HashSet<>();
        Map<String, String> aliases = new HashMap<>();
        Set<String> folders = new HashSet<>();
        Matcher folder = FOLDER.matcher(plain);
        while (folder.find()) {
            folders.add(folder.group("name") == null ? folder.group("before") : first(folder.group("name")));
        }
        for (Pattern pattern : INTRODUCED) {
            Matcher found = pattern.matcher(plain);
            while (found.find()) {
                String name = found.group("name");
                if (folders.contains(first(name)) || Products.covered(name)) {
                    continue;
                }
                names.add(name);
                if (pattern.pattern().contains("<alias>")) {
                    aliases.put(found.group("alias").toLowerCase(Locale.ROOT), name);
                }
            }
        }
        return new Systems(names, aliases, folders);
    }

    private static String first(String name) {
        return name.replaceFirst(" .*", "");
    }

    boolean name(String word) {
        return names.stream().anyMatch(n -> first(n).equals(word));
    }

    boolean folder(String word) {
        return folders.contains(word);
    }

    /** The system that is meant by words for it, without an article. */
    Optional<String> meant(String words) {
        return Optional.ofNullable(aliases.get(words.toLowerCase(Locale.ROOT)));
    }
}
