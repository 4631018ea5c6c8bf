package nexhelm.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a quote stands in a text, however a model writes it down. */
class QuotesTest {

    private static final String TEXT =
            "Ada:  We don\u2019t \u2014 ever \u2014\n  send it.\n\uD83D\uDE00 We send the list. Then we send the list.";

    private static Optional<String> found(String quote, int after) {
        return new Quotes(TEXT)
                .find(quote, after)
                .map(place -> place.from() + " " + TEXT.substring(place.from(), place.to()));
    }

    private static Optional<String> found(String quote) {
        return found(quote, 0);
    }

    @Test
    void white_space_marks_and_capitals_make_no_difference_and_the_text_is_what_counts() {
        assertEquals(
                Optional.of("6 We don\u2019t \u2014 ever \u2014\n  send it"), found("\"we don't - ever - send it.\""));
        assertEquals(Optional.of("35 \uD83D\uDE00 We send"), found(" \uD83D\uDE00 We   send\u2026"));
    }

    @Test
    void of_several_places_the_next_one_counts_and_none_after_it_means_the_first() {
        assertEquals(Optional.of("41 send the list"), found("send the list"));
        assertEquals(Optional.of("64 send the list"), found("send the list", 44));
        assertEquals(Optional.of("41 send the list"), found("send the list", 70));
    }

    @Test
    void words_that_do_not_stand_there_one_after_the_other_are_not_found() {
        for (String quote :
                new String[] {"We send it", "ever send", "the list Then", "", " \"...\" ", "Then we send the list twice"
                }) {
            assertEquals(Optional.empty(), found(quote), quote);
        }
    }
}
