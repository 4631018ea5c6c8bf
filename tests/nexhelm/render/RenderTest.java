package nexhelm.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;

/** Text for people: wrapping, tables, controls made visible, a conversation shown once. */
class RenderTest {

    @Test
    void control_characters_become_visible_and_text_stays() {
        assertEquals(
                "a\n\tb ␛[31m ␇ \ufffd \ufffd ü 👋 [b]",
                Style.safe("a\r\n\tb \u001b[31m \u0007 \u009b \u202e ü 👋 [b]"));
        assertEquals("one two", Style.line(" one \n\n  two\n"));
        String same = "nothing to change";
        assertTrue(Style.safe(same) == same, "no copy where nothing changes");
    }

    @Test
    void colours_only_where_they_are_wanted() {
        assertEquals("x", Style.PLAIN.bad("x"));
        assertEquals("\u001b[31mx\u001b[0m", new Style(true).bad("x"));
        assertEquals("", new Style(true).bad(""));
    }

    @Test
    void prose_is_wrapped_at_spaces_and_long_words_stay_whole() {
        String link = "https://front.test/dashboard/workflow-lab?runId=" + "x".repeat(40);
        assertEquals(
                "one two\nthree\n" + link + "\nfour\n\n  indented\n",
                new Page(10, Style.PLAIN)
                        .prose("one two three " + link + " four\n\n  indented")
                        .toString());
    }

    @Test
    void a_line_of_a_tree_goes_on_below_itself() {
        assertEquals(
                "│  └─ Read “Mandate” and\n│     <nothing> else\n",
                new Page(30, Style.PLAIN)
                        .hang("│  └─ ", "│     ", "Read “Mandate” and <nothing> else", line -> line)
                        .toString());
    }

    @Test
    void columns_line_up_for_wide_and_combining_characters() {
        assertEquals(4, Page.columns("日本"));
        assertEquals(2, Page.columns("👋"));
        assertEquals(1, Page.columns("e\u0301"));
        assertEquals(
                """
                A     B
                日本  x
                a     y
                """,
                new Page(80, Style.PLAIN)
                        .table(List.of("A", "B"), List.of(List.of("日本", "x"), List.of("a", "y")))
                        .toString());
    }

    @Test
    void tables_never_break_ids_and_links() {
        String id = "x".repeat(200);
        assertTrue(new Page(40, Style.PLAIN)
                .table(List.of("ID", "B"), List.of(List.of(id, "b")))
                .toString()
                .contains(id + "  b\n"));
    }

    @Test
    void cells_are_what_people_read() throws Exception {
        String[][] cells = {
            {"null", "-"},
            {"true", "True"},
            {"false", "False"},
            {"1.50", "1.50"},
            {"\"a\\nb\"", "a b"},
            {"[1,\"x\"]", "[1,\"x\"]"},
            {"{}", "{}"},
            {"\"\"", ""}
        };
        for (String[] cell : cells) {
            assertEquals(cell[1], Page.cell(Json.parse(cell[0])));
        }
        assertEquals("-", Page.cell(Json.object().path("absent")));
    }

    @Test
    void a_conversation_shows_text_once_and_hidden_events_do_not_break_it_live() throws Exception {
        var out = new StringBuilder();
        var live = new Conversation(out::append, Style.PLAIN, true, 80);
        for (String event : List.of(
                "{\"type\":\"token\",\"data\":{\"text\":\"Hel\"}}",
                "{\"type\":\"reasoning\",\"data\":{}}",
                "{\"type\":\"token\",\"data\":{\"content\":\"lo\"}}",
                "{\"type\":\"ai_message_complete\",\"data\":{\"content\":\"Hello\"}}",
                "{\"type\":\"ai_message_complete\",\"data\":{\"text\":\"Other\"}}",
                "{\"type\":\"ai_message_complete\",\"data\":{}}",
                "{\"type\":\"tool_start\",\"data\":{\"args\":{\"a\":1}}}",
                "{\"type\":\"tool_end\",\"data\":{\"result\":{\"b\":2}}}",
                "{\"type\":\"interaction\",\"data\":{\"kind\":\"approval\",\"prompt\":\"Send [it]?\"}}",
                "{\"type\":\"error\",\"data\":\"gone\"}",
                "{\"type\":\"complete\"}")) {
            live.event(Json.parse(event));
        }
        assertEquals("""
            assistant: Hello
            assistant: Other
            → ? {"a":1}
            ← {"b":2}
            ⚠ interaction needed approval: Send [it]?
            error gone
            """, out.toString());
    }

    @Test
    void what_a_person_is_asked_keeps_its_lines_and_live_text_breaks_between_words() throws Exception {
        var out = new StringBuilder();
        var live = new Conversation(out::append, Style.PLAIN, true, 30);
        for (String event : List.of(
                "{\"type\":\"ai_message_complete\",\"data\":{\"content\":\"Read the valuation and the schedule.\"}}",
                "{\"type\":\"interaction\",\"data\":{\"kind\":\"approval\",\"prompt\":\"Send?\\n"
                        + "\\n"
                        + "Dear Ann,\\n"
                        + "this letter is long enough to break.\",\"tool\":\"send_mail\",\"input\":{}}}",
                "{\"type\":\"simulated_approval\",\"data\":{\"prompt\":\"Send?\\nDear\\u001b[2J Ann\"}}")) {
            live.event(Json.parse(event));
        }
        assertEquals("""
            assistant: Read the valuation
            and the schedule.
            ⚠ interaction needed approval:
            Send?

              Dear Ann,
              this letter is long enough
              to break.
            simulated approval: Send?
              Dear␛[2J Ann
            """, out.toString().replaceAll("(?m)^ +$", ""));
    }
}
