package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.List;

/**
 * Words of a sentence in lower case, as they were said, for patterns that reach over clauses.
 *
 * @param text   the words
 * @param starts where in the text each word begins
 * @param from   the first word's place in the sentence
 */
record Said(String text, List<Integer> starts, int from) {

    static Said of(Scene scene, int from, int to) {
        var text = new StringBuilder();
        List<Integer> starts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (i > from && scene.at(i - 1).end() < scene.at(i).start()) {
                text.append(' ');
            }
            starts.add(text.length());
            text.append(scene.at(i).lower());
        }
        return new Said(text.toString(), starts, from);
    }

    /** The word of the sentence at a place of the text. */
    int word(int place) {
        int word = 0;
        while (word + 1 < starts.size() && starts.get(word + 1) <= place) {
            word++;
        }
        return from + word;
    }
}
