package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;

/** Which calendar tool does an act. */
final class CalendarTools {

    private static final Set<String> CALENDAR = Set.of("calendar", "calendars", "diary", "diaries");
    private static final Set<String> EVENT = Set.of(
            "meeting",
            "appointment",
            "call",
            "event",
            "webinar",
            "session",
            "slot",
            "videocall",
            "catch-up",
            "catchup");

    /** What is booked like a meeting, though the word alone may mean a paper or an act. */
    private static final Set<String> VISIT = Set.of(
            "review",
            "visit",
            "viewing",
            "inspection",
            "interview",
            "consultation",
            "demo",
            "training",
            "handover",
            "walkthrough",
            "check-in",
            "kick-off",
            "kickoff",
            "conference",
            "check-up",
            "checkup",
            "treatment",
            "fitting",
            "tasting",
            "lesson",
            "induction",
            "date",
            "time",
            "hour",
            "half-hour");

    private static final Set<String> FREE = Set.of(
            "slot", "availability", "opening", "gap", "window", "availabilities", "timeslot", "calendar", "diary");

    private CalendarTools() {}

    static Optional<String> of(Act act) {
        if (invites(act)) {
            return Optional.of("send_event_invitation");
        }
        if (seeksTime(act)) {
            return Optional.of("find_free_slots");
        }
        boolean event = act.objectIs(EVENT::contains) && !room(act);
        boolean calendar = act.has(CALENDAR::contains);
        if (act.verb()
                        .matches(
                                "reschedule|move|push|postpone|shift|rebook|bring|change|extend|shorten|update|rename|edit")
                && (event
                        || act.objectHas(CALENDAR::contains) && act.objectIs(n -> n.matches("entry|event|calendar")))) {
            return Optional.of("update_event");
        }
        if (books(act, event, calendar)) {
            return Optional.of("create_event");
        }
        boolean looks = act.verb().matches("check|look|open|review|see|read|go|list|view|scan|consult|pull|get");
        boolean list = event && act.verb().matches("list|check|look|pull|review|get") && act.has(Words::person);
        return looks && (calendar && !note(act) || list && !act.verb().equals("review"))
                ? Optional.of("list_events")
                : Optional.empty();
    }

    private static boolean invites(Act act) {
        boolean invite = act.objectIs(n -> n.matches("invites?"))
                || act.object().map(act::person).orElse(true)
                        && act.called().appointments()
                        && act.words("invite", "invitation", "invitations");
        boolean invitation = act.objectIs("invitation"::equals)
                && (act.has(n -> CALENDAR.contains(n) || EVENT.contains(n) || n.matches("outlook|review"))
                        || definite(act)
                        || act.called().appointments() && act.verb().matches("send|get|issue"));
        if (act.verb()
                        .matches(
                                "send|issue|resend|share|forward|circulate|email|get|shoot|create|put|fire|dispatch|distribute")
                && (invite || invitation)) {
            return true;
        }
        return act.verb().equals("invite")
                && (act.after("to|for", n -> EVENT.contains(n) || VISIT.contains(n))
                        || act.around().stream()
                                .anyMatch(p -> p.preposition().equals("to")
                                        && act.sentence().at(p.head()).word("it"))
                        || (act.pronounObject()
                                        || act.called().appointments()
                                                && act.object()
                                                        .filter(act::person)
                                                        .isPresent())
                                && act.around().isEmpty());
    }

    private static boolean definite(Act act) {
        return act.object().isPresent()
                && act.sentence().at(act.object().get().from()).word("the", "that", "this");
    }

    private static boolean seeksTime(Act act) {
        if (!act.verb()
                .matches(
                        "find|look|check|search|get|identify|pick|see|locate|compare|choose|hunt|determine|figure|work")) {
            return false;
        }
        boolean free = act.follows("free", "available", "availability", "openings", "suits", "slot", "slots", "gap")
                || act.verb().matches("find|look|search|get|pick|choose")
                        && act.run("free|open|suitable|common|good", "time|hour|half|date|day|week");
        if (act.verb().matches("check|see|look|find|ask") && act.follows("has", "have") && act.follows("time")) {
            return true;
        }
        boolean time = act.has(FREE::contains)
                && act.has(n -> n.matches("slots?|availabilit(?:y|ies)|timeslot|gap|opening|window"));
        boolean when = act.verb().matches("find|look|search|pick|choose|get")
                && act.has(n -> n.matches("time|date"))
                && act.follows("suits", "works", "everyone", "both", "fits", "meet", "meeting", "call", "appointment")
                && !act.has(Words.DOCUMENT::contains);
        return time
                || when
                || free
                        && !act.has(n -> Words.DOCUMENT.contains(n) || n.equals("balance") || n.equals("stock"))
                        && (act.has(n -> CALENDAR.contains(n) || EVENT.contains(n) || n.equals("time"))
                                || act.object().isEmpty()
                                || act.object().map(act::person).orElse(false)
                                || act.follows("when", "whether", "if", "who"));
    }

    private static boolean books(Act act, boolean event, boolean calendar) {
        if (!act.verb()
                        .matches(
                                "go|schedule|book|arrange|set|create|add|put|make|plan|block|enter|organi[sz]e|reserve|fix|pencil"
                                    + "|slot|drop|stick|note|write|mark|log|record|insert|get|agree|hold|place|diari[sz]e|set-up")
                || room(act)
                || note(act)) {
            return false;
        }
        if (act.after("in|into|on|onto|to", CALENDAR::contains)) {
            return true;
        }
        boolean nowhere = act.around().stream().noneMatch(p -> p.preposition().matches("in|into|onto|to"));
        if (nowhere
                && act.opened().equals(Optional.of(Paper.CALENDAR))
                && act.verb().matches("enter|put|block|book|add|insert")
                && (event || act.objectIs(VISIT::contains))) {
            return true;
        }
        if (event
                && act.objectIs("call"::equals)
                && act.verb().matches("make|get|note|log|record|write|hold|place|put")) {
            return false;
        }
        boolean somebody = act.verb().equals("book")
                && act.object().filter(act::person).isPresent()
                && act.around().stream().anyMatch(p -> p.preposition().matches("for|on|at"));
        if (somebody) {
            return true;
        }
        boolean booking = act.verb().matches("schedule|book|arrange|block|organi[sz]e|reserve|pencil|fix|plan|set");
        boolean fixed = event && act.verb().matches("create|add|put|make|set|slot|enter|drop|set-up")
                || act.objectHas(CALENDAR::contains) && act.objectIs(n -> n.matches("entry|event|appointment"));
        return booking && (event || act.objectIs(VISIT::contains) && !act.verb().matches("set|plan|fix")) || fixed;
    }

    /** A meeting's minutes are no meeting, and a room is booked elsewhere. */
    private static boolean room(Act act) {
        return act.object()
                .map(o -> act.sentence()
                        .at(o.head())
                        .lemma()
                        .matches("room|note|minutes?|flight|hotel|table|agenda|summary|recording|protocol"))
                .orElse(false);
    }

    private static boolean note(Act act) {
        return act.after("in|into|on|onto|to", n -> n.matches("crm|contact|record"));
    }

    /** What looks like a calendar tool without being one. */
    static Optional<String> near(Act act) {
        return act.verb().matches("cancel|delete|decline")
                        && act.objectIs(n -> EVENT.contains(n) || n.matches("invite|invitation"))
                ? Optional.of("update_event")
                : Optional.empty();
    }
}
