package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.language.English;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/**
 * A step's instruction, read: what is done, to what, with what in it.
 *
 * @param text      the whole instruction
 * @param condition a leading or trailing "if …", empty when there is none
 * @param verbs     stems of all its verbs, the command first
 * @param phrases   its noun phrases in order, those of the condition left out
 * @param topics    those that say what is to be in it, after "with", "including" and the like
 * @param parts     what stands after "of" inside a phrase, as a phrase of its own
 */
record Instruction(
        String text,
        String condition,
        List<String> verbs,
        List<Phrase> phrases,
        List<Phrase> topics,
        List<Phrase> parts) {

    private static final Pattern QUOTED = Pattern.compile("[“\"]([^”\"]{2,80})[”\"]");
    private static final Set<String> OPENERS =
            Set.of("with", "including", "containing", "listing", "showing", "covering", "stating", "naming");

    /** "Send her a short mail, goods, first day": what stands behind the comma is what it says. */
    private static final Set<String> MESSAGES = Stems.set("mail e-mail email message");

    Instruction {
        verbs = List.copyOf(verbs);
        phrases = List.copyOf(phrases);
        topics = List.copyOf(topics);
        parts = List.copyOf(parts);
    }

    static Instruction read(English english, String text) {
        List<String> verbs = new ArrayList<>();
        List<Phrase> phrases = new ArrayList<>();
        List<Phrase> topics = new ArrayList<>();
        List<Phrase> parts = new ArrayList<>();
        StringBuilder condition = new StringBuilder();
        for (Sentence sentence : english.sentences(text, 0, text.length())) {
            new Reader(sentence, text, parts).into(verbs, phrases, topics, condition);
        }
        return new Instruction(text, condition.toString().strip(), verbs, phrases, topics, parts);
    }

    /** The thing the command acts on: its first phrase without a preposition. */
    Optional<Phrase> object() {
        if (!phrases.isEmpty() && phrases.get(0).preposition().matches("at|through|over|into")) {
            return Optional.of(phrases.get(0));
        }
        return phrases.stream().filter(p -> p.preposition().isEmpty()).findFirst();
    }

    /** Phrases after one of these prepositions, those that say what is to be in it left out. */
    List<Phrase> after(String... prepositions) {
        return phrases.stream()
                .filter(p -> !topics.contains(p) && Arrays.asList(prepositions).contains(p.preposition()))
                .toList();
    }

    /** Whether the command or another verb of the instruction is one of these. */
    boolean does(String... lemmas) {
        return Arrays.stream(lemmas).map(Stems::of1).anyMatch(verbs::contains);
    }

    /** Whether one of these words or runs of words occurs. */
    boolean says(String... words) {
        String there = " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ") + " ";
        return Arrays.stream(words).anyMatch(word -> there.contains(" " + word + " "));
    }

    /**
     * What something of a kind is called, from its article to the noun, whatever the tagger makes of the words between:
     * "account opening form".
     *
     * @param nouns alternatives of a regular expression
     */
    Optional<Phrase> called(String nouns) {
        Matcher found = Pattern.compile("(?i)\\b(?:the|an?|our|my|her|his|their|this|that|each)\\s+"
            + "((?:(?!(?:the|an?|our|my|her|his|their|of|in|into|to|on|from|for|and|with)\\b)[\\p{L}\\p{N}'’/-]+\\s+){0,5}?(?:"
                        + nouns + ")s?)\\b")
                .matcher(text);
        return found.find() ? Optional.of(Filling.phrase(found.group(1))) : Optional.empty();
    }

    /** A name that is given in quotation marks. */
    Optional<String> quoted() {
        Matcher found = QUOTED.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    Set<String> stems() {
        return Stems.set(text);
    }

    /** Walks over one sentence once. */
    private static final class Reader {
        private final Sentence sentence;
        private final String text;
        private final int size;
        private final List<Phrase> parts;

        Reader(Sentence sentence, String text, List<Phrase> parts) {
            this.sentence = sentence;
            this.text = text;
            this.parts = parts;
            this.size = sentence.size();
        }

        void into(List<String> verbs, List<Phrase> phrases, List<Phrase> topics, StringBuilder condition) {
            boolean inTopics = false;
            int from = leadingCondition(condition);
            int command = commandAt(from);
            if (command >= 0) {
                verbs.add(Stems.of1(
                        sentence.at(command).lemma().equals("_")
                                ? sentence.at(command).lower()
                                : sentence.at(command).lemma()));
            }
            String preposition = "";
            int prepositionAt = -5;
            boolean negated = false;
            for (int i = command < 0 ? from : command + 1; i < size; ) {
                Token token = sentence.at(i);
                if (token.word("if", "unless", "otherwise")) {
                    condition
                            .append(' ')
                            .append(text, token.start(), sentence.at(size - 1).end());
                    break;
                }
                int end = phraseEnd(i);
                if (end > i) {
                    Optional<Phrase> phrase = phrase(i, end, prepositionAt >= i - 1 ? preposition : "");
                    if (phrase.isPresent() && !negated) {
                        if (phrase.get().preposition().matches("into|under|before|after")) {
                            inTopics = false;
                        }
                        merge(phrase.get(), phrases, topics, inTopics, i);
                    }
                    i = end;
                    continue;
                }
                if (token.is("VERB") || token.is("AUX") && token.word("include", "contain")) {
                    verbs.add(Stems.of1(token.lemma()));
                }
                if (OPENERS.contains(token.lower())
                        || token.word("include", "contain", "show", "state")
                        || token.word(":")) {
                    inTopics = !phrases.isEmpty() || inTopics;
                    negated = false;
                }
                if (token.word(",") && !phrases.isEmpty()) {
                    Phrase last = phrases.get(phrases.size() - 1);
                    inTopics |= last.fresh()
                            && MESSAGES.contains(last.head())
                            && sentence.at(i - 1).is("NOUN");
                }
                if (token.word("without", "except", "instead")) {
                    negated = true;
                } else if (token.is("PUNCT", "CCONJ")) {
                    negated = false;
                }
                boolean particle = i == command + 1 && token.word("up", "down", "out", "off", "together");
                if (!particle && token.is("ADP", "SCONJ") || token.word("to", "from", "with", "about", "as", "for")) {
                    boolean outOf =
                            token.word("of") && i > 0 && sentence.at(i - 1).word("out");
                    preposition = outOf ? "from" : token.lower();
                    prepositionAt = i;
                }
                i++;
            }
        }

        /** "If the rent is late, …": what stands before the comma is no part of the command. */
        private int leadingCondition(StringBuilder condition) {
            if (size == 0
                    || !sentence.at(0)
                            .word(
                                    "if",
                                    "when",
                                    "once",
                                    "after",
                                    "before",
                                    "as",
                                    "unless",
                                    "while",
                                    "whenever",
                                    "until",
                                    "on",
                                    "at",
                                    "in",
                                    "for",
                                    "then",
                                    "next",
                                    "finally",
                                    "because",
                                    "since")) {
                return 0;
            }
            if (sentence.at(0).word("then", "next", "finally")) {
                return 1;
            }
            int comma = -1;
            for (int i = 1; i < size; i++) {
                if (sentence.at(i).word(",") && i + 1 < size) {
                    comma = i;
                    if (!sentence.at(i + 1).nominal() || sentence.at(i + 1).is("PRON")) {
                        break;
                    }
                }
            }
            if (comma < 0) {
                return 0;
            }
            if (sentence.at(0).word("if", "unless")) {
                condition.append(
                        text, sentence.at(0).start(), sentence.at(comma).start());
            }
            return comma + 1;
        }

        /** An instruction is a command: its first word that is no adverb is the verb, whatever the tagger thinks of it. */
        private int commandAt(int from) {
            int i = from;
            while (i < size - 1
                    && (sentence.at(i).is("PUNCT", "CCONJ", "INTJ")
                            || sentence.at(i)
                                    .word(
                                            "then",
                                            "next",
                                            "first",
                                            "also",
                                            "now",
                                            "finally",
                                            "afterwards",
                                            "later",
                                            "please")
                            || sentence.at(i).is("ADV")
                                    && sentence.at(i).lower().endsWith("ly"))) {
                i++;
            }
            return i < size && !sentence.at(i).is("DET", "PRON", "ADP") ? i : -1;
        }

        private int phraseEnd(int start) {
            int i = start;
            boolean noun = false;
            while (i < size) {
                Token token = sentence.at(i);
                boolean participle = token.is("VERB")
                        && !noun
                        && (token.lower().endsWith("ed")
                                || token.lower().endsWith("ing")
                                || token.lower().endsWith("en"))
                        && i + 1 < size
                        && sentence.at(i + 1).is("NOUN", "PROPN", "ADJ")
                        && (i > start || i > 0 && sentence.at(i - 1).is("ADP", "CCONJ", "PUNCT"));
                boolean fits = token.is("NOUN", "PROPN", "ADJ", "NUM", "SYM")
                        || participle
                        || token.is("DET") && i == start
                        || token.word("each", "every", "all", "both") && !noun
                        || token.is("PRON")
                                && i == start
                                && i + 1 < size
                                && sentence.at(i + 1).is("NOUN", "ADJ", "PROPN", "NUM")
                        || token.word("'s", "'") && noun
                        || token.is("ADV")
                                && i > start
                                && !noun
                                && i + 1 < size
                                && sentence.at(i + 1).is("ADJ", "NOUN")
                        || token.word("-", "&", "/")
                                && noun
                                && i + 1 < size
                                && sentence.at(i + 1).is("NOUN", "PROPN", "NUM");
                boolean trailing = token.is("VERB")
                        && noun
                        && token.lower().endsWith("ed")
                        && (i + 1 >= size || sentence.at(i + 1).is("PUNCT", "CCONJ"));
                if (trailing) {
                    return i + 1;
                }
                boolean gerund = token.is("VERB")
                        && token.lower().endsWith("ing")
                        && i > start
                        && sentence.at(i - 1).is("DET");
                if (gerund) {
                    noun = true;
                    i++;
                    continue;
                }
                if (!fits || token.is("DET") && i > start && noun) {
                    break;
                }
                noun |= token.is("NOUN", "PROPN", "NUM");
                i++;
            }
            return noun || i > start && sentence.at(i - 1).is("ADJ", "SYM") ? i : start;
        }

        private Optional<Phrase> phrase(int from, int to, String preposition) {
            int begin = from;
            boolean all = false;
            boolean fresh = false;
            while (begin < to
                    && (sentence.at(begin).is("DET")
                            || sentence.at(begin).is("PRON")
                            || sentence.at(begin).word("each", "every", "all", "both"))) {
                all |= sentence.at(begin).word("each", "every", "all", "both", "these", "those");
                fresh |= sentence.at(begin).word("a", "an", "another");
                begin++;
            }
            if (begin == to) {
                return Optional.empty();
            }
            Token head = sentence.at(to - 1);
            all |= head.is("NOUN")
                    && !head.lemma().equals(head.lower())
                    && head.lower().endsWith("s");
            String said = text.substring(
                    sentence.at(begin).start(), sentence.at(to - 1).end());
            List<String> stems = Stems.of(said);
            return stems.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Phrase(said, stems, stems.get(stems.size() - 1), preposition, all, fresh, begin));
        }

        /** "the value of each holding" is one phrase; a vessel gives its head to what it holds: "list of beneficiaries". */
        private void merge(Phrase phrase, List<Phrase> phrases, List<Phrase> topics, boolean inTopics, int at) {
            boolean answer = phrase.preposition().equals("to")
                    && inTopics
                    && !phrases.isEmpty()
                    && topics.contains(phrases.get(phrases.size() - 1));
            if ((phrase.preposition().equals("of") || answer) && !phrases.isEmpty()) {
                parts.add(phrase);
                Phrase whole = phrases.get(phrases.size() - 1);
                Set<String> stems = new LinkedHashSet<>(whole.stems());
                stems.addAll(phrase.stems());
                String head = Phrase.vessel(whole.head()) ? phrase.head() : whole.head();
                String said = whole.text() + " " + phrase.preposition() + " " + article(at) + phrase.text();
                Phrase joined = new Phrase(
                        said,
                        List.copyOf(stems),
                        head,
                        whole.preposition(),
                        whole.all() || phrase.all() && Phrase.vessel(whole.head()) || phrase.all(),
                        whole.fresh(),
                        whole.at());
                phrases.set(phrases.size() - 1, joined);
                if (topics.remove(whole)) {
                    topics.add(joined);
                }
                return;
            }
            phrases.add(phrase);
            boolean place = phrase.preposition().matches("to|for|in|into|from|under|at|on|by");
            if (inTopics && !place) {
                topics.add(phrase);
            }
        }

        private String article(int at) {
            return sentence.at(at).is("DET") ? sentence.at(at).lower() + " " : "";
        }
    }
}
