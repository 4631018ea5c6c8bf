package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Token;

/** Finds the steps that a demanded decision belongs to, and puts the gates on them. */
final class GatedSteps {

    private static final int LONGEST_SOURCE = 400;
    /** Below this nothing was said that speaks for a step. */
    private static final double WORTH = 0.4;

    private final List<StepDraft> drafts;
    private final List<Scene> scenes;
    private final boolean spoken;

    GatedSteps(List<StepDraft> drafts, List<Scene> scenes, boolean spoken) {
        this.drafts = drafts;
        this.scenes = scenes;
        this.spoken = spoken;
    }

    /** Puts a gate on each step that waits for it; where none does, the decision is a step of its own. */
    void gate(Gate gate) {
        boolean signs = gate.scene().hasWord("sign", "signs", "signed", "signature", "signatures");
        if (outsider(gate) && (!gate.strict() || signs)) {
            return; // what a client agrees to is a condition, no decision about the agent's work
        }
        if (!gate.strict() && hears(gate)) {
            return;
        }
        if (withheld(gate)) {
            decisionStep(gate);
            return;
        }
        List<Integer> chosen = chosen(gate);
        if (chosen.isEmpty()) {
            decisionStep(gate);
            return;
        }
        for (int i : chosen) {
            StepDraft draft = drafts.get(i);
            StepDraft sent = Effects.writesMail(draft) && gate.waiting().out() ? draft.with("send_mail") : draft;
            drafts.set(i, draft.hitl().isPresent() ? draft : sent.gated(gate.reason()));
        }
        if (spoken) {
            drafts.removeIf(d -> d.work().scene() == gate.scene()
                    && d.hitl().isEmpty()
                    && (d.work().index() == gate.clause()
                            || d.performer().equals(gate.approver())
                                    && (Assent.inspects(d.work().clause().lemma())
                                            || Assent.approves(d.work().clause().lemma()))));
        }
    }

    /** "When Brannigan has said yes": who gets the firm's mails decides on his own business. */
    private boolean hears(Gate gate) {
        String who = gate.approver().toLowerCase();
        Pattern recipient = Pattern.compile("\\b(?:send|mail|e-mail|write|to) (?:(?:mr|mrs|ms|dr)\\.? )?"
                + Pattern.quote(who.substring(who.lastIndexOf(' ') + 1)) + "\\b");
        boolean condition = gate.clause() >= 0
                && gate.scene().clauses().get(gate.clause()).marker().matches("when|if|once|after");
        return condition
                && drafts.stream()
                        .anyMatch(d -> d.tool().filter("send_mail"::equals).isPresent()
                                && d.work().scene().index() <= gate.scene().index()
                                && recipient
                                        .matcher(d.instruction().toLowerCase())
                                        .find());
    }

    private List<Integer> chosen(Gate gate) {
        var fit = new Fit(scenes, gate, outsider(gate));
        List<Integer> all = new ArrayList<>();
        int best = -1;
        double most = WORTH;
        for (int i = 0; i < drafts.size(); i++) {
            double fits = fit.of(drafts.get(i));
            if (fits >= most) {
                most = fits;
                best = i;
            }
            boolean leaves = Effects.sends(drafts.get(i)) || Effects.binds(drafts.get(i));
            if (fits > WORTH && leaves && fit.about(drafts.get(i))) {
                all.add(i);
            }
        }
        if (all.stream().anyMatch(i -> fit.named(drafts.get(i)) && !Effects.sends(drafts.get(i)))) {
            all.removeIf(i -> !fit.named(drafts.get(i))); // "nothing is published": mails may go
        }
        if (gate.all() && !all.isEmpty()) {
            return all;
        }
        return best < 0 ? List.of() : List.of(firstTold(leaving(best, gate.waiting())));
    }

    private static boolean sameObject(StepDraft one, StepDraft other) {
        Optional<String> thing = object(one);
        return thing.isPresent() && thing.equals(object(other));
    }

    private static Optional<String> object(StepDraft draft) {
        return Phrases.object(draft.work().sentence(), draft.work().clause())
                .map(o -> draft.work().scene().at(o.head()))
                .filter(t -> !t.is("PRON", "DET"))
                .map(Token::lemma);
    }

    /** People outside of the firm by their role, or because the firm's mails go to them. */
    private boolean outsider(Gate gate) {
        String who = gate.approver().toLowerCase();
        String role = who.substring(who.lastIndexOf(' ') + 1);
        boolean name = !gate.approver().isEmpty()
                && Character.isUpperCase(gate.approver().charAt(0));
        Pattern recipient = Pattern.compile("\\bto (?:the|our|each|every) " + Pattern.quote(role) + "\\b");
        return Words.outside(role)
                || !name
                        && drafts.stream()
                                .anyMatch(d -> Effects.sends(d)
                                        && recipient
                                                .matcher(d.title().toLowerCase())
                                                .find());
    }

    /** "And then it's mailed", said of an act that was told in full before. */
    private int firstTold(int retold) {
        StepDraft draft = drafts.get(retold);
        Scene scene = draft.work().scene();
        boolean it = Phrases.object(draft.work().sentence(), draft.work().clause())
                .filter(o -> scene.at(o.head()).word("it", "that", "them", "they"))
                .isPresent();
        boolean bare = Phrases.prepositional(
                        draft.work().sentence(), draft.work().clause())
                .stream()
                .noneMatch(p -> p.preposition().equals("to"));
        boolean more = scene.hasWord("also", "too") || scene.hasWord("as") && scene.hasWord("well");
        for (int i = retold - 1; i >= 0 && it && !more; i--) {
            StepDraft before = drafts.get(i);
            boolean other = !before.work().scene().speaker().equals(scene.speaker());
            if (before.agent()
                    && before.tool().equals(draft.tool())
                    && before.work()
                            .clause()
                            .lemma()
                            .equals(draft.work().clause().lemma())
                    && (bare || other)) {
                return i;
            }
        }
        return retold;
    }

    /** A paper waits where it leaves the house, if that is told right after it was made. */
    private int leaving(int made, Waiting waiting) {
        StepDraft paper = drafts.get(made);
        boolean mail = Effects.writesMail(paper);
        boolean waits = mail || Effects.makesPaper(paper) && waiting.acts().isEmpty();
        for (int i = made + 1; waits && i < Math.min(drafts.size(), made + 4); i++) {
            StepDraft draft = drafts.get(i);
            Clause clause = draft.work().clause();
            boolean points = draft.work().sentence().tokens().subList(clause.start(), clause.end()).stream()
                    .anyMatch(t -> t.word("it", "that", "them", "those") || t.word(mail ? "drafts" : "pdf"));
            boolean sent = mail
                    ? draft.tool().filter("send_mail"::equals).isPresent()
                            && (sameObject(paper, draft)
                                    || points && clause.lemma().equals("send"))
                    : draft.agent() && Effects.sends(draft) && (points || Fit.things(draft, waiting) > 0);
            if (sent) {
                return i;
            }
        }
        return made;
    }

    /** "I don't send that before he has decided", said of a draft: the sending is not in the workflow at all. */
    private boolean withheld(Gate gate) {
        if (gate.all() || gate.object().isPresent() || !gate.act().matches("send|go|mail|email|e-mail|leave")) {
            return false;
        }
        StepDraft last = null;
        for (StepDraft draft : drafts) {
            if (draft.from() < gate.scene().at(gate.token()).start() && draft.agent()) {
                last = draft;
            }
        }
        return last != null
                && last.tool().filter("create_mail_draft"::equals).isPresent()
                && !Effects.writesMail(last)
                && gate.scene().index() - last.work().scene().index() <= 1;
    }

    /** Nothing of the agent's waits for it: then the decision is a step of the person who decides. */
    private void decisionStep(Gate gate) {
        for (int i = 0; i < drafts.size(); i++) {
            if (drafts.get(i).work().scene() == gate.scene() && !drafts.get(i).agent()) {
                drafts.set(i, drafts.get(i).gated(gate.reason()));
                return;
            }
        }
        if (!spoken) {
            for (int i = 0; i < drafts.size(); i++) {
                if (drafts.get(i).work().scene() == gate.scene()
                        && drafts.get(i).work().index() == gate.clause()) {
                    drafts.set(i, drafts.get(i).by(gate.approver()).gated(gate.reason()));
                }
            }
            return;
        }
        int place = 0;
        while (place < drafts.size()
                && drafts.get(place).from() <= gate.scene().at(gate.token()).start()) {
            place++;
        }
        if (place == 0) {
            return;
        }
        StepDraft before = drafts.get(place - 1);
        int clause = Math.max(0, gate.clause());
        int from = gate.scene().sentence().start();
        int to = gate.scene().sentence().end();
        if (before.to() > from
                || before.hitl().isPresent()
                || gate.scene().clauses().isEmpty()
                || to - from > LONGEST_SOURCE) {
            return;
        }
        boolean decided = drafts.stream()
                .anyMatch(d -> d.hitl()
                                .filter(h -> h.startsWith(Wording.capital(gate.approver())))
                                .isPresent()
                        && Math.abs(d.work().scene().index() - gate.scene().index()) <= 6);
        if (decided) {
            return;
        }
        boolean mail = before.tool().filter("create_mail_draft"::equals).isPresent();
        String title = mail
                ? "Decide whether the drafted e-mail may be sent"
                : Wording.fitting("Decide on the result of: " + lower(before.title()));
        drafts.add(
                place,
                new StepDraft(
                        new Work(gate.scene(), clause),
                        title,
                        mail
                                ? "Decide whether the drafted e-mail may be sent."
                                : "Decide whether the result of \u201c" + before.title() + "\u201d may be used.",
                        gate.approver(),
                        Optional.empty(),
                        Optional.of(gate.reason()),
                        Optional.empty(),
                        from,
                        to));
    }

    private static String lower(String title) {
        return title.isEmpty() ? title : title.substring(0, 1).toLowerCase() + title.substring(1);
    }
}
