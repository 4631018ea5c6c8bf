package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;

/** Which tool for documents and folders, or for looking somebody up, does an act. */
final class DocumentTools {

    private final Act act;

    private DocumentTools(Act act) {
        this.act = act;
    }

    static Optional<String> of(Act act) {
        return new DocumentTools(act).document();
    }

    private Optional<String> document() {
        boolean doc = act.objectIs(Words.DOCUMENT::contains);
        boolean folder = act.objectIs(Words.FOLDER::contains);
        boolean made = act.object().isPresent()
                && (act.pronounObject()
                        || act.sentence().at(act.object().get().from()).word("the", "that", "this"));
        boolean intoFolder = act.around().stream()
                .anyMatch(
                        p -> p.preposition().matches("in|into|to|under|onto") && act.headIn(p, Words.FOLDER::contains));
        boolean inDocument = act.around().stream()
                .anyMatch(
                        p -> p.preposition().matches("in|into|to|on|onto") && act.headIn(p, Words.DOCUMENT::contains));
        boolean nowhere = act.around().stream()
                .noneMatch(p -> p.preposition().matches("in|into|on|onto|to")
                        && !act.sentence().at(p.head()).is("PRON"));
        boolean toIt = act.around().stream()
                .anyMatch(p -> p.preposition().matches("in|into|on|onto|to")
                        && act.sentence().at(p.head()).word("it"));
        if (act.verb().matches("add|put|write|type|enter|insert|fill")
                && nowhere
                && (act.opened().equals(Optional.of(Paper.DOCUMENT))
                        || toIt && act.opened().isEmpty())
                && (toIt && !act.verb().equals("write")
                        || act.clause().particle().equals("in")
                        || act.sentence().at(act.clause().end() - 1).word("in")
                        || act.verb().matches("type|insert|fill")
                        || act.verb().equals("add")
                                && act.object()
                                        .filter(o ->
                                                !act.sentence().at(o.head()).word("what"))
                                        .isEmpty())
                && !doc) {
            return Optional.of("update_document");
        }
        boolean toPlace = act.around().stream().anyMatch(p -> p.preposition().matches("in|into|to|under"));
        if (act.verb().equals("make")
                && act.clause().head() + 1 < act.sentence().size()
                && act.sentence().at(act.clause().head() + 1).word("sure")) {
            return Optional.of("read_document");
        }
        if (folder
                && act.verb().matches("create|make|set|add|open")
                && !(act.verb().equals("open") && !intoFolder && !act.words("new"))) {
            return Optional.of("create_folder");
        }
        boolean throughFolder = act.around().stream()
                .anyMatch(p -> p.preposition().matches("to|into|through|in") && act.headIn(p, Words.FOLDER::contains));
        if (act.verb().equals("find") && act.clause().particle().equals("out")) {
            return Optional.of("read_document");
        }
        boolean sum = act.objectIs(
                n -> n.matches(
                        "fee|vat|tax|surcharge|percent|charge|margin|discount|deposit|deductible|excess|voucher|commission|bonus|amount"));
        if (act.verb().matches("multiply|divide|deduct|subtract")
                || act.verb().equals("take") && act.clause().particle().equals("off") && sum
                || act.verb().equals("add") && sum && act.around().isEmpty()) {
            return Optional.of("read_document");
        }
        if (act.verb().matches("start|begin")
                && act.object().isEmpty()
                && act.after("with|from|at", Words.DOCUMENT::contains)) {
            return Optional.of("read_document");
        }
        boolean intoNew = act.around().stream()
                .anyMatch(p -> p.preposition().matches("in|into|to")
                        && act.headIn(p, Words.DOCUMENT::contains)
                        && act.sentence().at(p.from()).word("a", "an"));
        if (intoNew
                && act.verb().matches("write|put|enter|collect|compile|gather|summari[sz]e|type|bring")
                && !folder) {
            return Optional.of("create_document");
        }
        boolean book = act.around().stream()
                .anyMatch(p ->
                        p.preposition().matches("in|into|to") && act.headIn(p, n -> n.matches("book|ledger|journal")));
        if (book && act.verb().matches("enter|add|write|note|record|log|put")) {
            return Optional.of("update_document");
        }
        boolean putIn = act.verb().equals("put")
                && act.clause().end() > act.clause().head()
                && act.sentence().at(act.clause().end() - 1).word("in");
        if (putIn || act.verb().equals("put") && act.clause().particle().equals("in") && !intoFolder) {
            return Optional.of("update_document");
        }
        if (act.verb().matches("look|find|search")
                && recipientLike()
                && act.clause().particle().matches("up|for|")) {
            return Optional.of("find_contact");
        }
        if (act.verb().equals("list") && !inDocument && act.is(n -> Words.DOCUMENT.contains(n) || n.equals("folder"))
                || act.verb().equals("go")
                        && throughFolder
                        && (!act.clause().hasSubject()
                                || act.sentence()
                                        .at(act.clause().subjectTo() - 1)
                                        .is("PRON"))) {
            return Optional.of("list_documents");
        }
        if (act.verb().matches("calculate|compute|count|total|compare|reconcile|cross-check|match|note|jot")
                        && !doc
                        && !(inDocument && act.verb().matches("note|jot"))
                || act.verb().matches("add|work|sum|tot|figure")
                        && (act.clause().particle().matches("up|out|together")
                                || act.verb().equals("add") && act.words("together"))
                || act.verb().equals("write") && act.clause().particle().equals("down")) {
            return Optional.of("read_document");
        }
        if (act.verb().equals("fill") && !doc) {
            return Optional.of("update_document");
        }
        if (act.verb().equals("mark") || act.verb().equals("highlight")) {
            return Optional.of("update_document");
        }
        if (folder && (ToolVerbs.READ.contains(act.verb()) || act.verb().equals("list"))) {
            return Optional.of("list_documents");
        }
        if (act.verb().matches("copy|duplicate|clone") && (doc || folder)
                || act.verb().matches("make|create|take|save") && act.objectHead("copy")
                || act.verb().matches("use|copy|duplicate") && act.objectIs("template"::equals)) {
            return Optional.of("create_document_copy");
        }
        boolean drafted = ToolVerbs.DRAFT.contains(act.verb());
        if (act.verb().matches("move|relocate|archive|rename|drag|transfer")
                && !inDocument
                && !act.objectIs(Set.of("date", "money", "fund", "meeting")::contains)) {
            return Optional.of("update_document_location");
        }
        if (act.verb().matches("upload")) {
            return Optional.of("update_document_location");
        }
        if (act.verb().matches("file|put|place|store|drop|go")
                && (intoFolder
                        || act.verb().equals("file")
                                && (doc || act.pronounObject() || !act.around().isEmpty()))) {
            return Optional.of(
                    act.indefiniteObject() && act.verb().equals("file")
                            ? "create_document"
                            : "update_document_location");
        }
        if (act.verb().matches("save|keep") && intoFolder && made) {
            return Optional.of("update_document_location");
        }
        if (act.verb().equals("save") && intoFolder) {
            return Optional.of("create_document");
        }
        if (inDocument && ToolVerbs.CHANGE.contains(act.verb())
                || ToolVerbs.CHANGE.contains(act.verb())
                        && doc
                        && !act.verb()
                                .matches("put|record|sign|log|complete|note|attach|include|flag|highlight|fill")) {
            return Optional.of("update_document");
        }
        boolean thing = act.object().isPresent()
                && !act.person(act.object().get())
                && !act.objectIs(n -> Words.EVENT.contains(n) || Words.SYSTEM.contains(n) && !n.equals("account"));
        if (act.verb().matches("update|edit|amend|revise|change|correct|adjust|replace")
                && (thing || act.clause().passive())) {
            return Optional.of("update_document");
        }
        if (act.verb().matches("fill|complete") && doc) {
            return Optional.of(
                    act.verb().equals("fill") || act.words("form", "template", "questionnaire", "checklist")
                            ? "create_document"
                            : "update_document");
        }
        if (inDocument && act.verb().matches("write|note|type|save|capture|copy|paste|list") && !doc) {
            return Optional.of("update_document");
        }
        boolean writes = drafted || ToolVerbs.WRITE.contains(act.verb());
        if (writes
                        && !act.verb().matches("note|put|make|issue|register")
                        && (act.object().isPresent() || act.clause().particle().equals("up"))
                || act.verb().matches("put|make|note|issue")
                        && (doc
                                || act.clause().particle().matches("together|down|up")
                                || act.verb().equals("note"))) {
            return act.objectIs(n -> Words.EVENT.contains(n) && !Words.DOCUMENT.contains(n))
                            && !doc
                            && !act.headWithDocument()
                    ? Optional.empty()
                    : Optional.of("create_document");
        }
        if (act.verb().matches("find|look|search|locate")
                && (act.objectIs(Words.CONTACT::contains)
                        || act.objectIs(n -> n.equals("email")) && act.words("address", "contact"))) {
            return Optional.of("find_contact");
        }
        if (ToolVerbs.FIND.contains(act.verb())
                && (!act.verb().equals("look") || act.clause().particle().matches("for|up"))
                && (act.clause().particle().equals("for") || act.verb().matches("search|find|locate|hunt"))) {
            return Optional.of("search_documents");
        }
        if (act.verb().equals("list") && act.is(n -> n.equals("document") || n.equals("file"))) {
            return Optional.of("list_documents");
        }
        if (ToolVerbs.READ.contains(act.verb()) && readable()) {
            return Optional.of("read_document");
        }
        return Optional.empty();
    }

    /** "look up the client": somebody is sought, not a paper. */
    private boolean recipientLike() {
        boolean contacts = act.around().stream()
                .anyMatch(p -> act.headIn(p, n -> n.equals("contact"))
                        || act.sentence().at(p.from()).word("contact", "contacts")
                        || p.to() - p.from() > 1
                                && act.sentence().at(p.to() - 2).word("contact", "contacts", "address"));
        return act.object().isPresent()
                && act.person(act.object().get())
                && act.sentence().at(act.object().get().head()).is("NOUN", "PROPN")
                && (contacts || act.around().isEmpty());
    }

    /** Reading needs something written: an object that is no person, no event, no place. */
    private boolean readable() {
        if (act.object().isEmpty()) {
            return !act.around().isEmpty()
                    || act.clause().passive()
                    || !act.referent().isEmpty();
        }
        return !act.person(act.object().get())
                && !act.objectIs(n -> Words.EVENT.contains(n) && !Words.DOCUMENT.contains(n));
    }
}
