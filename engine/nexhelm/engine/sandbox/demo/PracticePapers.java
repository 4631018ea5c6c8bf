package nexhelm.engine.sandbox.demo;

/** A dental practice: a new patient's registration, the price list, the list of patients. */
final class PracticePapers {

    private PracticePapers() {}

    static void add(Papers papers) {
        papers.sheet("Practice", "Treatment prices", """
            Treatment | Minutes | Price
            Check-up | 30 | 65.00
            Root canal | 60 | 480.00
            Crown | 90 | 720.00
            """)
                .sheet("Practice", "Patient tracker", """
                    No | Patient | Treatment | Price | Deposit | Status
                    1 | Owen Pryce | Check-up | 65.00 | =ROUND(D2*0.2,2) | booked
                    2 | Ayesha Khan | Crown | 720.00 | =ROUND(D3*0.2,2) | treated
                    """)
                .form("Patient registration form", "Please check it at the desk, and sign.", """
                    patient_name | Name
                    date_of_birth | Date of birth
                    phone | Telephone
                    email | E-mail
                    treatment | Treatment
                    insurer | Insurer
                    insurance | Insurance | choice | statutory, private
                    reminders | Reminders by text message | checkbox
                    signature | Signature
                    """)
                .contact("Łucja Wiśniewska", "lucja.wisniewska@example.com", "patient", "Wiśniewska")
                .contact("Henrik Lund", "henrik.lund@example.com", "dentist")
                .contact("Owen Pryce", "owen.pryce@example.com", "patient", "Pryce")
                .mail(
                        "lucja.wisniewska@example.com",
                        "office@example.com",
                        "Registration as a new patient",
                        "2026-03-03T19:12:00",
                        """
                        Hello, I would like to register with your practice.

                        Date of birth: 4 May 1988
                        Treatment: Root canal
                        Insurer: Meridian Health
                        Insurance: private
                        Reminders by text message: yes
                        New phone number: +44 7700 900417

                        Łucja Wiśniewska
                        """);
    }
}
