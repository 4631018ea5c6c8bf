package nexhelm.engine.design;

import java.util.Set;

/** What a step changes: whether something goes out, binds the firm, or is entered somewhere. */
final class Effects {

    /** Acts by which something leaves the firm or binds it, where no declared tool does them. */
    private static final Set<String> OUTWARD = Words.words("""
        send submit post publish release share pay transfer wire file upload place order book grant load mail e-mail email
        transmit announce deliver\
        """);

    private static final Set<String> CHANGES_NOTHING = Words.words(
            "add multiply calculate deduct subtract count compare look check read open see find split take sum work"
                    + " figure");

    private Effects() {}

    static boolean sends(StepDraft draft) {
        return draft.tool().filter(t -> t.startsWith("send_")).isPresent() || writesMail(draft);
    }

    /** "I write her an e-mail": it is sent, once it was read. */
    static boolean writesMail(StepDraft draft) {
        return draft.tool().filter("create_mail_draft"::equals).isPresent()
                && verb(draft).matches("write|mail|e-mail|email|answer|reply");
    }

    static boolean writesPaper(StepDraft draft) {
        return verb(draft).matches("write|prepare|draft|send|mail|make|create");
    }

    /** A paper that the agent makes or fills in. */
    static boolean makesPaper(StepDraft draft) {
        return draft.tool()
                .filter(t -> t.matches("(?:create|update)_(?:document|document_copy|pdf|pdf_form|sheet|csv)"))
                .isPresent();
    }

    /** Orders, uploads, payments in systems that no tool reaches. */
    static boolean binds(StepDraft draft) {
        return draft.agent() && draft.tool().isEmpty() && outward(draft);
    }

    static boolean outward(StepDraft draft) {
        return OUTWARD.contains(verb(draft));
    }

    static boolean enters(StepDraft draft) {
        return draft.tool()
                        .filter(t -> t.matches(
                                "(?:create|update)_(?:event|sheet_rows|sheet_cells|contact|todo|contact_note)"))
                        .isPresent()
                || draft.agent() && draft.tool().isEmpty() && verb(draft).matches("put|enter|set|mark|book");
    }

    static boolean reads(StepDraft draft) {
        return draft.tool()
                .map(t -> t.matches("(?:list|read|search|find)_.*"))
                .orElse(CHANGES_NOTHING.contains(verb(draft)));
    }

    static boolean dates(StepDraft draft) {
        return draft.tool().filter(t -> t.endsWith("event")).isPresent();
    }

    private static String verb(StepDraft draft) {
        return draft.work().clause().lemma();
    }
}
