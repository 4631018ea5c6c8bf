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
     */
    record Choice(Optional<String> tool, Optional<String> analog, Optional<String> product) {}

    private final Set<String> declared;
    private final Called called;

    ToolChoice(Set<String> declared) {
        this(declared, Called.NOTHING);
    }

    /** @param called what the transcript says that things are */
    ToolChoice(Set<String> declared, Called called) {
        this.declared = Set.copyOf(declared);
        this.called = called;
    }

    /** @param referent what a pronoun in the object's place stands for */
    Choice of(Sentence sentence, Clause clause, Optional<String> referent) {
        var act = new Act(sentence, clause, referent, called);
        Optional<String> like = tool(act).filter(declared::contains);
        Optional<String> product = Products.of(sentence, clause);
        if (product.isPresent()) {
            return new Choice(Optional.empty(), like.or(() -> akin(act).filter(declared::contains)), product);
        }
        Optional<String> analog = analog(act);
        if (analog.isPresent() || beyond(act)) {
            return new Choice(Optional.empty(), analog.filter(declared::contains), Optional.empty());
        }
        return new Choice(like, Optional.empty(), Optional.empty());
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
        boolean elsewhere = act.around().stream()
                .anyMatch(p -> p.preposition().matches("in|into|on|onto|via|through|from|to")
                        && act.headIn(
                                p,
                                n -> n.matches(
                                        "system|portal|software|database|erp|website|platform|app|application")));
        return elsewhere || act.objectIs(n -> n.matches("portal|system|database|website|erp"))
                ? tool(act)
                : Optional.empty();
    }
}
