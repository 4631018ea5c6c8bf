package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Which tool of the client records (CRM) does an act. */
final class ContactTools {

    private static final Set<String> FIELD = Set.of(
            "address",
            "phone",
            "telephone",
            "mobile",
            "number",
            "birthday",
            "birthdate",
            "surname",
            "nationality",
            "employer",
            "occupation",
            "status",
            "detail",
            "details",
            "name",
            "e-mail",
            "email",
            "salutation",
            "preference");

    /** Fields that stand in a contact's record and hardly anywhere else. */
    private static final Set<String> OWN_FIELD = Set.of("phone", "telephone", "mobile", "birthday", "birthdate");

    private static final Set<String> CALL = Set.of(
            "note",
            "call",
            "conversation",
            "activity",
            "interaction",
            "discussion",
            "meeting",
            "outcome",
            "summary",
            "remark",
            "comment",
            "entry",
            "result",
            "visit",
            "what",
            "it",
            "that",
            "this");
    /** What a CRM may hold besides contacts; no tool reaches that. */
    private static final Set<String> OTHER = Set.of(
            "deal", "opportunity", "ticket", "pipeline", "campaign", "lead", "stage", "case", "task", "workflow");

    private ContactTools() {}

    static Optional<String> of(Act act) {
        if (near(act).isPresent()) {
            return Optional.empty();
        }
        if (household(act)) {
            return Optional.of("find_household");
        }
        boolean crm = act.has("crm"::equals);
        boolean record = crm || recordPhrase(act);
        if (notes(act, record)) {
            return Optional.of("create_contact_note");
        }
        if (changes(act, record, crm)) {
            return Optional.of("update_contact");
        }
        boolean somebody = act.verb().equals("look")
                && act.clause().particle().equals("up")
                && act.object()
                        .filter(o -> act.sentence().at(o.head()).word("her", "him", "them")
                                && act.sentence().at(o.head()).is("PRON"))
                        .isPresent()
                && act.has(n -> n.matches("contacts?|directory|address"));
        if (somebody) {
            return Optional.of("find_contact");
        }
        boolean finds = act.verb()
                .matches(
                        "find|look|search|check|read|open|pull|get|go|locate|see|view|bring|retrieve|fetch|consult|review|grab");
        boolean onContact = act.verb().matches("look|check|read|see|open|consult")
                && act.after("on|in|at|from|under", "contact"::equals);
        return finds && (crm || recordObject(act) && !act.verb().equals("review"))
                        || onContact
                        || act.verb().matches("look|check|see") && whetherKnown(act)
                        || act.verb().matches("pull|bring|get|open") && act.objectIs("contact"::equals)
                ? Optional.of("find_contact")
                : Optional.empty();
    }

    /** "I look whether we know the person". */
    private static boolean whetherKnown(Act act) {
        boolean known = act.follows("whether", "if") && act.run("we|i", "know");
        return known
                && IntStream.range(act.clause().head() + 1, act.sentence().size())
                        .mapToObj(act.sentence()::at)
                        .filter(t -> t.is("NOUN", "PRON"))
                        .anyMatch(t -> Words.person(t.lemma()) || t.word("him", "her", "them"));
    }

    private static boolean household(Act act) {
        boolean family = act.object()
                .map(o -> act.sentence().at(o.head()).lemma().matches("household|family"))
                .orElse(false);
        boolean members =
                act.objectHas("household"::equals) && act.objectIs(n -> n.matches("member|record|people|data"));
        boolean belongs = act.follows("household") && act.follows("belongs", "who", "members", "else");
        return act.verb().matches("find|look|pull|open|get|check|see|go|bring|search|list|review|view|retrieve|fetch")
                && (family || members || belongs)
                && !act.has(n -> Words.MAIL.contains(n) || Words.FOLDER.contains(n));
    }

    /** "on the contact", "in her record", "against the client record". */
    private static boolean recordPhrase(Act act) {
        return act.around().stream()
                .anyMatch(p -> p.preposition().matches("in|into|on|onto|to|at|against|under|from")
                        && (act.sentence().at(p.head()).lemma().equals("contact") || recordName(act, p)));
    }

    private static boolean recordObject(Act act) {
        return act.object().filter(o -> recordName(act, o)).isPresent();
    }

    /** "the client record", "her contact card", but no medical record and no record of a meeting. */
    private static boolean recordName(Act act, Phrases.Phrase phrase) {
        if (!act.sentence().at(phrase.head()).lemma().matches("record|card|entry")) {
            return false;
        }
        for (int i = phrase.from(); i < phrase.head(); i++) {
            if (act.sentence().at(i).lemma().matches("client|contact|customer|crm|person")
                    || act.sentence().at(i).word("her", "his", "their", "client's", "customer's")) {
                return true;
            }
        }
        return false;
    }

    private static boolean notes(Act act, boolean record) {
        boolean contact = record && !act.objectIs(n -> FIELD.contains(n) && !n.matches("status|detail|details"));
        boolean writes = act.verb()
                .matches(
                        "log|add|make|put|write|leave|record|save|enter|create|jot|note|document|file|capture|drop|type|store");
        boolean said = act.objectIs(CALL::contains) || act.pronounObject() || act.objectIs(Words.DOCUMENT::contains);
        if (writes
                && contact
                && (said || act.object().isEmpty() || act.verb().matches("log|note|record|document|jot"))) {
            return true;
        }
        return act.verb().matches("log|add|put|leave|make|write|create")
                        && act.objectHas(n -> n.matches("crm|contact"))
                        && act.objectIs(n -> n.matches("note|entry|activity"))
                || act.verb().matches("update") && act.objectIs("crm"::equals) && !act.has(FIELD::contains);
    }

    /** "log the call" in a system that no tool reaches is most like a note on a contact. */
    static boolean resembles(Act act) {
        return act.verb().matches("log|note|record|document|capture")
                && act.objectIs(n -> n.matches("call|conversation|interaction|activity|note|meeting"));
    }

    private static boolean changes(Act act, boolean record, boolean crm) {
        if (!act.verb()
                .matches(
                        "update|change|correct|edit|amend|set|replace|enter|put|add|overwrite|fix|adjust|record|save|mark|flag|complete|modify|write|store|note|tag|label")) {
            return false;
        }
        boolean document = act.has(n -> Words.DOCUMENT.contains(n) && !n.matches("record|profile"))
                || act.has(Words.FOLDER::contains);
        boolean field = act.objectHas(FIELD::contains);
        boolean own =
                act.objectHas(OWN_FIELD::contains) || field && act.objectHas(n -> n.matches("contact|client|customer"));
        boolean whose = act.object().isPresent()
                && act.sentence().at(act.object().get().from()).word("her", "his", "their")
                && act.objectHas(
                        n -> n.matches("address|phone|telephone|mobile|number|surname|name|birthday|e-mail|email"));
        boolean strong = act.verb().matches("update|change|correct|edit|amend|replace|overwrite|fix|modify");
        return crm && (field || strong || act.verb().matches("set|mark|flag|adjust|tag|label"))
                || record && (field || strong)
                || act.verb().matches("add|enter|save|put|store")
                        && !document
                        && act.opened().isEmpty()
                        && (own || whose)
                        && !act.has("file"::equals)
                || strong && !document && (own || whose || act.objectIs("contact"::equals) || recordObject(act));
    }

    /** What looks like a tool for client records without being one: a new contact, a deal. */
    static Optional<String> near(Act act) {
        boolean crm = act.has("crm"::equals);
        boolean added = act.verb().matches("create|add|set|register|open|make|enter|import|delete|remove|merge")
                && act.object()
                        .filter(o -> act.sentence()
                                        .at(o.head())
                                        .lemma()
                                        .matches("contact|client|customer|prospect|record|supplier|person|account")
                                && (crm || act.sentence().at(o.head()).lemma().equals("contact")))
                        .isPresent();
        boolean open = act.verb().equals("open") && !act.words("new");
        boolean other = crm
                && act.object()
                        .filter(o -> OTHER.contains(act.sentence().at(o.head()).lemma()))
                        .isPresent();
        return added && !open || other ? Optional.of("update_contact") : Optional.empty();
    }
}
