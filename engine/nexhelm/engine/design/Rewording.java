package nexhelm.engine.design;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes the words, the recipient or the performer of one step. */
final class Rewording {

    private Rewording() {}

    /** "Send the summary to the client." becomes "Draft an e-mail to the client with the summary." */
    static void toDraft(ObjectNode step) {
        step.put("tool", "create_mail_draft");
        step.put("title", drafted(step.path("title").asText()));
        step.put("instruction", drafted(step.path("instruction").asText()));
    }

    private static String drafted(String text) {
        Matcher send = Pattern.compile("^(?:Send|E-?mail|Mail|Forward) (.+?) to (.+?)(\\.?)$")
                .matcher(text);
        if (send.matches()) {
            String what = send.group(1);
            boolean mail = what.toLowerCase()
                    .matches(".*\\b(?:e-?mail|mail|message|reminder|reply|confirmation|invitation|note|notice)s?\\b.*");
            return mail
                    ? "Draft " + what + " to " + send.group(2) + send.group(3)
                    : "Draft an e-mail to " + send.group(2) + " with " + what + send.group(3);
        }
        return text.matches("(?s)^(?:Send|E-?mail|Mail|Forward|Reply)\\b.*")
                ? text.replaceFirst("^\\S+", "Draft")
                : "Draft: " + text;
    }

    static boolean rename(String said, StepFinder finder, IntFunction<ObjectNode> steps) {
        Matcher matcher = Pattern.compile("(?i)^(?:please )?(?:rename|retitle) (.+?) (?:to|as|into)?"
                        + " ?[\"\u201c'](.+?)[\"\u201d'][.!]?$|^(?:please )?call (step .+?)"
                        + " [\"\u201c'](.+?)[\"\u201d'][.!]?$")
                .matcher(said.strip());
        if (!matcher.matches()) {
            return false;
        }
        String which = matcher.group(1) != null ? matcher.group(1) : matcher.group(3);
        String title = matcher.group(2) != null ? matcher.group(2) : matcher.group(4);
        Optional<Integer> at = finder.one(which, Set.of());
        at.ifPresent(i -> steps.apply(i).put("title", Wording.fitting(title)));
        return at.isPresent();
    }

    static boolean recipient(String said, String lower, StepFinder finder, IntFunction<ObjectNode> steps) {
        String plain = said.replaceAll("[.!]+$", "");
        Matcher instead = Pattern.compile(
                        "(?i)^(.*?) to ((?:the |our |my )?[^,]+?),? (?:instead of|not|rather than) (?:to )?((?:the"
                                + " |our |my )?.+)$")
                .matcher(plain);
        if (instead.matches()) {
            Optional<Integer> at = finder.described(instead.group(1) + " " + instead.group(3), Set.of("please"));
            return at.isPresent() && replace(steps.apply(at.get()), instead.group(3), instead.group(2));
        }
        Matcher change = Pattern.compile(
                        "(?i)^(?:please )?(?:change|set) the (?:recipient|addressee) (?:of|in|for) (.+?) to (.+)$")
                .matcher(plain);
        if (change.matches()) {
            Optional<Integer> at = finder.one(change.group(1), Set.of());
            if (at.isEmpty() || !steps.apply(at.get()).path("tool").asText().matches("send_mail|create_mail_draft")) {
                return false;
            }
            Matcher to = Pattern.compile("\\bto ((?:the |our |an? )?[^,.]+?)(?= with|[,.]|$)")
                    .matcher(steps.apply(at.get()).path("instruction").asText());
            return to.find() && replace(steps.apply(at.get()), to.group(1), change.group(2));
        }
        return false;
    }

    private static boolean replace(ObjectNode step, String old, String now) {
        String before = step.path("instruction").asText();
        Pattern place = Pattern.compile("(?iU)\\bto " + Pattern.quote(old.strip()) + "\\b");
        if (!place.matcher(before).find()) {
            return false;
        }
        String with = Matcher.quoteReplacement("to " + now.strip());
        step.put("instruction", place.matcher(before).replaceFirst(with));
        step.put(
                "title",
                Wording.fitting(place.matcher(step.path("title").asText()).replaceFirst(with)));
        return true;
    }

    static boolean performer(String said, String lower, StepFinder finder, IntFunction<ObjectNode> steps) {
        String plain = said.replaceAll("[.!]+$", "");
        Matcher let = Pattern.compile(
                        "(?i)^(?:please )?(?:let|have) (.+?) (?:do|handle|take care of|take|take over) (.+)$")
                .matcher(plain);
        Matcher by = Pattern.compile("(?i)^(.+?) (?:is|should be|must be|will be) done by (.+)$")
                .matcher(plain);
        Matcher should = Pattern.compile(
                        "^((?:[Tt]he |[Oo]ur |[Mm]y )?[\\p{L}-]+(?: [\\p{L}-]+)?) (?:should|must|has to|will)"
                                + " (?:do|handle|take care of|take over) (.+)$")
                .matcher(plain);
        if (!let.matches() && !by.matches() && !should.matches()) {
            return false;
        }
        String who = let.matches() ? let.group(1) : by.matches() ? by.group(2) : should.group(1);
        String what = let.matches() ? let.group(2) : by.matches() ? by.group(1) : should.group(2);
        Optional<Integer> at = finder.one(what, Set.of());
        if (at.isEmpty()
                || who.split(" ").length > 4
                || who.matches(
                        "(?i)(?:it|that|this|them|us|me|i|we|you|they|nobody|nothing|no one|everyone|someone)")) {
            return false;
        }
        boolean agent = who.matches("(?i)(?:the )?(?:agent|assistant|machine|system)");
        if (agent) {
            return false;
        }
        steps.apply(at.get()).put("performer", Performers.bare(who));
        steps.apply(at.get()).putNull("tool");
        return true;
    }
}
