package nexhelm.engine.design;

import java.util.List;

/** "My boss approves it, and then it goes out": what somebody agrees to just before an act is that act's gate. */
final class Approvals {

    private static final String AGREE = "approve|okay|ok|release|authorise|authorize|clear|greenlight";
    private static final String OUT = "send_mail|send_event_invitation";

    private Approvals() {}

    /** Puts a person's approval on the mail that is sent right before or after it, and takes the bare step away. */
    static void before(List<StepDraft> drafts) {
        for (int i = 0; i < drafts.size(); i++) {
            StepDraft draft = drafts.get(i);
            boolean agrees = !draft.agent() && draft.work().clause().lemma().matches(AGREE);
            int act = agrees && goesOut(drafts, i, i + 1) ? i + 1 : agrees && goesOut(drafts, i, i - 1) ? i - 1 : -1;
            if (act >= 0) {
                String quote = Wording.quote(draft.work().sentence());
                String reason = Wording.capital(draft.performer()) + " decides first: \u201c" + Wording.fitting(quote)
                        + "\u201d";
                StepDraft gated = drafts.get(act);
                drafts.set(act, gated.hitl().isPresent() ? gated : gated.gated(reason));
                drafts.remove(i);
                i--;
            }
        }
    }

    private static boolean goesOut(List<StepDraft> drafts, int approval, int act) {
        if (act < 0 || act >= drafts.size()) {
            return false;
        }
        int distance = drafts.get(act).work().scene().index()
                - drafts.get(approval).work().scene().index();
        return Math.abs(distance) <= 1
                && drafts.get(act).agent()
                && drafts.get(act).tool().filter(t -> t.matches(OUT)).isPresent();
    }
}
