package nexhelm.engine.page;

import static j2html.TagCreator.span;
import static j2html.TagCreator.time;

import j2html.tags.DomContent;
import java.util.Map;

/** States and times in words for people. */
final class Words {

    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("designed", "Designed"),
            Map.entry("setting_up", "Setting up"),
            Map.entry("verifying", "Running"),
            Map.entry("awaiting_human_verify", "Waiting for a verdict"),
            Map.entry("verified_auto", "Verified"),
            Map.entry("verified_manual", "Verified by a person"),
            Map.entry("rejected", "Rejected"),
            Map.entry("failed", "Failed"),
            Map.entry("cancelled", "Cancelled"),
            Map.entry("pending", "Not started"),
            Map.entry("in_progress", "At work"),
            Map.entry("waiting", "Waiting for a person"),
            Map.entry("completed", "Completed"),
            Map.entry("started", "At work"),
            Map.entry("done", "Done"),
            Map.entry("handed_over", "Handed over"),
            Map.entry("declined", "Not done"),
            Map.entry("lacking", "Lacks data"),
            Map.entry("free", "Free"),
            Map.entry("not_reached", "Not reached"),
            Map.entry("stopped", "Stopped"));

    private static final Map<String, String> TONES = Map.ofEntries(
            Map.entry("verified_auto", "good"),
            Map.entry("verified_manual", "good"),
            Map.entry("completed", "good"),
            Map.entry("done", "good"),
            Map.entry("rejected", "bad"),
            Map.entry("failed", "bad"),
            Map.entry("lacking", "bad"),
            Map.entry("stopped", "bad"),
            Map.entry("verifying", "busy"),
            Map.entry("setting_up", "busy"),
            Map.entry("in_progress", "busy"),
            Map.entry("started", "busy"),
            Map.entry("awaiting_human_verify", "ask"),
            Map.entry("waiting", "ask"));

    private Words() {}

    static DomContent pill(String state) {
        return span(of(state)).withClasses("pill", TONES.getOrDefault(state, "plain"));
    }

    static String of(String state) {
        return STATES.getOrDefault(state, state);
    }

    /** What was done, and who did it: a person, a model by its name, or the rules, which work offline. */
    static String by(String done, String worker) {
        return done
                + switch (worker) {
                    case "offline" -> " offline";
                    case "person" -> " by a person";
                    case "assistant" -> " by an assistant";
                    default -> " by " + worker.replaceFirst("^model:", "");
                };
    }

    /** A time of the store to the minute. */
    static String minute(String stored) {
        return stored.length() < 16 ? stored : stored.substring(0, 10) + " " + stored.substring(11, 16) + " UTC";
    }

    /** A time of the store, such as {@code 2026-11-23T14:05:00.000Z}, to the minute. */
    static DomContent when(String stored) {
        return time(minute(stored)).withDatetime(stored);
    }
}
