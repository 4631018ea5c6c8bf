package nexhelm.engine.design;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a speaker says that things are: "the gift book, that's our spreadsheet". From then on a gift book is a sheet.
 *
 * @param sheets       names of spreadsheets, in lower case
 * @param pdfs         names of PDFs, in lower case
 * @param mails        names of what comes by mail, in lower case
 * @param papers       names of what is kept on paper, in lower case
 * @param appointments whether times in a calendar are looked for or booked
 */
record Called(Set<String> sheets, Set<String> pdfs, Set<String> mails, Set<String> papers, boolean appointments) {

    static final Called NOTHING = new Called(Set.of(), Set.of(), Set.of(), Set.of(), false);

    private static final String NAME =
            "(?U)\\b(?:the|our|my|this|that|a|an)\\s+(?<name>[\\p{L}-]+(?:\\s+[\\p{L}-]+){0,2}?)";
    private static final String BIG =
            "(?:(?:big|little|small|shared|huge|old|simple|google|excel|online|different|fillable|official)\\s+)*";
    private static final String IS = "(?:(?:,\\s*(?:(?:and\\s+)?(?:that|it|which|this)(?:\\s+is|['’]s)\\s+)?"
            + "|[.;]\\s*(?:that|it|this)(?:\\s+is|['’]s)\\s+|\\s+is\\s+|['’]s\\s+)"
            + "(?:also\\s+|just\\s+|really\\s+|actually\\s+|basically\\s+)?(?:an?|our|my|one|another|the)\\s+"
            + "|[.;]\\s*an?\\s+)";
    private static final Pattern SHEET =
            Pattern.compile(NAME + IS + BIG + "(?:spreadsheet|sheet|excel|workbook)\\b(?!\\s+of\\s+paper)");
    private static final Pattern PDF = Pattern.compile(NAME + IS + BIG + "pdf\\b");
    /** "I look in the berth plan for a free one. It's a spreadsheet." */
    private static final Pattern PLACE =
            Pattern.compile("(?U)\\b(?:in|on|from|into|check|read|open|search|see)\\s+(?:the|our|my)\\s+"
                + "(?<name>[\\p{L}-]+(?:\\s+[\\p{L}-]+)?)(?=\\s+(?:for|whether|if|what|to|with|and|of|how)\\b)[^.?!]{0,90}[.!?]\\s+"
                + "(?:it|that)(?:\\s+is|['’]s)\\s+an?\\s+" + BIG + "(?:spreadsheet|sheet|excel|workbook)\\b");

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
                    + "s?\\b[^.?!]{0,40}\\b(?:comes?|came|arrives?|lands?|gets?)\\b[^.?!]{0,30}\\b(?:by|as|via|per|in)\\s+(?:an?\\s+|the\\s+|my\\s+|our\\s+)?(?:e-?mail|mail|inbox|mailbox)\\b");
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

    private static final Pattern TO_US = Pattern.compile("(?U)\\b(?:write|writes|wrote)\\s+(?:to\\s+)?us\\b");
    private static final Pattern WRITING = Pattern.compile("(?U)\\b(?:they|\\p{L}+s)\\s+("
            + String.join("|", WRITTEN.keySet()) + ")\\s+(?:\\p{L}+\\s+)?by\\s+(?:e-?mail|mail)\\b");
    private static final Pattern APPOINTMENT = Pattern.compile(
            "(?U)\\b(?:calendar|diary|free (?:slot|time|hour)s?|appointment|interview|meeting|video call)\\b");

    Called {
        sheets = Set.copyOf(sheets);
        pdfs = Set.copyOf(pdfs);
        mails = Set.copyOf(mails);
        papers = Set.copyOf(papers);
    }

    static Called in(String transcript) {
        String text = transcript.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Set<String> sheets = new LinkedHashSet<>(names(SHEET, text));
        sheets.addAll(names(ROWS, text));
        sheets.addAll(names(PLACE, text));
        sheets.addAll(names(LINES, text));
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
                sheets,
                names(PDF, text),
                mails,
                names(PAPER, text),
                APPOINTMENT.matcher(text).find());
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

    boolean mail(String words) {
        return named(mails, words);
    }

    boolean sheet(String words) {
        return named(sheets, words);
    }

    boolean paper(String words) {
        return named(papers, words);
    }

    boolean pdf(String words) {
        return named(pdfs, words);
    }

    /** Whether words, without what stands before the name, are one of the names. */
    private static boolean named(Set<String> names, String words) {
        String said = " " + words.toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(name -> said.endsWith(" " + name));
    }
}
