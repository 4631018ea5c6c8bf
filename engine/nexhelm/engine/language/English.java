package nexhelm.engine.language;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.util.Span;

/** Sentences, words, parts of speech and lemmas of English text, by OpenNLP. An instance belongs to one thread. */
public final class English {

    /** Nobody's sentence is longer. */
    private static final int LONGEST_SENTENCE = 1500;

    private static final int LONGEST_PHRASE = 60;
    private static final int LONGEST_ABBREVIATION = 10;
    private static final Pattern ABBREVIATED =
            Pattern.compile("(?i)\\b(?:i\\.e|e\\.g|incl|approx|mr|mrs|ms|dr)\\s?\\.\\s*$");
    private static final int REMEMBERED = 30_000;

    private final Set<Repair> repairs;
    private final Models models = Models.of("en");
    private final SentenceDetectorME sentences = new SentenceDetectorME(models.sentence);
    private final Splitter splitter = new Splitter(models);
    private final Tagger tagger = new Tagger(models.pos);
    private final LemmatizerME lemmatizer = new LemmatizerME(models.lemma);
    private final Map<String, String[]> phrases = new HashMap<>();
    private final Map<String, String> words = new HashMap<>();

    public English() {
        this(EnumSet.allOf(Repair.class));
    }

    /** Reads with some of the repairs only, to measure what they contribute. */
    public English(Set<Repair> repairs) {
        this.repairs = repairs;
    }

    /** The text in the signs that the models know, each at its place. */
    public static String plain(String text) {
        return text.replace('\u2019', '\'')
                .replace('\u2018', '\'')
                .replace('\n', ' ')
                .replace('\r', ' ')
                .replace('\t', ' ')
                .replace('\u00a0', ' ')
                .replace('\u2014', ',')
                .replace('\u2013', '-');
    }

    /** The sentences between two places of a text; positions count from the beginning of the whole text. */
    public List<Sentence> sentences(String text, int from, int to) {
        String plain = plain(text.substring(from, to));
        List<Sentence> found = new ArrayList<>();
        for (int[] bound : bounds(plain, 0, plain.length())) {
            Sentence sentence = sentence(plain, bound[0], bound[1], from);
            if (sentence.size() > 0) {
                found.add(sentence);
            }
        }
        return found;
    }

    /** Where sentences begin and end between two places of a {@link #plain} text. */
    public List<int[]> bounds(String plain, int from, int to) {
        String part = plain.substring(from, to);
        List<int[]> bounds = new ArrayList<>();
        for (Span span : sentences.sentPosDetect(part)) {
            int[] last = bounds.isEmpty() ? null : bounds.get(bounds.size() - 1);
            if (last != null && goesOn(part, last, span)) {
                last[1] = span.getEnd();
            } else {
                bounds.add(new int[] {span.getStart(), span.getEnd()});
            }
        }
        List<int[]> found = new ArrayList<>();
        for (int[] bound : bounds) {
            pieces(plain, from + bound[0], from + bound[1], found);
        }
        return found;
    }

    /** The detector ends sentences at abbreviations and in brackets; such pieces belong together. */
    private static boolean goesOn(String part, int[] last, Span next) {
        String tail = part.substring(Math.max(last[0], last[1] - LONGEST_ABBREVIATION), last[1]);
        return ABBREVIATED.matcher(tail).find() || ",;)".indexOf(part.charAt(next.getStart())) >= 0;
    }

    private static void pieces(String text, int from, int to, List<int[]> into) {
        int start = from;
        while (to - start > LONGEST_SENTENCE) {
            int cut = text.lastIndexOf(' ', start + LONGEST_SENTENCE);
            if (cut <= start) {
                cut = start + LONGEST_SENTENCE;
            }
            into.add(new int[] {start, cut});
            start = cut;
        }
        into.add(new int[] {start, to});
    }

    /** The words of a sentence of a {@link #plain} text; {@code offset} is added to their positions. */
    public Sentence sentence(String text, int from, int to, int offset) {
        List<int[]> spans = splitter.split(text, from, to);
        Hyphens.join(text, spans);
        String[] words = new String[spans.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = same(text.substring(spans.get(i)[0], spans.get(i)[1]));
        }
        String[] tags = to - from <= LONGEST_PHRASE ? phrase(text.substring(from, to), words) : tagger.tag(words);
        String[] lemmas = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            lemmas[i] = lemma(words[i], tags[i]);
        }
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            Contractions.split(words[i], tags[i], lemmas[i], offset + spans.get(i)[0], tokens);
        }
        new Repairs(this::verbLemma, repairs).apply(tokens);
        return new Sentence(offset + from, offset + to, tokens);
    }

    /** Calls are full of "Okay." and "Right, and then?": what was tagged once is remembered. */
    private String[] phrase(String said, String[] words) {
        String[] tags = phrases.get(said);
        if (tags == null) {
            tags = tagger.tag(words);
            if (phrases.size() < REMEMBERED) {
                phrases.put(said, tags);
            }
        }
        return tags;
    }

    /** Long texts use few words often: each is kept once. */
    private String same(String word) {
        if (words.size() >= REMEMBERED) {
            return words.getOrDefault(word, word);
        }
        String before = words.putIfAbsent(word, word);
        return before == null ? word : before;
    }

    /** The lemmatizer takes most of a millisecond for a word, so words that were met before are remembered. */
    private String lemma(String word, String tag) {
        boolean inflects = tag.startsWith("NOUN")
                || tag.startsWith("VERB")
                || tag.startsWith("AUX")
                || tag.startsWith("ADJ")
                || tag.startsWith("PROPN")
                || tag.contains("+");
        if (!inflects) {
            return word.toLowerCase(Locale.ROOT);
        }
        String key = tag + " " + word;
        String known = models.lemmas.get(key);
        if (known != null) {
            return known;
        }
        String lemma = lemmatizer.lemmatize(new String[] {word}, new String[] {tag})[0];
        lemma = lemma.equals("typ") ? "type" : lemma; // the model cuts "typed" too short
        if (models.lemmas.size() < REMEMBERED) {
            models.lemmas.put(key, lemma);
        }
        return lemma;
    }

    private String verbLemma(String word) {
        String lemma = lemma(word, "VERB");
        return lemma.equals("_") ? word : lemma;
    }
}
