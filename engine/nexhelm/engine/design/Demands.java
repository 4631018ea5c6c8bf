package nexhelm.engine.design;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.design.Approvers.Mention;

/** Set phrases by which people claim a decision: "that's my call", "she runs those past me", "his initials are a must". */
final class Demands {

    private static final String WHO = "(?<who>\\p{L}[\\p{L}.'-]*(?: \\p{L}[\\p{L}.'-]*){0,3}?)";
    private static final String FIRST =
            "(?:first|beforehand|before|every time|each time|always|without exception|every single one)";
    private static final String THING = "(?: (?!past\\b|by\\b|to\\b|over\\b|with\\b)\\p{L}[\\p{L}'-]*){0,4}?";

    /**
     * A way to claim a decision.
     *
     * @param routine true when it claims one only of somebody else: "I read it first" tells an order of work
     */
    private record Idiom(Pattern words, boolean routine) {}

    private static final List<Idiom> IDIOMS = List.of(
            idiom("\\b(?:last|final|casting|deciding) (?:word|say|call|vote|decision)(?: \\p{L}+){0,2}?"
                    + " ?(?:is|'s|lies with|rests with|belongs to|stays with)"
                    + " (?:always )?" + WHO + "(?: ?'s)?(?=[.,;!]|$)"),
            idiom("\\b(?:only|(?:nobody|no one|no-one) (?:but|except)) " + WHO
                    + " (?:may|can|is allowed to|gets to|has the right"
                    + " to) (?:let|release|approve|clear|sign|okay|authori[sz]e)\\b"),
            idiom("\\b(?:provided|providing|assuming|on condition)(?: that)? " + WHO
                    + " ?(?:'s|is|'m|am|has|have|'ve)? (?:agrees?|agreed|happy|fine|okay|okays|says yes|said"
                    + " yes|nods|nodded|signs|signed|approves|approved)\\b"),
            idiom(WHO + " (?:signs off on|approves|okays|releases|countersigns|initials|vets|clears|authori[sz]es)"
                    + " (?:each|every|all|any)\\b"),
            routine(WHO
                    + " (?:sees|reads|checks|looks|goes|listens|proofreads|reviews|inspects)(?:"
                    + " (?!before)\\p{L}[\\p{L}'-]*){0,5}? before (?:\\p{L}+ ){0,2}(?:anything|it|they|that|\\p{L}+)"
                    + " ?(?:leaves|goes|go|leave|gets? out|is sent|are sent|'s sent|'re sent|is published|'s"
                    + " published|is printed|is posted)\\b"),
            idiom(WHO + " ?(?:'s|has|have|'ve|gets?|got|keeps?|wants?)(?: got)?(?: always| also| still)? (?:the |a"
                    + " |his |her |my )?(?:last|final|first|casting|deciding) (?:word|say|refusal|look|call|vote"
                    + "|decision|veto)\\b"),
            idiom(WHO + " ?(?:'s|has|have|'ve|gets?|gives?)(?: got)? (?:a veto|to give (?:\\w+ ){0,3}(?:green"
                    + " light|thumbs up|go-ahead|okay|ok|nod|blessing|all-clear)|(?:it |them"
                    + " )?(?:the|a|an|his|her) (?:green light|thumbs up|all-clear|go-ahead))\\b"),
            idiom("\\b(?:a matter|something|one|a case|a job) for " + WHO + " (?:to (?:decide|say|approve|release"
                    + "|sign)|(?:rubber )?stamp|signature|initials|desk|eyes|pen|approval|okay)\\b"),
            idiom("\\b(?:is|'s|it's|that's) (?:(?:up to|for) " + WHO + " to (?:decide|say|judge|approve|release))"),
            idiom("\\b(?:is|'s|it's|that's) up to " + WHO + "(?:$|[.,;!])"),
            idiom("\\b(?:it|that|this)(?:'s| is) " + WHO + " who (?:says|decides|releases|clears|signs|approves|has to"
                    + " (?:say|decide|release|clear|sign|approve|be happy)|must"
                    + " (?:say|decide|release|clear|sign|approve)"
                    + "|lets|gives)\\b"),
            idiom("\\b(?:if|when|once) " + WHO + " ?(?:'m|am|is|'s|are|'re) (?:happy|fine|satisfied|okay|ok|content)"
                    + "\\b[^.;]{0,20}\\b(?:say so|says so|nod|nods|goes|sent|go out|let it|lets it)\\b"),
            idiom("\\b(?:comes?|goes|go|lands?|runs?|passes|pass|crosses|cross|brought|run|put|shown|shows?|brings?"
                    + "|takes?|puts?)" + THING
                    + "(?: always| first| all| straight)* (?:past|by|over|across|through|via|to|off|on)? ?"
                    + WHO
                    + " (?:desk|table|tray|hands)(?: first)?(?: first| before| till| until| no | not |[.,;!?]|$)"),
            idiom("\\b(?:comes?|goes|go|lands?|runs?|passes|pass|brought|run|put|shown|shows?|brings?|brought|takes?"
                    + "|puts?|reads?)" + THING + " (?:past|by|through|via|to|before|in front of|with) " + WHO
                    + ",? (?:and )?" + FIRST + "\\b"),
            idiom("\\b(?:comes?|goes|go|lands?|is|sits?|lies) (?:always |first )?(?:past|by|with|over|across) " + WHO
                    + "(?: first|(?=[.,;!]|$))"),
            idiom("\\bshow " + WHO + " (?:each|every|all|them|it|that|those|first|beforehand|before)\\b"),
            idiom("\\b(?:asks?|consults?) " + WHO + " (?:first|beforehand|every time|each time)\\b"),
            idiom("\\b(?:over|above|beyond) (?:my|our|her|his) (?:head|pay grade|station)\\b[^.]{0,20}\\bask " + WHO
                    + "(?:[.,;!]|$)"),
            idiom(WHO
                    + " ?(?:'d |would )?(?:wants?|likes?|needs?|has|have|insists? on|'s got|expects?)(?: to)?"
                    + " (?:be(?:ing)?|get(?:ting)?)"
                    + " (?:asked|shown|told|consulted|rung|called)\\b.{0,40}\\b" + FIRST + "\\b"),
            idiom(WHO
                    + " ?(?:'d |would )?(?:wants?|like|likes|insists? on|prefers?|loves?)(?: to)? (?:just |always"
                    + " |quickly )?(?:see(?:ing)?|read(?:ing)?|check(?:ing)?|(?:have|having) a (?:\\w+"
                    + " )?(?:look|peek|glance)|go(?:ing)? (?:over|through)|hear|look(?:ing)? (?:at|over|through))\\b"
                    + ".{0,40}\\b(?:first|beforehand|before)\\b"),
            idiom("\\b(?:those|that|these|this|letters|mails|the \\p{L}+),? " + WHO
                    + " wants? to (?:see|read|check|have a look at)"
                    + " (?:first|beforehand|before|myself|herself|himself)\\b"),
            idiom("\\b(?:need|needs|require|requires|takes|wants|calls for|subject to|depends on|pending|conditional"
                    + " on)(?: to have)? "
                    + WHO
                    + " ?(?:'s? )?(?:own |written |clear |express |final )?(?<mark>\\p{L}[\\p{L}-]*(?:"
                    + " light)?)\\b"),
            idiom("\\b(?:gets?|(?:has|have|'s|got)(?: got)? to (?:have|carry|bear|get|show)(?: had)?) " + WHO
                    + " ?(?:'s? )?(?:own |written )?(?<any>\\p{L}[\\p{L}-]*)\\b(?=.*\\b(?:before \\p{L}+"
                    + " \\p{L}+|first|on it|under it)\\b)"),
            idiom(WHO
                    + " ?(?:'s? )?(?:own |written )?(?<mark>\\p{L}[\\p{L}-]*(?: light)?) (?:is|are|has to be|have to"
                    + " be|must be|needs to be|comes)(?: always)? (?:a"
                    + " must|needed|required|necessary|compulsory|obligatory|mandatory|on it|there|under it|first|what"
                    + " counts)\\b"),
            idiom("\\b(?:off|over|through|past|by|with|across) " + WHO
                    + "(?: desk| table| hands)?,? or (?:not at all|it stays" + "|nothing|never|it doesn't|not)\\b"),
            routine(WHO + " (?:sees|reads|gets|checks|looks at|looks over|goes through|goes over|has)(?:"
                    + " \\p{L}[\\p{L}'-]*){1,4}? first\\b"),
            routine(WHO + " (?:does|did) (?:that|this|so|the same)\\b.{0,40}\\bbefore\\b"),
            routine(WHO
                    + " (?:sees|saw|reads|read|checks|checked|looks at|looked at|looks over|looked over|goes through"
                    + "|went through|goes over|went over)\\b.{0,40}\\bbeforehand\\b"),
            idiom("\\b(?:gets?|is|are|'s|be|being) (?:signed(?:"
                + " off)?|released|approved|cleared|okayed|initialled|authori[sz]ed|countersigned|vetted|passed|waved"
                + " through) by " + WHO
                    + "(?= (?:first|before|beforehand)|[.,;!]|$)"),
            idiom("\\b(?:gets?|is|are|'s|be|being) (?:seen|read|checked|reviewed|looked (?:at|over)|proofread) by "
                    + WHO + " (?:first|before|beforehand)\\b"),
            idiom("\\b(?:waits?|has to wait|have to wait|must wait) for " + WHO
                    + "(?:[.,;!]|$| ?(?:'s?"
                    + " )?(?:okay|ok|approval|go-ahead|signature|permission|blessing|consent|nod|sign-off|release"
                    + "|say-so|yes|word|initials|stamp)\\b)"));

    private static final Pattern THEN =
            Pattern.compile("[,;]? (?:and )?(?:only then|then|not before that|before that|until then)\\b");
    private static final Pattern REFUSED = Pattern.compile(
            "\\b(?:needn't|need not|no need|don't (?:have|need)|doesn't (?:have|need)|didn't|used to|no longer|any"
                    + " ?more|any longer|back then|in those days|nobody (?:has|needs)|isn't|aren't|hasn't|haven't|not"
                    + " (?:my|her|his|our)|never)\\b");
    private static final Pattern CONTENT = Pattern.compile(
            "\\b(?:whether(?! (?:it|they|that|this|those|the \\p{L}+|an? \\p{L}+) (?:goes|go|may|can|leaves?|is"
                    + " sent|are sent|gets? sent))|which|how (?:much|many|long)|who gets)\\b");

    private final Approvers approvers;

    Demands(Approvers approvers) {
        this.approvers = approvers;
    }

    private static Idiom idiom(String words) {
        return new Idiom(Pattern.compile(words), false);
    }

    private static Idiom routine(String words) {
        return new Idiom(Pattern.compile(words), true);
    }

    /** True for what is no longer done, or need not be. */
    private static boolean refused(String words) {
        return REFUSED.matcher(words).find();
    }

    /** The decision that is claimed in this sentence. */
    Optional<Gate> in(Scene scene) {
        var said = Said.of(scene, 0, scene.sentence().size());
        if (refused(said.text()) || CONTENT.matcher(said.text()).find()) {
            return Optional.empty();
        }
        for (Idiom idiom : IDIOMS) {
            Matcher found = idiom.words().matcher(said.text());
            for (int at = 0; at < said.text().length() && found.find(at); at = found.start() + 1) {
                Optional<Mention> who = who(scene, said, found, idiom.routine());
                if (who.isPresent()) {
                    return Optional.of(gate(scene, who.get(), said.word(found.start())));
                }
            }
        }
        return then(scene, said);
    }

    private Optional<Mention> who(Scene scene, Said said, Matcher found, boolean routine) {
        int from = said.word(found.start("who"));
        int to = said.word(found.end("who") - 1) + 1;
        boolean any = found.pattern().pattern().contains("?<any>");
        boolean mark = found.pattern().pattern().contains("?<mark>");
        if (mark && !Assent.mark(found.group("mark")) || any && Words.office(found.group("any"))) {
            return Optional.empty();
        }
        Optional<Mention> who = approvers.last(scene, from, to).filter(m -> m.to() >= to - 1);
        return who.filter(m -> !mark && !any || m.owns())
                .filter(m -> !routine
                        || !m.name().equals(Performers.speaker(scene))
                                && !scene.at(0).word("first"))
                .filter(m -> routine
                        || !Words.outside(
                                m.name().toLowerCase().substring(m.name().lastIndexOf(' ') + 1)));
    }

    /** "Tom signs it and then it goes out", "she okays the list, and before that nobody orders anything". */
    private Optional<Gate> then(Scene scene, Said said) {
        Matcher then = THEN.matcher(said.text());
        int agrees = Assent.agrees(said.text());
        int decides = agrees > 0 ? agrees : Assent.looks(said.text());
        if (decides <= 0 || !then.find(decides) || agrees <= 0 && !then.group().matches(".*(?:only|before|until).*")) {
            return Optional.empty();
        }
        int from = said.word(then.end() - 1) + 1;
        String rest = Said.of(scene, from, scene.sentence().size()).text();
        boolean waits = rest.matches("(?:.*? )?(?:nobody|nothing|no|it|they|that|those|the \\p{L}+)\\b.*")
                && from < scene.sentence().size();
        Optional<Mention> who = approvers.last(scene, 0, said.word(decides)).filter(m -> !m.owns());
        return !waits
                ? Optional.empty()
                : who.filter(m -> !Words.outside(
                                m.name().toLowerCase().substring(m.name().lastIndexOf(' ') + 1)))
                        .map(m -> new Gate(
                                scene,
                                m.name(),
                                "",
                                Optional.empty(),
                                false,
                                true,
                                -1,
                                scene.sentence().size() - 1,
                                from,
                                scene.sentence().size()));
    }

    private static Gate gate(Scene scene, Mention who, int token) {
        return new Gate(scene, who.name(), "", Optional.empty(), false, -1, Math.max(token, 0));
    }
}
