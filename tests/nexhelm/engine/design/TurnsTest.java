package nexhelm.engine.design;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class TurnsTest {

    private static List<String> said(String text) {
        return Turns.of(text).stream()
                .map(t -> t.speaker() + "|" + text.substring(t.from(), t.to()))
                .toList();
    }

    @Test
    void labels_and_time_stamps_are_not_said() {
        assertEquals(
                List.of("Ann|Hello.", "Bob|I file it."),
                said("[00:00:01] Ann: Hello.\n[00:00:04] Bob (ops): I file it."));
        assertEquals(List.of("Ann|Hello.", "Bob|I file it."), said("0:01 Ann: Hello.\n0:31 Bob: I file it."));
        assertEquals(
                List.of("SPEAKER_00|Hello.", "SPEAKER_01|I file it."),
                said("SPEAKER_00: Hello.\nSPEAKER_01: I file it."));
    }

    @Test
    void a_name_with_a_time_on_a_line_of_its_own_is_a_label() {
        assertEquals(
                List.of("Ann Fox|Hello.", "Bob|I file it."), said("Ann Fox  0:01\nHello.\n\nBob  0:31\nI file it."));
    }

    @Test
    void what_stands_before_the_first_speaker_was_not_said() {
        assertEquals(
                List.of("Ann|Hello.", "Bob|Hi.", "Ann|Go on."),
                said("Call about invoices\nRecorded in March\n\nAnn: Hello.\nBob: Hi.\nAnn: Go on."));
    }

    @Test
    void subtitles_lose_their_numbers_and_cues() {
        assertEquals(
                List.of("|We open the file."), said("WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nWe open the file."));
    }

    @Test
    void a_wrapped_line_goes_on_and_a_bullet_begins_anew() {
        assertEquals(
                List.of("|We open the file\nand read it.", "|Send the note."),
                said("We open the file\nand read it.\n- Send the note."));
    }

    @Test
    void one_line_with_a_colon_is_no_dialogue() {
        assertEquals(
                List.of("|The rule is simple. There are two cases.", "|Note: read the file.", "|Then send it."),
                said("The rule is simple. There are two cases.\n\nNote: read the file.\n\nThen send it."));
    }
}
