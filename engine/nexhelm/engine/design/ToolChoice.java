package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;

/** Chooses the declared tool for an act by the class of its verb and the type of its object. */
final class ToolChoice {

    /**
     * What was chosen.
     *
     * @param tool    a declared tool, if one does it
     * @param analog  a declared tool that does something like it, when none does it
     * @param product the named product that would be needed, if one was named
     * @param beyond  whether the act by itself needs something that no declared tool reaches: paying, ordering, printing
     */
    record Choice(Optional<String> tool, Optional<String> analog, Optional<String> product, boolean beyond) {

        static Choice of(String tool) {
            return new Choice(Optional.of(tool), Optional.empty(), Optional.empty(), false);
        }

        /** Whether a system or act is missing; a step without a tool alone may be anything. */
        boolean lacks() {
            return product.isPresent() || analog.isPresent() || beyond;
        }
    }

    private final Set<String> declared;
    private final Called called;
    private final Products products;

    ToolChoice(Set<String> declared) {
        this(declared, Called.NOTHING);
    }

    /** @param called what the transcript says that things are */
    ToolChoice(Set<String> declared, Called called) {
        this.declared = Set.copyOf(declared);
        this.called = called;
        products = new Products(called.systems());
    }

    /** @param referent what a pronoun in the object's place stands for */
    Choice of(Sentence sentence, Clause clause, Optional<String> referent) {
        return of(sentence, clause, referent, Optional.empty());
    }

    /**
     * @param referent what a pronoun in the object's place stands for
     * @param opened   the kind of paper that was spoken of last before the act
     */
    Choice of(Sentence sentence, Clause clause, Optional<String> referent, Optional<Paper> opened) {
        var act = new Act(sentence, clause, referent, called, opened);
        Optional<String> like = tool(act).filter(declared::contains);
        Optional<String> product = products.product(sentence, clause);
        if (product.isPresent()) {
            return new Choice(Optional.empty(), like.or(() -> akin(act).filter(declared::contains)), product, false);
        }
        Optional<String> analog = analog(act);
        if (analog.isPresent() || beyond(act)) {
            return new Choice(Optional.empty(), analog.filter(declared::contains), Optional.empty(), true);
        }
        return new Choice(like, Optional.empty(), Optional.empty(), elsewhere(act) || like.isEmpty() && outside(act));
    }

    /** The system that a clause works in, when its name can be nothing else. */
    Optional<String> system(Sentence sentence, Clause clause) {
        return products.certain(sentence, clause);
    }

    /** The first kind of tool that an act belongs to; whoever is written to goes before what is written. */
    private static Optional<String> tool(Act act) {
        return Stream.<Function<Act, Optional<String>>>of(
                        CalendarTools::of,
                        ContactTools::of,
                        MailTools::of,
                        PdfTools::of,
                        SheetTools::of,
                        DocumentTools::of)
                .map(kind -> kind.apply(act))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Acts that no tool of the catalogue does. */
    private static boolean beyond(Act act) {
        return act.verb()
                        .matches(
                                "pay|transfer|wire|trade|rebalance|invoice|bill|ship|deploy|sync|print|scan|fax|post|tweet|text|sms|book|order|buy|sell")
                && !act.is(n -> n.equals("folder") || n.equals("file") || n.equals("document"))
                && CalendarTools.of(act).isEmpty()
                && PdfTools.of(act).isEmpty();
    }

    /** The tool of the same class of verb, whatever the object. */
    private static Optional<String> akin(Act act) {
        if (act.objectIs(Words.CONTACT::contains)
                && (ToolVerbs.READ.contains(act.verb()) || ToolVerbs.FIND.contains(act.verb()))) {
            return Optional.of("find_contact");
        }
        if (ToolVerbs.SEND.contains(act.verb()) || act.verb().equals("post")) {
            return Optional.of("send_mail");
        }
        if (ContactTools.resembles(act)) {
            return Optional.of("create_contact_note");
        }
        if (act.verb().matches("schedule|plan")
                || act.verb().equals("book") && CalendarTools.of(act).isPresent()) {
            return Optional.of("create_event");
        }
        if (ToolVerbs.CHANGE.contains(act.verb())) {
            return Optional.of("update_document");
        }
        return ToolVerbs.FIND.contains(act.verb())
                ? Optional.of("search_documents")
                : ToolVerbs.READ.contains(act.verb())
                        ? Optional.of("read_document")
                        : ToolVerbs.WRITE.contains(act.verb()) ? Optional.of("create_document") : Optional.empty();
    }

    /** What looks similar to an act that no tool does: a cancelled meeting, a new contact, a row taken out, another system. */
    private static Optional<String> analog(Act act) {
        Optional<String> near =
                CalendarTools.near(act).or(() -> ContactTools.near(act)).or(() -> SheetTools.near(act));
        if (near.isPresent()) {
            return near;
        }
        return elsewhere(act) || act.objectIs(n -> n.matches("portal|system|database|website|erp"))
                ? tool(act)
                : Optional.empty();
    }

    private static boolean elsewhere(Act act) {
        return act.around().stream()
                .anyMatch(p -> p.preposition().matches("in|into|on|onto|via|through|from|to")
                        && act.headIn(
                                p,
                                n -> n.matches(
                                        "system|portal|software|database|erp|website|site|platform|app|application")));
    }

    /** What is asked of a bank, an office or a machine: it takes more than papers, mails and a calendar. */
    private static boolean outside(Act act) {
        return act.verb()
                .matches(
                        "apply|grant|revoke|unlock|activate|deactivate|provision|release|refund|debit|charge|register|enrol|enroll|subscribe"
                            + "|unsubscribe|reserve|rent|hire|renew|publish|download|cancel|block|run|import|export|load|sync");
    }
}
