package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.design.Tongue.Small;
import nexhelm.engine.design.Tongue.Verb;
import nexhelm.engine.language.Language;

/**
 * A piece of a sentence between two commas or conjunctions, with the office verb that it has.
 *
 * @param from where it begins in the transcript, in UTF-16 units
 * @param to   where it ends, exclusive
 */
record ForeignClause(Tongue tongue, String text, int from, int to, List<Word> words, Optional<Verb> verb, int at) {

    /** A word and where it stands in the transcript. */
    record Word(String text, int from, int to) {
        String lower() {
            return text.toLowerCase(Locale.ROOT);
        }

        boolean capital() {
            return Character.isUpperCase(text.codePointAt(0));
        }
    }

    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:-\\p{L}+)*|\\p{N}+");
    private static final Pattern MARK = Pattern.compile("[,;:]\\s|\\s[\u2013\u2014-]\\s");

    /** The clauses of a sentence from left to right; together they hold all of its words. */
    static List<ForeignClause> of(Tongue tongue, String text, int from, int to) {
        List<int[]> bounds = new ArrayList<>();
        int start = from;
        Matcher mark = MARK.matcher(text).region(from, to);
        List<Integer> cuts = new ArrayList<>();
        while (mark.find()) {
            cuts.add(mark.end());
        }
        cuts.add(to);
        for (int cut : cuts) {
            int begin = start;
            for (Word word : words(text, start, cut)) {
                if (tongue.is(Small.AND, word.text())
                        && word.from() > begin
                        && read(tongue, text, from, begin, word.from()).verb().isPresent()
                        && read(tongue, text, from, word.to(), cut).verb().isPresent()) {
                    bounds.add(new int[] {begin, word.from()});
                    begin = word.from();
                }
            }
            bounds.add(new int[] {begin, cut});
            start = cut;
        }
        List<ForeignClause> clauses = new ArrayList<>();
        for (int[] bound : bounds) {
            if (!text.substring(bound[0], bound[1]).isBlank()) {
                clauses.add(read(tongue, text, from, bound[0], bound[1]));
            }
        }
        return clauses;
    }

    private static List<Word> words(String text, int from, int to) {
        List<Word> words = new ArrayList<>();
        Matcher word = WORD.matcher(text).region(from, to);
        while (word.find()) {
            words.add(new Word(word.group(), word.start(), word.end()));
        }
        return words;
    }

    /** Reads one clause of a sentence; a passive's auxiliary may stand in a clause before. */
    private static ForeignClause read(Tongue tongue, String text, int sentence, int from, int to) {
        boolean passive = any(tongue, words(text, sentence, to), Small.PASSIVE);
        List<Word> words = words(text, from, to);
        int begin = words.isEmpty() ? from : words.get(0).from();
        int end = words.isEmpty() ? to : words.get(words.size() - 1).to();
        for (boolean prefixed : new boolean[] {true, false}) {
            for (int i = 0; i < words.size(); i++) {
                for (Verb verb : tongue.verbs()) {
                    if (verb.prefix().isEmpty() != prefixed && matches(tongue, words, i, verb, passive)) {
                        return new ForeignClause(
                                tongue, text.substring(begin, end), begin, end, words, Optional.of(verb), i);
                    }
                }
            }
        }
        return new ForeignClause(tongue, text.substring(begin, end), begin, end, words, Optional.empty(), -1);
    }

    private static boolean matches(Tongue tongue, List<Word> words, int i, Verb verb, boolean passive) {
        String word = words.get(i).lower();
        if (verb.participles().contains(word)) {
            return passive && !any(tongue, words, Small.PERFECT)
                    || tongue.language() != Language.GERMAN && passive(tongue, words, i);
        }
        boolean infinitive = verb.infinitives().contains(word);
        if (infinitive && purpose(tongue, words, i) || noun(tongue, words, i)) {
            return false;
        }
        if (infinitive) {
            return true;
        }
        boolean apart = verb.prefix().isEmpty()
                || words.stream().skip(i + 1L).anyMatch(w -> w.lower().equals(verb.prefix()));
        return apart && verb.forms().contains(word);
    }

    /** "est envoyé" and "es enviado" are passives of the present, though the same word carries a perfect elsewhere. */
    private static boolean passive(Tongue tongue, List<Word> words, int i) {
        return i > 0 && tongue.is(Small.PASSIVE, words.get(i - 1).text());
    }

    private static boolean purpose(Tongue tongue, List<Word> words, int i) {
        for (int j = Math.max(0, i - 2); j < i; j++) {
            if (tongue.is(Small.PURPOSE, words.get(j).text())) {
                return true;
            }
        }
        return false;
    }

    /** The word is a noun here: German writes nouns with capitals, French and Spanish put articles before them. */
    private static boolean noun(Tongue tongue, List<Word> words, int i) {
        if (tongue.language() == Language.GERMAN) {
            return words.get(i).capital() && i > 0;
        }
        boolean article = i > 0 && tongue.is(Small.ARTICLE, words.get(i - 1).text());
        boolean pronoun = i > 1
                && (tongue.is(Small.SELF, words.get(i - 2).text())
                        || tongue.is(Small.NOT, words.get(i - 2).text()));
        return article && !pronoun;
    }

    private static boolean any(Tongue tongue, List<Word> words, Small kind) {
        return words.stream().anyMatch(word -> tongue.is(kind, word.text()));
    }

    boolean has(Small kind) {
        return any(tongue, words, kind);
    }

    /** True when its first word that says something is of this kind. */
    boolean opens(Small kind) {
        for (Word word : words) {
            if (tongue.is(kind, word.text())) {
                return true;
            }
            if (!tongue.is(Small.FILLER, word.text()) && !tongue.is(Small.AND, word.text())) {
                return false;
            }
        }
        return false;
    }

    /** True for "nein, Entschuldigung" and the like: nothing else is in it. */
    boolean takesBack() {
        return has(Small.CORRECTION)
                && words.stream()
                        .allMatch(w -> tongue.is(Small.CORRECTION, w.text())
                                || tongue.is(Small.FILLER, w.text())
                                || tongue.is(Small.NOT, w.text()));
    }

    /** Where it begins without the words that say nothing. */
    int begin() {
        for (Word word : words) {
            boolean empty = tongue.is(Small.FILLER, word.text())
                    || tongue.is(Small.AND, word.text())
                    || tongue.is(Small.CORRECTION, word.text());
            if (!empty) {
                return word.from();
            }
        }
        return from;
    }

    /** Its words up to a place of the transcript as a command: without who speaks, "suche ich im Ordner" is "suche im Ordner". */
    String command(String transcript, int to) {
        int begin = begin();
        for (int i : new int[] {at - 1, at + 1}) {
            boolean pronoun = i >= 0
                    && i < words.size()
                    && words.get(i).from() >= begin
                    && words.get(i).lower().matches("ich|wir|man|je|j|nous|on|yo");
            if (pronoun) {
                int next = i + 1 < words.size()
                        ? words.get(i + 1).from()
                        : words.get(i).to();
                String rest = transcript.substring(next, Math.max(next, to));
                return (transcript.substring(begin, words.get(i).from()) + rest).replaceAll("\\s+", " ");
            }
        }
        return transcript.substring(begin, to).replaceAll("\\s+", " ");
    }

    /** Who acts, when it is somebody other than the speaker: a name or a role. */
    Optional<String> person(String transcript) {
        for (int i = 0; i < words.size(); i++) {
            int first = i;
            while (first > 0 && tongue.is(Small.ARTICLE, words.get(first - 1).text())) {
                first--;
            }
            boolean receives = first > 0 && preposition(words.get(first - 1));
            if (role(words.get(i)) && !receives) {
                return Optional.of(named(transcript, i));
            }
        }
        if (at > 0 && !has(Small.SELF) && verb.isPresent()) {
            Word before = words.get(at - 1);
            boolean third = tongue.language() != Language.GERMAN
                    || words.get(at).lower().endsWith("t");
            boolean name = before.capital()
                    && third
                    && tongue.thing(before.text()).isEmpty()
                    && !(at > 1 && tongue.is(Small.ARTICLE, words.get(at - 2).text()))
                    && !(at > 1 && preposition(words.get(at - 2)))
                    && !tongue.is(Small.CONDITION, before.text())
                    && !tongue.is(Small.FILLER, before.text())
                    && before.text().length() > 2;
            return name ? Optional.of(before.text()) : Optional.empty();
        }
        return Optional.empty();
    }

    /** The first name or role in it, whatever part it plays: "ohne Freigabe von Frau Stein". */
    Optional<String> anybody(String transcript) {
        for (int i = 0; i < words.size(); i++) {
            if (role(words.get(i))) {
                return Optional.of(named(transcript, i));
            }
        }
        return person(transcript);
    }

    /** A role with the names that follow it. */
    private String named(String transcript, int i) {
        int last = i;
        while (last + 1 < words.size()
                && last < i + 3
                && words.get(last + 1).capital()
                && last + 1 != at
                && tongue.thing(words.get(last + 1).text()).isEmpty()) {
            last++;
        }
        return transcript.substring(words.get(i).from(), words.get(last).to());
    }

    private boolean role(Word word) {
        boolean candidate = tongue.language() != Language.GERMAN || word.capital();
        return candidate
                && tongue.nouns().get(Tongue.Thing.PERSON).matcher(word.lower()).find();
    }

    private static boolean preposition(Word word) {
        return word.lower().matches("an|von|mit|für|bei|à|au|aux|avec|pour|de|par|a|al|con|para|por|del");
    }
}
