package nexhelm.engine.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerModel;
import opennlp.tools.util.Span;

/** The OpenNLP models of one language, read once when first needed; safe to share between threads. */
final class Models {

    private static final Map<String, Models> LOADED = new ConcurrentHashMap<>();

    final SentenceModel sentence;
    final TokenizerModel token;
    final POSModel pos;
    final LemmatizerModel lemma;
    /** Lemmas found before, by tag and word. */
    final Map<String, String> lemmas = new ConcurrentHashMap<>();

    /** Words found before in what stands between two blanks. */
    final Map<String, Span[]> runs = new ConcurrentHashMap<>();

    private Models(String language) {
        try {
            try (InputStream in = open(language, "sentence")) {
                sentence = new SentenceModel(in);
            }
            try (InputStream in = open(language, "tokens")) {
                token = new TokenizerModel(in);
            }
            try (InputStream in = open(language, "pos")) {
                pos = new POSModel(in);
            }
            try (InputStream in = open(language, "lemmas")) {
                lemma = new LemmatizerModel(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("language models cannot be read", e);
        }
    }

    /**
     * The models of a language that is on the class path.
     *
     * @param language its two letters by ISO 639-1
     */
    static Models of(String language) {
        return LOADED.computeIfAbsent(language, Models::new);
    }

    /** Each model jar carries a {@code model.properties} that names the model beside it. */
    private static InputStream open(String language, String kind) throws IOException {
        ClassLoader loader = Models.class.getClassLoader();
        for (URL url : Collections.list(loader.getResources("model.properties"))) {
            var properties = new Properties();
            try (InputStream in = url.openStream()) {
                properties.load(in);
            }
            String name = properties.getProperty("model.name", "");
            if (name.contains("-" + language + "-") && name.contains("-" + kind + "-")) {
                String base = url.toString();
                return URI.create(base.substring(0, base.lastIndexOf('/') + 1) + name)
                        .toURL()
                        .openStream();
            }
        }
        throw new IOException("no model for " + kind + " of " + language + " on the class path");
    }
}
