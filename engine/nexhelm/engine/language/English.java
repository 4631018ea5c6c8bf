package nexhelm.engine.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import opennlp.tools.util.Span;

/** Sentences, words, parts of speech and lemmas of English text, by OpenNLP. An instance belongs to one thread. */
public final class English {

    /** Longer runs without a blank are no words; nobody's sentence is longer either. */
    private static final int LONGEST_WORD = 80;

    private static final int LONGEST_SENTENCE = 1500;
    private static final int REMEMBERED = 30_000;

    private final SentenceDetectorME sentences = new SentenceDetectorME(Models.LOADED.sentence);
    private final TokenizerME tokenizer = new TokenizerME(Models.LOADED.token);
    private final POSTaggerME tagger = new POSTaggerME(Models.LOADED.pos);
    private final LemmatizerME lemmatizer = new LemmatizerME(Models.LOADED.lemma);

    /** The models, read once when first needed; they are safe to share, the classes around them are not. */
    private static final class Models {
        static final Models LOADED = new Models();
        final SentenceModel sentence;
        final TokenizerModel token;
        final POSModel pos;
        final LemmatizerModel lemma;
        final Map<String, String> lemmas = new ConcurrentHashMap<>();

        private Models() {
            try {
                try (InputStream in = open("sentence")) {
                    sentence = new SentenceModel(in);
                }
                try (InputStream in = open("tokens")) {
                    token = new TokenizerModel(in);
                }
                try (InputStream in = open("pos")) {
                    pos = new POSModel(in);
                }
                try (InputStream in = open("lemmas")) {
                    lemma = new LemmatizerModel(in);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("language models cannot be read", e);
            }
        }

        /** Each model jar carries a {@code model.properties} that names the model beside it. */
        private static InputStream open(String kind) throws IOException {
            ClassLoader loader = English.class.getClassLoader();
            for (URL url : Collections.list(loader.getResources("model.properties"))) {
                var properties = new Properties();
                try (InputStream in = url.openStream()) {
                    properties.load(in);
                }
                String name = properties.getProperty("model.name", "");
                if (name.contains("-" + kind + "-")) {
                    String base = url.toString();
                    return URI.create(base.substring(0, base.lastIndexOf('/') + 1) + name)
                            .toURL()
                            .openStream();
                }
            }
            throw new IOException("no model for " + kind + " on the class path");
        }
    }

    /** The sentences between two places of a text; positions count from the beginning of the whole text. */
    public List<Sentence> sentences(String text, int from, int to) {
        String part = text.substring(from, to)
                .replace('\u2019', '\'')
                .replace('\u2018', '\'')
                .replace('\n', ' ')
                .replace('\r', ' ')
                .replace('\t', ' ')
                .replace('\u00a0', ' ')
                .replace('\u2014', ',')
                .replace('\u2013', '-');
        List<int[]> bounds = new ArrayList<>();
        for (Span span : sentences.sentPosDetect(part)) {
            int[] last = bounds.isEmpty() ? null : bounds.get(bounds.size() - 1);
            if (last != null && goesOn(part.substring(last[0], last[1]), part.substring(span.getStart()))) {
                last[1] = span.getEnd();
            } else {
                bounds.add(new int[] {span.getStart(), span.getEnd()});
            }
        }
        List<Sentence> found = new ArrayList<>();
        for (int[] bound : bounds) {
            for (int[] piece : pieces(part, bound[0], bound[1])) {
                Sentence sentence = sentence(part, piece[0], piece[1], from);
                if (sentence.size() > 0) {
                    found.add(sentence);
                }
            }
        }
        return found;
    }

    /** The detector ends sentences at abbreviations and in brackets; such pieces belong together. */
    private static boolean goesOn(String before, String after) {
        String tail = before.strip().toLowerCase();
        return tail.matches("(?s).*\\b(i\\.e|e\\.g|etc|incl|approx|no|mr|mrs|ms|dr)\\s?\\.")
                        && !tail.matches("(?s).*\\b(etc|no)\\s?\\.")
                || after.matches("(?s)[,;)].*");
    }

    private static List<int[]> pieces(String text, int from, int to) {
        List<int[]> pieces = new ArrayList<>();
        int start = from;
        while (to - start > LONGEST_SENTENCE) {
            int cut = text.lastIndexOf(' ', start + LONGEST_SENTENCE);
            if (cut <= start) {
                cut = start + LONGEST_SENTENCE;
            }
            pieces.add(new int[] {start, cut});
            start = cut;
        }
        pieces.add(new int[] {start, to});
        return pieces;
    }

    private Sentence sentence(String text, int from, int to, int offset) {
        List<int[]> spans = new ArrayList<>();
        for (Span span : tokenizer.tokenizePos(text.substring(from, to))) {
            if (span.length() <= LONGEST_WORD) {
                spans.add(new int[] {from + span.getStart(), from + span.getEnd()});
            }
        }
        Hyphens.join(text, spans);
        String[] words = spans.stream().map(s -> text.substring(s[0], s[1])).toArray(String[]::new);
        String[] tags = tagger.tag(words);
        String[] lemmas = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            lemmas[i] = lemma(words[i], tags[i]);
        }
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            Contractions.split(words[i], tags[i], lemmas[i], offset + spans.get(i)[0], tokens);
        }
        new Repairs(this::verbLemma).apply(tokens);
        return new Sentence(offset + from, offset + to, tokens);
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
        String known = Models.LOADED.lemmas.get(key);
        if (known != null) {
            return known;
        }
        String lemma = lemmatizer.lemmatize(new String[] {word}, new String[] {tag})[0];
        if (Models.LOADED.lemmas.size() < REMEMBERED) {
            Models.LOADED.lemmas.put(key, lemma);
        }
        return lemma;
    }

    private String verbLemma(String word) {
        String lemma = lemma(word, "VERB");
        return lemma.equals("_") ? word : lemma;
    }
}
