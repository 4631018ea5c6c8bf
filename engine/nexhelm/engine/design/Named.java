package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nexhelm.engine.language.Token;

/**
 * Names that a tagger takes for something else: "Bruno grinds them" at the beginning of a sentence, and what stands in
 * quotation marks ("set it to 'pause'").
 */
final class Named {

    private static final int LONGEST_QUOTE = 8;

    private final Set<String> names;

    private Named(Set<String> names) {
        this.names = names;
    }

    /** The names of a call: of those who speak, and what is written with a capital inside a sentence. */
    static Named in(List<Scene> scenes) {
        Set<String> names = new HashSet<>();
        Set<String> words = new HashSet<>();
        for (Scene scene : scenes) {
            for (String part : scene.speaker().split("\\W+")) {
                names.add(part.toLowerCase(Locale.ROOT));
            }
            for (int i = 0; i < scene.sentence().size(); i++) {
                Token token = scene.at(i);
                boolean capital = !token.text().isEmpty()
                        && Character.isUpperCase(token.text().codePointAt(0));
                if (capital
                        && i > 0
                        && token.is("PROPN", "NOUN")
                        && token.lower().length() > 2
                        && !scene.at(i - 1).is("PUNCT")) {
                    names.add(token.lower());
                } else if (!capital) {
                    words.add(token.lower());
                }
            }
        }
        names.removeAll(words);
        return new Named(names);
    }

    /** A scene whose names are marked as names. */
    Scene marked(Scene scene) {
        List<Token> tokens = new ArrayList<>(scene.sentence().tokens());
        boolean changed = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean opens = i == 0 || tokens.get(i - 1).is("PUNCT", "CCONJ", "INTJ");
            if (opens
                    && token.is("NOUN", "ADJ", "VERB", "X")
                    && names.contains(token.lower())
                    && Character.isUpperCase(token.text().codePointAt(0))) {
                tokens.set(
                        i, new Token(token.start(), token.end(), token.text(), token.lower(), "PROPN", token.lower()));
                changed = true;
            }
        }
        int open = -1;
        for (int i = 0; i < tokens.size(); i++) {
            if (!tokens.get(i).text().matches("[\"“”]")) {
                continue;
            }
            if (open < 0) {
                open = i;
                continue;
            }
            boolean name = open > 0 && i - open - 1 <= LONGEST_QUOTE && verb(tokens, 0, open);
            for (int j = open + 1; name && j < i; j++) {
                Token token = tokens.get(j);
                if (token.is("VERB", "AUX")) {
                    tokens.set(
                            j,
                            new Token(token.start(), token.end(), token.text(), token.lower(), "NOUN", token.lower()));
                    changed = true;
                }
            }
            open = -1;
        }
        return changed ? Telling.with(scene, tokens) : scene;
    }

    private static boolean verb(List<Token> tokens, int from, int to) {
        return tokens.subList(from, to).stream().anyMatch(t -> t.is("VERB"));
    }
}
