package nexhelm.engine.design;

import java.util.List;
import java.util.Optional;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Token;

/** What lies open when an act is told: after "I open the open items list" somebody looks for invoices in a sheet. */
final class Opened {

    private static final int REACH = 3;

    private final List<Scene> scenes;
    private final Called called;

    Opened(List<Scene> scenes, Called called) {
        this.scenes = scenes;
        this.called = called;
    }

    /** The kind of the paper that was spoken of last before an act, in its sentence or shortly before by the same speaker. */
    Optional<Paper> before(Work work) {
        Scene told = work.scene();
        Optional<Paper> same =
                last(told, Math.min(work.clause().start(), work.clause().head()));
        if (same.isPresent()) {
            return same;
        }
        for (int back = 1; back <= REACH && told.index() - back >= 0; back++) {
            Scene scene = scenes.get(told.index() - back);
            Optional<Paper> found = scene.speaker().equals(told.speaker())
                    ? last(scene, scene.sentence().size())
                    : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The kind of the last paper that is named in a sentence before a place. */
    private Optional<Paper> last(Scene scene, int limit) {
        for (int i = limit - 1; i >= 0; i--) {
            Token token = scene.at(i);
            boolean head = token.is("NOUN", "PROPN")
                    && (i + 1 >= scene.sentence().size() || !scene.at(i + 1).is("NOUN", "PROPN"));
            if (!head) {
                continue;
            }
            int from = i;
            while (from > 0
                    && (scene.at(from - 1).is("NOUN", "PROPN", "ADJ", "DET", "NUM", "PART")
                            || scene.at(from - 1).is("PRON")
                                    && scene.at(from - 1).word("our", "my", "his", "her", "their", "its"))) {
                from--;
            }
            Optional<Paper> kind = kind(scene, new Phrase("", from, i + 1, i));
            if (kind.isPresent()) {
                return kind;
            }
        }
        return Optional.empty();
    }

    private Optional<Paper> kind(Scene scene, Phrase phrase) {
        Optional<Paper> said = called.kind(scene.sentence(), phrase);
        if (said.isPresent()) {
            return said;
        }
        String noun = scene.at(phrase.head()).lower();
        if (SheetTools.sheet(scene.sentence(), phrase, called) || SheetTools.ledger(scene.sentence(), phrase, called)) {
            return Optional.of(Paper.SHEET);
        }
        Paper own = Paper.of(noun);
        if (own != null) {
            return Optional.of(own);
        }
        String lemma = scene.at(phrase.head()).lemma();
        if (lemma.matches("calendar|diary")) {
            return Optional.of(Paper.CALENDAR);
        }
        return Words.MAIL.contains(lemma)
                ? Optional.of(Paper.MAIL)
                : lemma.matches(
                                "letter|text|template|quote|quotation|offer|proposal|report|plan|memo|minutes|agreement|contract|copy|page")
                        ? Optional.of(Paper.DOCUMENT)
                        : Optional.empty();
    }
}
