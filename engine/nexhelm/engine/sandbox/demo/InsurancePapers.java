package nexhelm.engine.sandbox.demo;

/** An insurance broker: a burst pipe at the Delgado bakery, beside another client's claim. */
final class InsurancePapers {

    private InsurancePapers() {}

    static void add(Papers papers) {
        papers.doc("Policies/Delgado Bakery", "Policy Delgado Bakery", """
            Business contents policy

            Policy number: SM-204-7781
            Policyholder: Delgado Bakery, Rosa Delgado
            Insurer: Northgate Mutual
            Sum insured: GBP 150,000
            Excess: GBP 500
            Water damage: covered
            Flood: not covered
            Period: 1 July 2025 to 30 June 2026
            """)
                .doc("Policies/Delgado Bakery", "Repair estimate", """
                    Repair estimate

                    From: Hobbs Plumbing
                    Date: 3 March 2026
                    Repair estimate: GBP 6,840

                    Work | Price
                    Replace pipe and drying | GBP 2,190
                    New flooring | GBP 3,150
                    Repair of the oven controls | GBP 1,500
                    """)
                .doc("Policies/Lindqvist Bikes", "Policy Lindqvist Bikes", """
                    Business contents policy

                    Policy number: SM-198-0042
                    Policyholder: Lindqvist Bikes
                    Excess: GBP 1,000
                    Water damage: not covered
                    """)
                .doc("Templates", "Claims checklist", """
                    Claims checklist

                    Documents we need:
                    - photographs of the damage
                    - repair estimate
                    - invoices of what was damaged
                    - landlord's confirmation
                    """)
                .contact("Rosa Delgado", "rosa@delgado-bakery.example", "client", "Delgado Bakery")
                .contact("Anna Lindqvist", "anna@lindqvist.example", "client", "Lindqvist Bikes")
                .contact("Northgate Mutual claims desk", "claims@northgate.example", "insurer")
                .contact("Margaret Doyle", "margaret.doyle@example.com", "senior handler")
                .contact("Owen Pritchard", "owen.pritchard@example.com", "claims handler")
                .mail(
                        "rosa@delgado-bakery.example",
                        "office@example.com",
                        "Water damage in the bakery",
                        "2026-03-02T07:48:00",
                        """
                        Dear Owen,

                        a pipe burst over the weekend and the whole bakehouse was under water.
                        Date of loss: 1 March 2026
                        Cause: burst pipe above the bakehouse
                        Damaged: floor, one oven, about 200 kg of flour
                        Estimated loss: GBP 7,000

                        The plumber sends you his estimate directly.
                        Rosa
                        """)
                .mail("anna@lindqvist.example", "office@example.com", "Stolen bicycle", "2026-03-01T12:10:00", """
                    Hello, one of our rental bicycles was stolen.
                    Date of loss: 27 February 2026
                    Anna
                    """);
    }
}
