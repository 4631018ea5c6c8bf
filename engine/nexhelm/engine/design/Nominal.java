package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Token;

/**
 * Work told in nouns: "then comes the entry in the register", "its dispatch by mail", "Todo for Jaak". Only where somebody
 * tells most of it so, for such a sentence may also be a remark.
 */
final class Nominal {

    private static final int FEWEST = 3;

    /** Nouns of acts that their verb does not show, each with its verb. */
    private static final Map<String, String> ACTS = Map.ofEntries(
            Map.entry("dispatch", "send"),
            Map.entry("entry", "enter"),
            Map.entry("calculation", "calculate"),
            Map.entry("comparison", "compare"),
            Map.entry("preparation", "prepare"),
            Map.entry("creation", "create"),
            Map.entry("search", "search"),
            Map.entry("check", "check"),
            Map.entry("look", "look"),
            Map.entry("copy", "copy"),
            Map.entry("upload", "upload"),
            Map.entry("download", "download"),
            Map.entry("export", "export"),
            Map.entry("transfer", "transfer"),
            Map.entry("update", "update"),
            Map.entry("registration", "register"),
            Map.entry("review", "review"),
            Map.entry("printout", "print"));

    /** Nouns of what is made, each with the verb of making it. */
    private static final Map<String, String> MADE = Map.ofEntries(
            Map.entry("mail", "send"),
            Map.entry("e-mail", "send"),
            Map.entry("email", "send"),
            Map.entry("invitation", "send"),
            Map.entry("todo", "create"),
            Map.entry("to-do", "create"),
            Map.entry("task", "create"),
            Map.entry("reminder", "create"),
            Map.entry("note", "leave"),
            Map.entry("pdf", "make"),
            Map.entry("list", "make"),
            Map.entry("table", "make"),
            Map.entry("letter", "write"),
            Map.entry("report", "write"),
            Map.entry("draft", "write"),
            Map.entry("row", "add"),
            Map.entry("line", "add"));

    private static final Set<String> LEADING = Set.of(
            "then", "next", "and", "after", "that", "first", "now", "also", "plus", "finally", "last", "so", ",", "it",
            "'s", "is", "there", "comes", "come", "follows", "follow", "are", "with", "by", "way", "starts", "begins",
            "well", "okay", "ok");

    private final Set<String> speakers;

    private Nominal(Set<String> speakers) {
        this.speakers = speakers;
    }

    /** Finds out who tells work in nouns. */
    static Nominal of(List<Scene> scenes) {
        Map<String, Integer> counts = new java.util.HashMap<>();
        for (Scene scene : scenes) {
            if (act(scene).isPresent()) {
                counts.merge(scene.speaker(), 1, Integer::sum);
            }
        }
        counts.values().removeIf(n -> n < FEWEST);
        return new Nominal(Set.copyOf(counts.keySet()));
    }

    /** The scene with the act that it names as one that the speaker does. */
    Scene verbal(Scene scene) {
        return speakers.contains(scene.speaker())
                ? act(scene).map(tokens -> Telling.with(scene, tokens)).orElse(scene)
                : scene;
    }

    private static Optional<List<Token>> act(Scene scene) {
        List<Token> tokens = scene.sentence().tokens();
        boolean told = scene.clauses().stream().anyMatch(c -> !light(c));
        if (scene.interviewer() || scene.sentence().question() || told) {
            return Optional.empty();
        }
        int from = 0;
        while (from < tokens.size() && LEADING.contains(tokens.get(from).lower())) {
            from++;
        }
        int noun = from;
        while (noun < tokens.size() && noun < from + 4 && tokens.get(noun).is("DET", "PRON", "ADJ", "NUM")) {
            noun++;
        }
        if (noun >= tokens.size() || !tokens.get(noun).is("NOUN", "VERB", "PROPN")) {
            return Optional.empty();
        }
        Token next = noun + 1 < tokens.size() ? tokens.get(noun + 1) : tokens.get(noun);
        boolean goesOn = next.is("ADP") || next.word(",", "to");
        Token head = tokens.get(noun);
        Optional<String> verb = verb(head);
        String made = MADE.get(head.lemma().toLowerCase(java.util.Locale.ROOT));
        if (!goesOn || verb.isEmpty() && made == null) {
            return Optional.empty();
        }
        List<Token> plain = new ArrayList<>();
        plain.add(Telling.as(head, "I", "PRON", "I"));
        boolean of = next.word("of");
        if (verb.isPresent() && (of || !head.word("entry", "copy"))) {
            plain.add(Telling.as(head, verb.get(), "VERB", verb.get()));
            boolean its = noun > from && tokens.get(noun - 1).word("its", "their");
            if (its) {
                plain.add(Telling.as(
                        tokens.get(noun - 1), tokens.get(noun - 1).word("its") ? "it" : "them", "PRON", "it"));
            }
            plain.addAll(joined(tokens.subList(of ? noun + 2 : noun + 1, tokens.size())));
            return Optional.of(plain);
        }
        String does = made != null ? made : head.word("entry") ? "add" : "make";
        plain.add(Telling.as(head, does, "VERB", does));
        if (noun == from) {
            plain.add(Telling.as(head, "a", "DET", "a"));
        }
        for (Token token : tokens.subList(from, noun + 1)) {
            boolean bare = noun == from && !token.lower().equals("pdf"); // "Mail, with the list on it."
            plain.add(
                    token.is("DET", "PRON") || bare
                            ? Telling.as(token, token.lower(), token.tag(), token.lemma())
                            : token);
        }
        plain.addAll(joined(tokens.subList(noun + 1, tokens.size())));
        return Optional.of(plain);
    }

    /** "a copy of the deed, into the folder": what follows the comma says where, and belongs to it. */
    private static List<Token> joined(List<Token> rest) {
        List<Token> joined = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            boolean comma = rest.get(i).word(",")
                    && i + 1 < rest.size()
                    && (rest.get(i + 1).is("ADP") || rest.get(i + 1).word("also"));
            if (!comma) {
                joined.add(rest.get(i));
            }
        }
        return joined;
    }

    private static boolean light(Clause clause) {
        return clause.lemma().matches("be|come|follow|start|begin|go") && !clause.passive();
    }

    /** The verb of which a noun is made: "reading", "dispatch". */
    static Optional<String> verb(Token noun) {
        String word = noun.lower();
        if (ACTS.containsKey(word)) {
            return Optional.of(ACTS.get(word));
        }
        if (!word.endsWith("ing") || word.length() < 6) {
            return Optional.empty();
        }
        String stem = word.substring(0, word.length() - 3);
        boolean doubled = stem.length() > 3 && stem.charAt(stem.length() - 1) == stem.charAt(stem.length() - 2);
        return Stream.of(stem, stem + "e", doubled ? stem.substring(0, stem.length() - 1) : stem)
                .filter(ToolVerbs::known)
                .findFirst();
    }
}
