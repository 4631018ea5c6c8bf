package nexhelm.engine.sandbox.demo;

/** What all trades keep beside their papers: sheets that compute, forms to fill in, the calendar of the office. */
final class OfficePapers {

    private OfficePapers() {}

    static void add(Papers papers) {
        sheets(papers);
        forms(papers);
        papers.event("Team meeting", "2026-03-09T09:00", "2026-03-09T10:00", "Meeting room")
                .event(
                        "Lunch with the partner",
                        "2026-03-10T12:00",
                        "2026-03-10T13:00",
                        "Ristorante Bellini",
                        "konrad.vidal@example.com")
                .event(
                        "Annual review Hartwell",
                        "2026-03-11T14:00",
                        "2026-03-11T15:30",
                        "Meeting room",
                        "eleanor.hartwell@example.com",
                        "james.hartwell@example.com",
                        "maria.keller@example.com")
                .event(
                        "Site visit Brightwater Books",
                        "2026-03-12T09:30",
                        "2026-03-12T11:30",
                        "14 Harbour Street",
                        "jonas@brightwater.example");
    }

    private static void sheets(Papers papers) {
        papers.sheet("Operations", "Fee calculation 2026", """
            Client | Portfolio value | Fee rate | Annual fee
            Hartwell | 842300 | 0.75% | =ROUND(B2*C2,2)
            Baker | 318700 | 0.95% | =ROUND(B3*C3,2)
            """)
                .sheet("Receivables", "Reminder calculation", """
                    Invoice | Customer | Amount | Due date | Days overdue | Late fee | To pay
                    1043 | Larkfield Joinery | 1860.00 | 2026-01-31 | =DATE(2026,3,4)-D2 | =IF(E2>7,25,0) | =C2+F2
                    1047 | Penrose Pottery | 640.50 | 2026-02-14 | =DATE(2026,3,4)-D3 | =IF(E3>7,25,0) | =C3+F3
                    1051 | Marsh Lane Gallery | 2315.00 | 2025-12-20 | =DATE(2026,3,4)-D4 | =IF(E4>7,25,0) | =C4+F4
                    """)
                .sheet("Purchasing", "Offer comparison", """
                    Supplier | Price | Delivery weeks | Warranty months | Price per month of warranty
                    Halden Kitchens | 11480 | 4 | 24 | =ROUND(B2/D2,2)
                    Tornado Gastro | 9950 | 9 | 12 | =ROUND(B3/D3,2)
                    Belmonte | 12300 | 2 | 36 | =ROUND(B4/D4,2)
                    """)
                .sheet("Leases", "Rent roll", """
                    Tenant | Monthly rent | Increase | New rent | End of term
                    Brightwater Books | 2400.00 | 3.2% | =ROUND(B2*(1+C2),2) | 2026-06-30
                    Corner Pharmacy | 3150.00 | 0% | =ROUND(B3*(1+C3),2) | 2028-08-31
                    """)
                .doc("Operations", "Bank statement.csv", """
                    Date,Payee,Amount,Purpose
                    2026-02-27,Clinique des Tilleuls,-58400.00,Invoice 2211
                    2026-03-02,"Baker, Ruth",12000.00,Deposit
                    """);
    }

    private static void forms(Papers papers) {
        papers.form("Account transfer form", "To be signed by two authorised signatories.", """
            client_name | Client
            account_number | From account
            amount | Amount
            beneficiary | Beneficiary
            beneficiary_account | Account of the beneficiary
            purpose | Purpose
            execution_date | Execution date
            """)
                .form("Client data form", "Please check what we know about you, and sign.", """
                    client_name | Name
                    address | Address
                    email | E-mail
                    phone | Telephone
                    household | Household
                    risk_profile | Risk profile
                    """)
                .form("Claim notification form", "One form for each loss.", """
                    policyholder | Policyholder
                    policy_number | Policy number
                    date_of_loss | Date of loss
                    cause | Cause
                    estimated_loss | Estimated loss
                    """);
    }
}
