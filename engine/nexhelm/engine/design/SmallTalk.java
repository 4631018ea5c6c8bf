package nexhelm.engine.design;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import nexhelm.engine.language.Token;

/** Tells talk about home and leisure from a call about work, by what most of its nouns are about. */
final class SmallTalk {

    private static final int FEWEST = 4;
    /** Sentences of a call that is no longer than a wait; a long one may hold work anywhere. */
    private static final int SHORT = 150;
    /** Who tells how work is done says an act in every third to sixth sentence. */
    private static final int SENTENCES_FOR_AN_ACT = 14;

    private static final Set<String> PRIVATE = Words.words(
            "weather weekend kid child dinner lunch breakfast coffee tea game holiday vacation trip movie film dog cat"
                + " garden beer wine food cake soup recipe barbecue bbq party football soccer golf tennis hike bike"
                + " bicycle son daughter baby brother sister mother father mum mom dad wife husband grandmother"
                + " grandfather uncle aunt cousin neighbour neighbor friend birthday wedding house kitchen car bus"
                + " train traffic zoo beach lake sea mountain snow rain sun summer winter balloon school teacher song"
                + " music band guitar doctor hospital hip knee potato plum salad bread cooking shopping gym marathon"
                + " flat apartment balcony tomato sandwich pizza pub raft cow match postcard stamp ferry beach pasta"
                + " curry nap puppy fish boat camping tent ladder lawnmower library museum concert theatre");

    /** Things that offices and households both have: "I put it on the list" may be either. */
    private static final Set<String> EVERYDAY =
            Words.words("paper list letter note page copy phone address account price value name date fee bill order"
                    + " meeting call message team article record ticket case question answer item position appointment"
                    + " number card book log schedule plan app change part trade");

    private SmallTalk() {}

    /**
     * True when a call speaks of private things more often than of anything that an office deals with, and nothing that was
     * taken for work is about a thing that only offices have; or when it speaks of private things and an act that could be
     * work is as rare as it is among people who wait for a third.
     */
    static boolean is(Reading reading, List<Work> works) {
        int home = home(reading);
        boolean sparse = reading.scenes().size() <= SHORT
                && works.size() * SENTENCES_FOR_AN_ACT <= reading.scenes().size();
        return home >= FEWEST && (sparse || works.stream().noneMatch(SmallTalk::office) && home > office(reading));
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

    private static int home(Reading reading) {
        return nouns(reading, PRIVATE::contains);
    }

    private static int office(Reading reading) {
        return nouns(reading, noun -> Words.office(noun) && !PRIVATE.contains(noun));
    }

    private static int nouns(Reading reading, Predicate<String> kind) {
        int count = 0;
        for (Scene scene : reading.scenes()) {
            for (Token token : scene.sentence().tokens()) {
                count += token.is("NOUN", "PROPN") && kind.test(token.lemma()) ? 1 : 0;
            }
        }
        return count;
    }
}
