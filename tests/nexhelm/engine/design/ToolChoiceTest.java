package nexhelm.engine.design;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nexhelm.engine.tool.ToolCatalog;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What people in offices say, and the tool that does it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ToolChoiceTest {

    @Test
    void spreadsheets_are_read_searched_extended_and_changed() {
        chosen("""
            Then I add a line to the transfer register spreadsheet. | create_sheet_rows
            I look up the client's row in the fee sheet. | find_sheet_rows
            After that I open the budget spreadsheet. | read_sheet
            I log the delivery in the tracker with the date and the quantity. | create_sheet_rows
            Then I update the status column in the claims tracker. | update_sheet_cells
            I mark the invoice as paid in the Excel sheet. | update_sheet_cells
            Next I create a spreadsheet with the offers and the prices. | create_sheet
            I put all the quotes into a new spreadsheet. | create_sheet
            I check the payroll spreadsheet for the employee's hourly rate. | find_sheet_rows
            I enter the new tenant in the rent roll spreadsheet. | create_sheet_rows
            Then I add up the hours in the timesheet. | read_sheet
            I read the stock list in Google Sheets. | read_sheet
            I append a row to the mileage sheet. | create_sheet_rows
            I change the unit price in the price spreadsheet. | update_sheet_cells
            We record the sample in our Excel tracker. | create_sheet_rows
            I find the supplier in the vendor workbook. | find_sheet_rows
            I look in the rent roll spreadsheet for the tenant's due date. | find_sheet_rows
            I key the meter readings into the Excel file. | create_sheet_rows
            """);
    }

    @Test
    void lists_are_exported_and_read_as_csv() {
        chosen("""
            I export the list as CSV. | create_csv
            Then I open the CSV export from the till. | read_csv
            I save the overdue invoices as a CSV file. | create_csv
            I read the CSV with the bank transactions. | read_csv
            """);
    }

    @Test
    void calendars_are_looked_at_and_filled() {
        chosen("""
            I put a half-hour meeting in Maria's calendar next week and send the invite. | create_event, send_event_invitation
            I find a free slot for the two of them. | find_free_slots
            Then I check when Tom is free next week. | find_free_slots
            I look for a free hour in her diary. | find_free_slots
            I schedule a call with the client for Tuesday at ten. | create_event
            I book a viewing with the tenant. | create_event
            Then I send a calendar invite to the client. | send_event_invitation
            I invite Eleanor and James to the meeting. | send_event_invitation
            I move the appointment to Thursday. | update_event
            I reschedule the inspection meeting. | update_event
            I check the calendar for next week. | list_events
            I put the renewal date in the calendar. | create_event
            I block an hour in my Outlook calendar. | create_event
            I check Maria's availability. | find_free_slots
            I set up a meeting with the patient's family. | create_event
            I look at the diary of the dentist. | list_events
            I book Dr. Meyer for Thursday afternoon. | create_event
            I check if Tom has time on Friday. | find_free_slots
            I push the call back by a week. | update_event
            """);
    }

    @Test
    void client_records_are_found_changed_and_noted() {
        chosen("""
            I look up the client in the CRM. | find_contact
            Then I update her phone number in the CRM. | update_contact
            I log a note on the contact. | create_contact_note
            I pull up the household. | find_household
            I record the call in our CRM. | create_contact_note
            I update the client's address in our CRM. | update_contact
            I add a note to the client record. | create_contact_note
            I look up the Hartwell household. | find_household
            I check the CRM for the phone number. | find_contact
            I change the contact's e-mail address. | update_contact
            I pull up the contact. | find_contact
            Then I update the CRM. | create_contact_note
            I add his new mobile number. | update_contact
            I tag the contact as VIP in the CRM. | update_contact
            """);
    }

    @Test
    void pdfs_are_read_filled_and_saved() {
        chosen("""
            I fill in the account opening form. | create_pdf_form
            I fill in the PDF. | create_pdf_form
            I read the PDF statement. | read_pdf
            Then I save the report as a PDF. | create_pdf
            I prefill the transfer form with her details. | create_pdf_form
            I open the PDF of the policy. | read_pdf
            I pull the account number from the PDF statement. | read_pdf
            I turn the memo into a PDF. | create_pdf
            I enter the client's details in the application form. | create_pdf_form
            I complete the claim form. | create_pdf_form
            I export the letter to PDF. | create_pdf
            I print the confirmation to PDF. | create_pdf
            I pre-fill the questionnaire for the customer. | create_pdf_form
            I fill out the W-9. | create_pdf_form
            """);
    }

    @Test
    void what_looks_alike_keeps_its_own_tool() {
        chosen("""
            I send the spreadsheet to Tom. | send_mail
            I move the spreadsheet to the archive folder. | update_document_location
            I e-mail the PDF to the client. | send_mail
            I read the balance sheet. | read_document
            I make a copy of the budget sheet. | create_document_copy
            I write the minutes of the meeting. | create_document
            I update the client register. | update_document
            I draft an e-mail to the client about the meeting. | create_mail_draft
            I create a task to call the client. | create_todo
            I write a summary of the call. | create_document
            I draft a reminder to the tenant. | create_mail_draft
            I copy the letter template into the folder. | create_document_copy
            I change the address in the lease. | update_document
            I write the fee letter to the client. | create_document
            I write to our heating company. | create_mail_draft
            I write the figures into a short summary. | create_document
            I update the price list and change the date. | update_document, update_document
            """);
    }

    @Test
    void what_no_tool_does_is_missing_and_the_nearest_tool_named() {
        missing("""
            I update her phone number in Salesforce. | update_contact | Salesforce
            I log the call in Redtail. | create_contact_note | Redtail
            I send the form through DocuSign. | send_mail | DocuSign
            I book the invoice in Casavia. | - | Casavia
            I cancel the meeting. | update_event | -
            I create a new contact in the CRM. | update_contact | -
            I delete the row in the spreadsheet. | update_sheet_cells | -
            I move the deal to the next stage in our CRM. | update_contact | -
            """);
    }

    @Test
    void what_the_speaker_calls_a_sheet_or_a_pdf_is_one() {
        chosen("""
            Every parcel goes into the gate book, that's our spreadsheet. I enter the parcels in the gate book. | create_sheet_rows, create_sheet_rows
            The fleet list is a sheet. I look up the van in the fleet list. | find_sheet_rows
            The mandate is a PDF. I read the mandate. | read_pdf
            The visitor book is on paper. I enter the visitors in the visitor book. | update_document
            """);
    }

    @Test
    void what_a_paper_is_may_be_said_anywhere_and_decides_the_tool() {
        chosenInCall("""
            I check the kennel ledger. That's an Excel sheet. Then I look up how many places are left. | read_sheet, find_sheet_rows
            I look up the dose in the feed chart. The feed chart is a document. | read_document
            We keep a tool register, it's a spreadsheet. I fill in the return date in the tool register. | update_sheet_cells
            I open the hive log, which is a sheet, and I look for the colony. | read_sheet, find_sheet_rows
            The fare card's a spreadsheet. I look up the fare in the fare card. | find_sheet_rows
            Then I fill in the berth licence, that's a form in the folder Forms. | create_pdf_form
            Everybody fills in a trip sheet, and they arrive as PDFs in a folder called Intake. I read the trip sheets in Intake. | read_pdf
            The weigh note lies in the folder Scales as a CSV. I read the weigh note. | read_csv
            I write the estimate, and it's a PDF in the end. | create_pdf
            I make the receipt, a PDF, with the total. | create_pdf
            It's not a spreadsheet. I read the pattern book. | read_document
            Is the price list a sheet? No, a document. I look up the price in the price list. | read_document
            I enter the boat in the berth plan. The berth plan is on paper. | update_document
            The report is a document. I write the report. | create_document
            """);
    }

    @Test
    void what_lies_open_is_read_searched_and_changed() {
        chosenInCall("""
            I open the letter template and put the owner's name in. | read_document, update_document
            I open his training plan, that's a document, and add what we agreed. | read_document, update_document
            I look for a free afternoon in the calendar and I enter the tasting. | find_free_slots, create_event
            I put the new price into the third column. | update_sheet_cells
            I check the register for other claims on the same roof. | find_sheet_rows
            I look at the remarks on his contact. | find_contact
            I make a packing list as a table. | create_sheet
            I add his new mobile number. | update_contact
            """);
    }

    @Test
    void what_comes_by_mail_is_read_there_and_what_is_asked_for_is_written() {
        chosenInCall("""
            It all starts with a mail. I read the order. | read_mail
            I read what the club wants. It all starts with a mail. | read_mail
            I read the order. | read_document
            I read the order book, as orders come by mail. | read_document
            I begin with the mailbox and read the applications. | read_mail
            I write back and ask for the deposit. | create_mail_draft
            I write a reminder to each of the owners. | create_mail_draft
            I write to our supplier that the pallets are here. | send_mail
            I write the shortlist for the client. | create_document
            I put a todo for Greta to ring the plumber. | create_todo
            I put Mr. Hollis on the list for Greta, a todo. | create_todo
            """);
    }

    @Test
    void folders_and_odd_sentences_are_no_missing_systems() {
        missingInCall("""
            I save the invoice as a PDF in Weddings. | HAS create_pdf | - | -
            I make a copy of the letter, into Offers. | HAS create_document_copy | - | -
            Trip sheets lie in a folder called Intake. I read the trip sheets in Intake. | HAS read_sheet | - | -
            I add ten percent for the wear.
            I put the order into Datarex, that's our stock system. | create_document | Datarex
            I look it up in the wholesale catalogue, it's called Trovaria. | read_document | Trovaria
            I order the tiles at Kallweit, through their portal. | - | Kallweit
            I stop the standing order in KontoPlan. | - | KontoPlan
            I used to enter it in ZettelBox, that was our old system.
            I pay the fee. | - | -
            I e-mail the list to the agency in Utrecht. | HAS send_mail | - | -
            """);
    }

    private static final String CALL = "Ann: Hello there, how are you?\n\nAnn: ";

    private static void chosenInCall(String lines) {
        chosen(lines, CALL);
    }

    private static void chosen(String lines) {
        chosen(lines, "");
    }

    private static void chosen(String lines, String before) {
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (String line : lines.strip().split("\n")) {
            String[] parts = line.split(" \\| ");
            expected.add(parts[0] + " | " + parts[1].strip());
            List<String> tools = new ArrayList<>();
            for (JsonNode step :
                    new Draftsman(before + parts[0], declared()).definition().get("steps")) {
                tools.add(
                        step.path("performer").asText().equals("agent")
                                ? step.path("tool").asText()
                                : "(" + step.path("performer").asText() + ")");
            }
            found.add(parts[0] + " | " + String.join(", ", tools));
        }
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    private static void missingInCall(String lines) {
        missing(lines, CALL);
    }

    private static void missing(String lines) {
        missing(lines, "");
    }

    private static void missing(String lines, String before) {
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (String line : lines.strip().split("\n")) {
            String[] parts = line.split(" \\| ");
            expected.add(line.strip());
            var draftsman = new Draftsman(before + parts[0], declared());
            draftsman.definition();
            StringBuilder needs = new StringBuilder();
            for (Need need : draftsman.needs()) {
                needs.append(need.tool().map(t -> " | HAS " + t).orElse(""))
                        .append(" | ")
                        .append(need.analog().orElse("-"))
                        .append(" | ")
                        .append(need.product().orElse("-"));
            }
            found.add(parts[0] + needs);
        }
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    private static Set<String> declared() {
        return ToolCatalog.all().keySet();
    }
}
