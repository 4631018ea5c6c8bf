package nexhelm.engine.design;

import java.util.List;
import java.util.Set;
import nexhelm.engine.language.Token;

/** Tells talk about home and leisure from a call about work, by what most of its nouns are about. */
final class SmallTalk {

    private static final int FEWEST = 4;
    private static final Set<String> PRIVATE =
            Set.of(("weather weekend kid child dinner lunch breakfast coffee tea game holiday vacation trip movie film"
                + " dog cat garden beer wine food cake soup recipe barbecue bbq party football soccer golf tennis hike"
                + " bike bicycle son daughter baby brother sister mother father mum mom dad wife husband grandmother"
                + " grandfather uncle aunt cousin neighbour neighbor friend birthday wedding house kitchen car bus"
                + " train traffic zoo beach lake sea mountain snow rain sun summer winter balloon school teacher song"
                + " music band guitar doctor hospital hip knee potato plum salad bread cooking shopping gym marathon"
                + " puppy fish boat camping tent ladder lawnmower library museum concert theatre")
                    .split(" "));

    /** Things that offices and households both have: "I put it on the list" may be either. */
    private static final Set<String> EVERYDAY =
            Set.of(("paper list letter note page copy phone address account price value name date fee bill order"
                + " meeting call message team article record ticket case question answer item position appointment"
                + " number card book log schedule plan app change part trade")
                    .split(" "));

    private SmallTalk() {}

    /**
     * True when a call speaks of private things more often than of anything that an office deals with, and nothing that was
     * taken for work is about a thing that only offices have.
     */
    static boolean is(Reading reading, List<Work> works) {
        return works.stream().noneMatch(SmallTalk::office) && privately(reading);
    }

    private static boolean office(Work work) {
        for (int i = work.clause().start(); i < work.clause().end(); i++) {
            Token token = work.scene().at(i);
            if (token.is("NOUN", "PROPN") && Words.office(token.lemma()) && !EVERYDAY.contains(token.lemma())) {
                return true;
            }
        }
        return false;
    }

    private static boolean privately(Reading reading) {
        int home = 0;
        int office = 0;
        for (Scene scene : reading.scenes()) {
            for (Token token : scene.sentence().tokens()) {
                if (token.is("NOUN", "PROPN")) {
                    home += PRIVATE.contains(token.lemma()) ? 1 : 0;
                    office += Words.office(token.lemma()) && !PRIVATE.contains(token.lemma()) ? 1 : 0;
                }
            }
        }
        return home >= FEWEST && home > office;
    }
}
