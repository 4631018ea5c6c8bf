package nexhelm.engine.sandbox.demo;

/** A property manager: the lease of Brightwater Books runs out, others do not. */
final class PropertyPapers {

    private PropertyPapers() {}

    static void add(Papers papers) {
        papers.doc("Leases/Brightwater Books", "Lease 2021", """
            Lease

            Tenant: Brightwater Books
            Contact: Jonas Lind
            Address: 14 Harbour Street
            Monthly rent: EUR 2,400.00
            Start of term: 1 July 2021
            End of term: 30 June 2026
            Notice period: 3 months
            Owner: Edmund Abernathy
            """)
                .doc("Leases/Corner Pharmacy", "Lease 2023", """
                    Lease

                    Tenant: Corner Pharmacy
                    Address: 2 Station Road
                    Monthly rent: EUR 3,150.00
                    End of term: 31 August 2028
                    """)
                .doc("Leases", "Rent index letter 2026", """
                    Rent index letter 2026

                    Statistics office
                    New index: 131.4
                    Increase: 3.2 %
                    Effective from: 1 July 2026
                    """)
                .doc("Leases", "Lease overview", """
                    Lease overview

                    Tenant | Address | Monthly rent | End of term
                    Brightwater Books | 14 Harbour Street | EUR 2,400.00 | 30 June 2026
                    Corner Pharmacy | 2 Station Road | EUR 3,150.00 | 31 August 2028
                    """)
                .doc("Templates", "Renewal letter template", """
                    Renewal of your lease

                    Tenant: [tenant]
                    Address: [address]

                    We offer to renew the lease on the terms below.
                    New rent: [new rent]
                    New term: [new term]

                    Signed by the owner:
                    ____________________
                    """)
                .contact("Jonas Lind", "jonas@brightwater.example", "tenant", "Brightwater Books")
                .contact("Mei Tan", "mei@corner-pharmacy.example", "tenant", "Corner Pharmacy")
                .contact("Edmund Abernathy", "edmund.abernathy@example.com", "owner")
                .mail(
                        "jonas@brightwater.example",
                        "office@example.com",
                        "Our lease after June",
                        "2026-02-26T13:20:00",
                        """
                        Dear Greta,

                        we would love to stay. Five years would suit us.
                        New term: 5 years from 1 July 2026
                        Request: permission to paint the shop front dark green

                        Jonas Lind
                        """)
                .mail("mei@corner-pharmacy.example", "office@example.com", "Heating", "2026-03-01T08:15:00", """
                    The heating in the back room is cold again.
                    Mei Tan
                    """);
    }
}
