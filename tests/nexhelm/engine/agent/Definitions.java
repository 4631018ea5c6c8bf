package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.json.Json;

/** Workflows as a designer makes them, written by hand: one line per step, {@code tool | instruction | performer | gate}. */
final class Definitions {

    static final ObjectNode ANNUAL_REVIEW = of("Prepare the annual review of the Hartwells", """
        list_documents | Open the Hartwell folder.
        read_document | Read the portfolio valuation.
        read_document | Read the fee schedule to see what they pay us.
        read_document | Go through the review notes from last year.
        read_mail | Read the latest mail from Eleanor Hartwell.
        read_document | Calculate the annual fee in pounds.
        create_document | Create a review document for the Hartwells with the total value of the portfolio, the value of each holding, the annual fee, the risk profile, the planned withdrawal and the open questions from last year.
        send_mail | Send Eleanor and James an e-mail with a summary of the review document and attach the document. | agent | Maria decides first
        create_todo | Put a task on the list for the assistant to book the review meeting with the Hartwells.
        - | Check whether the risk profile still fits. | paraplanner
        """);

    static final ObjectNode ONBOARDING = of("Onboard Okafor Catering", """
        search_mail | Search the inbox for the enquiry from Okafor.
        create_folder | Create a new folder for Okafor Catering under Clients.
        create_document_copy | Copy the onboarding checklist template into the new folder.
        read_document | Open the price list.
        create_document | Write a client profile for Okafor with the contact person, the legal form, the turnover, the year end and the monthly fee.
        create_todo | Add a task for Hannah to check the identity of Amara Okafor.
        create_mail_draft | Draft a welcome e-mail to Amara with the monthly fee, the set-up fee and the list of documents that we need from her.
        update_document | Update the client register and add the new client with the start date and the package.
        """);

    static final ObjectNode CHASE = of("Chase open invoices", """
        read_document | Open the open items list for March in the receivables folder.
        search_mail | Check the inbox for mails about payments.
        read_document | Add up the overdue amounts.
        create_document | Write a chase report with every overdue invoice, the customer, the amount and the total.
        create_mail_draft | Draft a reminder e-mail to each customer with an overdue invoice, with the invoice number, the amount and the due date.
        send_mail | Send Gwen a short e-mail with the total of the overdue amounts.
        """);

    static final ObjectNode TRANSFER = of("Check a transfer", """
        read_mail | Read the transfer request from Helene Moreau in the inbox.
        read_document | Open the Castellan mandate.
        read_document | Read the list of approved beneficiaries.
        read_document | Check that the beneficiary of the request is on the list with the same account number.
        read_document | Read the last cash statement.
        read_document | Check that the balance covers the amount.
        create_document | Write a transfer check memo with the amount, the beneficiary, the account number, the transfer limit, the available balance and the result of each comparison.
        send_mail | Send the payment instruction to the custodian bank with the amount, the beneficiary and the account number and attach the memo. | agent | Compliance decides first
        update_document | Add the transfer to the transfer register with the date, the amount and the beneficiary.
        """);

    private Definitions() {}

    static ObjectNode of(String name, String lines) {
        ObjectNode definition = Json.object()
                .put("name", name)
                .put("summary", "")
                .put("description", "")
                .put("workflow", "");
        definition.putArray("inputs");
        ArrayNode steps = definition.putArray("steps");
        for (String line : lines.strip().split("\n")) {
            String[] parts = line.split("\\|");
            ObjectNode step = steps.addObject()
                    .put("index", steps.size())
                    .put("title", parts[1].strip())
                    .put("instruction", parts[1].strip())
                    .put("performer", parts.length > 2 ? parts[2].strip() : "agent");
            if (parts[0].strip().equals("-")) {
                step.putNull("tool");
            } else {
                step.put("tool", parts[0].strip());
            }
            if (parts.length > 3) {
                step.put("hitl", parts[3].strip());
            } else {
                step.putNull("hitl");
            }
        }
        return definition;
    }
}
