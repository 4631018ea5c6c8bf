package nexhelm.engine.design;

import java.util.Optional;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Names who decides, where a sentence says it by a name, a role, a pronoun or what is somebody's. */
final class Approvers {

    private static final int REACH = 3;

    private final Referents referents;
    private String lastNamed = "";
    private int namedIn = -1;

    /** @param referents what was said before the sentence that is looked at */
    Approvers(Referents referents) {
        this.referents = referents;
    }

    /** Keeps who was named in a sentence, verb or no verb: "And Bram, with the calendar." */
    void hear(Scene scene) {
        for (int i = 0; i < scene.sentence().size(); i++) {
            if (scene.at(i).is("PROPN")) {
                Optional<Mention> named = at(scene, i);
                if (named.isPresent()) {
                    lastNamed = named.get().name();
                    namedIn = scene.index();
                }
            }
        }
    }

    /** Who acts in a clause. */
    Optional<String> of(Scene scene, Clause clause) {
        if (clause.passive()) {
            return Phrases.prepositional(scene.sentence(), clause).stream()
                    .filter(p -> p.preposition().equals("by") && Performers.person(scene.at(p.head())))
                    .map(p -> Performers.name(scene.sentence(), p.from(), p.to()))
                    .findFirst();
        }
        if (clause.kind() == Clause.Kind.CONTENT && clause.governor() >= 0) {
            Clause governor = scene.clauses().get(clause.governor());
            Optional<Phrase> between = Phrases.phrase(scene.sentence(), governor.head() + 1, clause.group() + 1, "")
                    .filter(p -> p.to() <= clause.group() + 1);
            if (between.isPresent() && between.get().head() < clause.head()) {
                return named(
                        scene,
                        between.get().head(),
                        between.get().from(),
                        between.get().to());
            }
        }
        Clause carrier = Selection.carrier(scene, clause);
        if (!carrier.hasSubject()) {
            return Optional.empty();
        }
        int head = Phrases.head(scene.sentence(), carrier.subjectFrom(), carrier.subjectTo());
        Optional<String> named = named(scene, head, carrier.subjectFrom(), carrier.subjectTo());
        for (int i = carrier.subjectFrom(); i < carrier.subjectTo() && named.isEmpty(); i++) {
            if (scene.at(i).is("NOUN") && Performers.person(scene.at(i))) {
                named = named(scene, i, carrier.subjectFrom(), carrier.subjectTo()); // "our publisher, Constance, …"
            }
        }
        return named;
    }

    /** Who a noun phrase names, if it is a person. */
    Optional<String> named(Scene scene, int head, int from, int to) {
        Token token = scene.at(head);
        if (token.word("i", "me", "we", "us")) {
            return Optional.of(Performers.speaker(scene));
        }
        if (token.word("he", "she", "they", "him", "her", "them")) {
            return here(scene, from)
                    .or(() -> referents.of(token, scene, from, true).map(Performers::bare));
        }
        boolean called = to <= scene.sentence().size()
                && scene.clauses().stream().anyMatch(c -> c.subjectFrom() == from && SpokenActs.someone(scene, c));
        if (token.word("someone", "somebody") || Performers.person(token) || called) {
            int title = from;
            while (title < head
                    && scene.at(title).word("those", "these", "that", "this", "there", "then", "here", "so")) {
                title++; // "the letters, those Ruth wants to read"
            }
            for (int i = title; i < head; i++) {
                title = scene.at(i).word("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.") ? i : title;
            }
            return Optional.of(Performers.name(scene.sentence(), title, to));
        }
        return Optional.empty();
    }

    /** "It goes to Mr. Strand, and he must approve it": who was named just before in the same sentence. */
    private static Optional<String> here(Scene scene, int before) {
        for (int i = before - 1; i >= 0; i--) {
            Token token = scene.at(i);
            boolean somebody = token.is("PROPN") && !Words.office(token.lemma()) && !Words.time(token.lemma())
                    || token.is("NOUN") && Words.person(token.lemma());
            if (somebody && Performers.person(token)) {
                int from = i;
                while (from > 0 && scene.at(from - 1).is("NOUN", "PROPN", "ADJ")) {
                    from--;
                }
                return Optional.of(Performers.name(scene.sentence(), from, i + 1));
            }
        }
        return Optional.empty();
    }

    /** Whose agreement a noun at {@code at} is: "my okay", "Maria's approval", "the approval of compliance". */
    Optional<String> owner(Scene scene, int from, int at) {
        Sentence sentence = scene.sentence();
        for (int i = from; i < at; i++) {
            if (sentence.at(i).word("my", "our")) {
                return Optional.of(Performers.speaker(scene));
            }
            if (sentence.at(i).word("his", "her", "their")) {
                return pronoun(scene, i).or(() -> Optional.of("the person in charge"));
            }
            if (sentence.at(i).is("NOUN", "PROPN") && Performers.person(sentence.at(i))) {
                return Optional.of(Performers.name(sentence, from, i + 1));
            }
        }
        if (at + 1 < sentence.size() && sentence.at(at + 1).word("of", "from", "by")) {
            return Phrases.phrase(sentence, at + 2, sentence.size(), "")
                    .filter(p -> Performers.person(sentence.at(p.head())))
                    .map(p -> Performers.name(sentence, p.from(), p.to()));
        }
        return Optional.empty();
    }

    private Optional<String> pronoun(Scene scene, int i) {
        Token said = scene.at(i);
        Token person = new Token(
                said.start(),
                said.end(),
                said.text(),
                said.word("their", "they", "them") ? "they" : "she",
                "PRON",
                "she");
        return referents
                .of(person, scene, i, true)
                .map(Performers::bare)
                .or(() -> lastNamed.isEmpty() || scene.index() - namedIn > REACH
                        ? Optional.empty()
                        : Optional.of(lastNamed));
    }

    /** Somebody who is mentioned, with the words from the first to before the last. */
    record Mention(String name, int from, int to, boolean owns) {}

    /** The last mention of somebody between two words; outsiders count like others. */
    Optional<Mention> last(Scene scene, int from, int to) {
        for (int i = Math.min(to, scene.sentence().size()) - 1; i >= from; i--) {
            Optional<Mention> found = at(scene, i);
            if (found.isPresent() && found.get().from() >= from) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The first mention of somebody between two words. */
    Optional<Mention> first(Scene scene, int from, int to) {
        for (int i = from; i < Math.min(to, scene.sentence().size()); i++) {
            Optional<Mention> found = at(scene, i);
            if (found.isPresent()) {
                int last = found.get().to();
                Optional<Mention> longer = last < to ? at(scene, last) : Optional.empty();
                return longer.filter(l -> l.from() == found.get().from()).or(() -> found);
            }
        }
        return Optional.empty();
    }

    /** The mention that ends with this word. */
    private Optional<Mention> at(Scene scene, int i) {
        Token token = scene.at(i);
        String word = token.lower().replaceFirst("'.*", "");
        switch (word) {
            case "i", "me", "we", "us", "myself", "ourselves", "mine" -> {
                return Optional.of(new Mention(Performers.speaker(scene), i, i + 1, word.equals("mine")));
            }
            case "my", "our" -> {
                boolean somebody = i + 1 < scene.sentence().size() && somebody(scene.at(i + 1));
                return somebody
                        ? Optional.empty()
                        : Optional.of(new Mention(Performers.speaker(scene), i, i + 1, true));
            }
            case "he", "she", "him", "her", "his", "they", "them", "their", "hers" -> {
                boolean owns = word.matches("his|their|hers")
                        || word.equals("her")
                                && i + 1 < scene.sentence().size()
                                && scene.at(i + 1).is("NOUN", "ADJ", "PROPN")
                                && !scene.at(i + 1).word("first", "before");
                return here(scene, i).or(() -> pronoun(scene, i)).map(name -> new Mention(name, i, i + 1, owns));
            }
            default -> {}
        }
        boolean capital = token.is("PROPN", "NOUN")
                && Character.isUpperCase(token.text().codePointAt(0))
                && (i > 0 || token.is("PROPN"))
                && !Words.office(token.lemma())
                && !Words.time(token.lemma());
        if (!capital && !somebody(token)) {
            return Optional.empty();
        }
        boolean goesOn = i + 1 < scene.sentence().size()
                && (capital && scene.at(i + 1).is("PROPN") || somebody(scene.at(i + 1)))
                && !scene.at(i + 1).word("'s");
        if (goesOn) {
            return Optional.empty();
        }
        int from = i;
        while (from > 0
                && (scene.at(from - 1).is("PROPN")
                                && capital
                                && Character.isUpperCase(
                                        scene.at(from - 1).text().codePointAt(0))
                        || !capital && scene.at(from - 1).is("NOUN", "ADJ")
                        || scene.at(from - 1).word("the", "our", "my", "a", "an"))) {
            from--;
        }
        boolean owns = i + 2 < scene.sentence().size()
                && scene.at(i + 1).word("'s", "'")
                && scene.at(i + 2).is("NOUN", "ADJ", "PROPN", "VERB", "INTJ", "DET")
                && !scene.at(i + 2).word("been", "got", "had", "done", "said", "a", "the");
        boolean apposition = !capital
                && from > 1
                && scene.at(from - 1).word(",")
                && scene.at(from - 2).is("PROPN");
        int name = apposition ? from - 2 : from;
        while (apposition && name > 0 && scene.at(name - 1).is("PROPN")) {
            name--;
        }
        return Optional.of(
                new Mention(Performers.name(scene.sentence(), name, apposition ? from - 1 : i + 1), name, i + 1, owns));
    }

    private static boolean somebody(Token token) {
        return token.is("NOUN") && Words.person(token.lemma()) || token.word("someone", "somebody");
    }
}
