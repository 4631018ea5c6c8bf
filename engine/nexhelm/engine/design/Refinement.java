package nexhelm.engine.design;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.language.English;
import nexhelm.engine.language.Sentence;

/** Applies an operator's feedback to a definition, sentence by sentence; what is ambiguous is not applied. */
public final class Refinement {

    private static final Pattern PARTS = Pattern.compile(
            "(?:;|,? and then|,? and|,)\\s+(?=(?:please )?(?:drop|remove|delete|skip|swap|add|rename|leave out)\\b)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HEDGE = Pattern.compile(
            "\\b(?:maybe|perhaps|might|could|wonder|not sure|i think|should we|what if|possibly|i guess|not"
                    + " certain)\\b");
    private static final Pattern FORBIDDEN =
            Pattern.compile("\\b(?:don't|do not|never|not to|shouldn't|should not|must not|mustn't|without) (?:ever"
                    + " )?(?:drop|remov|delet|skip|omit|leave out|leaving"
                    + " out|swap|switch|exchang|revers|cut|scrap|renam|add|chang|reorder)");
    private static final Set<String> SENDING =
            Set.of("draft", "send", "prepare", "leave", "only", "sending", "keep", "create", "stay", "make", "drafts");
    private static final Set<String> APPROVING = Set.of(
            "approve",
            "approval",
            "sign-off",
            "signoff",
            "sign",
            "off",
            "gate",
            "confirm",
            "confirmation",
            "okay",
            "ok",
            "check",
            "review",
            "ask",
            "add",
            "remove",
            "drop",
            "require",
            "see",
            "look",
            "hitl",
            "delete",
            "skip",
            "go-ahead",
            "permission",
            "consent",
            "without",
            "person",
            "human");
    private static final Set<String> MOVING =
            Set.of("move", "put", "do", "place", "happen", "come", "shift", "make", "swap");

    private final ObjectNode definition;
    private final Set<String> tools;
    private final List<String> notApplied = new ArrayList<>();

    public Refinement(ObjectNode definition, Set<String> declaredTools) {
        this.definition = definition.deepCopy();
        tools = Set.copyOf(declaredTools);
    }

    public ObjectNode definition() {
        return definition;
    }

    /** Sentences that were not understood or could not be applied, as given. */
    public List<String> notApplied() {
        return List.copyOf(notApplied);
    }

    public void apply(String feedback) {
        var english = new English();
        for (String line : feedback.split("\\R|(?<=[.!?])\\s+(?=[\\p{Lu}\u201c\"])")) {
            for (Sentence sentence : english.sentences(line, 0, line.length())) {
                String said = line.substring(sentence.start(), sentence.end()).strip();
                boolean question = sentence.question();
                int from = 0;
                Matcher cut = PARTS.matcher(said);
                while (cut.find()) {
                    applyPart(said.substring(from, cut.start()), question);
                    from = cut.end();
                }
                applyPart(said.substring(from), question);
            }
        }
        Definitions.renumber(definition);
    }

    private void applyPart(String part, boolean question) {
        String said = part.strip();
        String lower = said.toLowerCase()
                .replace('\u2019', '\'')
                .replaceFirst("^(?:(?:please|ok(?:ay)?|and|so|well|then|now),? |(?:yes|no), )+", "")
                .replaceAll("[.!]+$", "")
                .replaceFirst(",? please$", "")
                .strip();
        if (lower.isEmpty()) {
            return;
        }
        boolean applied = !question
                && !HEDGE.matcher(lower).find()
                && !FORBIDDEN.matcher(lower).find()
                && (ungate(lower)
                        || gate(said, lower)
                        || draft(lower)
                        || change(said, lower)
                        || keep(lower)
                        || reorder(lower)
                        || drop(lower)
                        || add(said, lower));
        if (!applied) {
            notApplied.add(said);
        }
    }

    private ArrayNode steps() {
        return (ArrayNode) definition.get("steps");
    }

    private ObjectNode step(int i) {
        return (ObjectNode) steps().get(i);
    }

    private StepFinder finder() {
        return new StepFinder(steps());
    }

    private boolean ungate(String lower) {
        boolean without =
                lower.matches(".*(?:\\bno\\b|\\bwithout\\b|\\bdrop\\b|\\bremove\\b|\\bdelete\\b|\\bskip\\b|\\bnot"
                                + " (?:need|require)\\b|n't (?:need|require)\\b|\\bneeds? no\\b|\\bget rid"
                                + " of\\b|\\blift\\b).*\\b(?:approval|gate|sign-?off|go-ahead|hitl|confirmation)\\b.*")
                        && !lower.matches(".*(?:\\bnothing\\b|\\bnever\\b|\\bnot\\b|n't\\b|\\bno\\b).*\\bwithout\\b.*");
        boolean freed = lower.matches(
                ".*(?:n't|not|no longer) (?:have|has|needs?) to (?:approve|sign off|confirm|okay)\\b.*|.*\\bneed not"
                        + " (?:approve|sign off)\\b.*");
        if (!without && !freed) {
            return false;
        }
        String rest = freed ? lower.replaceFirst("^.*?(?:approve|sign off|confirm|okay)\\b", "") : lower;
        List<Integer> gated = new ArrayList<>();
        for (int i = 0; i < steps().size(); i++) {
            if (step(i).hasNonNull("hitl")) {
                gated.add(i);
            }
        }
        boolean named = StepFinder.speaksOfNumbers(rest)
                || !finder().telling(rest, APPROVING).isEmpty();
        Optional<Integer> one = named
                ? finder().one(rest, APPROVING)
                : gated.size() == 1 ? Optional.of(gated.get(0)) : Optional.empty();
        one.filter(gated::contains).ifPresent(i -> step(i).putNull("hitl"));
        return one.filter(gated::contains).isPresent();
    }

    private boolean gate(String said, String lower) {
        boolean approves = lower.matches(".*\\b(?:approv\\w*|sign(?:s|ed)? (?:it |them |this )?off|signed"
                        + " off|sign-?off|gate|go-ahead|permission|okays?|ok)\\b.*")
                && !lower.matches(".*\\b(?:looks|is|are|'s|all) (?:ok|okay)\\b.*");
        boolean inspects = lower.matches(".*\\b(?:check|see|review|look|ask|read)s?\\b.* before\\b.*")
                && lower.matches(".*\\b(?:let|have|must|has to|have to|should|want|ask|needs? to|like to|get)\\b.*");
        if (!approves && !inspects || lower.matches(".*\\b(?:drop|remove|delete)\\b.*")) {
            return false;
        }
        if (lower.matches(".*(?:n't|\\bnot|\\bno longer) (?:need|require|have to|needs|requires)\\b.*")) {
            return false;
        }
        boolean demanded = lower.matches(".*\\b(?:before|until|unless|without|must|has to|have"
                + " to|needs?|requires?|let|want|add|should|first|only after|only with|insert|put)\\b.*");
        if (!demanded) {
            return false;
        }
        String reason = Wording.capital(approver(said)) + " decides first: \u201c" + said + "\u201d";
        List<Integer> targets = new ArrayList<>();
        if (lower.matches(".*\\b(?:nothing|no (?:e-?mail|mail|message)|everything|anything)\\b.*\\b(?:goes|go|is"
                + " sent|leaves|sent|out)\\b.*")) {
            for (int i = 0; i < steps().size(); i++) {
                if (step(i).path("tool").asText().equals("send_mail")) {
                    targets.add(i);
                }
            }
        } else if (StepFinder.speaksOfNumbers(lower)) {
            finder().numbered(lower).ifPresent(targets::addAll);
        } else {
            target(lower).ifPresent(targets::add);
        }
        targets.forEach(i -> step(i).put("hitl", reason));
        return !targets.isEmpty();
    }

    /** What waits: named after "before", else what is approved. */
    private Optional<Integer> target(String lower) {
        int before = lower.indexOf(" before ");
        Set<String> ignored = new HashSet<>(APPROVING);
        ignored.add("like");
        Matcher withheld = Pattern.compile(
                        "^(?:do not|don't|never|we (?:do not|don't)) (.+?) (?:before|until|unless|without) .*$")
                .matcher(lower);
        if (withheld.matches()) {
            return finder().described(withheld.group(1), Set.of());
        }
        if (before >= 0) {
            Optional<Integer> later = finder().described(lower.substring(before + 8), ignored);
            if (later.isPresent()) {
                return later;
            }
            String whole = lower.replaceFirst("\\b(?:let|have|ask)\\b (?:the )?\\S+", " ")
                    .replaceFirst("\\bby (?:the )?\\S+(?= before)", " ");
            return finder().described(whole, ignored);
        }
        String act = lower.replaceFirst("\\b(?:approval|sign-?off|permission|go-ahead)\\b.*", " ")
                .replaceFirst("\\b(?:approved|signed off|okayed)\\b.*", " ");
        Matcher subject = Pattern.compile(
                        "^(.*?)\\b(?:must|has to|have to|should|needs to) (?:approve|sign off(?: on)?|okay)\\b(.*)$")
                .matcher(lower);
        return finder().described(subject.matches() ? subject.group(2) : act, ignored);
    }

    private static String approver(String said) {
        String plain = said.replace('\u2019', '\'');
        String name = "((?:the |our |my |an? )?(?:\\p{Lu}[\\p{L}'-]+(?: \\p{Lu}[\\p{L}'-]+)?|[\\p{Ll}-]+(?:"
                + " (?:manager|officer|team|director|partner|lead|handler|department))?))";
        for (String form : List.of(
                "(?U)\\b((?:\\p{Lu}|(?:the|our|my) )[\\p{L} -]+)'s?"
                        + " (?:approval|sign-?off|permission|go-ahead|OK|okay|consent)",
                "\\bby " + name,
                "(?:[Ll]et|[Hh]ave|[Aa]sk) " + name + " (?:approve|sign|check|review|see|look|okay|read|before)",
                "(?:approval|sign-?off|permission|go-ahead) (?:of|from|by) " + name,
                "(?:before|until|unless) " + name + " (?:has|have|approves|signs|okays|'s)",
                "^" + name + " (?:must|has to|should|needs to|have to)")) {
            Matcher matcher = Pattern.compile(form).matcher(plain);
            if (matcher.find()) {
                String who = Performers.bare(matcher.group(1));
                return who.equalsIgnoreCase("me") || who.equalsIgnoreCase("i") || who.equalsIgnoreCase("us")
                        ? "the operator"
                        : who;
            }
        }
        return plain.matches("(?s).*\\b(?:I|me|my)\\b.*") ? "the operator" : "a person";
    }

    private boolean draft(String lower) {
        boolean drafts = lower.matches(".*\\bdrafts?\\b.*");
        boolean notSent =
                lower.matches(".*(?:\\bnot|n't|never)\\b(?: be| to)? (?:send|sent|e-?mail|mail)\\b.*|.*\\binstead of"
                        + " (?:send|mail|e-?mail)ing\\b.*|.*\\brather than"
                        + " send(?:ing)?\\b.*|.*\\bnothing\\b.*\\bsent\\b.*|.*\\bwithout sending\\b.*");
        boolean only = lower.matches(
                ".*\\b(?:only|just|as)\\b(?: be)?(?: an?)? drafts?\\b.*|.*\\bonly be a draft\\b.*|.*\\bdraft"
                        + " only\\b.*|^make .* an? draft$|.*\\bstay(?:s)? (?:in the drafts|as a draft|a draft)\\b.*");
        if (!drafts || !notSent && !only) {
            return false;
        }
        List<Integer> sending = new ArrayList<>();
        for (int i = 0; i < steps().size(); i++) {
            if (step(i).path("tool").asText().equals("send_mail")) {
                sending.add(i);
            }
        }
        List<Integer> targets = new ArrayList<>();
        if (StepFinder.speaksOfNumbers(lower)) {
            finder().numbered(lower).ifPresent(targets::addAll);
        } else if (lower.matches(".*\\b(?:nothing|everything|all (?:e-?mails|mails|messages))\\b.*")) {
            targets.addAll(sending);
        } else {
            Set<String> telling = finder().telling(lower, SENDING);
            boolean mailOnly = telling.stream().allMatch(w -> Words.MAIL.contains(w));
            if (mailOnly && sending.size() == 1) {
                targets.addAll(sending);
            } else if (!mailOnly) {
                var finder = finder();
                Set<String> ignored = new HashSet<>(SENDING);
                finder.described(
                                "send " + String.join(" ", telling),
                                Set.of("draft", "prepare", "leave", "create", "keep"))
                        .or(() -> finder.described(lower, ignored))
                        .ifPresent(targets::add);
            }
        }
        if (targets.isEmpty() || !sending.containsAll(targets)) {
            return false;
        }
        targets.forEach(i -> Rewording.toDraft(step(i)));
        return true;
    }

    private boolean change(String said, String lower) {
        return Rewording.rename(said, finder(), this::step)
                || Rewording.recipient(said, lower, finder(), this::step)
                || Rewording.performer(said, lower, finder(), this::step);
    }

    private boolean keep(String lower) {
        Matcher except = Pattern.compile(
                        "^(?:drop|remove|delete|skip|cut) (?:everything|all(?: (?:the )?(?:other )?steps)?|all the"
                                + " rest)(?: else)? (?:except|but|apart from|other than)(?: for)? (.*)$")
                .matcher(lower);
        Matcher beyond = Pattern.compile(
                        "^(?:drop|remove|delete|skip|cut) (?:everything|all(?: (?:the )?steps)?) (after|before|from)"
                                + " (.*)$")
                .matcher(lower);
        Matcher only = Pattern.compile(
                        "^(?:(?:only|just) (?:keep|do|run)|(?:keep|do|run) (?:only|just)|we only need) (.*)$")
                .matcher(lower);
        if (beyond.matches()) {
            Optional<Integer> at = finder().one(beyond.group(2), Set.of());
            if (at.isEmpty()) {
                return false;
            }
            int pivot = at.get();
            String side = beyond.group(1);
            retain(i -> side.equals("after") ? i <= pivot : side.equals("before") ? i >= pivot : i < pivot);
            return true;
        }
        String named = except.matches() ? except.group(1) : only.matches() ? only.group(1) : "";
        if (named.isEmpty()) {
            return false;
        }
        Optional<List<Integer>> kept =
                StepFinder.speaksOfNumbers(named) ? finder().numbered(named) : all(named, Set.of());
        kept.ifPresent(list -> retain(list::contains));
        return kept.isPresent();
    }

    private void retain(java.util.function.IntPredicate stays) {
        for (int i = steps().size() - 1; i >= 0; i--) {
            if (!stays.test(i)) {
                steps().remove(i);
            }
        }
    }

    /** Every part of an enumeration must name exactly one step. */
    private Optional<List<Integer>> all(String text, Set<String> ignored) {
        Optional<Integer> whole = finder().described(text, ignored);
        if (whole.isPresent()) {
            return Optional.of(List.of(whole.get()));
        }
        List<Integer> found = new ArrayList<>();
        String[] parts = text.split(",? and |, ");
        for (String part : parts) {
            Optional<Integer> one = finder().one(part, ignored);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            found.add(one.get());
        }
        return parts.length > 1 ? Optional.of(found) : Optional.empty();
    }

    private boolean reorder(String lower) {
        if (lower.matches("^(?:also|add|insert)\\b.*|.*(?:\\bnot\\b|n't\\b).*")) {
            return false;
        }
        if (lower.matches("^(?:swap|switch|exchange|reverse)\\b.*")) {
            Optional<List<Integer>> two = StepFinder.speaksOfNumbers(lower)
                    ? finder().numbered(lower)
                    : all(lower.replaceFirst("^\\S+ ", "").replace(" with ", " and "), MOVING);
            two.filter(l -> l.size() == 2).ifPresent(l -> {
                var first = steps().get(l.get(0));
                var second = steps().get(l.get(1));
                steps().set(l.get(0), second);
                steps().set(l.get(1), first);
            });
            return two.filter(l -> l.size() == 2).isPresent();
        }
        Matcher pivot = Pattern.compile("^(.*?),? (before|after|in front of|behind) (.*)$")
                .matcher(lower);
        if (pivot.matches()) {
            Optional<Integer> moved = place(pivot.group(1));
            Optional<Integer> by = place(pivot.group(3));
            boolean front = pivot.group(2).matches("before|in front of");
            if (moved.isPresent() && by.isPresent() && !moved.equals(by)) {
                move(moved.get(), by.get(), front);
                return true;
            }
            return false;
        }
        Matcher edge = Pattern.compile("^(.*?),? (?:(first|at the (?:very )?(?:beginning|start)|to the"
                        + " (?:top|beginning|start|front)|right away)|(last|at the (?:very )?end|to the (?:very"
                        + " )?end|to the bottom))$")
                .matcher(lower);
        Matcher start = Pattern.compile("^(?:start|begin) with (.*)$").matcher(lower);
        if (edge.matches() || start.matches()) {
            String what = start.matches() ? start.group(1) : edge.group(1);
            boolean first = start.matches() || edge.group(2) != null;
            Optional<Integer> moved = place(what);
            if (moved.isPresent()) {
                var node = steps().remove(moved.get());
                steps().insert(first ? 0 : steps().size(), node);
            }
            return moved.isPresent();
        }
        return false;
    }

    /** A step named with or without a verb of moving: "move step 6", "do the todo", "update the register". */
    private Optional<Integer> place(String text) {
        return finder().one(text, Set.of()).or(() -> finder().one(text, MOVING));
    }

    private void move(int moved, int by, boolean front) {
        var node = steps().remove(moved);
        int pivot = by > moved ? by - 1 : by;
        steps().insert(front ? pivot : pivot + 1, node);
    }

    private boolean drop(String lower) {
        Matcher verb = Pattern.compile(
                        "^(?:we can |you can |let's |i want to |i'd like to )?(?:drop|remove|delete|skip|omit|leave"
                                + " out|cut|scrap|get rid of|take out|eliminate|lose|forget about|forget) (.*)$")
                .matcher(lower);
        Matcher need = Pattern.compile("^(?:we|i|you)(?: really)? (?:don't|do not|no longer) need (?:to )?(.*?)(?: any"
                        + " ?more)?$|^(?:there is |there's )?no need (?:to|for) (.*)$")
                .matcher(lower);
        Matcher dont = Pattern.compile("^(?:we )?(?:don't|do not|never) (.*?)(?: any ?more)?$")
                .matcher(lower);
        Matcher passive = Pattern.compile(
                        "^(.*?) (?:doesn't|does not|don't|do not) (?:have|need) to be (\\w+)$|^(.*?) (?:isn't|is"
                                + " not|is no longer|are not|aren't) (?:needed|necessary|required)(?: any ?more)?$")
                .matcher(lower);
        String named = "";
        if (verb.matches()) {
            named = verb.group(1);
        } else if (need.matches()) {
            named = need.group(1) != null ? need.group(1) : need.group(2);
        } else if (passive.matches()) {
            named = passive.group(1) != null ? passive.group(1) + " " + passive.group(2) : passive.group(3);
        } else if (dont.matches()
                && !lower.matches(
                        ".*\\b(?:draft|before|until|unless|without|if|when|like|want|know|think|forget|need)\\b.*")) {
            named = dont.group(1);
        }
        if (named.isEmpty() || named.matches(".*\\b(?:before|until|unless|if|when|except|but|instead)\\b.*")) {
            return false;
        }
        Set<String> ignored = Set.of();
        Optional<List<Integer>> gone =
                StepFinder.speaksOfNumbers(named) ? finder().numbered(named) : all(named, ignored);
        if (gone.isEmpty()
                || !StepFinder.speaksOfNumbers(named)
                        && oneWord(named)
                        && verb.matches()
                        && named.split(" ").length > 3) {
            return false;
        }
        retain(i -> !gone.get().contains(i));
        return true;
    }

    /** A single telling word in a long phrase tells too little. */
    private boolean oneWord(String named) {
        return named.matches(".*\\b(?:part|thing|bit|stuff)\\b.*")
                && finder().telling(named, Set.of()).size() < 2;
    }

    private boolean add(String said, String lower) {
        var addition = new Addition(said, lower, finder(), tools);
        Optional<ObjectNode> made = addition.step();
        if (made.isEmpty()) {
            return false;
        }
        int place = addition.place().orElse(-1);
        if (place < 0) {
            return false;
        }
        ObjectNode source = made.get().putObject("source");
        int anchor = place > 0
                ? steps().get(place - 1).path("source").path("end").asInt()
                : steps().isEmpty()
                        ? 0
                        : steps().get(0).path("source").path("start").asInt();
        source.put("start", anchor).put("end", anchor).put("quote", "").put("feedback", said);
        steps().insert(place, made.get());
        return true;
    }
}
