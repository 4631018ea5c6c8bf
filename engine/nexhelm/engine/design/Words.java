package nexhelm.engine.design;

import java.util.Set;
import java.util.regex.Pattern;

/** Classes of English words that describe office work: general lexical knowledge, by lemma. */
final class Words {
    private Words() {}

    static final Set<String> MAIL = words(
            "email e-mail mail message reply response enquiry inquiry inbox mailbox newsletter correspondence gmail"
                    + " outlook");
    static final Set<String> DOCUMENT = words("""
        document doc file report memo memorandum letter agreement contract summary schedule form statement invoice policy plan
        spreadsheet sheet list checklist template minutes note agenda brief proposal quote quotation certificate receipt pdf table
        register log page deck presentation slide paper application claim order bill offer overview worksheet workbook
        questionnaire transcript profile copy draft version guideline manual roster budget forecast ledger timesheet brochure
        mandate register lease disclosure itinerary protocol catalogue catalog manifest matrix timetable rota flyer leaflet poster obituary prospectus estimate specification analysis recap write-up writeup one-pager resume cv article record
        tracker index packet package binder attachment instruction procedure journal calculation valuation listing\
        """);
    /** Short messages: with a verb of drafting or sending they are mails. */
    static final Set<String> NOTICE = words(
            "confirmation reminder acknowledgement acknowledgment invitation answer thank-you update enquiry inquiry"
                    + " notification greeting request notice follow-up rejection apology heads-up nudge thanks"
                    + " congratulation");

    static final Set<String> FOLDER = words("folder directory subfolder drive archive");
    static final Set<String> TODO = words("todo to-do task reminder follow-up followup action item ticklers");
    static final Set<String> EVENT =
            words("meeting appointment calendar invite invitation slot event call webinar session diary");
    static final Set<String> CONTACT = words("contact address phone number");
    static final Set<String> SYSTEM =
            words("crm system portal software tool app application platform database erp website site dashboard channel"
                    + " account");

    /** Nouns of business that are no document by themselves. */
    static final Set<String> BUSINESS = words("""
        client customer hour payroll budget account case ticket data figure amount fee rate balance date deadline request payment portfolio detail information
        name value price cost invoice change section clause field entry answer question meeting call appointment calendar task project
        deal lead opportunity contact supplier vendor employee candidate applicant order shipment product item stock inventory deposit
        withdrawal transfer transaction trade position holding asset tax return renewal review screening approval signature confirmation
        requirement result status deductible excess discount voucher surcharge commission bonus vat margin premium penalty charge update issue error difference discrepancy exception condition term total sum number percentage
        system database crm portal folder drive team department colleague manager advisor adviser process workflow step\
        """);

    /** People and bodies outside of the firm. */
    static final Set<String> OUTSIDE = words("""
        client customer supplier vendor guest patient claimant applicant tenant buyer seller prospect investor user party public
        household family wife husband spouse partner's custodian bank court police authority insurer borrower subscriber passenger
        member student visitor candidate petitioner parent pupil resident author neighbour relative participant learner grower mourner lender contractor landlord broker regulator auditor lawyer attorney cpa payee donor\
        """);

    /** People and bodies inside of the firm, where the suffix of the word does not give them away. */
    static final Set<String> STAFF = words("""
        colleague boss team staff clerk department compliance legal head lead accounting accounts finance hr operations ops chief
        assistant paralegal partner associate principal management board committee office representative personnel sales marketing
        trustee analyst specialist accountant secretary chair owner somebody person people guy lady coworker co-worker intern nurse
        headquarters procurement purchasing logistics controlling registry unit bookkeeping payroll ceo cfo coo cto cio vp md gm\
        """);

    private static final Set<String> NO_PERSON = words("""
        order number folder letter paper shortlist waitlist playlist watchlist wishlist blacklist matter computer calendar register tracker reminder offer newsletter printer server quarter
        chapter filter border corner counter factor error monitor vector color favor labor sector door floor mirror weather summer winter
        water power answer user-agent header footer disclaimer ledger binder planner scanner router career center layer paperwork ladder
        document statement payment amount agreement shipment department employment account discount plant grant constant event investment
        transfer charter waiver retainer cover dinner dollar daughter remainder cluster character semester folder container trailer fee
        locker sticker boiler drawer freezer mixer poster banner barrier charger copier cooler dryer heater shutter timer
        generator motor tractor indicator elevator escalator simulator refrigerator projector detector sensor connector
        burner washer toaster lighter marker adapter filler hammer timber lumber rubber copper silver
        coffee committee guarantee employee-handbook list checklist tee exchequer voucher tender container docket buffer pointer\
        """);

    /** Acts by which a person decides; nobody may do them in that person's place. */
    static final Set<String> DECIDE = words(
            "approve sign decide authorise authorize negotiate consent countersign greenlight green-light veto clear"
                    + " okay ok ratify endorse");

    /** Acts that need a voice, hands or presence. */
    static final Set<String> PRESENCE = words("""
        call phone ring meet talk speak discuss visit interview attend shake drive print scan shred fax stamp chat dial telephone negotiate
        present train hire travel greet host\
        """);

    /** Verbs that say how something is, what somebody thinks, or that talk about the talk itself. */
    static final Set<String> STATIVE = words("""
        be have contain include belong cost seem exist live mean matter depend appear remain become stay consist concern know think believe
        understand like love hate hope guess suppose wonder feel want need wish prefer agree disagree appreciate thank sound resemble own
        lack deserve equal fit involve imply indicate regulate affect sit last hurt care mind doubt assume imagine realize realise
        recognize forget remember worry expect enjoy apologize apologise happen occur differ vary please bet swear help suit comply
        serve correspond relate regard refer weigh measure result act exceed apply-to fail mean tend should may\
        """);

    /** Verbs that talk about the conversation rather than the work, when said in a dialogue. */
    static final Set<String> TALK = words("""
        say tell mention explain describe show talk speak hear listen see look-forward discuss chat suggest repeat sorry introduce welcome
        join record share wrap ask answer promise joke laugh admit complain argue thank stress spend waste hire tire struggle
        drown hate burn hang bother kill drive walk eat drink sleep play watch cook swim ski hike ride travel fly bike
        camp fish cycle jog bake grow rain snow root relax party sing dance celebrate visit marry born raise\
        """);

    /** Verbs that are work only with an object of the office: otherwise "take a walk" would be a step. */
    static final Set<String> LIGHT = words(
            "do make take get put give go come keep bring run set work use turn pull grab leave move hold try start"
                    + " end finish stop help pay buy sell pass throw stick drop hand spin sit play pick cut catch hit"
                    + " break build wait turn deal handle manage cover lead love learn call meet");

    private static final Set<String> TIME =
            words("monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays"
                + " fridays saturdays sundays january february march april june july august september october november"
                + " december christmas easter");

    private static final Pattern PERSONAL =
            Pattern.compile("(?:[^e]er|mistress|tor|sor|ist|ician|ee|man|woman|visor|viser|master|officer)$");

    /** The words of a text as a set. */
    static Set<String> words(String text) {
        return Set.of(
                java.util.Arrays.stream(text.strip().split("\\s+")).distinct().toArray(String[]::new));
    }

    /** True for nouns that name a person or a body that acts. */
    static boolean person(String lemma) {
        if (OUTSIDE.contains(lemma) || STAFF.contains(lemma)) {
            return true;
        }
        if (NO_PERSON.contains(lemma) || DOCUMENT.contains(lemma) || MAIL.contains(lemma) || lemma.length() < 5) {
            return false;
        }
        return PERSONAL.matcher(lemma).find();
    }

    /** True for days and months, which are written like names. */
    static boolean time(String lemma) {
        return TIME.contains(lemma);
    }

    static boolean outside(String lemma) {
        return OUTSIDE.contains(lemma);
    }

    /** True for nouns by which work of the office is recognised. */
    static boolean office(String lemma) {
        return DOCUMENT.contains(lemma)
                || MAIL.contains(lemma)
                || FOLDER.contains(lemma)
                || TODO.contains(lemma)
                || EVENT.contains(lemma)
                || SYSTEM.contains(lemma)
                || BUSINESS.contains(lemma)
                || CONTACT.contains(lemma);
    }
}
