package nexhelm.engine.language;

import java.util.List;

/** A sentence with its words; positions count UTF-16 units of the whole text. */
public record Sentence(int start, int end, List<Token> tokens) {
    public Sentence {
        tokens = List.copyOf(tokens);
    }

    public Token at(int index) {
        return tokens.get(index);
    }

    public int size() {
        return tokens.size();
    }

    /** True when the sentence is marked as a question or is one by its word order. */
    public boolean question() {
        for (int i = size() - 1; i >= 0 && i > size() - 4; i--) {
            if (at(i).text().contains("?")) {
                return true;
            }
        }
        int i = 0;
        while (i < size()
                && (at(i).is("PUNCT", "INTJ", "CCONJ")
                        || at(i).word("so", "okay", "ok", "and", "then", "well", "right"))) {
            i++;
        }
        boolean inverted = i + 1 < size()
                && at(i).is("AUX")
                && !at(i).word("let", "be")
                && at(i + 1).word("i", "you", "we", "they", "he", "she", "it", "there", "that", "this");
        boolean asked = i + 2 < size()
                && at(i).word("what", "how", "why", "who", "where", "when", "which")
                && at(i + 1).is("AUX")
                && at(i + 2).nominal();
        return inverted || asked && !at(i).word("when");
    }
}
