package nexhelm.engine.design;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

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

    ToolChoice(Set<String> declared) {
        this.declared = Set.copyOf(declared);
    }

    /** @param referent what a pronoun in the object's place stands for */
    Choice of(Sentence sentence, Clause clause, Optional<String> referent) {
        var act = new Act(sentence, clause, referent);
        Optional<String> like = act.tool().filter(declared::contains);
        Optional<String> product = Products.of(sentence, clause);
        if (product.isPresent()) {
            return new Choice(Optional.empty(), like.or(() -> act.akin().filter(declared::contains)), product);
        }
        if (act.beyond()) {
            return new Choice(Optional.empty(), act.analog().filter(declared::contains), Optional.empty());
        }
        return new Choice(like, Optional.empty(), Optional.empty());
    }

    /** An act with the nouns it is about. */
    private static final class Act {
        private final Clause clause;
        private final Sentence sentence;
        private final String verb;
        private final Optional<Phrase> object;
        private final List<Phrase> around;

        private final String referent;

        Act(Sentence sentence, Clause clause, Optional<String> referent) {
            this.referent = referent.map(
                            r -> r.toLowerCase().replaceFirst(" (?:of|for|from|in|with|about|on|at|by) .*", ""))
                    .map(r -> r.substring(r.lastIndexOf(' ') + 1))
                    .orElse("");
            this.sentence = sentence;
            this.clause = clause;
            verb = clause.lemma();
            object = Phrases.object(sentence, clause);
            around = Phrases.prepositional(sentence, clause);
        }

        Optional<String> tool() {
            if (todo()) {
                return Optional.of(
                        verb.matches("complete|close|tick|mark|finish|update|check|resolve")
                                ? "update_todo"
                                : verb.matches("read|review|look|list|open|go") ? "list_todos" : "create_todo");
            }
            Optional<String> mail = mail();
            return mail.isPresent() ? mail : document();
        }

        private boolean todo() {
            boolean noun = is(Words.TODO::contains)
                    && !objectIs(Words.DOCUMENT::contains)
                    && !is(Set.of("email", "e-mail", "mail")::contains);
            boolean reminding = verb.matches("diari[sz]e")
                    || verb.equals("remind")
                            && (objectIs(Set.of("i", "we", "me", "us", "myself", "team")::contains)
                                    || object.isEmpty());
            boolean following = verb.equals("follow") && clause.particle().equals("up");
            boolean note = verb.matches("note|jot|put|write") && words("to") && nextVerbAfterTo();
            return noun
                            && (ToolVerbs.REMIND.contains(verb)
                                    || verb.matches(
                                            "complete|close|tick|mark|finish|update|review|list|open|go|have|leave|read"))
                    || reminding
                    || following
                    || note && false;
        }

        private boolean nextVerbAfterTo() {
            for (int i = clause.head(); i + 1 < clause.end(); i++) {
                if (sentence.at(i).word("to") && sentence.at(i + 1).is("VERB")) {
                    return true;
                }
            }
            return false;
        }

        private Optional<String> mail() {
            boolean mailObject = objectIs(Words.MAIL::contains);
            boolean recipient = object.isPresent() && person(object.get())
                    || Phrases.recipient(sentence, clause).isPresent();
            boolean notice = objectIs(Words.NOTICE::contains) && !is(Words.TODO::contains);
            boolean forPerson = around.stream().anyMatch(p -> p.preposition().matches("to|for") && person(p));
            if (ToolVerbs.DRAFT.contains(verb) && notice && forPerson
                    || verb.matches("write|prepare")
                            && notice
                            && around.stream().anyMatch(p -> p.preposition().equals("to") && person(p))) {
                return Optional.of("create_mail_draft");
            }
            boolean toPerson = around.stream().anyMatch(p -> p.preposition().equals("to") && person(p));
            boolean mailAround = around.stream().anyMatch(p -> headIn(p, Words.MAIL::contains));
            boolean asDraft =
                    around.stream().anyMatch(p -> sentence.at(p.head()).word("draft", "drafts"));
            if (ToolVerbs.DRAFT.contains(verb)) {
                if (mailObject
                        || object.isEmpty()
                        || !objectIs(n -> Words.DOCUMENT.contains(n) && !n.equals("note") && !n.equals("copy"))
                                && (toPerson || recipient || pronounObject())) {
                    return Optional.of("create_mail_draft");
                }
                return Optional.empty();
            }
            if (verb.equals("go")
                    && toPerson
                    && clause.hasSubject()
                    && !sentence.at(clause.subjectFrom()).word("i", "we", "you")) {
                return Optional.of("send_mail");
            }
            if (asDraft
                    && (mailObject
                            || ToolVerbs.SEND.contains(verb)
                            || pronounObject() && !objectIs(Words.DOCUMENT::contains))) {
                return Optional.of("create_mail_draft");
            }
            if (verb.equals("write") && (mailObject || clause.particle().equals("back") || toPerson || recipient)
                    || verb.matches("prepare|create|make|put|generate|produce|queue|get|start") && mailObject) {
                return Optional.of("create_mail_draft");
            }
            if (ToolVerbs.SEND.contains(verb) && !verb.matches("request|remind|tell|ask|invite")
                    || verb.matches("request|remind|tell|ask|invite") && (recipient || toPerson)) {
                return Optional.of("send_mail");
            }
            if (verb.equals("copy") && recipient) {
                return Optional.of("send_mail");
            }
            if (verb.equals("follow")
                    && clause.particle().equals("up")
                    && around.stream().anyMatch(this::person)) {
                return Optional.of("send_mail");
            }
            if (mailObject || mailAround && !objectIs(Words.DOCUMENT::contains)) {
                boolean inbox = is(Set.of("inbox", "mailbox")::contains);
                if (ToolVerbs.FIND.contains(verb)
                                && !(verb.equals("look") && clause.particle().equals("at"))
                        || inbox
                                && !(verb.matches("read|open") && !inbox(object))
                                && (ToolVerbs.READ.contains(verb) || verb.equals("monitor"))) {
                    return Optional.of("search_mail");
                }
                if (ToolVerbs.READ.contains(verb) && !verb.equals("note")) {
                    return Optional.of(
                            mailObject || verb.matches("read|open") && !inbox(object) ? "read_mail" : "search_mail");
                }
                if (verb.matches("send|resend")) {
                    return Optional.of("send_mail");
                }
            }
            return Optional.empty();
        }

        /** "look up the client": somebody is sought, not a paper. */
        private boolean recipientLike() {
            boolean contacts = around.stream()
                    .anyMatch(p -> headIn(p, n -> n.equals("contact"))
                            || sentence.at(p.from()).word("contact", "contacts")
                            || p.to() - p.from() > 1 && sentence.at(p.to() - 2).word("contact", "contacts", "address"));
            return object.isPresent()
                    && person(object.get())
                    && sentence.at(object.get().head()).is("NOUN", "PROPN")
                    && (contacts || around.isEmpty());
        }

        private boolean inbox(Optional<Phrase> phrase) {
            return phrase.isPresent() && headIn(phrase.get(), Set.of("inbox", "mailbox")::contains);
        }

        private Optional<String> document() {
            boolean doc = objectIs(Words.DOCUMENT::contains);
            boolean folder = objectIs(Words.FOLDER::contains);
            boolean made = object.isPresent()
                    && (pronounObject() || sentence.at(object.get().from()).word("the", "that", "this"));
            boolean intoFolder = around.stream()
                    .anyMatch(
                            p -> p.preposition().matches("in|into|to|under|onto") && headIn(p, Words.FOLDER::contains));
            boolean inDocument = around.stream()
                    .anyMatch(
                            p -> p.preposition().matches("in|into|to|on|onto") && headIn(p, Words.DOCUMENT::contains));
            boolean toPlace = around.stream().anyMatch(p -> p.preposition().matches("in|into|to|under"));
            if (verb.equals("make")
                    && clause.head() + 1 < sentence.size()
                    && sentence.at(clause.head() + 1).word("sure")) {
                return Optional.of("read_document");
            }
            if (folder
                    && verb.matches("create|make|set|add|open")
                    && !(verb.equals("open") && !intoFolder && !words("new"))) {
                return Optional.of("create_folder");
            }
            boolean throughFolder = around.stream()
                    .anyMatch(p -> p.preposition().matches("to|into|through|in") && headIn(p, Words.FOLDER::contains));
            if (verb.equals("find") && clause.particle().equals("out")) {
                return Optional.of("read_document");
            }
            if (verb.equals("put") && clause.particle().equals("in") && !intoFolder) {
                return Optional.of("update_document");
            }
            if (verb.matches("look|find|search")
                    && recipientLike()
                    && clause.particle().matches("up|for|")) {
                return Optional.of("find_contact");
            }
            if (verb.equals("list") && !inDocument && is(n -> Words.DOCUMENT.contains(n) || n.equals("folder"))
                    || verb.equals("go")
                            && throughFolder
                            && (!clause.hasSubject()
                                    || sentence.at(clause.subjectTo() - 1).is("PRON"))) {
                return Optional.of("list_documents");
            }
            if (verb.matches("calculate|compute|count|total|compare|reconcile|cross-check|match|note|jot")
                            && !doc
                            && !(inDocument && verb.matches("note|jot"))
                    || verb.matches("add|work|sum|tot|figure")
                            && clause.particle().matches("up|out")
                    || verb.equals("write") && clause.particle().equals("down")) {
                return Optional.of("read_document");
            }
            if (verb.equals("fill") && !doc) {
                return Optional.of("update_document");
            }
            if (verb.equals("mark") || verb.equals("highlight")) {
                return Optional.of("update_document");
            }
            if (folder && (ToolVerbs.READ.contains(verb) || verb.equals("list"))) {
                return Optional.of("list_documents");
            }
            if (verb.matches("copy|duplicate|clone") && (doc || folder)
                    || verb.matches("make|create|take|save") && objectHead("copy")
                    || verb.matches("use|copy|duplicate") && objectIs("template"::equals)) {
                return Optional.of("create_document_copy");
            }
            boolean drafted = ToolVerbs.DRAFT.contains(verb);
            if (verb.matches("move|relocate|archive|rename|drag|transfer")
                    && !inDocument
                    && !objectIs(Set.of("date", "money", "fund", "meeting")::contains)) {
                return Optional.of("update_document_location");
            }
            if (verb.matches("upload")) {
                return Optional.of("update_document_location");
            }
            if (verb.matches("file|put|place|store|drop|go")
                    && (intoFolder || verb.equals("file") && (doc || pronounObject() || !around.isEmpty()))) {
                return Optional.of(
                        indefiniteObject() && verb.equals("file") ? "create_document" : "update_document_location");
            }
            if (verb.matches("save|keep") && intoFolder && made) {
                return Optional.of("update_document_location");
            }
            if (verb.equals("save") && intoFolder) {
                return Optional.of("create_document");
            }
            if (inDocument && ToolVerbs.CHANGE.contains(verb)
                    || ToolVerbs.CHANGE.contains(verb)
                            && doc
                            && !verb.matches("put|record|sign|log|complete|note|attach|include|flag|highlight|fill")) {
                return Optional.of("update_document");
            }
            boolean thing = object.isPresent()
                    && !person(object.get())
                    && !objectIs(n -> Words.EVENT.contains(n) || Words.SYSTEM.contains(n) && !n.equals("account"));
            if (verb.matches("update|edit|amend|revise") && (thing || clause.passive())) {
                return Optional.of("update_document");
            }
            if (verb.matches("fill|complete") && doc) {
                return Optional.of(
                        verb.equals("fill") || words("form", "template", "questionnaire", "checklist")
                                ? "create_document"
                                : "update_document");
            }
            if (inDocument && verb.matches("write|note|type|save|capture|copy|paste|list") && !doc) {
                return Optional.of("update_document");
            }
            boolean writes = drafted || ToolVerbs.WRITE.contains(verb);
            if (writes
                            && !verb.matches("note|put|make|issue|register")
                            && (object.isPresent() || clause.particle().equals("up"))
                    || verb.matches("put|make|note|issue")
                            && (doc || clause.particle().matches("together|down|up") || verb.equals("note"))) {
                return objectIs(n -> Words.EVENT.contains(n) && !Words.DOCUMENT.contains(n))
                                && !doc
                                && !headWithDocument()
                        ? Optional.empty()
                        : Optional.of("create_document");
            }
            if (verb.matches("find|look|search|locate")
                    && (objectIs(Words.CONTACT::contains)
                            || objectIs(n -> n.equals("email")) && words("address", "contact"))) {
                return Optional.of("find_contact");
            }
            if (ToolVerbs.FIND.contains(verb)
                    && (!verb.equals("look") || clause.particle().matches("for|up"))
                    && (clause.particle().equals("for") || verb.matches("search|find|locate|hunt"))) {
                return Optional.of("search_documents");
            }
            if (verb.equals("list") && is(n -> n.equals("document") || n.equals("file"))) {
                return Optional.of("list_documents");
            }
            if (ToolVerbs.READ.contains(verb) && readable()) {
                return Optional.of("read_document");
            }
            return Optional.empty();
        }

        /** Reading needs something written: an object that is no person, no event, no place. */
        private boolean readable() {
            if (object.isEmpty()) {
                return !around.isEmpty() || clause.passive() || !referent.isEmpty();
            }
            return !person(object.get()) && !objectIs(n -> Words.EVENT.contains(n) && !Words.DOCUMENT.contains(n));
        }

        /** Acts that no tool of the catalogue does, though one may look similar. */
        boolean beyond() {
            return analog().isPresent() || beyondWithoutAnalog();
        }

        private boolean beyondWithoutAnalog() {
            return verb.matches(
                            "pay|transfer|wire|trade|rebalance|invoice|bill|ship|deploy|sync|print|scan|fax|post|tweet|text|sms|book|order|buy|sell")
                    && !is(n -> n.equals("folder") || n.equals("file") || n.equals("document"))
                    && !(verb.matches("bill|order|invoice|post") && false);
        }

        /** The tool of the same class of verb, whatever the object. */
        Optional<String> akin() {
            if (objectIs(Words.CONTACT::contains) && (ToolVerbs.READ.contains(verb) || ToolVerbs.FIND.contains(verb))) {
                return Optional.of("find_contact");
            }
            if (ToolVerbs.SEND.contains(verb) || verb.equals("post")) {
                return Optional.of("send_mail");
            }
            if (verb.matches("schedule|book|plan")) {
                return Optional.of("create_todo");
            }
            if (ToolVerbs.CHANGE.contains(verb)) {
                return Optional.of("update_document");
            }
            return ToolVerbs.FIND.contains(verb)
                    ? Optional.of("search_documents")
                    : ToolVerbs.READ.contains(verb)
                            ? Optional.of("read_document")
                            : ToolVerbs.WRITE.contains(verb) ? Optional.of("create_document") : Optional.empty();
        }

        Optional<String> analog() {
            boolean event = objectIs(n -> Words.EVENT.contains(n)) && !headWithDocument();
            boolean calendar = around.stream().anyMatch(p -> headIn(p, Set.of("calendar", "diary")::contains));
            if ((event || calendar)
                    && verb.matches(
                            "schedule|book|set|create|add|put|send|arrange|make|move|check|update|block|reschedule|plan|find")
                    && (calendar
                            || !objectIs(n -> n.equals("call") || n.equals("meeting") || n.equals("event"))
                            || verb.matches("schedule|book|set|create|add|arrange|make|block|reschedule|plan|put"))) {
                return Optional.of("create_todo");
            }
            boolean crm = around.stream().anyMatch(p -> headIn(p, "crm"::equals)) || objectIs("crm"::equals);
            if (crm) {
                return verb.matches("find|look|search|check|read|open|pull")
                        ? Optional.of("find_contact")
                        : Optional.of("update_document");
            }
            boolean elsewhere = around.stream()
                    .anyMatch(p -> p.preposition().matches("in|into|on|onto|via|through|from|to")
                            && headIn(
                                    p,
                                    n -> n.matches(
                                            "system|portal|software|database|erp|website|platform|app|application")));
            if (elsewhere || objectIs(n -> n.matches("portal|system|database|website|erp"))) {
                return tool();
            }
            return Optional.empty();
        }

        private boolean headWithDocument() {
            return object.isPresent()
                    && (Words.DOCUMENT.contains(sentence.at(object.get().head()).lemma())
                            || Words.MAIL.contains(
                                    sentence.at(object.get().head()).lemma()));
        }

        private boolean objectHead(String lemma) {
            return object.isPresent()
                    && sentence.at(object.get().head()).lemma().equals(lemma);
        }

        private boolean indefiniteObject() {
            return object.isPresent() && sentence.at(object.get().from()).word("a", "an", "another");
        }

        private boolean pronounObject() {
            return object.isPresent()
                    && sentence.at(object.get().head())
                            .word("it", "them", "that", "this", "those", "these", "one", "everything");
        }

        /** True when the noun that the object is about, or one of its coordinated nouns, is of this kind. */
        private boolean objectIs(Predicate<String> kind) {
            if (object.isEmpty()) {
                return !referent.isEmpty() && (kind.test(referent) || kind.test(referent.replaceAll("s$", "")));
            }
            return object.isPresent()
                    && (headIn(object.get(), kind)
                            || pronounObject()
                                    && !referent.isEmpty()
                                    && (kind.test(referent) || kind.test(referent.replaceAll("s$", ""))));
        }

        private boolean headIn(Phrase phrase, Predicate<String> kind) {
            if (kind.test(sentence.at(phrase.head()).lemma())) {
                return true;
            }
            for (int i = phrase.from(); i < phrase.to(); i++) {
                Token token = sentence.at(i);
                boolean ends = i + 1 == phrase.to()
                        || sentence.at(i + 1).is("CCONJ")
                        || sentence.at(i + 1).word("of", "for");
                if (token.is("NOUN", "PROPN")
                        && ends
                        && kind.test(token.lemma())
                        && (i <= phrase.head()
                                || sentence.at(i)
                                        .lemma()
                                        .equals(sentence.at(phrase.head()).lemma())
                                || coordinated(phrase, i))) {
                    return true;
                }
            }
            return false;
        }

        private boolean coordinated(Phrase phrase, int i) {
            for (int j = phrase.head() + 1; j < i; j++) {
                if (sentence.at(j).word("of", "for", "from")) {
                    return false;
                }
            }
            return true;
        }

        private boolean is(Predicate<String> kind) {
            return objectIs(kind) || around.stream().anyMatch(p -> headIn(p, kind));
        }

        private boolean words(String... words) {
            for (int i = clause.head() + 1; i < clause.end(); i++) {
                if (sentence.at(i).word(words)) {
                    return true;
                }
            }
            return clause.passive()
                    && object.isPresent()
                    && is(n -> List.of(words).contains(n));
        }

        private boolean person(Phrase phrase) {
            Token head = sentence.at(phrase.head());
            return Words.person(head.lemma())
                    || head.word("me", "us", "him", "her", "them", "you", "everyone", "everybody", "team")
                    || head.is("PROPN") && Character.isUpperCase(head.text().codePointAt(0));
        }
    }
}
