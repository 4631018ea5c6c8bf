package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import nexhelm.engine.design.Turns.Turn;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Clauses;
import nexhelm.engine.language.English;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/**
 * A transcript read once: its sentences with clauses and speakers.
 *
 * @param spoken     true for a call, false for a written description
 * @param quotations where quoted sentences begin and end in the text
 */
record Reading(String text, List<Scene> scenes, boolean spoken, NavigableMap<Integer, Integer> quotations) {

    private static final int SENTENCES_AT_ONCE = 1000;
    private static final int LONGEST_QUOTATION = 2000;

    Reading {
        scenes = List.copyOf(scenes);
    }

    /** Whether a place of the text lies in something that is quoted: what somebody else once wrote or said. */
    boolean quoted(int at) {
        Map.Entry<Integer, Integer> before = quotations.floorEntry(at);
        return before != null && at < before.getValue();
    }

    /** Sentences between quotation marks that are opened and closed on one line, by where they begin; a name is none. */
    private static NavigableMap<Integer, Integer> quotations(String text) {
        NavigableMap<Integer, Integer> found = new TreeMap<>();
        int open = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                open = -1;
            } else if (open < 0 && (c == '"' || c == '\u201c')) {
                open = i;
            } else if (open >= 0 && (c == '"' || c == '\u201d')) {
                if (i - open < LONGEST_QUOTATION && text.substring(open, i).split("\\s+").length > 3) {
                    found.put(open, i);
                }
                open = -1;
            }
        }
        return found;
    }

    static Reading of(String text, Rules rules) {
        String plain = English.plain(text);
        var english = new English();
        List<int[]> bounds = new ArrayList<>();
        List<String> speakers = new ArrayList<>();
        List<Turn> turns = Turns.of(text);
        Map<String, String> called = called(turns);
        for (Turn turn : turns) {
            for (int[] bound : english.bounds(plain, turn.from(), turn.to())) {
                bounds.add(bound);
                speakers.add(called.getOrDefault(turn.speaker(), turn.speaker()));
            }
        }
        List<Parsed> parsed = parsed(plain, bounds, rules);
        Map<String, int[]> asked = new HashMap<>();
        double talk = 0;
        for (int i = 0; i < parsed.size(); i++) {
            Sentence sentence = parsed.get(i).sentence();
            if (sentence.size() > 0) {
                int[] count = asked.computeIfAbsent(speakers.get(i), s -> new int[2]);
                count[0]++;
                count[1] += sentence.question() ? 1 : 0;
                talk += chatty(sentence);
            }
        }
        Set<String> names = asked.keySet();
        boolean labelled = names.stream().anyMatch(n -> !n.isEmpty());
        String interviewer = interviewer(asked);
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++) {
            if (parsed.get(i).sentence().size() > 0) {
                scenes.add(new Scene(
                        scenes.size(),
                        parsed.get(i).sentence(),
                        parsed.get(i).clauses(),
                        speakers.get(i),
                        !interviewer.isEmpty() && interviewer.equals(speakers.get(i))));
            }
        }
        boolean spoken = labelled || talk >= 2;
        return new Reading(text, spoken ? Telling.plain(scenes) : scenes, spoken, quotations(text));
    }

    /** "DISPATCH-LEAD Wanda" who later is "Wanda" is one person. */
    private static Map<String, String> called(List<Turn> turns) {
        Set<String> names = new HashSet<>();
        turns.forEach(turn -> names.add(turn.speaker()));
        Map<String, String> called = new HashMap<>();
        for (String name : names) {
            for (String shorter : names) {
                if (!shorter.isEmpty() && name.endsWith(" " + shorter)) {
                    called.put(name, shorter);
                }
            }
        }
        return called;
    }

    private record Parsed(Sentence sentence, List<Clause> clauses) {}

    /** Sentences are read one by one, a long text's on as many processors as there are. */
    private static List<Parsed> parsed(String plain, List<int[]> bounds, Rules rules) {
        int parts = (bounds.size() + SENTENCES_AT_ONCE - 1) / SENTENCES_AT_ONCE;
        return IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> parsed(
                        plain,
                        bounds.subList(
                                part * SENTENCES_AT_ONCE, Math.min(bounds.size(), (part + 1) * SENTENCES_AT_ONCE)),
                        new English(rules.repairs())))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Parsed> parsed(String plain, List<int[]> bounds, English english) {
        List<Parsed> parsed = new ArrayList<>();
        for (int[] bound : bounds) {
            Sentence sentence = english.sentence(plain, bound[0], bound[1], 0);
            parsed.add(new Parsed(sentence, Clauses.of(sentence)));
        }
        return parsed;
    }

    /** Contractions, interjections and "I" are how people talk, not how processes are documented. */
    private static double chatty(Sentence sentence) {
        double count = 0;
        boolean first = false;
        for (Token token : sentence.tokens()) {
            count += token.is("INTJ")
                            || token.word("'ll", "n't", "'m", "'re", "'ve", "gonna")
                            || token.is("AUX") && token.word("'s", "'d")
                    ? 1
                    : 0;
            first |= token.text().equals("I") && token.is("PRON");
        }
        return count + (first ? 0.5 : 0);
    }

    /** The speaker who mostly asks; none when nobody does or only one speaks. */
    private static String interviewer(Map<String, int[]> asked) {
        String best = "";
        double most = 0.25;
        int others = 0;
        for (Map.Entry<String, int[]> one : asked.entrySet()) {
            double share = one.getValue()[1] / (double) one.getValue()[0];
            String label = one.getKey().toLowerCase();
            if (label.matches(".*\\b(?:nexhelm|interviewer|facilitator|moderator)\\b.*")) {
                share += 1;
            } else if (label.matches(".*\\b(?:engineer|consultant|analyst)\\b.*")) {
                share += 0.3;
            } else if (label.matches(".*\\b(?:client|customer)\\b.*")) {
                share = 0;
            }
            if (!one.getKey().isEmpty() && share >= most) {
                most = share;
                best = one.getKey();
            }
        }
        for (Map.Entry<String, int[]> one : asked.entrySet()) {
            others += one.getKey().equals(best) || one.getKey().isEmpty() ? 0 : 1;
        }
        return others > 0 ? best : "";
    }
}
