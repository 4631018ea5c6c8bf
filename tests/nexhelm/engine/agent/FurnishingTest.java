package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nexhelm.engine.persona.OfflineDesigner;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.sandbox.Proposal;
import nexhelm.engine.sandbox.demo.DemoCases;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blueprints that are made up for a transcript. */
class FurnishingTest {

    private static final String CLINIC = """
        [00:00:02] Ana: So Lea, what happens before a planned surgery?
        [00:00:09] Lea: First I open the patient file of the dog and read the weight and the allergies. Then I read the
        lab report and check the kidney values. After that I write an estimate with the surgery fee, the anaesthesia fee
        and the deposit. I draft an e-mail to the owner, Mr Petrov, with the estimate and the date of the surgery. I
        don't send it before the doctor has seen it. And then I add a task for the nurse to prepare the room.
        """;

    private static final String BOOKING = """
        Jo: I read the booking request from the customer, and I look up the room rates in the price list. I calculate
        the total price from the number of guests and the daily rate. Then I fill in the offer template with the
        customer, the dates and the total price. I save the offer in the customer folder. Before it goes out, my manager
        signs the offer. Then I e-mail the offer to the customer and put a follow-up task on my list for next week.
        """;

    private static final String DEADLINE = """
        Mo: I read the claim letter of the client. Then I write a short note on the case. After that I put the
        limitation date into the calendar.
        """;

    @TempDir
    Path folder;

    static Stream<String> examples() throws Exception {
        return ExamplesTest.transcripts();
    }

    private static ObjectNode design(String transcript) {
        return new OfflineDesigner().design(transcript, Optional.empty()).definition();
    }

    private void isCarriedOut(ObjectNode definition) throws Exception {
        try (Rehearsal run =
                new Rehearsal(Files.createTempDirectory(folder, "run"), Furnishing.of(definition), definition).run()) {
            assertTrue(run.complete(), run.results()::toString);
            assertNotEquals(0, run.changes().items().size());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_carried_out_in_a_sandbox_made_up_for_it(String name) throws Exception {
        isCarriedOut(design(Files.readString(Path.of("examples", name))));
    }

    @Test
    void so_are_transcripts_of_trades_that_nobody_prepared_papers_for() throws Exception {
        isCarriedOut(design(CLINIC));
        isCarriedOut(design(BOOKING));
    }

    @Test
    void a_day_that_is_to_be_put_into_the_calendar_is_in_a_paper_that_says_that_it_is_made_up() throws Exception {
        ObjectNode definition = design(DEADLINE);
        isCarriedOut(definition);
        ObjectNode blueprint = Furnishing.of(definition);
        assertTrue(
                blueprint
                        .path("docs")
                        .valueStream()
                        .map(doc -> doc.path("text").asText())
                        .anyMatch(text -> text.contains(Proposal.MARK)
                                && text.matches("(?s).*Limitation date: \\d{4}-\\d{2}-\\d{2}\n.*")),
                blueprint::toPrettyString);
    }

    @Test
    void a_made_up_address_is_that_of_the_name_in_plain_letters() throws Exception {
        ObjectNode blueprint = Furnishing.of(design(Files.readString(Path.of("examples", "new-patient.txt"))));
        assertTrue(
                blueprint
                        .path("contacts")
                        .valueStream()
                        .anyMatch(one -> one.path("email").asText().equals("lucja.wisniewska@synthetic.example")),
                blueprint::toPrettyString);
    }

    @Test
    void it_holds_what_the_transcript_names_and_says_that_it_is_made_up() {
        ObjectNode blueprint = Furnishing.of(design(CLINIC));
        assertTrue(titles(blueprint).anyMatch("Lab report"::equals), blueprint.toPrettyString());
        assertTrue(titles(blueprint).anyMatch("Patient file of the dog"::equals), blueprint.toPrettyString());
        assertTrue(
                blueprint
                        .path("contacts")
                        .valueStream()
                        .anyMatch(one -> one.path("name").asText().endsWith(" Petrov")),
                blueprint.toPrettyString());
        Stream.concat(
                        blueprint.path("docs").valueStream(),
                        blueprint.path("mailbox").valueStream())
                .forEach(paper -> assertTrue(
                        paper.path("text").asText().startsWith("[synthetic] Made up"), paper::toPrettyString));
        blueprint
                .path("contacts")
                .forEach(one ->
                        assertTrue(one.path("email").asText().endsWith("@synthetic.example"), one::toPrettyString));
    }

    @Test
    void somebody_called_by_a_first_name_alone_is_that_person_and_nobody_else() throws Exception {
        ObjectNode definition = (ObjectNode) Json.parse("""
            {"name": "Quotes", "steps": [
              {"index": 1, "title": "Read", "performer": "agent", "tool": "read_document",
               "instruction": "Read the price list."},
              {"index": 2, "title": "Send", "performer": "agent", "tool": "send_mail",
               "instruction": "Send the price list to Gary."}]}
            """);
        assertEquals(
                List.of("Gary Sample"),
                Furnishing.of(definition)
                        .path("contacts")
                        .valueStream()
                        .map(one -> one.path("name").asText())
                        .filter(name -> name.startsWith("Gary") || name.startsWith("Kim"))
                        .toList());
    }

    private static Stream<String> titles(JsonNode blueprint) {
        return blueprint.path("docs").valueStream().map(doc -> doc.path("title").asText());
    }

    @Test
    void steps_on_sheets_and_calendars_find_a_sheet_and_an_appointment() throws Exception {
        ObjectNode definition = (ObjectNode) Json.parse("""
            {"name": "Fees", "steps": [
              {"index": 1, "title": "Read", "performer": "agent", "tool": "read_sheet",
               "instruction": "Read the fee register with the client, the fee and the due date."},
              {"index": 2, "title": "Look", "performer": "agent", "tool": "list_events",
               "instruction": "Look at the appointments of the week."}]}
            """);
        ObjectNode blueprint = Furnishing.of(definition);
        Blueprint.parse(blueprint);
        JsonNode sheet = blueprint.path("sheets").path(0);
        assertEquals("Fee register", sheet.path("title").asText());
        assertTrue(sheet.path("header").toString().contains("Due date"), sheet::toString);
        assertTrue(sheet.path("rows").path(0).toString().contains("[synthetic]"), sheet::toString);
        assertTrue(blueprint.path("docs").isEmpty(), blueprint::toPrettyString);
        assertEquals(1, blueprint.path("calendar").size());
    }

    @Test
    void the_same_definition_gives_the_same_blueprint() {
        assertEquals(Furnishing.of(design(BOOKING)), Furnishing.of(design(BOOKING)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void the_demo_knows_the_examples_it_has_papers_for(String name) throws Exception {
        String transcript = Files.readString(Path.of("examples", name));
        assertTrue(
                DemoCases.knows(transcript),
                () -> name + " was changed; write into DemoCases: " + DemoCases.print(transcript));
        assertTrue(DemoCases.knows(transcript.replace("\n", "\r\n")));
        assertEquals(false, DemoCases.knows(transcript + " And one thing more."));
    }
}
