package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.language.English;
import nexhelm.engine.language.Sentence;

/**
 * What the operator's first message rules out, and which of its sentences were not understood.
 *
 * @param bans          kinds of act that are ruled out, some only towards somebody or for something
 * @param notUnderstood sentences that ask for something the agent cannot place
 * @param goesOn        whether a step for which data is missing is to be left to a person, and the run to go on
 */
record Limits(List<Ban> bans, List<String> notUnderstood, boolean goesOn) {

    /** Kinds of act that a person can rule out. */
    enum Act {
        SEND,
        DRAFT,
        TODO,
        FOLDER,
        DOCUMENT,
        CHANGE,
        MOVE,
        EVENT,
        INVITE,
        CONTACT,
        /** No tool deletes; the wish is understood all the same. */
        DELETE,
        ANY_WRITE
    }

    /** One prohibition; the scope is what it is limited to, empty when it holds for all. */
    record Ban(Act act, String scope, String sentence) {}

    private static final String NOT =
            "(?:do not|don't|dont|never|must not|mustn't|should not|shouldn't|may not|can't|cannot|can not|not"
                    + " to|please not|not)";
    private static final String BETWEEN =
            "(?:\\s+(?:please|ever|yet|actually|really|even|also|just|now|you|go and|start to|try to|be|get|have"
                    + " it|have anything|let it|\\w+ly))*";
    private static final Map<Act, String> VERBS = new LinkedHashMap<>();
    private static final Map<Act, String> NOUNS = new LinkedHashMap<>();
    private static final Pattern DRAFT_ONLY = Pattern.compile(
            "\\b(?:only|just)\\s+(?:\\w+\\s+)?drafts?\\b|\\bdrafts?\\s+only\\b|\\bdraft(?:s|ed)?\\b[^.]*\\b(?:instead"
                    + " of|rather than)\\s+send|\\b(?:send|e-?mail|mail)\\s+(?:nothing|nobody|no"
                    + " one|none)\\b|\\b(?:keep|leave|stay|remain)\\b[^.]*\\b(?:as|in(?:"
                    + " the)?)\\s+drafts?\\b|\\bdraft\\b[^.]*,?\\s*(?:not|don't|do not|never)\\s+send");
    private static final Pattern READ_ONLY = Pattern.compile(
            "\\bread[- ]only\\b|\\b(?:change|write|touch|modify|alter)\\s+nothing\\b|\\bdry[-"
                    + " ]run\\b|\\b(?:only|just)\\s+(?:read|look)\\b|\\bno\\s+(?:writes?|writing|changes?|side[-"
                    + " ]effects?)\\b|" + NOT + BETWEEN
                    + "\\s+(?:change|write|modify|touch|alter)\\s+anything\\b|\\bwithout\\s+(?:changing|writing|modifying|touching)\\s+anything\\b");
    private static final Pattern PASSIVE_NOTHING = Pattern.compile(
            "\\b(?:nothing|no\\s+(?:e-?mails?|mails?|messages?|letters?))\\b[^.]*\\b(?:sent|goes? out|go(?:es)?"
                    + " to|leaves?|send)\\b|\\b(?:nobody|no one|noone)\\b[^.]*\\b(?:e-?mailed|mailed|contacted|written"
                    + " to)\\b");
    private static final Set<String> GENERIC = Stems.set(
            "carry task workflow job work end through step ask human person people stop say cannot can't done invent"
                + " nothing progress fabricate make use tool need needed complete run execute perform autonomous"
                + " autonomously fail loudly loud report proceed go ahead wait confirmation confirm clarification"
                + " question answer finish start begin please thank thanks hello hi whole everything anything"
                + " something entire fully full available necessary required require tell clearly clear reason why"
                + " result claim pretend assume guess input intervention approval possible impossible blocked error"
                + " continue kick sandbox demo hand over without until completion finished outcome summary summarise"
                + " describe explain happen happened interrupt instead rather pause prompt user operator own yourself"
                + " self action act actually leave data missing lack go on self action act actually now verify"
                + " verification instruction follow given every any tool call");

    private static final Pattern GO_ON =
            Pattern.compile("\\bleave\\s+(?:[^.]*\\s+)?to\\s+(?:a person|people|somebody)\\b"
                    + "|\\b(?:go on|carry on|continue)\\b[^.]*\\b(?:missing|lacks?|lacking|cannot|can't)\\b");

    static {
        VERBS.put(
                Act.SEND,
                "(?:send|sent|sending|e-?mail|e-?mailed|e-?mailing|mail|mailed|mailing|contact|contacted|contacting|write"
                    + " to|reply|replying|message|messaging|forward|forwarding|notify|notifying)");
        VERBS.put(Act.EVENT, "(?:book|booked|booking|schedule|scheduled|scheduling|reschedule|rescheduling)");
        VERBS.put(Act.INVITE, "(?:invite|invited|inviting)");
        VERBS.put(Act.DRAFT, "(?:draft|drafted|drafting)");
        VERBS.put(Act.MOVE, "(?:move|moved|moving|relocate|rename|renamed|archive|archived|archiving)");
        VERBS.put(
                Act.CHANGE,
                "(?:change|changed|changing|update|updated|updating|edit|edited|editing|touch|touched|touching|modify|modified|modifying|overwrite|alter)");
        VERBS.put(
                Act.DOCUMENT,
                "(?:create|created|creating|write|written|writing|add|added|adding|make|making|assign|assigning|put|set"
                        + " up|save|saving|copy|copying)");
        VERBS.put(Act.DELETE, "(?:delete|deleted|deleting|remove|removing)");
        NOUNS.put(Act.SEND, "(?:e-?mails?|mails?|messages?|sending|letters?)");
        NOUNS.put(Act.DRAFT, "(?:drafts?)");
        NOUNS.put(Act.EVENT, "(?:events?|meetings?|appointments?|calendars?|diary)");
        NOUNS.put(Act.INVITE, "(?:invitations?|invites?)");
        NOUNS.put(Act.CONTACT, "(?:contacts?|crm|(?:client|customer|contact) (?:records?|data))");
        NOUNS.put(Act.TODO, "(?:to-?dos?|tasks?|reminders?)");
        NOUNS.put(Act.FOLDER, "(?:folders?)");
        NOUNS.put(Act.MOVE, "(?:moves?|moving)");
        NOUNS.put(Act.DOCUMENT, "(?:documents?|files?|new documents?|copies)");
    }

    Limits {
        bans = List.copyOf(bans);
        notUnderstood = List.copyOf(notUnderstood);
    }

    static Limits in(String kickoff, English english) {
        List<Ban> bans = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        for (Sentence sentence : english.sentences(kickoff, 0, kickoff.length())) {
            String said = kickoff.substring(sentence.start(), sentence.end()).strip();
            for (String clause : said.split(";|\\n|, but |, and (?=do not|don't|never)")) {
                List<Ban> found = bans(clause.strip());
                bans.addAll(found);
                boolean asks = sentence.tokens().stream().anyMatch(t -> t.is("VERB"))
                        || clause.matches("(?i).*\\b(don't|do not|never|only|must|no)\\b.*");
                boolean generic = Stems.of(clause).stream().allMatch(GENERIC::contains);
                if (found.isEmpty() && asks && !generic && !names(clause)) {
                    odd.add(clause.strip());
                }
            }
        }
        return new Limits(
                bans, odd, GO_ON.matcher(kickoff.toLowerCase(Locale.ROOT)).find());
    }

    /** "Do it for the Bakers.": which case it is about; {@link CaseFile} reads that. */
    private static boolean names(String clause) {
        return clause.matches(
                "(?i)\\W*(?:please |now )?(?:do|run|use|take|carry|try|work)\\b[^.]{0,40}\\b(?:for|on|with|case"
                        + " of)\\s+(?:the\\s+)?(?-i:\\p{Lu})[\\p{L}'’ &-]+(?: case| family| file)?[.!]?");
    }

    private static List<Ban> bans(String clause) {
        String low = clause.toLowerCase(Locale.ROOT).replace('’', '\'');
        List<Ban> bans = new ArrayList<>();
        if (READ_ONLY.matcher(low).find()) {
            bans.add(new Ban(Act.ANY_WRITE, "", clause));
            return bans;
        }
        if (DRAFT_ONLY.matcher(low).find() || PASSIVE_NOTHING.matcher(low).find()) {
            bans.add(new Ban(Act.SEND, "", clause));
        }
        VERBS.forEach((act, verbs) -> {
            Matcher ban = Pattern.compile("(?:\\b" + NOT + BETWEEN
                            + "\\s+|\\bwithout\\s+|\\b(?:avoid|refrain from|stop|skip)\\s+|\\b" + NOT + BETWEEN
                            + "\\s+\\w+(?:,\\s*\\w+)*\\s+(?:or|and|nor)\\s+)(" + verbs + ")\\b(?<rest>.*)")
                    .matcher(low);
            if (ban.find()) {
                bans.addAll(objects(act, ban.group("rest"), clause, low));
            }
        });
        NOUNS.forEach((act, nouns) -> {
            if (Pattern.compile("\\b(?:no|without(?: any)?|avoid|skip)\\s+(?:new\\s+|any\\s+|more\\s+)?" + nouns
                                    + "\\b")
                            .matcher(low)
                            .find()
                    && bans.stream().noneMatch(b -> b.act() == act)) {
                bans.add(new Ban(act, "", clause));
            }
        });
        return bans;
    }

    /** What the forbidden verb acts on decides which act it is, and what limits it. */
    private static List<Ban> objects(Act act, String rest, String clause, String low) {
        String object = rest.replaceAll("\\b(?:before|until|unless|till|without|because|as long as)\\b.*", "")
                .replaceAll("[.!]+$", "")
                .strip();
        if (act != Act.DOCUMENT && act != Act.CHANGE) {
            return List.of(new Ban(act, scope(object, clause, low), clause));
        }
        List<Act> meant = new ArrayList<>();
        NOUNS.forEach((kind, nouns) -> {
            boolean made = act == Act.DOCUMENT || kind == Act.TODO || kind == Act.EVENT || kind == Act.CONTACT;
            if (made && kind != Act.MOVE && object.matches(".*\\b" + nouns + "\\b.*")) {
                meant.add(kind);
            }
        });
        if (act == Act.DOCUMENT && object.matches(".*\\banything\\b.*")) {
            meant.addAll(List.of(Act.DOCUMENT, Act.FOLDER, Act.DRAFT, Act.TODO));
        }
        if (meant.isEmpty()
                && act == Act.DOCUMENT
                && (object.isEmpty() || object.matches(".*\\b(?:up|sure|progress)\\b.*"))) {
            return List.of();
        }
        if (meant.isEmpty()) {
            meant.add(act);
        }
        if (act == Act.CHANGE && !meant.contains(Act.TODO) && low.contains("touch")) {
            meant.add(Act.MOVE);
        }
        return meant.stream()
                .distinct()
                .map(kind -> new Ban(kind, scope(object, clause, low), clause))
                .toList();
    }

    /** The object as it was written, without the words that mean everything. */
    private static String scope(String object, String clause, String low) {
        String bare = object.replaceAll(
                        "\\b(?:anything|anyone|anybody|any|e-?mails?|mails?|messages?|out|to|the|a|an|them|it|documents?|files?|drafts?|todos?|tasks?|folders?|new|yet|at"
                            + " all|please|everything|or|and)\\b",
                        " ")
                .strip();
        if (bare.isEmpty()) {
            return "";
        }
        int at = low.lastIndexOf(object);
        return at < 0 || object.isEmpty()
                ? object
                : clause.substring(at, Math.min(clause.length(), at + object.length()));
    }

    /** The prohibitions of a kind of act; a ban on all writes is one of each. */
    List<Ban> on(Act act) {
        return bans.stream()
                .filter(b -> b.act() == act || b.act() == Act.ANY_WRITE)
                .toList();
    }
}
