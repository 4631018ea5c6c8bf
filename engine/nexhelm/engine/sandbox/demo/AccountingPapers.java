package nexhelm.engine.sandbox.demo;

/** Accountants and a studio's books: a new client comes on board, and open invoices are chased. */
final class AccountingPapers {

    private AccountingPapers() {}

    static void add(Papers papers) {
        onboarding(papers);
        receivables(papers);
    }

    private static void onboarding(Papers papers) {
        papers.doc("Templates", "Onboarding checklist template", """
            Onboarding checklist

            Client:
            Contact person:
            Year end:

            Documents we need:
            - passport or identity card
            - certificate of incorporation
            - last year's accounts
            - bank statements of the last three months
            """)
                .doc("Firm", "Price list 2026", """
                    Price list 2026

                    Package | Monthly fee | Set-up fee
                    Starter | GBP 95 | GBP 150
                    Growth | GBP 240 | GBP 350
                    Complete | GBP 520 | GBP 600
                    """)
                .doc("Firm", "Client register", """
                    Client register

                    Client | Package | Start date | Year end
                    Pellworth Nurseries | Starter | 1 October 2024 | 30 September
                    Dunmore Dental | Complete | 1 June 2025 | 31 May
                    """)
                .doc("Firm", "Holiday rota", """
                    Holiday rota

                    Priya: 6 to 17 April 2026
                    Hannah: 4 to 8 May 2026
                    """)
                .contact("Amara Okafor", "amara@okafor-catering.example", "client", "Okafor Catering")
                .contact("Hannah Boyd", "hannah.boyd@example.com", "compliance officer")
                .mail(
                        "amara@okafor-catering.example",
                        "office@example.com",
                        "Enquiry: accountants for Okafor Catering",
                        "2026-02-24T10:05:00",
                        """
                        Hello,

                        a friend told me about you. We look for accountants from spring on.
                        Company: Okafor Catering Ltd
                        Contact person: Amara Okafor
                        Legal form: limited company
                        Turnover: GBP 480,000
                        Year end: 31 March
                        Package: Growth
                        Start date: 1 April 2026

                        Best wishes, Amara
                        """);
    }

    private static void receivables(Papers papers) {
        papers.doc("Receivables", "Open items March 2026", """
            Open items March 2026

            Invoice | Customer | Amount | Due date | Days overdue | Status
            1043 | Larkfield Joinery | GBP 1,860.00 | 31 January 2026 | 32 | overdue
            1047 | Penrose Pottery | GBP 640.50 | 14 February 2026 | 18 | overdue
            1051 | Marsh Lane Gallery | GBP 2,315.00 | 20 December 2025 | 74 | overdue
            1056 | Foxglove Florists | GBP 420.00 | 20 March 2026 | 0 | not yet due
            """)
                .doc("Receivables", "Open items February 2026", """
                    Open items February 2026

                    Invoice | Customer | Amount | Due date | Days overdue | Status
                    1039 | Foxglove Florists | GBP 275.00 | 15 January 2026 | 19 | overdue
                    1043 | Larkfield Joinery | GBP 1,860.00 | 31 January 2026 | 3 | overdue
                    """)
                .doc("Receivables", "Payment terms", """
                    Payment terms

                    First reminder after: 7 days
                    Late fee: GBP 25
                    Interest on late payment: 8 %
                    Account for payments: Studio Ashby, 20-45-77 90311422
                    """)
                .contact("Peter Lark", "peter@larkfield.example", "customer", "Larkfield Joinery")
                .contact("Nell Penrose", "nell@penrose.example", "customer", "Penrose Pottery")
                .contact("Ravi Anand", "ravi@marshlane.example", "customer", "Marsh Lane Gallery")
                .contact("Flora Beck", "flora@foxglove.example", "customer", "Foxglove Florists")
                .contact("Gwen Ashby", "gwen.ashby@example.com", "studio owner")
                .mail(
                        "ravi@marshlane.example",
                        "office@example.com",
                        "Payment of invoice 1051",
                        "2026-02-27T15:31:00",
                        """
                        Hello Sam,

                        we are still waiting for our grant, so please give us until the end of the month.
                        Invoice: 1051
                        Payment promised for: 31 March 2026

                        Ravi
                        """);
    }
}
