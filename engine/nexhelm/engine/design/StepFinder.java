package nexhelm.engine.design;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.language.English;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Finds the steps that a piece of feedback speaks of, by number or by their words; finds none when in doubt. */
final class StepFinder {

    private static final List<String> ORDINALS =
            List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth");
    private static final List<String> CARDINALS =
            List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    private static final String NUMBER = "(?:#?\\d{1,3}|" + String.join("|", CARDINALS) + ")";
    private static final Pattern NUMBERED = Pattern.compile("\\bsteps?\\s+(?:no\\.?\\s*|number\\s+)?(" + NUMBER
            + "(?:\\s*(?:,|and|or|to|through|until|-|\u2013|&)+\\s*(?:steps?\\s+)?" + NUMBER + ")*)\\b");
    private static final Pattern ORDINAL =
            Pattern.compile("\\b(?:the )?(" + String.join("|", ORDINALS) + "|last|final) step\\b");
    private static final Pattern RANGE = Pattern.compile("\\b(?:the )?(first|last) (" + NUMBER + ") steps\\b");
    private static final Set<String> EMPTY = Set.of(
            "step",
            "we",
            "i",
            "you",
            "it",
            "them",
            "they",
            "please",
            "just",
            "only",
            "also",
            "then",
            "be",
            "have",
            "do",
            "should",
            "must",
            "can",
            "will",
            "need",
            "want",
            "let",
            "the",
            "a",
            "an",
            "this",
            "that",
            "part",
            "thing",
            "bit",
            "where",
            "which",
            "who",
            "to",
            "of",
            "in",
            "for",
            "with",
            "from",
            "on",
            "at",
            "into",
            "before",
            "after",
            "instead",
            "first",
            "last",
            "end",
            "beginning",
            "start",
            "very",
            "and",
            "or",
            "not",
            "all",
            "no",
            "any",
            "more",
            "anymore",
            "longer",
            "really",
            "by",
            "its",
            "our",
            "my",
            "me",
            "us",
            "go",
            "ahead",
            "automatically",
            "one",
            "now",
            "right",
            "up",
            "out",
            "run",
            "touch");

    private final List<Set<String>> words = new ArrayList<>();
    private final List<String> tools = new ArrayList<>();
    private final English english = new English();

    StepFinder(JsonNode steps) {
        for (JsonNode step : steps) {
            Set<String> of = new LinkedHashSet<>();
            lemmas(step.path("title").asText() + ". " + step.path("instruction").asText(), of);
            words.add(of);
            tools.add(step.path("tool").asText(""));
        }
    }

    int size() {
        return words.size();
    }

    /** Steps named by number ("step 3", "steps 1 to 5", "the last step"), as positions from 0; empty when a number is not there. */
    Optional<List<Integer>> numbered(String text) {
        String lower = text.toLowerCase();
        Set<Integer> found = new LinkedHashSet<>();
        boolean any = false;
        Matcher range = RANGE.matcher(lower);
        while (range.find()) {
            int count = number(range.group(2));
            any = true;
            for (int i = 0; i < count; i++) {
                found.add(range.group(1).equals("first") ? i : size() - count + i);
            }
        }
        Matcher matcher = NUMBERED.matcher(lower);
        while (matcher.find()) {
            any = true;
            int previous = -1;
            boolean to = false;
            Matcher part =
                    Pattern.compile(NUMBER + "|to|through|until|-|\u2013").matcher(matcher.group(1));
            while (part.find()) {
                if (part.group().matches("to|through|until|-|\u2013")) {
                    to = true;
                    continue;
                }
                int now = number(part.group()) - 1;
                for (int i = to ? previous + 1 : now; i <= now; i++) {
                    found.add(i);
                }
                previous = now;
                to = false;
            }
        }
        Matcher ordinal = ORDINAL.matcher(lower);
        while (ordinal.find()) {
            any = true;
            int index = ORDINALS.indexOf(ordinal.group(1));
            found.add(index >= 0 ? index : size() - 1);
        }
        boolean all = found.stream().allMatch(i -> i >= 0 && i < size());
        return any && all && !found.isEmpty() ? Optional.of(List.copyOf(found)) : Optional.empty();
    }

    /** True when the text speaks of a step by number, whether or not there is one. */
    static boolean speaksOfNumbers(String text) {
        String lower = text.toLowerCase();
        return NUMBERED.matcher(lower).find()
                || ORDINAL.matcher(lower).find()
                || RANGE.matcher(lower).find();
    }

    /** The one step that has all the telling words of this text; none when several or no step has them. */
    Optional<Integer> described(String text, Set<String> ignored) {
        Set<String> telling = telling(text, ignored);
        if (telling.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> fitting = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            int step = i;
            if (telling.stream().allMatch(word -> has(step, word))) {
                fitting.add(i);
            }
        }
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    /** By number, else by words. */
    Optional<Integer> one(String text, Set<String> ignored) {
        if (speaksOfNumbers(text)) {
            return numbered(text).filter(l -> l.size() == 1).map(l -> l.get(0));
        }
        return described(text, ignored);
    }

    /** The words by which a step could be told from others. */
    Set<String> telling(String text, Set<String> ignored) {
        Set<String> telling = new LinkedHashSet<>();
        lemmas(text, telling);
        telling.removeIf(w -> EMPTY.contains(w) || ignored.contains(w));
        return telling;
    }

    private boolean has(int step, String word) {
        if (Words.MAIL.contains(word) && tools.get(step).matches("send_mail|create_mail_draft")) {
            return true;
        }
        if (word.matches("todo|to-do|task|reminder") && tools.get(step).equals("create_todo")) {
            return true;
        }
        for (String own : words.get(step)) {
            if (own.equals(word) || akin(own, word)) {
                return true;
            }
        }
        return false;
    }

    /** "comparison" and "compare", "archiving" and "archive": words of one family. */
    private static boolean akin(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        int common = 0;
        while (common < shorter && a.charAt(common) == b.charAt(common)) {
            common++;
        }
        return shorter >= 4 && common >= Math.max(4, shorter - 1) && Math.max(a.length(), b.length()) - common <= 5;
    }

    private void lemmas(String text, Set<String> into) {
        for (Sentence sentence : english.sentences(text, 0, text.length())) {
            for (Token token : sentence.tokens()) {
                if (token.is("NOUN", "PROPN", "VERB", "ADJ", "X")
                        && token.lower().length() > 1) {
                    into.add(token.lemma());
                }
            }
        }
    }

    private static int number(String text) {
        int index = CARDINALS.indexOf(text);
        return index >= 0 ? index + 1 : Integer.parseInt(text.replace("#", ""));
    }
}
