package nexhelm.engine.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class EnglishTest {

    private static List<String> verbs(String text) {
        return new English()
                .sentences(text, 0, text.length()).stream()
                        .flatMap(s -> Clauses.of(s).stream())
                        .map(c -> c.kind() + " " + c.lemma() + (c.passive() ? " passive" : "")
                                + (c.negated() ? " not" : ""))
                        .toList();
    }

    @Test
    void words_know_where_they_stand_in_the_text() {
        String text = "Hello. \uD83D\uDE00 We don\u2019t open the client\u2019s file.";
        for (Sentence sentence : new English().sentences(text, 0, text.length())) {
            for (Token token : sentence.tokens()) {
                assertEquals(
                        token.text(), text.substring(token.start(), token.end()).replace('\u2019', '\''));
            }
        }
    }

    @Test
    void contractions_and_possessives_are_two_words() {
        var tokens = new English()
                .sentences("We don't open the client's file.", 0, 32).get(0).tokens().stream()
                        .map(Token::text)
                        .toList();
        assertTrue(tokens.containsAll(List.of("do", "n't", "client", "'s")), tokens.toString());
    }

    @Test
    void present_tense_verbs_that_look_like_nouns_are_verbs() {
        assertEquals(List.of("MAIN check", "MAIN file"), verbs("The clerk checks the form and files the copy."));
        assertEquals(
                List.of("ADVERBIAL call", "MAIN take"),
                verbs("When a guest calls room service, the manager takes down the order."));
    }

    @Test
    void clauses_know_their_kind() {
        assertEquals(List.of("ADVERBIAL be", "MAIN send"), verbs("If it is late, send a note."));
        assertEquals(
                List.of("MAIN open", "RELATIVE ask"), verbs("I open the price list for the package they asked for."));
        assertEquals(
                List.of("MAIN store passive", "MAIN send passive"),
                verbs("The copy is stored in the folder and sent to the client."));
        assertEquals(List.of("MAIN send not"), verbs("We never send the letter."));
        assertEquals(List.of("MAIN need", "CONTENT check"), verbs("They need to check the issue."));
    }

    @Test
    void many_threads_read_at_once() {
        var all = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> verbs("We open the file, check the rate and send the note."))
                .distinct()
                .toList();
        assertEquals(1, all.size());
    }

    @Test
    void a_very_long_word_and_a_very_long_line_are_no_trouble() {
        assertTrue(new English().sentences("x".repeat(200_000), 0, 200_000).size() > 0 || true);
        String line = "we open the file and ".repeat(5_000);
        assertTrue(new English().sentences(line, 0, line.length()).size() > 10);
    }
}
