package nexhelm.engine.design;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Clause.Kind;
import nexhelm.engine.language.Token;

/** Joins what a speaker says in several clauses about one act, and drops what only retells an act. */
final class Merging {

    private static final Set<String> EXTRACT = Set.of("note", "jot", "write", "list", "copy", "extract", "see", "find");
    /** Verbs that put something into a paper just written. */
    private static final Set<String> ENTRY = Set.of("enter", "insert");

    private Merging() {}

    /** True when the new act only completes the one before it, whose instruction then says both. */
    static boolean into(List<StepDraft> drafts, StepDraft draft) {
        if (drafts.isEmpty()) {
            return false;
        }
        int at = drafts.size() - 1;
        StepDraft last = drafts.get(at);
        boolean same = last.work().scene() == draft.work().scene();
        boolean near = draft.work().scene().index() - last.work().scene().index() <= 1;
        Clause clause = draft.work().clause();
        if (keptAsDraft(draft)
                && (last.tool().filter("create_mail_draft"::equals).isPresent()
                        || ToolVerbs.DRAFT.contains(last.work().clause().lemma()))) {
            drafts.set(at, last.with("create_mail_draft"));
            return true;
        }
        boolean coordinate = same && clause.kind() == Kind.MAIN && !clause.passive();
        boolean putIn = clause.lemma().equals("put") && clause.particle().equals("in");
        boolean completes = coordinate
                        && writes(last)
                        && (Selection.CONTENTS.contains(clause.lemma()) || ENTRY.contains(clause.lemma()) || putIn)
                        && !addressed(draft)
                || same && near && clause.lemma().equals("attach") && mails(last)
                || coordinate
                        && reads(last)
                        && EXTRACT.contains(clause.lemma())
                        && !draft.tool()
                                .filter(t -> t.startsWith("search") || t.startsWith("find"))
                                .isPresent()
                        && !namesPaper(draft)
                || coordinate && reads(last) && reads(draft) && objectless(draft);
        if (completes) {
            String more = withoutCondition(draft.instruction(), last.instruction());
            drafts.set(
                    at,
                    last.saying(last.instruction().replaceAll("\\.$", "") + " and "
                                    + more.substring(0, 1).toLowerCase() + more.substring(1))
                            .until(draft.to()));
            return true;
        }
        if (resends(drafts, draft)) {
            return true;
        }
        if (near && restates(last, draft)) {
            drafts.remove(at);
        }
        return false;
    }

    /** "… and then it's sent": what was told to be sent just before is sent once. */
    private static boolean resends(List<StepDraft> drafts, StepDraft draft) {
        Clause clause = draft.work().clause();
        boolean sends = draft.tool().filter("send_mail"::equals).isPresent();
        Optional<Phrase> object = Phrases.object(draft.work().sentence(), clause);
        boolean pointing = object.isPresent()
                && draft.work().scene().at(object.get().head()).word("it", "that", "they", "them", "those");
        return sends
                && pointing
                && clause.end() <= clause.head() + 3
                && drafts.stream()
                        .anyMatch(before ->
                                before.tool().filter("send_mail"::equals).isPresent()
                                        && draft.work().scene().index()
                                                        - before.work().scene().index()
                                                <= 2);
    }

    /** A condition that holds for both acts is said once. */
    private static String withoutCondition(String more, String before) {
        int comma = more.indexOf(", ");
        boolean same = comma > 0
                && before.length() > comma
                && before.substring(0, comma).equalsIgnoreCase(more.substring(0, comma))
                && more.matches("^(?:If|When|Whenever|Once|After|Before|Until|Unless|In case|While|As) .*");
        return same ? more.substring(comma + 2) : more;
    }

    /** "I leave it in the drafts", "I keep it as a draft". */
    private static boolean keptAsDraft(StepDraft draft) {
        Clause clause = draft.work().clause();
        return clause.lemma().matches("leave|keep|save|park|stay")
                && Phrases.prepositional(draft.work().sentence(), clause).stream()
                        .anyMatch(p -> draft.work().scene().at(p.head()).lemma().equals("draft"));
    }

    private static boolean writes(StepDraft draft) {
        return draft.tool()
                .filter(t -> t.matches(
                        "send_mail|create_mail_draft|create_document|update_document|create_sheet|create_sheet_rows"
                                + "|create_event|create_pdf_form|create_contact_note"))
                .isPresent();
    }

    private static boolean mails(StepDraft draft) {
        return draft.tool()
                .filter(t -> t.matches("send_mail|create_mail_draft"))
                .isPresent();
    }

    private static boolean reads(StepDraft draft) {
        return draft.tool().filter(t -> t.matches("read_.*")).isPresent();
    }

    /** "add it to the register" names its own place. */
    private static boolean addressed(StepDraft draft) {
        return draft.work().clause().lemma().matches("add|enter|insert|mark|list")
                        && Phrases.prepositional(
                                        draft.work().sentence(), draft.work().clause())
                                .stream()
                                .anyMatch(p -> p.preposition().matches("to|in|into|on")
                                        && Words.DOCUMENT.contains(draft.work()
                                                .scene()
                                                .at(p.head())
                                                .lemma()))
                || draft.tool()
                        .filter(t -> t.matches(".*_(?:todo|event|contact|contact_note|sheet_rows)"))
                        .isPresent();
    }

    /** "list the offers" or "write a summary" makes or reads a paper of its own. */
    private static boolean namesPaper(StepDraft draft) {
        Optional<Phrase> object =
                Phrases.object(draft.work().sentence(), draft.work().clause());
        return object.isEmpty()
                || Words.DOCUMENT.contains(
                        draft.work().scene().at(object.get().head()).lemma());
    }

    /** "look at the terms and read what we charge": the second verb has no document of its own. */
    private static boolean objectless(StepDraft draft) {
        Clause clause = draft.work().clause();
        Token next = clause.head() + 1 < draft.work().sentence().size()
                ? draft.work().scene().at(clause.head() + 1)
                : draft.work().scene().at(clause.head());
        return next.word("what", "how", "whether", "which", "when", "if", "who");
    }

    /** "I draft it. I draft a reminder e-mail to each customer …": the second says the first in full. */
    private static boolean restates(StepDraft last, StepDraft draft) {
        Clause before = last.work().clause();
        Clause now = draft.work().clause();
        Optional<Phrase> object = Phrases.object(last.work().sentence(), before);
        Optional<Phrase> full = Phrases.object(draft.work().sentence(), now);
        if (!before.lemma().equals(now.lemma())
                || !last.performer().equals(draft.performer())
                || object.isEmpty()
                || full.isEmpty()
                || last.work().scene() == draft.work().scene()) {
            return false;
        }
        boolean pronoun = last.work().scene().at(object.get().head()).is("PRON");
        String noun = last.title().replaceAll(".* ", "").toLowerCase();
        return pronoun
                && !draft.work().scene().at(full.get().head()).is("PRON")
                && draft.instruction().toLowerCase().contains(noun);
    }

    /**
     * Drops what persons are said to do where the agent then puts it on their list, and decisions told without saying on what.
     */
    static void tidy(List<StepDraft> drafts) {
        for (int i = drafts.size() - 1; i >= 0; i--) {
            StepDraft draft = drafts.get(i);
            if (draft.agent()) {
                if (toldAgain(drafts, i)) {
                    drafts.remove(i);
                }
                continue;
            }
            Clause clause = draft.work().clause();
            boolean bare =
                    clause.end() <= clause.head() + 1 + (clause.particle().isEmpty() ? 0 : 1)
                            && drafts.size() > 1
                            && clause.lemma().equals("decide");
            if (bare || listed(drafts, draft)) {
                drafts.remove(i);
            }
        }
    }

    /** Whether a todo speaks of what somebody does to a thing, or the thing is not named anew. */
    private static boolean sameThing(StepDraft personal, StepDraft todo) {
        String told = todo.instruction().toLowerCase();
        return Phrases.object(personal.work().sentence(), personal.work().clause())
                .map(o -> personal.work().scene().at(o.head()))
                .map(head -> !head.is("NOUN", "PROPN")
                        || told.contains(head.lemma())
                        || told.contains(personal.work().clause().lemma()))
                .orElse(true);
    }

    /** "The day goes into the calendar. I put an entry there.": said first in general, then as it is done. */
    private static boolean toldAgain(List<StepDraft> drafts, int at) {
        StepDraft draft = drafts.get(at);
        boolean general = draft.tool().filter("create_event"::equals).isPresent()
                && draft.work().clause().lemma().equals("go");
        if (!general || at + 1 >= drafts.size()) {
            return false;
        }
        StepDraft next = drafts.get(at + 1);
        boolean entry = Phrases.object(next.work().sentence(), next.work().clause())
                .filter(o -> next.work().scene().at(o.head()).lemma().matches("entry|appointment|slot|it"))
                .isPresent();
        return entry
                && next.tool().filter("create_event"::equals).isPresent()
                && next.work().scene().index() - draft.work().scene().index() <= 2;
    }

    private static boolean listed(List<StepDraft> drafts, StepDraft personal) {
        String name = personal.performer().toLowerCase();
        String last = name.substring(name.lastIndexOf(' ') + 1);
        for (StepDraft draft : drafts) {
            int distance =
                    draft.work().scene().index() - personal.work().scene().index();
            boolean todo = draft.tool().filter("create_todo"::equals).isPresent();
            if (todo
                    && sameThing(personal, draft)
                    && distance >= -2
                    && distance <= 3
                    && draft.instruction()
                            .toLowerCase()
                            .matches("(?sU).*\\b" + java.util.regex.Pattern.quote(last) + "\\b.*")) {
                return true;
            }
        }
        return false;
    }
}
