package nexhelm.engine.sandbox.demo;

/** A hotel's purchasing: three offers for a dishwasher, the policy and the chef's wishes. */
final class PurchasingPapers {

    private PurchasingPapers() {}

    static void add(Papers papers) {
        papers.doc("Purchasing/Dishwasher", "Offer Halden Kitchens", """
            Offer

            Supplier: Halden Kitchens
            Model: HK 900
            Price: EUR 11,480
            Delivery time: 4 weeks
            Warranty: 24 months
            """)
                .doc("Purchasing/Dishwasher", "Offer Tornado Gastro", """
                    Offer

                    Supplier: Tornado Gastro
                    Model: Vortex 3
                    Price: EUR 9,950
                    Delivery time: 9 weeks
                    Warranty: 12 months
                    """)
                .doc("Purchasing/Dishwasher", "Offer Belmonte", """
                    Offer

                    Supplier: Belmonte
                    Model: Lavastoviglie Pro
                    Price: EUR 12,300
                    Delivery time: 2 weeks
                    Warranty: 36 months
                    """)
                .doc("Purchasing", "Purchasing policy", """
                    Purchasing policy

                    Limit: EUR 10,000
                    Above the limit: the general manager decides
                    Number of offers: 3
                    """)
                .doc("Purchasing/Coffee machine", "Offer Espresso Werk", """
                    Offer

                    Supplier: Espresso Werk
                    Price: EUR 4,200
                    """)
                .contact("Rafael Sandoval", "rafael.sandoval@example.com", "general manager")
                .contact("Yusuf Demir", "yusuf.demir@example.com", "chef")
                .contact("Halden Kitchens sales", "sales@halden.example", "supplier", "Halden Kitchens")
                .contact("Tornado Gastro sales", "sales@tornado.example", "supplier", "Tornado Gastro")
                .contact("Belmonte sales", "sales@belmonte.example", "supplier", "Belmonte")
                .mail(
                        "yusuf.demir@example.com",
                        "office@example.com",
                        "What the new dishwasher must do",
                        "2026-02-20T22:41:00",
                        """
                        Dorota, please no toy this time.
                        Plates per hour: 900
                        Must fit: under the counter, 85 cm
                        Wished for: before Easter

                        Yusuf
                        """);
    }
}
