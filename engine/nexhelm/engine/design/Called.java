package nexhelm.engine.design;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/**
 * What a speaker says that things are: "the gift book, that's our spreadsheet". From then on a gift book is a sheet.
 *
 * @param kinds        what papers are, by their names: lower case, without an article, the noun in its dictionary form
 * @param mails        nouns for what comes by mail
 * @param appointments whether times in a calendar are looked for or booked
 * @param mailed       whether work comes in by mail
 * @param drafts       whether mails are left for somebody else to send
 * @param systems      names that are introduced as systems or folders
 */
record Called(
        Map<String, Paper> kinds,
        Set<String> mails,
        boolean appointments,
        boolean mailed,
        boolean drafts,
        Systems systems) {

    static final Called NOTHING = new Called(Map.of(), Set.of(), false, false, false, Systems.NONE);

    private static final String NAME =
            "(?U)\\b(?:the|our|my|this|that|a|an)\\s+(?<name>[\\p{L}-]+(?:\\s+[\\p{L}-]+){0,2}?)";
    private static final Pattern LINES = Pattern.compile(
            "(?U)\\b(?:in|into|to|on)\\s+(?:the|our|my)\\s+"
                + "(?<name>[\\p{L}-]+(?:\\s+[\\p{L}-]+)?),?\\s+(?:with\\s+)?(?:one|a)\\s+(?:line|row)\\s+(?:for|per|with)\\b");
    /** What gets rows is a sheet, whatever it is called. */
    private static final Pattern ROWS = Pattern.compile(
            "(?U)\\b(?:row|line)s?\\s+(?:in|into|to|on)\\s+(?:the|our|my)\\s+(?<name>[\\p{L}-]+(?:\\s+[\\p{L}-]+)?)(?=[.,;:!?])");

    private static final String MESSAGE =
            "(?<name>request|briefing|brief|order|enquiry|inquiry|complaint|application|booking|registration|report|question|cancellation)";
    private static final Pattern MAIL = Pattern.compile(
            "(?U)\\b" + MESSAGE
                    + "s?\\b[^.?!]{0,40}\\b(?:comes?|came|arrives?|lands?|gets?|(?:is|are)"
                    + " received)\\b[^.?!]{0,30}\\b(?:by|as|via|per|in)\\s+(?:an?\\s+|the\\s+|my\\s+|our\\s+)?(?:e-?mail|mail|inbox|mailbox)\\b");
    private static final Pattern MAILED =
            Pattern.compile("(?U)\\b(?:read|open|look at|go through)s?\\s+(?:the|an?|each|every)\\s+"
                    + MESSAGE
                    + "\\b[^?!]{0,90}\\b(?:sends?|writes?|sent|wrote)\\s+(?:us\\s+|me\\s+)?an?\\s+(?:e-?mail|mail)\\b|\\b(?:sends?|writes?|sent|wrote)\\s+(?:us\\s+|me\\s+)?an?\\s+(?:e-?mail|mail)\\b.{0,300}?\\b(?:read|open|look"
                    + " at|go through)s?\\s+(?:the|an?|each|every)\\s+"
                    + MESSAGE.replace("name", "later") + "\\b");
    private static final Pattern PAPER = Pattern.compile(NAME
            + "\\s+is\\s+(?:still\\s+|all\\s+|only\\s+)?(?:on paper|handwritten|a (?:paper|printed|real) \\p{L}+)");
    /** What people do by mail, and what then lies in the inbox. */
    private static final Map<String, String> WRITTEN = Map.of(
            "order",
            "order",
            "book",
            "booking",
            "ask",
            "request",
            "apply",
            "application",
            "complain",
            "complaint",
            "cancel",
            "cancellation",
            "register",
            "registration",
            "report",
            "report");

    /** What somebody sends who "writes to us", unless it is called otherwise. */
    private static final Set<String> MESSAGES =
            Set.of("request", "enquiry", "inquiry", "complaint", "question", "cancellation", "message");

    private static final Pattern TO_US = Pattern.compile(
            "(?U)\\b(?:write|writes|wrote)\\s+(?:to\\s+)?(?:us|(?:the|our|one)\\s+(?:same\\s+)?(?:mailbox|inbox))\\b");
    private static final Pattern WRITING = Pattern.compile("(?U)\\b(?:they|\\p{L}+s)\\s+("
            + String.join("|", WRITTEN.keySet()) + ")\\s+(?:\\p{L}+\\s+)?by\\s+(?:e-?mail|mail)\\b");
    private static final Pattern APPOINTMENT = Pattern.compile(
            "(?U)\\b(?:calendar|diary|free (?:slot|time|hour)s?|appointment|interview|meeting|video call)\\b");

    /** "it starts with a mail", "they write to the mailbox", and "Mail." as the whole answer to how it comes. */
    private static final Pattern MAILED_IN = Pattern.compile(
            "(?U)\\b(?:mailbox|inbox|(?:start|begin)s? with an? (?:e-?)?mail|(?:come|arrive|land|get)s?(?: in)?"
                    + " (?:by|as|via|per|through) (?:an? )?(?:e-?)?mail)\\b|[.:?>\"] (?:by )?(?:e-?)?mail\\.");

    /** "there's a budget sheet for each event": the budget is a sheet. */
    private static final Pattern NAMED_SHEET =
            Pattern.compile("(?U)\\b(?<name>plan|budget|schedule|register|roster|forecast|itinerary|timetable|rota|log)"
                    + " (?:spread)?sheets?\\b");
    /** "the rate card's a spreadsheet", where the tagger may take "card's" for a verb. */
    private static final Pattern CONTRACTED = Pattern.compile(NAME
            + "['\u2019]s (?:also |just |really )?(?:an?|our|another) (?:(?:big|shared|google|excel)"
            + " )?(?:spread)?sheet\\b");

    private static final Pattern DRAFTS = Pattern.compile("(?U)\\b(?:e-?mail )?drafts?\\b");

    Called {
        kinds = Map.copyOf(kinds);
        mails = Set.copyOf(mails);
    }

    /** @param scenes the sentences of the transcript */
    static Called in(String transcript, List<Scene> scenes) {
        String text = transcript.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Map<String, Paper> kinds = new LinkedHashMap<>();
        names(PAPER, text).forEach(name -> kinds.put(name, Paper.INK));
        Naming.in(scenes).forEach(kinds::putIfAbsent);
        names(ROWS, text).forEach(name -> kinds.putIfAbsent(name, Paper.SHEET));
        names(LINES, text).forEach(name -> kinds.putIfAbsent(name, Paper.SHEET));
        names(CONTRACTED, text).forEach(name -> kinds.putIfAbsent(name, Paper.SHEET));
        names(NAMED_SHEET, text).forEach(name -> kinds.putIfAbsent(name, Paper.SHEET));
        Set<String> mails = new LinkedHashSet<>(names(MAIL, text));
        mails.addAll(names(MAILED, text));
        if (TO_US.matcher(text).find()) {
            mails.addAll(MESSAGES);
        }
        Matcher writing = WRITING.matcher(text);
        while (writing.find()) {
            mails.add(WRITTEN.get(writing.group(1)));
        }
        return new Called(
                kinds,
                mails,
                APPOINTMENT.matcher(text).find(),
                MAILED_IN.matcher(text).find(),
                DRAFTS.matcher(text).find(),
                Systems.in(transcript));
    }

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            String name = found.group("name");
            if (name == null) {
                name = found.group("later");
            }
            if (!name.matches("(?:.* )?(?:one|thing|first|last|it|same)")) {
                names.add(name);
            }
        }
        return names;
    }

    boolean mail(String noun) {
        return mails.contains(noun);
    }

    /** Whether any paper is said to be of a kind. */
    boolean any(Paper kind) {
        return kinds.containsValue(kind);
    }

    /** What a phrase names is said to be; "the schedule" is "the shooting schedule" where no other schedule is of another kind. */
    Optional<Paper> kind(Sentence sentence, Phrase phrase) {
        String said = words(sentence, phrase);
        for (int from = 0; from >= 0; from = next(said, from)) {
            String name = said.substring(from);
            Paper kind = kinds.get(name);
            if (kind != null && (from == 0 || name.contains(" "))) {
                return Optional.of(kind);
            }
        }
        boolean known = sentence.at(phrase.from()).word("the", "that", "this", "our", "my");
        Set<Paper> longer = new HashSet<>();
        kinds.forEach((name, kind) -> {
            if (known && name.endsWith(" " + said)) {
                longer.add(kind);
            }
        });
        return longer.size() == 1 ? Optional.of(longer.iterator().next()) : Optional.empty();
    }

    private static int next(String words, int from) {
        int blank = words.indexOf(' ', from);
        return blank < 0 ? -1 : blank + 1;
    }

    /** The words of a phrase up to its noun, without what only points to it. */
    static String words(Sentence sentence, Phrase phrase) {
        StringBuilder words = new StringBuilder();
        for (int i = phrase.from(); i <= phrase.head(); i++) {
            Token token = sentence.at(i);
            boolean points = token.is("DET") || token.word("our", "my", "his", "her", "their", "its", "your");
            if (!points) {
                words.append(words.isEmpty() ? "" : " ")
                        .append(i == phrase.head() ? token.lemma().replaceFirst("['’]s$", "") : token.lower());
            }
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }
}
