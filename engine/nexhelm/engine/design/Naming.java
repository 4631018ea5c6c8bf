package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Finds the places where somebody says what kind of thing a paper is: "I look in the berth plan. It's a spreadsheet." */
final class Naming {

    private static final int REACH = 2;

    private final List<Scene> scenes;
    private final Map<String, Paper> kinds = new LinkedHashMap<>();

    private Naming(List<Scene> scenes) {
        this.scenes = scenes;
    }

    /** The kinds of what a transcript speaks of, by the words for it. */
    static Map<String, Paper> in(List<Scene> scenes) {
        var naming = new Naming(scenes);
        scenes.forEach(naming::read);
        return naming.kinds;
    }

    private void read(Scene scene) {
        for (int i = 0; i < scene.sentence().size(); i++) {
            Optional<Paper> kind = kind(scene.sentence(), i);
            if (kind.isPresent() && (!scene.sentence().question() || kind.get() != Paper.MAIL && affirmed(scene))) {
                named(scene, i).ifPresent(p -> kinds.putIfAbsent(name(p.scene(), p.phrase()), kind.get()));
            }
        }
    }

    /** "That's another sheet?" "Yes." */
    private boolean affirmed(Scene question) {
        return question.index() + 1 < scenes.size()
                && !scenes.get(question.index() + 1).speaker().equals(question.speaker())
                && scenes.get(question.index() + 1).hasWord("yes", "yeah", "yep", "right", "exactly", "correct");
    }

    /** The kind that the noun at a place says; "a sheet of paper" and the "stock sheet" that is only mentioned say none. */
    private static Optional<Paper> kind(Sentence sentence, int i) {
        Token token = sentence.at(i);
        Paper kind = Paper.of(token.lower());
        boolean modifier = i + 1 < sentence.size() && sentence.at(i + 1).is("NOUN");
        if (kind == null || modifier && Paper.of(sentence.at(i + 1).lower()) != null) {
            return Optional.empty();
        }
        boolean paper = i + 2 < sentence.size()
                && sentence.at(i + 1).word("of")
                && sentence.at(i + 2).word("paper");
        return paper || modifier && !sentence.at(i + 1).word("file", "files", "table")
                ? Optional.empty()
                : Optional.of(kind);
    }

    private record Place(Scene scene, Phrase phrase) {}

    /** What is said to be of the kind whose noun stands at a place. */
    private Optional<Place> named(Scene scene, int noun) {
        int i = noun - 1;
        while (i >= 0
                && (scene.at(i).is("ADJ")
                        || Paper.of(scene.at(i).lower()) != null
                        || scene.at(i).word("google", "word"))) {
            i--;
        }
        boolean one = i >= 0 && scene.at(i).word("a", "an", "another", "one", "our", "my", "the");
        boolean fresh = one && !scene.at(i).word("the");
        i -= one ? 1 : 0;
        while (i >= 0 && scene.at(i).is("ADV", "INTJ")
                || i > 0 && scene.at(i).word(",") && scene.at(i - 1).is("INTJ", "ADV")) {
            i--;
        }
        if (i < 0) {
            return fresh ? before(scene, 0) : Optional.empty();
        }
        if ((scene.at(i).lemma().equals("be") || fresh && scene.at(i).word("'s", "\u2019s")) && i > 0) {
            return subject(scene, i);
        }
        if (scene.at(i).word(",", "-", "\u2013", "\u2014", "(") && fresh) {
            return ending(scene, i).filter(p -> definite(scene, p.phrase()));
        }
        if (scene.at(i).word("as", "in", "into")) {
            return kept(scene, i, scene.at(i).word("as"));
        }
        return Optional.empty();
    }

    private static boolean definite(Scene scene, Phrase phrase) {
        return scene.at(phrase.from())
                        .word("the", "our", "my", "his", "her", "its", "their", "that", "this", "each", "every")
                || !scene.at(phrase.from()).is("DET", "PRON", "NUM");
    }

    /** What a form of "be" at a place says something of. */
    private Optional<Place> subject(Scene scene, int be) {
        if (scene.at(be - 1).word("it", "that", "this", "which", "they", "those", "these")) {
            int end = be - 1;
            while (end > 0 && (scene.at(end - 1).is("PUNCT", "CCONJ", "INTJ"))) {
                end--;
            }
            return end == 0 ? before(scene, 0) : ending(scene, end).or(() -> before(scene, be - 1));
        }
        return ending(scene, be);
    }

    /** "they arrive as PDFs", "the book's been typed into a spreadsheet": not what somebody makes of a thing. */
    private Optional<Place> kept(Scene scene, int preposition, boolean as) {
        for (Clause clause : scene.clauses()) {
            boolean holds = clause.head() < preposition && preposition < clause.end();
            boolean stays = as && clause.lemma().matches("be|lie|sit|come|arrive|exist|live|stay")
                    || clause.passive() && clause.lemma().matches("keep|type|hold|store|put|copy");
            if (holds && stays && !clause.negated() && !clause.hasSubject()) {
                int start = clause.start();
                boolean has = start > 1 && scene.at(start - 1).word("'s", "\u2019s", "has"); // "the book's been typed"
                return has ? ending(scene, start - 1) : Optional.empty();
            }
            if (holds && stays && !clause.negated()) {
                Token first = scene.at(clause.subjectFrom());
                return first.is("PRON") && !first.word("our", "my", "his", "her", "their", "its")
                        ? first.word("it", "that", "they", "which", "this", "those")
                                ? before(scene, clause.subjectFrom())
                                : Optional.empty()
                        : ending(scene, clause.subjectTo());
            }
        }
        return Optional.empty();
    }

    /** The noun phrase that ends before a place. */
    private static Optional<Place> ending(Scene scene, int end) {
        return phrases(scene, end).stream()
                .filter(p -> p.to() == end)
                .findFirst()
                .map(p -> new Place(scene, p));
    }

    /** What a pronoun at a place points to: the paper that was spoken of last, else the place that something is in. */
    private Optional<Place> before(Scene scene, int place) {
        return pointed(
                        scene,
                        place,
                        (said, p) -> written(said.at(p.head()).lemma())
                                && !after(said, p, "with", "of", "about", "for", "by"))
                .or(() -> pointed(
                        scene, place, (said, p) -> written(said.at(p.head()).lemma())))
                .or(() -> pointed(scene, place, (said, p) -> after(said, p, "in", "into", "on", "from")));
    }

    private Optional<Place> pointed(Scene scene, int place, BiPredicate<Scene, Phrase> fits) {
        for (int back = 0; back <= REACH && scene.index() - back >= 0; back++) {
            Scene said = scenes.get(scene.index() - back);
            Optional<Phrase> found = phrases(
                            said, back == 0 ? place : said.sentence().size())
                    .stream()
                    .filter(p -> fits.test(said, p))
                    .reduce((a, b) -> b);
            if (found.isPresent()) {
                return Optional.of(new Place(said, found.get()));
            }
        }
        return Optional.empty();
    }

    private static boolean after(Scene scene, Phrase phrase, String... prepositions) {
        return phrase.from() > 0 && scene.at(phrase.from() - 1).word(prepositions);
    }

    private static boolean written(String noun) {
        return Words.DOCUMENT.contains(noun)
                || Words.NOTICE.contains(noun)
                || noun.matches("book|inventory|journal|chart|letter|text|sheet|rota|permit|map");
    }

    /** The noun phrases of a sentence that end before a place and say by their first word that they are known. */
    private static List<Phrase> phrases(Scene scene, int limit) {
        List<Phrase> found = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            boolean opens = scene.at(i).is("DET")
                    || scene.at(i).word("our", "my", "his", "her", "their", "its")
                    || scene.at(i).is("NOUN", "ADJ", "PROPN")
                            && (i == 0
                                    || !scene.at(i - 1).is("DET", "ADJ", "NOUN", "PROPN", "NUM")
                                            && !scene.at(i - 1).word("our", "my", "his", "her", "their", "its", "'s"));
            if (!opens) {
                continue;
            }
            Optional<Phrase> phrase = Phrases.phrase(scene.sentence(), i, limit, "");
            if (phrase.isPresent()
                    && scene.at(phrase.get().head()).is("NOUN")
                    && !Words.person(scene.at(phrase.get().head()).lemma())
                    && (Paper.of(scene.at(phrase.get().head()).lower()) == null
                            || phrase.get().head() > phrase.get().from()
                                    && scene.at(phrase.get().head() - 1).is("NOUN", "PROPN"))
                    && !scene.at(phrase.get().head())
                            .lemma()
                            .matches(
                                    "thing|one|lot|bit|day|time|week|year|morning|evening|way|end|life|name|folder|place|half|paper")) {
                found.add(phrase.get());
            }
        }
        return found;
    }

    /** The words of a phrase up to its noun, without the article, the noun in its dictionary form. */
    private static String name(Scene scene, Phrase phrase) {
        return Called.words(scene.sentence(), phrase);
    }
}
