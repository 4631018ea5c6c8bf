package nexhelm.engine.design;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is said of a calculation in the sentences after it: what it is called ("That's the fee."), which of two figures is meant
 * ("Metres of the stall or of the pitch?" "Of the stall."), a discount above an amount, a least amount.
 */
final class Particulars {

    private static final int REACH = 10;
    private static final String NUMBER =
            "(?:\\d[\\d.,]*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:one|two|three|four|five|six|seven|eight|nine)"
                + " (?:hundred|thousand)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|hundred|a"
                + " hundred|a thousand)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)";
    private static final Pattern CALLED =
            Pattern.compile("(?i)^(?:and |so )?that(?:'s| is) the ([\\p{L} ]{3,40})\\.?$");
    private static final Pattern WHICH =
            Pattern.compile("(?i)\\b(\\p{L}+) of the (\\p{L}+),? or (?:\\1 )?of the (\\p{L}+)\\s*\\?");
    private static final Pattern OF = Pattern.compile("(?i)\\bof the (\\p{L}+)\\b");
    private static final Pattern DISCOUNT = Pattern.compile("(?i)\\b(?:over|above|more than|from) (" + NUMBER
            + ")\\b[^.]*?\\b(" + NUMBER + ") ?(?:percent|per cent|%)[^.]*?\\b(?:off|less|discount|rebate)\\b");
    private static final Pattern OTHER_BOUND =
            Pattern.compile("(?i)^(?:no|wait|sorry)\\b.*?\\b(?:over|above|more than|from) (" + NUMBER + ")\\b");
    private static final Pattern LEAST =
            Pattern.compile("(?i)\\b(?:below|under|less than) that\\b[^.]*?\\b(?:take|charge|pay|is|it's) (" + NUMBER
                    + ")\\b|\\bat least (" + NUMBER + ")\\b");

    private static final Pattern ASKED_FOR =
            Pattern.compile("(?i)(?:and |so |what about |how about |what's |what is )*the"
                    + " ((?:price|cost|fee|total|amount|rent|deposit|premium|charge)(?: of (?:the|an?) [\\p{L}"
                    + " ]{2,30}?)?)\\s*\\?");
    private static final Pattern SHARE = Pattern.compile("(?i)\\b(" + NUMBER + ") ?(?:percent|per cent|%)");
    private static final Pattern SORRY = Pattern.compile(
            "(?i)^(?:(?:i )?beg your pardon|(?:oh,? |no,? )?sorry|excuse me|no,? wait|wait|correction|my mistake)\\b");
    private static final Pattern AGAIN =
            Pattern.compile("(?i)^(?<sorry>(?:no|sorry|wait|i beg your pardon)\\W+(?:\\w+\\W+){0,2}?)?(?<number>"
                    + NUMBER + ")(?: ?(?:percent|per cent|%))?(?=[,.]|$)");

    private Particulars() {}

    /** The last draft with what a scene says of it, if it is a calculation and the scene near and about it. */
    static Optional<StepDraft> said(List<StepDraft> drafts, Scene scene, List<Scene> scenes) {
        if (drafts.isEmpty() || scene.sentence().question()) {
            return Optional.empty();
        }
        StepDraft last = drafts.get(drafts.size() - 1);
        String instruction = last.instruction();
        Optional<String> restated = restated(last, scene, scenes);
        if (restated.isPresent()) {
            return restated.map(last::reworded);
        }
        boolean near = scene.index() - last.work().scene().index() <= REACH;
        if (!near
                || !instruction.matches(
                        "(?i)calculate .*|work out .*|compute .*|add up .*|multiply .*|take .* times .*")) {
            return Optional.empty();
        }
        String told = Wording.quote(scene.sentence());
        Matcher called = CALLED.matcher(told);
        boolean unnamed =
                instruction.matches("(?i)calculate [^:]*\\b(?:times|plus|minus|less|multiplied|divided)\\b.*");
        if (called.matches() && unnamed) {
            return Optional.of(last.reworded(instruction.replaceFirst(
                    "(?i)^calculate ",
                    Matcher.quoteReplacement("Calculate the " + called.group(1).strip() + ": "))));
        }
        return which(instruction, told, scenes.subList(Math.max(0, scene.index() - 2), scene.index()))
                .or(() -> discount(instruction, told))
                .or(() -> least(instruction, told))
                .map(last::reworded);
    }

    /** "… thirty percent. I beg your pardon. Thirty-five.": the share that was said by mistake gives way to the other. */
    private static Optional<String> restated(StepDraft last, Scene scene, List<Scene> scenes) {
        int at = scene.index();
        int since = at - last.work().scene().index();
        Matcher other = AGAIN.matcher(Wording.quote(scene.sentence()));
        if (since < 1
                || since > 2
                || !other.find()
                || !last.agent()
                || !scene.speaker().equals(last.work().scene().speaker())) {
            return Optional.empty();
        }
        boolean sorry = other.group("sorry") != null
                || scenes.subList(last.work().scene().index() + 1, at).stream()
                        .anyMatch(s -> s.speaker().equals(scene.speaker())
                                && SORRY.matcher(Wording.quote(s.sentence())).find());
        Matcher shares = SHARE.matcher(last.instruction());
        return sorry && shares.results().count() == 1
                ? Optional.of(SHARE.matcher(last.instruction())
                        .replaceFirst(m ->
                                Matcher.quoteReplacement(other.group("number").toLowerCase(Locale.ROOT)
                                        + m.group().substring(m.group(1).length()))))
                : Optional.empty();
    }

    /** "And the price of the bell?" — "The weight times …, and on that …": what the last sum of the answer is called. */
    static Optional<StepDraft> asked(List<StepDraft> drafts, Scene scene, Optional<Scene> question) {
        Optional<StepDraft> last = drafts.isEmpty()
                ? Optional.empty()
                : Optional.of(drafts.get(drafts.size() - 1))
                        .filter(d -> d.work().scene() == scene
                                && d.agent()
                                && d.instruction().matches("(?i)(?:multiply|divide|add|deduct|subtract) .*"));
        Matcher called =
                ASKED_FOR.matcher(question.map(q -> Wording.quote(q.sentence())).orElse(""));
        return last.filter(d -> called.matches())
                .map(d -> d.reworded("Calculate the " + called.group(1) + ": "
                        + d.instruction().substring(0, 1).toLowerCase(Locale.ROOT)
                        + d.instruction().substring(1)));
    }

    private static Optional<String> which(String instruction, String told, List<Scene> before) {
        Matcher asked = WHICH.matcher(
                before.stream().map(b -> Wording.quote(b.sentence())).collect(Collectors.joining(" ")));
        Matcher answer = OF.matcher(told);
        if (!asked.find() || !answer.find()) {
            return Optional.empty();
        }
        boolean one = answer.group(1).equalsIgnoreCase(asked.group(2))
                || answer.group(1).equalsIgnoreCase(asked.group(3));
        String precise = instruction.replaceFirst(
                "(?i)\\b(" + Pattern.quote(asked.group(1)) + ")\\b(?! of)",
                "$1 of the " + answer.group(1).toLowerCase(Locale.ROOT));
        return one && !precise.equals(instruction) ? Optional.of(precise) : Optional.empty();
    }

    private static Optional<String> discount(String instruction, String told) {
        Matcher discount = DISCOUNT.matcher(told);
        if (discount.find() && !instruction.contains("percent when over")) {
            return Optional.of(instruction.replaceFirst("\\.?$", "") + ", less " + discount.group(2)
                    + " percent when over " + discount.group(1) + ".");
        }
        Matcher other = OTHER_BOUND.matcher(told);
        return other.find() && instruction.contains("percent when over ")
                ? Optional.of(instruction.replaceFirst(
                        "(?<=percent when over ).*", Matcher.quoteReplacement(other.group(1) + ".")))
                : Optional.empty();
    }

    private static Optional<String> least(String instruction, String told) {
        Matcher least = LEAST.matcher(told);
        return least.find() && !instruction.contains("at least")
                ? Optional.of(instruction.replaceFirst("\\.?$", "") + ", at least "
                        + (least.group(1) == null ? least.group(2) : least.group(1)) + ".")
                : Optional.empty();
    }
}
