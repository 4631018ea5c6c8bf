package nexhelm.engine.sandbox.demo;

/** Wealth advice: the Hartwells' annual review and a transfer for the Castellans, among papers of other clients. */
final class WealthPapers {

    private WealthPapers() {}

    static void add(Papers papers) {
        papers.folder("Archive");
        review(papers);
        transfer(papers);
        papers.contact("Maria Keller", "maria.keller@example.com", "adviser")
                .contact("Ben Foster", "ben.foster@example.com", "paraplanner")
                .contact("Lena Ortiz", "lena.ortiz@example.com", "assistant")
                .doc("Templates", "Annual review template", """
                    Annual review

                    Household:
                    Adviser:
                    Portfolio value:
                    Annual fee:
                    Risk profile:
                    Open points:
                    """)
                .doc("Clients/Baker", "Fee agreement", """
                    Fee agreement

                    Client: Ruth Baker
                    Advisory fee: 0.95 %
                    Billing: yearly, in advance
                    """)
                .doc("Clients/Baker", "Portfolio report", """
                    Portfolio report

                    Client: Ruth Baker
                    Total value: GBP 318,700
                    Risk profile: cautious
                    """)
                .contact("Ruth Baker", "ruth.baker@example.com", "client", "Baker")
                .mail("ruth.baker@example.com", "office@example.com", "New bank details", "2026-02-17T16:40:00", """
                    Hello, my bank account has changed. I will bring the papers next week.
                    Ruth Baker
                    """);
    }

    private static void review(Papers papers) {
        papers.doc("Clients/Hartwell", "Fee schedule", """
            Fee schedule

            Client: Eleanor and James Hartwell
            Adviser: Maria Keller
            Advisory fee: 0.75 %
            Custody fee: GBP 180
            Billing: quarterly, in arrears
            Valid from: 1 April 2024
            """)
                .doc("Clients/Hartwell", "Portfolio valuation", """
                    Portfolio valuation

                    Client: Eleanor and James Hartwell
                    Valuation date: 28 February 2026
                    Total value: GBP 842,300
                    Cash: GBP 61,450

                    Holding | Asset class | Value
                    Global Equity Index Fund | Equity | GBP 412,600
                    UK Gilt Fund | Bonds | GBP 238,900
                    Infrastructure Income Trust | Alternatives | GBP 129,350
                    Cash account | Cash | GBP 61,450
                    """)
                .doc("Clients/Hartwell", "Review notes 2025", """
                    Review notes 2025

                    Meeting date: 12 March 2025
                    Present: Eleanor Hartwell, James Hartwell, Maria Keller
                    Risk profile: balanced
                    Agreed action: raise the ISA contribution to GBP 20,000 a year
                    Open question: whether to pay off the mortgage on the cottage early
                    Open question: whether James retires in 2027 or 2028
                    """)
                .doc("Clients/Hartwell", "Letter of engagement", """
                    Letter of engagement

                    Client: Eleanor and James Hartwell
                    Signed: 3 May 2019
                    Service: discretionary advice with one review a year
                    """)
                .contact("Eleanor Hartwell", "eleanor.hartwell@example.com", "client", "Hartwell")
                .note("Prefers to be called in the morning.")
                .contact("James Hartwell", "james.hartwell@example.com", "client", "Hartwell")
                .mail(
                        "eleanor.hartwell@example.com",
                        "office@example.com",
                        "Before our review: the wedding in June",
                        "2026-03-02T09:14:00",
                        """
                        Dear Maria,

                        before we meet: our daughter marries on 20 June 2026 and we want to help.
                        Planned withdrawal: GBP 35,000
                        Needed by: 1 June 2026

                        Could we also speak about the fee?

                        Eleanor
                        """)
                .mail(
                        "eleanor.hartwell@example.com",
                        "office@example.com",
                        "Change of address",
                        "2025-11-10T18:02:00",
                        """
                        Dear Maria,

                        we have moved to the cottage for good.
                        New address: Mill Cottage, Upper Slaughter

                        Eleanor
                        """);
    }

    private static void transfer(Papers papers) {
        papers.doc("Clients/Castellan", "Mandate", """
            Mandate of the Castellan family

            Client: Castellan Family Trust
            Trustee: Helene Moreau
            Transfer limit: EUR 500,000
            Authorised signatories: Helene Moreau, Victor Castellan
            Account: 4471-882 at Banque Valmont
            """)
                .doc("Clients/Castellan", "Approved beneficiaries", """
                    Approved beneficiaries

                    Beneficiary | Account number | Approved on
                    Atelier Fontaine SARL | FR76 3000 4028 3798 7654 3210 943 | 14 May 2024
                    Clinique des Tilleuls | FR14 2004 1010 0505 0001 3M02 606 | 2 September 2024
                    Castellan Vineyards | FR76 1027 8060 4100 0205 3340 188 | 9 January 2025
                    """)
                .doc("Clients/Castellan", "Cash statement February 2026", """
                    Cash statement

                    Statement date: 28 February 2026
                    Account: 4471-882
                    Available balance: EUR 1,284,900
                    """)
                .doc("Clients/Castellan", "Investment policy", """
                    Investment policy

                    Equity quota: 40 %
                    Currency: EUR
                    """)
                .doc("Operations", "Transfer register", """
                    Transfer register

                    Date | Client | Amount | Beneficiary
                    12 January 2026 | Baker | GBP 12,000 | Ruth Baker
                    3 February 2026 | Castellan | EUR 58,400 | Clinique des Tilleuls
                    """)
                .contact("Helene Moreau", "helene.moreau@example.com", "trustee", "Castellan")
                .contact("Judith Stern", "judith.stern@example.com", "head of compliance")
                .contact("Konrad Vidal", "konrad.vidal@example.com", "partner")
                .contact("Banque Valmont payments desk", "payments@valmont.example", "custodian bank")
                .mail(
                        "helene.moreau@example.com",
                        "office@example.com",
                        "Transfer request: Atelier Fontaine",
                        "2026-03-03T11:25:00",
                        """
                        Dear Anton,

                        please transfer from the trust's account, it is rather urgent:
                        Amount: EUR 410,000
                        Beneficiary: Atelier Fontaine SARL
                        Account number: FR76 3000 4028 3798 7654 3210 943
                        Purpose: restoration of the east wing
                        Execution date: 9 March 2026

                        Helene Moreau
                        """);
    }
}
