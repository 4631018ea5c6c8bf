package nexhelm.engine.design;

import java.util.Set;
import java.util.regex.Pattern;
import nexhelm.engine.language.Clause;

/** How people say that somebody agrees to something or looks at it first. */
final class Assent {

    private static final Set<String> APPROVE = Set.of(
            "approve",
            "authorise",
            "authorize",
            "okay",
            "ok",
            "greenlight",
            "green-light",
            "countersign",
            "consent",
            "sanction",
            "permit",
            "bless",
            "agree",
            "decide");
    private static final Set<String> INSPECT = Set.of(
            "review",
            "check",
            "see",
            "read",
            "confirm",
            "look",
            "verify",
            "inspect",
            "proofread",
            "go",
            "clear",
            "release",
            "validate",
            "double-check",
            "accept",
            "glance",
            "listen",
            "hear",
            "nod",
            "tick",
            "taste");
    private static final Set<String> NOUNS = Set.of(
            "approval",
            "sign-off",
            "signoff",
            "go-ahead",
            "permission",
            "consent",
            "blessing",
            "authorisation",
            "authorization",
            "okay",
            "ok",
            "say-so",
            "clearance",
            "confirmation",
            "nod",
            "signature",
            "yes");

    /** Word by word, as tags fail where a verb is used in a set phrase. */
    private static final Pattern AGREES = Pattern.compile(
            "\\b(?:approv(?:e|es|ed|ing)|authori[sz](?:e|es|ed|ing)|okay(?:s|ed|ing)?|ok'd|green-?li(?:t|ght(?:s|ed)?)"
                + "|countersign(?:s|ed|ing)?|sign(?:s|ed|ing)?|initial(?:s|led|ed)|agree(?:s|d|ing)?|nod(?:s|ded|ding)?"
                + "|releas(?:e|es|ed|ing)|clear(?:s|ed|ing)?|accept(?:s|ed|ing)?|consent(?:s|ed|ing)?|bless(?:es|ed)?|decid(?:e|es|ed|ing)|tick(?:s|ed)?|stamp(?:s|ed)?|vet(?:s|ted)|wav(?:e|es|ed)"
                + " (?:\\w+ )?through|let(?:s)? (?:it|them|that|this)"
                + " (?:through|go|out|pass)|(?:say|says|said|saying|wr(?:i|o)te|writes|written|shout(?:s|ed)?)(?:"
                + " [\\w']+){0,4}[ :,]*\"?(?:yes|no|go|fine|okay|ok|so|good|aye|yeah|right|all"
                + " right)\\b|(?:is|'s|am|'m|are|'re|be|been|was)(?: not|n't)?(?: \\w+)?"
                + " (?:happy|fine|okay|ok|content|satisfied|comfortable|convinced|pleased|in agreement|on"
                + " board)|(?:give|gives|gave|given|giving|get|gets|got|have|has|had)(?: \\p{L}+){0,3}"
                + " (?:okay|ok|go-ahead|green light|thumbs"
                + " up|nod|blessing|yes|approval|permission|consent|sign-off|all-clear)|puts? (?:her|his|my|their|our)"
                + " \\p{L}+ (?:under|on|below|to) (?:it|them|that|this)|(?:tell|tells|told) (?:you|him|her|them)"
                + " (?:to|so|yes)|hears? from)\\b");

    private static final Pattern INSPECTS = Pattern.compile(
            "\\b(?:se(?:e|es|en|eing)|look(?:s|ed|ing)?|read(?:s|ing)?|check(?:s|ed|ing)?|double-check(?:s|ed)?"
                + "|review(?:s|ed|ing)?|proofread(?:s)?|inspect(?:s|ed)?|verif(?:y|ies|ied)|examin(?:e|es|ed)|confirm(?:s|ed)?|(?:listen|listens|listened|hear|hears|heard|been"
                + " told|know|knows|known)|(?:go|goes|gone|went|been|be)(?: \\w+)? (?:over|through|across)"
                + " (?:it|them|that|this|the|each|every|all)|(?:been|being|be|is|was|'s)(?: \\w+)?"
                + " (?:asked|shown|consulted|heard|called|rung|told)"
                + "|(?:have|has|had|get|gets|got|take|takes|taken|took|cast|casts|run|runs|lay|lays|laid|set|sets|clapped)(?:"
                + " (?:a|an|one|her|his|my|their|our|the)) (?:\\w+ )?(?:look|peek|glance|read|eye|eyes|listen))\\b");
    /** What somebody leaves on a paper, or in the air, to show that it may go. */
    private static final Pattern MARK = Pattern.compile("(?:" + String.join("|", NOUNS)
            + "|initials?|stamp|tick|word|release|vote|seal|autograph|say|verdict|eyes?|name|scribble|green"
            + " light|go|decision|veto|agreement|assent|all-clear)");

    private Assent() {}

    /** A verb of deciding. */
    static boolean approves(String lemma) {
        return APPROVE.contains(lemma);
    }

    /** A verb of looking at something, which decides where something waits for it. */
    static boolean inspects(String lemma) {
        return INSPECT.contains(lemma);
    }

    /** A noun that is the agreement itself. */
    static boolean noun(String lemma) {
        return NOUNS.contains(lemma);
    }

    /** "initials", "stamp", "blessing": what stands for the agreement. */
    static boolean mark(String words) {
        return MARK.matcher(words).matches();
    }

    /** Where in these words somebody agrees, or -1. */
    static int agrees(String words) {
        var found = AGREES.matcher(words);
        return found.find() ? found.start() : -1;
    }

    /** Where in these words somebody looks at something, or -1. */
    static int looks(String words) {
        var found = INSPECTS.matcher(words);
        return found.find() ? found.start() : -1;
    }

    /** A clause that says that somebody decides. */
    static boolean deciding(Scene scene, Clause clause) {
        boolean signs = clause.lemma().equals("sign") && clause.particle().equals("off");
        boolean says = clause.lemma().equals("say") && said(scene, clause);
        boolean gives = clause.lemma().equals("give") && given(scene, clause.head(), clause.end());
        boolean happy = clause.lemma().equals("be")
                && clause.head() + 1 < scene.sentence().size()
                && scene.at(clause.head() + 1).word("happy", "ok", "okay", "fine", "satisfied", "comfortable")
                && clause.kind() == Clause.Kind.ADVERBIAL;
        return approves(clause.lemma()) || signs || says || gives || happy;
    }

    private static boolean said(Scene scene, Clause clause) {
        for (int i = clause.head() + 1; i < Math.min(scene.sentence().size(), clause.head() + 5); i++) {
            if (scene.at(i).word("so", "yes", "ok", "okay", "go", "fine")) {
                return true;
            }
        }
        return false;
    }

    private static boolean given(Scene scene, int from, int to) {
        for (int i = from; i < to; i++) {
            if (noun(scene.at(i).lemma())) {
                return true;
            }
        }
        return false;
    }

    /** "have a look at it". */
    static boolean glances(Scene scene, Clause clause) {
        return clause.lemma().matches("have|take|get")
                && Phrases.object(scene.sentence(), clause)
                        .filter(o -> scene.at(o.head()).word("look", "glance", "peek", "think", "read"))
                        .isPresent();
    }
}
