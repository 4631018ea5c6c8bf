package nexhelm.engine.sandbox.demo;

/** A wholesaler's goods-in: a delivery that is short, the orders and the complaints. */
final class WarehousePapers {

    private WarehousePapers() {}

    static void add(Papers papers) {
        papers.filled("Warehouse", "Delivery note 8841", "Checked at gate 3.", """
            order_number | Order number | PO-1188
            supplier | Supplier | Veldkamp Tiles
            article | Article | Slate tile 30x60
            delivered | Delivered | 460
            """)
                .sheet("Warehouse", "Order tracker", """
                    Order number | Supplier | Article | Ordered | Unit price | Status
                    PO-1187 | Arlo Timber | Oak board | 120 | 18.40 | received
                    PO-1188 | Veldkamp Tiles | Slate tile 30x60 | 500 | 6.25 | open
                    PO-1189 | Veldkamp Tiles | Grout grey | 80 | 9.10 | open
                    """)
                .sheet("Warehouse", "Complaints 2026", """
                    Order number | Supplier | Missing | Unit price | Credit due
                    PO-1104 | Arlo Timber | 6 | 18.40 | =ROUND(C2*D2,2)
                    PO-1150 | Veldkamp Tiles | 12 | 6.25 | =ROUND(C3*D3,2)
                    Total |  |  |  | =SUM(E2:E3)
                    """)
                .form("Complaint form", "One form for each delivery.", """
                    supplier | Supplier
                    order_number | Order number
                    article | Article
                    ordered | Ordered
                    delivered | Delivered
                    missing | Missing
                    signature | Signature
                    """)
                .contact("Joost Veldkamp", "joost.veldkamp@example.com", "tile supplier", "Veldkamp Tiles")
                .contact("Piet Arlo", "piet.arlo@example.com", "timber supplier", "Arlo Timber");
    }
}
