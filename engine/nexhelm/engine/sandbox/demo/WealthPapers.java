package nexhelm.engine.sandbox.demo;

/** A wealth adviser's papers: the annual review of the Hartwells, and papers of other clients beside them. */
final class WealthPapers {

    private WealthPapers() {}

    static void add(Papers papers) {
        papers.folder("Archive")
                .doc("Templates", "Annual review template", """
                        Annual review

                        Household:
                        Adviser:
                        Portfolio value:
                        Annual fee:
                        Risk profile:
                        Open points:
                        """)
                .doc("Clients/Hartwell", "Fee schedule", """
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
                        """)
                .contact("Eleanor Hartwell", "eleanor.hartwell@example.com", "client", "Hartwell")
                .contact("James Hartwell", "james.hartwell@example.com", "client", "Hartwell")
                .contact("Maria Keller", "maria.keller@example.com", "adviser")
                .mail("eleanor.hartwell@example.com", "office@example.com", "Before our review: the wedding in June",
                        "2026-03-02T09:14:00", """
                        Dear Maria,

                        before we meet: our daughter marries on 20 June 2026 and we want to help.
                        Planned withdrawal: GBP 35,000
                        Needed by: 1 June 2026

                        Could we also speak about the fee? Eleanor
                        """);
    }
}
