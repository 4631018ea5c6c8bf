package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import nexhelm.engine.sandbox.Changes;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CalendarToolsTest {

    @TempDir
    Path folder;

    private Calls calls;

    @BeforeEach
    void build() {
        calls = new Calls(folder);
    }

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void events_are_listed_by_their_start_within_days() throws Exception {
        assertEquals(
                List.of("Lunch with the partner", "Annual review Hartwell"),
                calls.call("list_events", "{'from':'2026-03-10','to':'2026-03-11'}")
                        .path("events")
                        .findValuesAsText("title"));
        calls.fails(
                "'from' is '10.3.'; it is a day like 2026-03-31 or a time like 2026-03-31T14:30, without a zone",
                "list_events",
                "{'from':'10.3.'}");
    }

    @Test
    void free_slots_lie_in_working_hours_and_overlap_nothing() throws Exception {
        ObjectNode found = calls.call("find_free_slots", "{'minutes':120,'from':'2026-03-11','to':'2026-03-12'}");
        assertEquals(
                List.of("2026-03-11T09:00", "2026-03-11T11:00", "2026-03-12T11:30", "2026-03-12T13:30"),
                found.path("slots").findValuesAsText("start"));
        assertEquals("2026-03-12T15:30", found.path("slots").path(3).path("end").asText());
    }

    @Test
    void no_slot_is_on_a_weekend_and_without_days_it_begins_after_the_newest_mail() throws Exception {
        assertTrue(calls.call("find_free_slots", "{'minutes':30,'from':'2026-03-14','to':'2026-03-15'}")
                .path("slots")
                .isEmpty());
        assertEquals(
                "2026-03-03",
                calls.call("list_events", "{}").path("today").asText(),
                "no agent has a clock of its own");
        assertEquals(
                "2026-03-04T09:00",
                calls.call("find_free_slots", "{'minutes':30}")
                        .path("slots")
                        .path(0)
                        .path("start")
                        .asText());
        calls.fails(
                "'stranger@example.org' is nobody this mailbox knows",
                "find_free_slots",
                "{'minutes':30,'attendees':['stranger@example.org']}");
    }

    @Test
    void an_event_is_created_for_people_who_are_then_invited() throws Exception {
        ObjectNode event = calls.call(
                "create_event",
                "{'title':'Signing','start':'2026-03-11 15:00','minutes':60,'attendees':['Helene.Moreau@example.com'],"
                        + "'location':'Meeting room'}");
        assertEquals("2026-03-11T16:00", event.path("end").asText());
        assertEquals("[\"Annual review Hartwell\"]", Json.compact(event.path("overlaps")));
        assertEquals(
                "not_invited", event.path("attendees").path(0).path("status").asText());
        ObjectNode invited = calls.call(
                "send_event_invitation", "{'event':'" + event.path("id").asText() + "'}");
        assertEquals(
                "[{\"email\":\"helene.moreau@example.com\",\"status\":\"invited\"}]",
                Json.compact(invited.path("attendees")));
        JsonNode mail =
                calls.call("read_mail", "{'mail':'" + invited.path("mail").asText() + "'}");
        assertEquals("Invitation: Signing", mail.path("subject").asText());
        assertEquals("[\"helene.moreau@example.com\"]", Json.compact(mail.path("to")));
        assertTrue(mail.path("text")
                .asText()
                .contains("From: 2026-03-11 15:00\nUntil: 2026-03-11 16:00\nWhere: Meeting room"));
        assertEquals(
                List.of("created event Calendar/Signing", "created mail Mail/sent/Invitation: Signing"),
                Changes.of(calls.tenant).items().stream()
                        .map(c -> c.change() + " " + c.kind() + " " + c.path())
                        .toList());
    }

    @Test
    void others_than_the_attendees_can_be_invited_but_nobody_unknown() throws Exception {
        calls.call("send_event_invitation", "{'event':'Team meeting','attendees':['ben.foster@example.com']}");
        assertEquals(
                "invited",
                calls.call("list_events", "{'to':'2026-03-09'}")
                        .path("events")
                        .path(0)
                        .path("attendees")
                        .path(0)
                        .path("status")
                        .asText());
        calls.fails(
                "'x@evil.example' is nobody this mailbox knows",
                "send_event_invitation",
                "{'event':'Team meeting','attendees':['x@evil.example']}");
        Calls fresh = calls;
        fresh.call("create_event", "{'title':'Alone','start':'2026-03-20T09:00','minutes':30}");
        fresh.fails(
                "the event has nobody to invite; name them in 'attendees'",
                "send_event_invitation",
                "{'event':'Alone'}");
    }

    @Test
    void a_moved_event_lasts_as_long_as_before() throws Exception {
        ObjectNode moved = calls.call(
                "update_event", "{'event':'Annual review Hartwell','start':'2026-03-13T09:00','title':'Review'}");
        assertEquals("2026-03-13T10:30", moved.path("end").asText());
        assertEquals("Review", moved.path("title").asText());
        Changes.Change change = Changes.of(calls.tenant).items().get(0);
        assertEquals("updated event Calendar/Review", change.change() + " " + change.kind() + " " + change.path());
        assertTrue(change.before().orElseThrow().contains("From: 2026-03-11T14:00\n"));
    }

    @Test
    void wrong_times_are_refused() {
        calls.fails(
                "the start '2026-03-11T15:00Z' is not a time like 2026-03-31T14:30, without a zone",
                "create_event",
                "{'title':'t','start':'2026-03-11T15:00Z','minutes':30}");
        calls.fails(
                "the event would end at 2026-03-11T14:00, before it has begun",
                "create_event",
                "{'title':'t','start':'2026-03-11T15:00','end':'2026-03-11T14:00'}");
        calls.fails(
                "create_event needs either 'end' or 'minutes'",
                "create_event",
                "{'title':'t','start':'2026-03-11T15:00'}");
        calls.fails("'minutes' is 0; it goes from 5 to 480", "find_free_slots", "{'minutes':0}");
    }
}
