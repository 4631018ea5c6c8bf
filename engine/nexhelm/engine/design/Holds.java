package nexhelm.engine.design;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.design.Approvers.Mention;
import nexhelm.engine.language.Clause;

/**
 * "Nothing leaves until she has nodded", "only once Tom is happy", "it lies on his desk until it's got his stamp": an act
 * is held back, and what ends that is somebody's agreement. Read word by word, as the verbs of such phrases are seldom
 * tagged as verbs.
 */
final class Holds {

    private static final Pattern ENDS = Pattern.compile(
            "\\b(?:until|till|unless|before(?! (?:that|then)\\b)|without|once|when|if|after|as soon as|as long as|so"
                    + " long as|while)\\b");
    private static final Pattern FORBIDS =
            Pattern.compile("\\b(?:no|not|cannot|nothing|nobody|none|never|neither|nor|nowhere|no-one)\\b|n't\\b");
    private static final Pattern HELD = Pattern.compile(
            "\\b(?:stays?|sits?|waits?|hold|keep|lies|rests?|hangs?|remains?|parks?|parked|queues?|held|on hold|put"
                    + " off|keep it|keeps it|is just|it's just|is only|it's only|is stuck)\\b");
    private static final Pattern ONLY = Pattern.compile("\\b(?:only|not (?:earlier|sooner))\\b");
    /** What is to be found on a paper, or is in somebody's hands. */
    private static final Pattern HAS = Pattern.compile(
            "\\b(?:has|have|had|got|get|gets|carries|carry|bears?|bore|wears?|shows?|with|put|puts|gave|given|gives|is|'s)\\b");
    /** "a green light from Dr. Vasquez" */
    private static final Pattern GIVEN = Pattern.compile("\\b(green light|\\p{L}[\\p{L}-]*) (?:from|by|of)\\b");

    private static final Pattern MARKED = Pattern.compile(
            "\\b(?:it|that|this|they)(?:'s| has|'ve| have)? ?(?:got|had|has|have|carr(?:y|ies)|bears?|shows?)\\b");
    private static final Pattern PASSED = Pattern.compile("\\b(?:been|gone|come|passed|crossed|landed|run|went|is|was)"
            + " (?:in |out |right |straight )?(?:past|by|with|through|over|across|under|before|to)\\b");
    private static final Pattern HANDS = Pattern.compile(
            "\\b(?:has|have|'ve|'s|got|is|lies|lying|sits|sitting|stays|holds?|holding|keeps?|reads?|reading|looks?|looking|goes"
                + "|going|on|with|in|hasn't|haven't|not|nobody)\\b");

    private final Approvers approvers;

    Holds(Approvers approvers) {
        this.approvers = approvers;
    }

    /** The demand of this sentence, if something is held back in it. */
    Optional<Gate> in(Scene scene) {
        int size = scene.sentence().size();
        var said = Said.of(scene, 0, size);
        Matcher ends = ENDS.matcher(said.text());
        while (ends.find()) {
            int marker = said.word(ends.start());
            int from = said.word(ends.end() - 1) + 1;
            Optional<Gate> gate = held(scene, marker, from, ends.group());
            if (gate.isPresent()) {
                return gate;
            }
        }
        return relative(scene);
    }

    private Optional<Gate> held(Scene scene, int marker, int from, String word) {
        boolean opens = marker == firstWord(scene, marker);
        boolean only = marker > 1
                && scene.at(marker - 1).word("only")
                && scene.at(marker - 2).is("CCONJ", "PUNCT");
        boolean inner = marker > 2 && scene.at(marker - 1).is("CCONJ") || only;
        return (opens || only ? Optional.<Gate>empty() : held(scene, marker, from, word, false))
                .or(() -> opens || inner ? held(scene, marker, from, word, true) : Optional.empty());
    }

    private Optional<Gate> held(Scene scene, int marker, int from, String word, boolean fronted) {
        int to = fronted ? fronted(scene, from) : end(scene, from);
        int actFrom = fronted ? to : begin(scene, marker);
        int actTo = fronted ? end(scene, to) : marker;
        if (from >= to) {
            return Optional.empty();
        }
        String act = Said.of(scene, actFrom, actTo).text();
        boolean forbids = FORBIDS.matcher(act).find();
        boolean holds = forbids || HELD.matcher(act).find();
        boolean only = ONLY.matcher(act).find()
                || marker > 0 && ONLY.matcher(Said.of(scene, 0, marker).text()).find();
        String until = Said.of(scene, from, to).text();
        Optional<Mention> who = until(scene, from, to, word, new Held(forbids, holds, only, fronted));
        boolean routine = !word.equals("without")
                && who.isPresent()
                && who.get().name().equals(Performers.speaker(scene))
                && Assent.agrees(until) < 0
                && act.matches("(?:.*[,;:] |(?:so|and|but|well|no|then|also) )*(?:i|we)\\b.*");
        boolean bare = who.isPresent() && !insider(who.get(), false) && actTo - actFrom < 3;
        if (who.isPresent() && only && actTo <= actFrom && insider(who.get(), false)) {
            return Optional.of(new Gate(scene, who.get().name(), "", Optional.empty(), false, -1, marker));
        }
        if (who.isEmpty() || routine || bare || actTo <= actFrom) {
            return Optional.empty();
        }
        return Optional.of(new Gate(
                scene,
                who.get().name(),
                "",
                Optional.empty(),
                act.matches(".*\\b(?:nothing|none|everything|anything)\\b.*"),
                true,
                -1,
                Math.max(0, actTo - 1),
                actFrom,
                actTo));
    }

    /** How an act is held back: with a word of negation, with one of waiting, with "only", and after its condition or before. */
    private record Held(boolean forbids, boolean holds, boolean only, boolean fronted) {}

    /** Whose agreement ends it, by the word that says when it ends. */
    private Optional<Mention> until(Scene scene, int from, int to, String word, Held held) {
        String until = Said.of(scene, from, to).text();
        boolean refuses = held.holds() && FORBIDS.matcher(until).find();
        boolean carries = MARKED.matcher(until).find();
        boolean puts = held.fronted() && until.matches(".*\\bputs? .*");
        boolean agrees = switch (word) {
            case "until", "till", "unless", "before" -> held.holds();
            case "if" -> held.only() || refuses;
            case "without", "as long as", "so long as", "while" -> false;
            default -> held.only() || puts;
        };
        if (agrees) {
            return agreement(scene, from, to);
        }
        return switch (word) {
            case "without" -> held.holds() ? possession(scene, from, to) : Optional.empty();
            case "as long as", "so long as", "while" ->
                held.forbids() ? keeping(scene, from, to, until) : Optional.empty();
            case "once", "when", "after", "as soon as" -> carries ? marked(scene, from, to) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Who agrees, looks, is asked or leaves a mark in these words. */
    private Optional<Mention> agreement(Scene scene, int from, int to) {
        var said = Said.of(scene, from, to);
        int agrees = Assent.agrees(said.text());
        int looks = agrees >= 0 ? agrees : Assent.looks(said.text());
        if (looks >= 0) {
            int at = said.word(looks);
            Optional<Mention> who = approvers.last(scene, from, at).filter(m -> !m.owns());
            Optional<Mention> by = by(scene, said);
            boolean heard = said.text().startsWith("hear", looks) && said.text().contains(" from ");
            if (heard) {
                by = approvers.first(scene, said.word(said.text().indexOf(" from ") + 1) + 1, to);
            }
            if (by.isPresent() || who.isPresent()) {
                return by.or(() -> who).filter(m -> insider(m, agrees >= 0));
            }
        }
        Matcher passed = PASSED.matcher(said.text());
        if (passed.find()) {
            Optional<Mention> past =
                    approvers.first(scene, said.word(passed.end() - 1) + 1, to).filter(m -> insider(m, false));
            if (past.isPresent()) {
                return past;
            }
        }
        Matcher given = GIVEN.matcher(said.text());
        if (given.find() && Assent.mark(given.group(1))) {
            return approvers.first(scene, said.word(given.end() - 1) + 1, to).filter(m -> insider(m, false));
        }
        return HAS.matcher(said.text()).find() ? marked(scene, from, to) : Optional.empty();
    }

    private Optional<Mention> by(Scene scene, Said said) {
        int by = said.text().lastIndexOf(" by ");
        return by < 0 ? Optional.empty() : approvers.first(scene, said.word(by + 1) + 1, said.word(by + 1) + 5);
    }

    /** "my ink on it", "Bea's stamp": something of somebody's that is no paper or figure of business. */
    private Optional<Mention> marked(Scene scene, int from, int to) {
        for (int i = from; i < to; i++) {
            Optional<Mention> owner = approvers.first(scene, i, i + 3).filter(m -> m.owns() && insider(m, false));
            if (owner.isPresent() && sign(scene, owner.get().to(), to)) {
                return owner;
            }
        }
        return Optional.empty();
    }

    private static boolean sign(Scene scene, int from, int to) {
        int i = from;
        while (i < to
                && scene.at(i).word("'s", "'", "own", "very", "final", "written", "express", "clear", "explicit")) {
            i++;
        }
        if (i >= to) {
            return false;
        }
        boolean thing = scene.at(i).is("NOUN", "PROPN", "VERB", "ADJ", "INTJ", "ADV")
                && !Words.office(scene.at(i).lemma());
        String two = scene.at(i).lower() + (i + 1 < to ? " " + scene.at(i + 1).lower() : "");
        return thing
                        && !(i + 1 < to
                                && scene.at(i + 1).is("NOUN")
                                && Words.office(scene.at(i + 1).lemma()))
                || Assent.mark(scene.at(i).lower())
                || Assent.mark(two);
    }

    /** "without her", "without Bea's blessing", "without asking me", but not "without his address". */
    private Optional<Mention> possession(Scene scene, int from, int to) {
        Optional<Mention> who =
                approvers.first(scene, from, Math.min(to, from + 6)).filter(m -> insider(m, true));
        if (who.isEmpty()) {
            String noun = Said.of(scene, from, to).text();
            Matcher of = Pattern.compile("(?:the |an? )?(?:\\p{L}+ )?(\\p{L}[\\p{L}-]*) (?:of|from|by) .*")
                    .matcher(noun);
            return of.matches() && Assent.mark(of.group(1)) ? approvers.first(scene, from, to) : Optional.empty();
        }
        int after = who.get().to();
        boolean alone = after >= to
                || scene.at(after).is("PUNCT", "CCONJ", "VERB", "AUX", "ADV", "INTJ")
                        && !scene.at(after).word("'s", "'");
        boolean asked = who.get().from() > from
                && Said.of(scene, from, who.get().from())
                        .text()
                        .matches("(?:asking|first asking|telling|showing|consulting|checking (?:\\w+ )?with|running it"
                                + " (?:past|by)|going (?:through|past)|a (?:word|nod|yes|look|green"
                                + " light|go|sign|signature) (?:from|of|by)|the (?:\\p{L}+"
                                + " )?(?:word|nod|yes|approval|okay|ok|blessing|consent|green"
                                + " light|go-ahead|signature|permission) (?:from|of|by))");
        if (asked) {
            return who;
        }
        return who.get().from() > from + 1
                ? Optional.empty()
                : who.filter(m -> m.owns() ? sign(scene, after, to) : alone);
    }

    /** "as long as she's got the pen in her hand", "while it's lying on his desk", "as long as I haven't seen it". */
    private Optional<Mention> keeping(Scene scene, int from, int to, String words) {
        if (!HANDS.matcher(words).find()) {
            return Optional.empty();
        }
        boolean pen = words.matches(".*\\b(?:desk|table|tray|hands?|lap|inbox|office|pile)\\b.*")
                || Assent.looks(words) >= 0
                || Assent.agrees(words) >= 0;
        return pen ? approvers.last(scene, from, to).filter(m -> insider(m, true)) : Optional.empty();
    }

    /** "No offer leaves that I haven't signed", "whom she hasn't cleared must not be written to". */
    private Optional<Gate> relative(Scene scene) {
        int size = scene.sentence().size();
        var said = Said.of(scene, 0, size);
        Matcher which = Pattern.compile("\\b(?:which|that|what|who|whom|whatever|anything|nothing|those|one|ones)"
                        + "(?: \\p{L}[\\p{L}.'-]*){0,4}? ?(?:has|have|had|is|was|been|'s|'ve)(?: not|n't)\\b")
                .matcher(said.text());
        while (which.find()) {
            int from = said.word(which.start());
            boolean fronted = from < 3;
            int to = fronted ? fronted(scene, from) : end(scene, from);
            String rest = fronted
                    ? Said.of(scene, to, size).text()
                    : Said.of(scene, 0, from).text();
            String condition = Said.of(scene, from, to).text();
            boolean decides = Assent.agrees(condition) >= 0 || Assent.looks(condition) >= 0;
            if (!decides || !FORBIDS.matcher(rest).find() && !HELD.matcher(rest).find()) {
                continue;
            }
            Optional<Mention> who = agreement(scene, from, to);
            if (who.isPresent()) {
                int actFrom = fronted ? to : 0;
                int actTo = fronted ? size : from;
                return Optional.of(new Gate(
                        scene,
                        who.get().name(),
                        "",
                        Optional.empty(),
                        rest.matches(".*\\bnothing\\b.*"),
                        true,
                        -1,
                        Math.max(0, actTo - 1),
                        actFrom,
                        actTo));
            }
        }
        return Optional.empty();
    }

    /** People of the house; an outsider only where he clearly agrees. */
    private static boolean insider(Mention who, boolean agrees) {
        String name = who.name().toLowerCase();
        return agrees || !Words.outside(name.substring(name.lastIndexOf(' ') + 1));
    }

    private static int firstWord(Scene scene, int marker) {
        int first = 0;
        while (first < marker
                && (scene.at(first).is("CCONJ", "INTJ", "PUNCT", "ADV")
                        || scene.at(first).word("so", "but", "no", "only"))) {
            first++;
        }
        return first;
    }

    /** A condition at the beginning ends at its comma, or where the next clause begins. */
    private static int fronted(Scene scene, int from) {
        for (int i = from; i < scene.sentence().size(); i++) {
            boolean aside = i + 3 < scene.sentence().size()
                    && scene.at(i).word(",")
                    && scene.at(i + 1).word("by", "in");
            if (scene.at(i).word(",") && !aside) {
                return i + 1;
            }
        }
        return scene.clauses().stream()
                .filter(c -> c.hasSubject() && c.subjectFrom() > from + 1 && c.kind() == Clause.Kind.MAIN)
                .mapToInt(Clause::subjectFrom)
                .findFirst()
                .orElse(scene.sentence().size());
    }

    /** Where the act begins: at the last boundary before it, or earlier where the words that hold it back stand there. */
    private static int begin(Scene scene, int marker) {
        for (int i = marker - 3; i > 0; i--) {
            boolean boundary = scene.at(i - 1).word(",", ";", ":", ".", "-", "\u2013", "\u2014")
                    || scene.at(i - 1).is("CCONJ");
            String act = Said.of(scene, i, marker).text();
            if (boundary
                    && (FORBIDS.matcher(act).find()
                            || HELD.matcher(act).find()
                            || ONLY.matcher(act).find())) {
                return i;
            }
        }
        return 0;
    }

    private static int end(Scene scene, int from) {
        for (int i = from; i < scene.sentence().size(); i++) {
            boolean stop = scene.at(i).word(";", ".", "because", "since", "so", "but")
                    || scene.at(i).word(",")
                            && i + 1 < scene.sentence().size()
                            && scene.at(i + 1).word("and", "as", "which", "or");
            if (stop && i > from) {
                return i;
            }
        }
        return scene.sentence().size();
    }
}
