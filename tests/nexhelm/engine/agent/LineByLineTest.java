package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums over lines of several papers, rows that are chosen by what they must be, days that are counted from others. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LineByLineTest {

    private static final String PAPERS = """
        {
          "docs": [
            {"path": "Deals", "title": "Contract Rowan", "text": "Share concerts: 60 %%\\nShare recordings: 25 %%\\nLease from: 4 May 2026\\nLease to: 30 June 2026"}
          ],
          "templates": [
            {"path": "Templates", "title": "Lease form", "text": "Lease from: [from]\\nLease to: [to]\\nTown: [town]"}
          ],
          "sheets": [
            {"path": "Office", "title": "Tea prices", "header": ["Tea", "Price per kilo"],
             "rows": [["Assam", "30.00"], ["Mint", "12.50"], ["Rooibos", "20.00"]]},
            {"path": "Office", "title": "Sales", "header": ["Artist", "Kind", "Income"],
             "rows": [["Rowan", "concerts", "1000.00"], ["Rowan", "recordings", "400.00"], ["Sorrel", "concerts", "900.00"]]},
            {"path": "Office", "title": "Hall plan", "header": ["Hall", "Length", "Status", "Guest"],
             "rows": [["North", "30", "free", ""], ["South", "12", "free", ""], ["East", "11", "taken", "Linden"], ["West", "14", "free", ""]]},
            {"path": "Office", "title": "Parcel rates", "header": ["Item", "Up to", "Price"],
             "rows": [["Parcel", "5 kg", "6.00"], ["Parcel", "10 kg", "9.00"], ["Parcel", "20 kg", "14.00"]]}
          ],
          "contacts": [{"name": "Tea House", "email": "tea@house.example", "role": "shop"},
                       {"name": "Rafael Sanz", "email": "sanz@office.example", "role": "general manager"}],
          "mailbox": [
            {"from": "tea@house.example", "to": "office@example.com", "subject": "Order of tea", "date": "2026-04-02T08:00:00",
             "text": "Please send us:\\nAssam: 4 kg\\nMint: 10 kg\\n%s\\nLength: 12.5 m\\nThank you"}
          ]
        }
        """;

    @TempDir
    Path folder;

    private Rehearsal run(String more, String steps) throws IOException, Json.Malformed {
        ObjectNode blueprint = (ObjectNode) Json.parse(PAPERS.formatted(more));
        return new Rehearsal(folder, blueprint, Definitions.of("Order of the tea house", steps)).run();
    }

    @Test
    void the_kilos_of_a_mail_at_the_prices_of_a_list() throws Exception {
        try (Rehearsal run = run("", """
            read_mail | Read the order from the Tea House.
            find_sheet_rows | Look up the price per kilo of each tea in the tea prices.
            read_document | Calculate the order total: kilos times price, added up.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            String told = run.results().toString();
            assertTrue(
                    told.contains("Order total: 245.00 (Assam 4 kg × 30.00 = 120.00, Mint 10 kg × 12.50 = 125.00"),
                    told);
        }
    }

    @Test
    void what_was_ordered_and_has_no_price_gives_no_total_and_is_named() throws Exception {
        try (Rehearsal run = run("Nettle: 2 kg", """
            read_mail | Read the order from the Tea House.
            read_sheet | Open the tea prices.
            read_document | Calculate the order total: kilos times price, added up.
            """)) {
            assertFalse(run.complete());
            assertTrue(run.results().toString().contains("“price of Nettle”"), run.results()::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "less ten percent when over 200;220.50",
                "less ten percent when over three hundred;245.00",
                "at least 300;300.00",
                "at least forty;245.00"
            })
    void a_discount_and_a_least_amount_hold_for_the_total(String terms, String total) throws Exception {
        try (Rehearsal run = run("", """
            read_mail | Read the order from the Tea House.
            read_sheet | Open the tea prices.
            read_document | Calculate the order total: kilos times price, added up, %s.
            """.formatted(terms))) {
            assertTrue(run.complete(), run.results()::toString);
            assertTrue(run.results().toString().contains("Order total: " + total + " ("), run.results()::toString);
        }
    }

    @Test
    void rows_that_were_looked_up_at_the_rates_of_a_contract_each_for_itself() throws Exception {
        try (Rehearsal run = run("", """
            find_sheet_rows | Look up the income of Rowan in the sales.
            read_document | Read the contract Rowan.
            read_document | Calculate the payment: income times share, for each kind.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            String told = run.results().toString();
            assertTrue(told.contains("Payment concerts: 600.00"), told);
            assertTrue(told.contains("Payment recordings: 100.00"), told);
            assertTrue(told.contains("Payment: 700.00"), told);
            assertFalse(told.contains("540"), "nothing of another artist's: " + told);
        }
    }

    @Test
    void a_free_hall_that_is_long_enough_is_the_smallest_that_will_do_and_is_filled_in() throws Exception {
        try (Rehearsal run = run("", """
            read_mail | Read the order from the Tea House.
            find_sheet_rows | Look in the hall plan for a free hall that is long enough.
            update_sheet_cells | Set the hall to taken in the hall plan.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            String told = run.results().toString();
            assertTrue(told.contains("Hall: West; Length: 14"), told);
            assertTrue(told.contains("Status of West from free to taken"), told);
        }
    }

    @Test
    void none_that_will_do_is_a_lack_and_no_other_row_is_taken() throws Exception {
        try (Rehearsal run = run("Width: 3 m", """
            read_mail | Read the order from the Tea House.
            find_sheet_rows | Look in the hall plan for a free hall that is wide enough.
            """)) {
            assertFalse(run.complete(), run.results()::toString);
        }
    }

    @Test
    void a_rate_for_a_weight_is_that_of_its_band() throws Exception {
        try (Rehearsal run = run("Weight: 7 kg", """
            read_mail | Read the order from the Tea House.
            find_sheet_rows | Look up the rate for that weight in the parcel rates.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            assertTrue(run.results().toString().contains("Up to: 10 kg; Price: 9.00"), run.results()::toString);
        }
    }

    @Test
    void the_ends_of_a_span_go_where_they_belong_and_a_day_before_it_is_counted() throws Exception {
        try (Rehearsal run = run("", """
            read_document | Read the contract Rowan.
            create_document_copy | Copy the lease form into the folder Deals and fill in from and to.
            create_event | Enter the handover in the calendar, on the day before the lease begins, nine in the morning.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            String form = run.change("document", "Lease form").content();
            assertTrue(form.contains("Lease from: 4 May 2026\nLease to: 30 June 2026\nTown: [town]"), form);
            assertTrue(run.results().toString().contains("2026-05-03 09:00"), run.results()::toString);
        }
    }

    @Test
    void words_are_counted() throws Exception {
        try (Rehearsal run = run("", """
            read_document | Open the contract Rowan.
            read_document | Count the words.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            assertTrue(run.results().get(1).toString().contains("Words: 16"), run.results()::toString);
        }
    }

    @Test
    void somebody_of_another_role_is_not_written_to() throws Exception {
        try (Rehearsal run = run("", """
            read_mail | Read the order from the Tea House.
            send_mail | Send the coffee shop manager a short e-mail with the order.
            """)) {
            assertFalse(run.complete(), run.results()::toString);
            assertFalse(run.calls().toString().contains("send_mail"), run.calls()::toString);
        }
    }

    @Test
    void the_one_who_wrote_gets_the_mail_and_nobody_whom_it_only_speaks_of() throws Exception {
        try (Rehearsal run = run("", """
            read_mail | Read the order from the Tea House.
            send_mail | Send the shop a short mail, assam, mint.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            assertEquals(
                    1,
                    run.calls().stream().filter(c -> c.startsWith("send_mail")).count());
            assertTrue(run.results().toString().contains("to Tea House <tea@house.example>"), run.results()::toString);
        }
    }
}
