package nexhelm.engine.language;

import java.util.ArrayList;
import java.util.List;
import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.postag.POSContextGenerator;
import opennlp.tools.postag.POSModel;

/**
 * Parts of speech by a beam search over OpenNLP's maximum entropy model. OpenNLP's own search carries three readings of
 * a sentence through every word; here a reading is dropped as soon as it is hopeless, which for most words leaves one
 * to score. An instance belongs to one thread.
 */
final class Tagger {

    private static final int BEAM = 3;
    /** A reading that is this many times less probable than the best one has never won in the texts measured. */
    private static final double HOPELESS = Math.log(200);

    private final MaxentModel model;
    private final POSContextGenerator contexts;
    private final double[] scores;
    private final String[] outcomes;

    Tagger(POSModel pos) {
        model = pos.getArtifact("pos.model");
        contexts = pos.getFactory().getPOSContextGenerator(BEAM);
        scores = new double[model.getNumOutcomes()];
        outcomes = new String[scores.length];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = model.getOutcome(i);
        }
    }

    /** One reading of the words so far. */
    private record Path(String[] tags, double logarithm) {}

    String[] tag(String[] words) {
        List<Path> paths = List.of(new Path(new String[words.length], 0));
        for (int i = 0; i < words.length; i++) {
            paths = extended(paths, words, i);
        }
        return paths.get(0).tags();
    }

    /** The best readings with one more word, the best first. */
    private List<Path> extended(List<Path> paths, String[] words, int at) {
        List<Path> best = new ArrayList<>(BEAM + 1);
        for (Path path : paths) {
            model.eval(contexts.getContext(at, words, path.tags(), null), scores);
            for (int k = 0; k < BEAM; k++) {
                int top = top();
                if (top < 0 || !keep(best, path, Math.log(scores[top]), outcomes[top], at)) {
                    break;
                }
                scores[top] = -1;
            }
        }
        double hopeless = best.get(0).logarithm() - HOPELESS;
        best.removeIf(path -> path.logarithm() < hopeless);
        return best;
    }

    private int top() {
        int top = -1;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > 0 && (top < 0 || scores[i] > scores[top])) {
                top = i;
            }
        }
        return top;
    }

    private static boolean keep(List<Path> best, Path path, double logarithm, String tag, int at) {
        double sum = path.logarithm() + logarithm;
        int place = best.size();
        while (place > 0 && best.get(place - 1).logarithm() < sum) {
            place--;
        }
        if (place >= BEAM || place > 0 && sum < best.get(0).logarithm() - HOPELESS) {
            return false;
        }
        String[] tags = path.tags().clone();
        tags[at] = tag;
        best.add(place, new Path(tags, sum));
        if (best.size() > BEAM) {
            best.remove(BEAM);
        }
        return true;
    }
}
