package nexhelm.engine.design;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.language.Token;

/**
 * What is known of an act that waits for a decision.
 *
 * @param acts    verbs that were said of it, by lemma
 * @param things  nouns: what it is about, and who gets it
 * @param out     whether something goes to somebody
 * @param entered whether something is put into a calendar, a list or a table
 */
record Waiting(Set<String> acts, Set<String> things, boolean out, boolean entered) {

    private static final Pattern OUT = Pattern.compile("\\b(?:out|sent|sends?|sending|leaves|leaving|mailed|e-mailed"
        + "|publish(?:es|ed)?|posts?|posted|submit(?:s|ted)?|shares?|shared|forward(?:s|ed)?|ships?|shipped|promis(?:e|es|ed)"
        + "|confirms?|confirmed|announc(?:e|es|ed)|repl(?:y|ies|ied)|answers?|answered|deliver(?:s|ed)?|outside|(?:goes|go|gone|going)"
        + " (?:\\p{L}+ )?(?:out|off|away|to|anywhere|round|ahead)|leav(?:e|es) the|mailbox)\\b");
    /** Said of those whom it reaches. */
    private static final Pattern HEARD =
            Pattern.compile("\\b(?:hears?|learns?|told|tells?|receiv(?:e|es|ed)|gets?|sees?|finds?|knows?)\\b");

    private static final Pattern ENTERED =
            Pattern.compile("\\b(?:put (?:\\p{L}+ )?(?:down|in|into)|(?:goes|go|gets?|going|put) (?:\\p{L}+"
                    + " )?(?:in|into)\\b|enter(?:s|ed|ing)?|entry|block(?:s|ed|ing)?|book(?:s|ed|ing)?|mov(?:e|es|ed)"
                    + " in|mark(?:s|ed)?|not(?:es|ed) down|written (?:down|in|into)|chang(?:e|es|ed)"
                    + " in|calendar|diary)\\b");
    private static final Pattern POINTED = Pattern.compile(
            "\\b(?:reads?|sees?|checks?|signs?|looks? (?:at|over|through)|go(?:es)? (?:over|through)|approves?)"
                    + " (it|them)\\b");
    /** "What's written to the relatives": the act that waits, told as a thing. */
    private static final Pattern WRITTEN = Pattern.compile(
            "\\b(?:what|whatever|everything|anything)(?: that)?(?: is| are| gets| goes|'s) (\\p{L}+(?:en|ed|t))\\b");

    /** Nouns that tell no step from another. */
    private static final Set<String> EMPTY = Words.words("""
        thing time way place case one bit lot word desk house door building eye step point matter part kind sort
        hand pen anything nothing nobody anybody everything office table look okay ok approval green light nod stamp
        signature blessing yes go business work week year minute hour morning evening\
        """);
    /** Verbs that name no act by themselves. */
    private static final Set<String> LIGHT = Words.words("""
        be have do go get come happen stay sit lie wait hold keep see hear want need let know leave must ask rest
        park make take say find receive learn look read check\
        """);

    /**
     * @param from   where the words begin that tell the act
     * @param strict whether only those words are about it, or the whole sentence
     */
    static Waiting of(
            Scene scene, int from, int to, String act, Optional<String> object, String approver, boolean strict) {
        int size = scene.sentence().size();
        boolean told = strict || from > 0 || to < size;
        Set<String> self = new HashSet<>(List.of(approver.toLowerCase().split("[ .]+")));
        Set<String> acts = new HashSet<>();
        Set<String> things = new HashSet<>();
        if (!act.isEmpty() && !LIGHT.contains(act)) {
            acts.add(act);
        }
        object.filter(o -> !EMPTY.contains(o)).ifPresent(things::add);
        for (int i = strict ? from : 0; i < (strict ? to : size); i++) {
            Token token = scene.at(i);
            int at = i;
            boolean verb = token.is("VERB") || scene.clauses().stream().anyMatch(c -> c.head() == at);
            if (verb && told && act.isEmpty() && i >= from && i < to && !LIGHT.contains(token.lemma())) {
                acts.add(token.lemma());
            }
            if (token.is("NOUN", "PROPN")
                    && !verb
                    && !self.contains(token.lower())
                    && token.lemma().length() > 2
                    && !EMPTY.contains(token.lemma())) {
                things.add(token.lemma());
            }
        }
        if (!strict) {
            int it = pointed(scene);
            for (int i = it; i >= 0 && i < size; i++) {
                things.remove(scene.at(i).lemma());
            }
            Said whole = Said.of(scene, 0, size);
            Matcher written = WRITTEN.matcher(whole.text());
            if (written.find()) {
                acts.add(scene.at(whole.word(written.start(1))).lemma());
            }
        }
        String said = Said.of(scene, from, to).text();
        boolean puts = act.isEmpty() && ENTERED.matcher(said).find();
        boolean goes =
                OUT.matcher(said).find() || told && !puts && HEARD.matcher(said).find();
        boolean out = act.isEmpty() ? goes : Gates.OUTWARD.contains(act);
        return new Waiting(acts, things, out, puts);
    }

    /** Where somebody looks at "it" or "them": what is named after that is something else. */
    private static int pointed(Scene scene) {
        Said said = Said.of(scene, 0, scene.sentence().size());
        Matcher it = POINTED.matcher(said.text());
        return it.find() ? said.word(it.start(1)) : -1;
    }

    boolean unknown() {
        return acts.isEmpty() && !out && !entered;
    }
}
