package nexhelm.engine.design;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Language;
import nexhelm.engine.language.Token;
import nexhelm.json.Json;

/** Turns a reading into a grounded definition: select, correct, word, assign, gate. */
public final class Draftsman implements Drafting {

    private static final int LONGEST_SOURCE = 400;
    /** "That's my job", "nobody but me", "I do that alone": what somebody keeps. */
    private static final Pattern CLAIM =
            Pattern.compile("(?iU)\\b(?:(?:that|this|it)(?:['\u2019]s| is) (?:all |only )?(?:my"
                    + " (?:job|call|part|decision|work)\\b|mine\\b|me(?=\\s*(?:[.,;!?]|$)))|my job\\b|but me\\b|except"
                    + " me\\b|do (?:that|it|this) (?:alone|myself)\\b|only I (?:can|may|do)\\b)");
    /** No agent runs and no person reads a longer workflow; a transcript that says more holds several. */
    private static final int MOST_STEPS = 150;

    private final Rules rules;
    private final Reading reading;
    private final ToolChoice tools;
    private final Opened opened;
    private final Referents referents = new Referents();
    private final List<Gate> gates = new ArrayList<>();
    private final List<String> unwanted = new ArrayList<>();
    private static final int MOST_BANS = 5;
    private static final Pattern FOLDER_OF = Pattern.compile("\\b(folder of )the (\\p{L}+)\\b");
    private static final Pattern INTRODUCED = Pattern.compile(
            "(\\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}'’-]+)*), that(?:['’]s| is) (?:the|our) (\\p{L}+)(?=[,.;])");

    /** Acts that were said after the last step that still found a place. */
    private int beyond;

    public Draftsman(String transcript, Set<String> declaredTools) {
        this(transcript, declaredTools, Rules.KEPT);
    }

    /** A draftsman that reads with other rules than those that are kept, to measure what they contribute. */
    public Draftsman(String transcript, Set<String> declaredTools, Rules rules) {
        this.rules = rules;
        reading = Reading.of(transcript, rules);
        var called = Called.in(transcript, reading.scenes());
        tools = new ToolChoice(declaredTools, called);
        opened = new Opened(reading.scenes(), called);
    }

    @Override
    public Language language() {
        return Language.ENGLISH;
    }

    @Override
    public ObjectNode definition() {
        List<StepDraft> drafts = drafts();
        ObjectNode definition = Json.object();
        definition.put("name", name(drafts));
        definition.put("summary", summary(drafts));
        definition.put("description", "");
        definition.put("workflow", "");
        definition.putArray("inputs");
        ArrayNode steps = definition.putArray("steps");
        var points = new CodePoints(reading.text());
        for (StepDraft draft : drafts) {
            ObjectNode step = steps.addObject();
            step.put("index", steps.size());
            step.put("title", draft.title());
            step.put("instruction", draft.instruction());
            step.put("performer", draft.performer());
            draft.tool().ifPresentOrElse(t -> step.put("tool", t), () -> step.putNull("tool"));
            draft.hitl().ifPresentOrElse(h -> step.put("hitl", h), () -> step.putNull("hitl"));
            ObjectNode source = step.putObject("source");
            source.put("start", points.at(draft.from()));
            source.put("end", points.at(draft.to()));
            source.put("quote", reading.text().substring(draft.from(), draft.to()));
        }
        Definitions.renumber(definition);
        return definition;
    }

    @Override
    public ObjectNode proposal(ObjectNode definition) {
        return Definitions.proposal(definition, said(), missing());
    }

    @Override
    public List<Need> needs() {
        List<Need> needs = new ArrayList<>();
        for (StepDraft draft : drafted) {
            if (draft.agent()) {
                var choice = choice(draft.work());
                if (draft.tool().isEmpty() && !choice.lacks()) {
                    continue; // an odd sentence is no system
                }
                boolean reads = choice.tool()
                                .or(choice::analog)
                                .filter(t -> t.matches("(list|read|search|find)_.*"))
                                .isPresent()
                        || ToolVerbs.READ.contains(draft.work().clause().lemma())
                        || ToolVerbs.FIND.contains(draft.work().clause().lemma());
                needs.add(new Need(
                        draft.title(),
                        draft.tool(),
                        choice.tool().isPresent() ? Optional.empty() : choice.analog(),
                        choice.product(),
                        !reads,
                        reading.text().substring(draft.from(), draft.to())));
            }
        }
        if (reading.spoken()) {
            workedIn(needs);
        }
        return needs;
    }

    /** Systems that somebody says they work in, though it made no step of the agent's. */
    private void workedIn(List<Need> needs) {
        Set<String> named = new HashSet<>();
        needs.forEach(n -> n.product().ifPresent(p -> named.add(p.toLowerCase())));
        var wording = new Wording(referents, this::answered);
        for (Scene scene : reading.scenes()) {
            for (int i = 0;
                    i < scene.clauses().size()
                            && !scene.interviewer()
                            && !scene.sentence().question();
                    i++) {
                Clause clause = scene.clauses().get(i);
                Optional<String> system = tools.system(scene.sentence(), clause).filter(s -> works(scene, clause));
                if (system.isPresent() && named.add(system.get().toLowerCase())) {
                    Work work = new Work(scene, i);
                    needs.add(new Need(
                            wording.title(work),
                            Optional.empty(),
                            Optional.empty(),
                            system,
                            true,
                            reading.text()
                                    .substring(
                                            scene.at(clause.start()).start(),
                                            scene.at(clause.end() - 1).end())));
                }
            }
        }
    }

    /** Whether a clause tells of work as it is done: by the speaker, by us, or without saying by whom. */
    private static boolean works(Scene scene, Clause clause) {
        boolean own = !clause.hasSubject()
                || clause.passive()
                || scene.at(clause.subjectFrom()).word("i", "we", "you");
        boolean told = clause.kind() == Clause.Kind.MAIN || clause.kind() == Clause.Kind.CONTENT;
        return own
                && told
                && !clause.negated()
                && !Words.STATIVE.contains(clause.lemma())
                && !Words.TALK.contains(clause.lemma())
                && !scene.hasWord("used", "once", "anymore", "years", "would", "could", "ago");
    }

    private List<StepDraft> drafted = List.of();

    private List<StepDraft> drafts() {
        List<Work> works = Corrections.applied(reading, new Selection(reading, rules).works());
        List<StepDraft> drafts = new ArrayList<>();
        var performers = new Performers(reading.spoken(), referents, roles(works));
        var wording = new Wording(referents, this::answered);
        var gateFinder = new Gates(referents);
        Set<String> seen = new HashSet<>();
        int next = 0;
        for (Scene scene : reading.scenes()) {
            if (drafts.size() >= MOST_STEPS) {
                beyond = works.size() - next;
                break;
            }
            boolean mine = !scene.interviewer() && !scene.sentence().question();
            Optional<Gate> gate = mine && !Selection.putOff(scene) ? gateFinder.in(scene) : Optional.empty();
            gate.ifPresent(gates::add);
            int heard = 0;
            while (next < works.size() && works.get(next).scene() == scene) {
                Work work = works.get(next++);
                for (; heard < work.index(); heard++) {
                    referents.hear(scene, scene.clauses().get(heard));
                }
                if (reading.spoken() && submits(work, gate.or(() -> lastGate(scene)))) {
                    continue;
                }
                StepDraft draft = draft(
                        work,
                        next < works.size() ? Optional.of(works.get(next)) : Optional.empty(),
                        performers,
                        wording);
                if (reading.spoken()
                        && outsider(draft)
                        && !work.clause().lemma().matches("sign|check|approve|decide")) {
                    continue; // what a customer does is waited for, no part of the work
                }
                boolean attached = reading.spoken() && Merging.into(drafts, draft);
                if (!attached && (!reading.spoken() || seen.add(key(draft)))) {
                    drafts.add(draft);
                }
            }
            for (; heard < scene.clauses().size(); heard++) {
                referents.hear(scene, scene.clauses().get(heard));
            }
            if (scene.clauses().isEmpty() && reading.spoken()) {
                referents.hear(scene);
            }
            if (mine && reading.spoken()) {
                Particulars.asked(drafts, scene, answered(scene))
                        .ifPresent(draft -> drafts.set(drafts.size() - 1, draft));
                Particulars.said(drafts, scene, reading.scenes())
                        .ifPresent(draft -> drafts.set(drafts.size() - 1, draft));
            }
            Optional<Pattern> dropped = mine && reading.spoken() ? Corrections.dropped(scene) : Optional.empty();
            if (dropped.isPresent() && !drafts.isEmpty()) {
                StepDraft last = drafts.get(drafts.size() - 1);
                boolean near = scene.index() - last.work().scene().index() <= 2;
                drafts.set(
                        drafts.size() - 1,
                        near ? last.without(dropped.get(), reading.text().substring(last.from(), last.to())) : last);
            }
            if (mine && gate.isEmpty() && reading.spoken()) {
                Bans.in(
                                scene,
                                scene.index() == 0
                                        ? Optional.empty()
                                        : Optional.of(reading.scenes().get(scene.index() - 1)))
                        .ifPresent(unwanted::add);
            }
        }
        if (reading.spoken()) {
            Merging.tidy(drafts);
        }
        var gated = new GatedSteps(drafts, reading.scenes(), reading.spoken());
        gates.forEach(gated::gate);
        if (reading.spoken()) {
            Approvals.before(drafts);
        }
        drafted = List.copyOf(drafts);
        return drafted;
    }

    private static boolean outsider(StepDraft draft) {
        Clause carrier = Selection.carrier(draft.work().scene(), draft.work().clause());
        if (carrier.hasSubject()
                && draft.work().scene().at(carrier.subjectFrom()).word("my", "our")) {
            return false; // "our buyer" is one of the house
        }
        String who = draft.performer().toLowerCase();
        String head = who.substring(who.lastIndexOf(' ') + 1);
        return Words.outside(head)
                || Words.outside(head.replaceFirst("s$", ""))
                || Words.outside(head.replaceFirst("ies$", "y"));
    }

    /** The question of somebody else that a scene answers, when it is the first thing said after it. */
    private Optional<Scene> answered(Scene scene) {
        return scene.index() == 0
                ? Optional.empty()
                : Optional.of(reading.scenes().get(scene.index() - 1))
                        .filter(before -> before.sentence().question()
                                && !before.speaker().equals(scene.speaker()));
    }

    /** Who tells the work and who keeps a part of it, where several people speak. */
    private Roles roles(List<Work> works) {
        Set<Integer> claimed = new HashSet<>();
        Set<String> claimants = new HashSet<>();
        for (Scene scene : reading.scenes()) {
            if (!scene.interviewer()
                    && CLAIM.matcher(Wording.quote(scene.sentence())).find()) {
                claimants.add(Performers.speaker(scene));
                claimed.add(scene.index());
                if (scene.index() > 0
                        && reading.scenes().get(scene.index() - 1).speaker().equals(scene.speaker())) {
                    claimed.add(scene.index() - 1);
                }
            }
        }
        Map<String, Integer> told = new HashMap<>();
        works.stream()
                .filter(w ->
                        !w.scene().interviewer() && !claimed.contains(w.scene().index()))
                .forEach(w -> told.merge(Performers.speaker(w.scene()), 1, Integer::sum));
        List<Map.Entry<String, Integer>> most = told.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry::getKey))
                .toList();
        boolean clear =
                most.size() > 1 && most.get(0).getValue() >= 1.1 * most.get(1).getValue();
        Set<String> keepers = new HashSet<>();
        if (clear) {
            most.subList(1, most.size()).stream()
                    .filter(one -> claimants.contains(one.getKey()))
                    .forEach(one -> keepers.add(one.getKey()));
        }
        return new Roles(clear ? most.get(0).getKey() : "", keepers, claimed);
    }

    /** The gate that was demanded in the sentence before, or the one before that, by the same speaker. */
    private Optional<Gate> lastGate(Scene scene) {
        return gates.isEmpty()
                ? Optional.empty()
                : Optional.of(gates.get(gates.size() - 1))
                        .filter(g -> scene.index() - g.scene().index() <= 2
                                && scene.speaker().equals(g.scene().speaker()));
    }

    /** "It goes to Mr. Strand, and he must approve it. He reads every line.": what the gate is, told as acts. */
    private boolean submits(Work work, Optional<Gate> gate) {
        if (gate.isEmpty()) {
            return false;
        }
        Clause clause = work.clause();
        Scene scene = work.scene();
        boolean goes = clause.lemma().equals("go")
                && scene == gate.get().scene()
                && SpokenActs.movesInto(scene, clause)
                && Phrases.prepositional(scene.sentence(), clause).stream()
                        .anyMatch(p -> p.preposition().equals("to")
                                && Performers.person(scene.at(p.head()))
                                && !Words.outside(scene.at(p.head()).lemma()));
        boolean inspects = scene != gate.get().scene()
                && clause.lemma().matches("read|look|check|go")
                && clause.hasSubject()
                && scene.at(clause.subjectFrom()).word("he", "she");
        return goes || inspects;
    }

    private static String key(StepDraft draft) {
        return draft.work().clause().lemma() + "|" + draft.performer() + "|"
                + draft.title().toLowerCase().replaceAll("[^a-z ]", "").replaceAll("\\b(the|an?|this|that)\\b ?", "");
    }

    private StepDraft draft(Work work, Optional<Work> following, Performers performers, Wording wording) {
        Clause clause = work.clause();
        String performer = performers.of(work);
        var choice = choice(work);
        boolean agent = performer.equals(Performers.AGENT);
        String title = named(wording.title(work));
        Optional<String> missing = agent && choice.tool().isEmpty()
                ? Optional.of(choice.product().map(p -> p + ": ").orElse("") + title)
                : Optional.empty();
        int first = rules.on(Rule.SOURCE_WITH_SUBJECT) ? clause.start() : clause.head();
        int last = rules.on(Rule.SOURCE_TO_END) ? clause.end() : clause.head() + 1;
        if (rules.on(Rule.SOURCE_ENDS_AT_NEXT)
                && following.isPresent()
                && following.get().scene() == work.scene()) {
            int limit = following.get().clause().start();
            last = Math.max(clause.head() + 1, Math.min(last, limit));
        }
        List<Token> words = work.sentence().tokens().subList(Math.min(first, clause.head()), last);
        int from = words.stream()
                .mapToInt(Token::start)
                .min()
                .orElseThrow(); // told plainly, they may stand in another order
        int to = words.stream().mapToInt(Token::end).max().orElseThrow();
        if (to - from > LONGEST_SOURCE) {
            from = work.scene().at(clause.group()).start();
            to = Math.max(work.scene().at(clause.head()).end(), Math.min(to, from + LONGEST_SOURCE));
            to = Character.isHighSurrogate(reading.text().charAt(to - 1)) ? to - 1 : to;
        }
        Optional<Clause> formula = reading.spoken() ? formula(work) : Optional.empty();
        String instruction = named(wording.instruction(work));
        if (formula.isPresent()) {
            Clause is = formula.get();
            to = Math.max(to, work.scene().at(is.end() - 1).end());
            instruction = instruction.replaceAll("\\.$", "") + ", that is "
                    + Wording.phrase(work.sentence(), is.head() + 1, is.end()).replaceAll("[ ,;:.]+$", "") + ".";
        }
        return new StepDraft(
                work,
                title,
                instruction,
                performer,
                agent ? choice.tool() : Optional.empty(),
                Optional.empty(),
                missing,
                from,
                to);
    }

    /** "Lakeside, that's the club": the folder of the club is that of Lakeside. */
    private String named(String words) {
        if (!reading.spoken() || !words.matches("(?s).*\\bfolder of the \\p{L}+\\b.*")) {
            return words;
        }
        Matcher of = FOLDER_OF.matcher(words);
        return of.replaceAll(folder -> {
            Set<String> names = INTRODUCED
                    .matcher(reading.text())
                    .results()
                    .filter(r -> r.group(2).equalsIgnoreCase(folder.group(2)))
                    .map(r -> r.group(1))
                    .collect(Collectors.toSet());
            return Matcher.quoteReplacement(
                    names.size() == 1 ? folder.group(1) + names.iterator().next() : folder.group());
        });
    }

    /** "I calculate the amount claimed, that's the total less the excess": how the figure is worked out. */
    private static Optional<Clause> formula(Work work) {
        if (!work.clause().lemma().matches("calculate|compute|work|determine|figure")) {
            return Optional.empty();
        }
        return work.scene().clauses().stream()
                .skip(work.index() + 1L)
                .limit(2)
                .filter(is -> is.lemma().equals("be")
                        && is.hasSubject()
                        && work.scene().at(is.subjectFrom()).word("that", "which", "this", "it"))
                .filter(is -> work.sentence().tokens().subList(is.head() + 1, is.end()).stream()
                        .anyMatch(t ->
                                t.word("less", "minus", "plus", "times", "percent", "%", "half", "third", "divided")))
                .findFirst();
    }

    private final Map<Work, ToolChoice.Choice> chosen = new IdentityHashMap<>();

    private ToolChoice.Choice choice(Work work) {
        return chosen.computeIfAbsent(work, w -> {
            if (reading.spoken() && SpokenActs.getsMail(w.scene(), w.clause())) {
                return ToolChoice.Choice.of("send_mail");
            }
            if (reading.spoken() && SpokenActs.getsTodo(w.scene(), w.clause())) {
                return ToolChoice.Choice.of("create_todo");
            }
            if (reading.spoken()
                    && (SpokenActs.multiplies(w.scene(), w.clause()) || SpokenActs.getsOff(w.scene(), w.clause()))) {
                return ToolChoice.Choice.of("read_document");
            }
            if (reading.spoken() && SpokenActs.getsRow(w.scene(), w.clause())) {
                return ToolChoice.Choice.of("create_sheet_rows");
            }
            var object = Phrases.object(w.sentence(), w.clause());
            Optional<String> referent = object.map(o -> w.scene().at(o.head()))
                    .filter(t -> t.is("PRON", "DET"))
                    .flatMap(t -> referents.of(t, w.scene(), w.clause().start(), false))
                    .or(() -> object.isEmpty() ? new Wording(referents).missingObject(w) : Optional.empty())
                    .or(() -> object.isEmpty() ? shared(w) : Optional.empty());
            return tools.of(w.sentence(), w.clause(), referent, reading.spoken() ? opened.before(w) : Optional.empty());
        });
    }

    /** "The request is opened and read": what both is done to. */
    private static Optional<String> shared(Work work) {
        Clause carrier = Selection.carrier(work.scene(), work.clause());
        return work.clause().passive() && !work.clause().hasSubject() && carrier.hasSubject()
                ? Optional.of(work.scene()
                        .at(Phrases.head(work.sentence(), carrier.subjectFrom(), carrier.subjectTo()))
                        .lemma())
                : Optional.empty();
    }

    private List<String> said() {
        Set<String> quotes = new LinkedHashSet<>();
        for (Gate gate : gates) {
            quotes.add(exact(gate.scene()));
        }
        for (StepDraft draft : drafted) {
            if (quotes.size() < 4) {
                quotes.add(exact(draft.work().scene()));
            }
        }
        return List.copyOf(quotes);
    }

    private String exact(Scene scene) {
        return reading.text()
                .substring(scene.sentence().start(), scene.sentence().end())
                .strip();
    }

    private List<String> missing() {
        Set<String> missing = new LinkedHashSet<>();
        drafted.forEach(d -> d.missing().ifPresent(missing::add));
        return List.copyOf(missing);
    }

    private static String name(List<StepDraft> drafts) {
        if (drafts.isEmpty()) {
            return "No work described";
        }
        StepDraft best = drafts.get(drafts.size() - 1);
        int weight = -1;
        for (StepDraft draft : drafts) {
            int own = draft.tool()
                    .map(t -> switch (t) {
                        case "send_mail", "create_mail_draft" -> 3;
                        case "create_document", "create_sheet", "create_pdf", "create_pdf_form" -> 3;
                        case "update_document", "update_document_location", "create_sheet_rows", "update_contact" -> 2;
                        default -> 1;
                    })
                    .orElse(0);
            if (own > weight) {
                weight = own;
                best = draft;
            }
        }
        String title = best.title();
        return title.length() > 45 ? title.replaceFirst("^(.{15,}?) with .*", "$1") : title;
    }

    private String summary(List<StepDraft> drafts) {
        if (drafts.isEmpty()) {
            return "The transcript describes no work that could be carried out.";
        }
        long agent = drafts.stream().filter(StepDraft::agent).count();
        long waits = drafts.stream().filter(d -> d.hitl().isPresent()).count();
        StringBuilder text = new StringBuilder()
                .append(drafts.size())
                .append(drafts.size() == 1 ? " step, " : " steps, ")
                .append(agent)
                .append(" by the agent");
        if (waits > 0) {
            text.append("; ")
                    .append(waits)
                    .append(waits == 1 ? " waits" : " wait")
                    .append(" for a person's decision");
        }
        text.append(": ").append(lower(drafts.get(0).title()));
        if (drafts.size() > 1) {
            text.append(" \u2026 ").append(lower(drafts.get(drafts.size() - 1).title()));
        }
        text.append('.');
        if (beyond > 0) {
            text.append(" The transcript tells of more than ")
                    .append(MOST_STEPS)
                    .append(" steps; what follows the last one here (about ")
                    .append(beyond)
                    .append(" more acts) is not designed. Design one procedure at a time from a part of it.");
        }
        if (!unwanted.isEmpty()) {
            text.append(" Not wanted: ");
            text.append(String.join(" / ", unwanted.subList(0, Math.min(MOST_BANS, unwanted.size()))));
        }
        return text.toString();
    }

    private static String lower(String title) {
        return title.isEmpty() ? title : title.substring(0, 1).toLowerCase() + title.substring(1);
    }
}
