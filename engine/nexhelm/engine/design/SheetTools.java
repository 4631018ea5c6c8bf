package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Which tool for spreadsheets does an act. */
final class SheetTools {

    /** Sheets of paper rather than of cells. */
    private static final Set<String> PAPER = Set.of(
            "balance",
            "fact",
            "data",
            "cover",
            "term",
            "info",
            "information",
            "cheat",
            "crib",
            "answer",
            "instruction");

    private SheetTools() {}

    static Optional<String> of(Act act) {
        boolean object = act.object().filter(o -> sheet(act, o)).isPresent()
                || (act.object().isEmpty() || act.pronounObject())
                        && act.referent().matches("spreadsheets?|workbook|worksheet|tracker|sheet");
        boolean cells = act.objectIs(n -> n.matches("row|column|cell"));
        boolean place = act.around().stream()
                .anyMatch(p -> (!p.preposition().matches("with|as|after|before|by")
                                || p.preposition().equals("with") && act.verb().matches("start|begin"))
                        && sheet(act, p));
        boolean ledger =
                act.around().stream().anyMatch(p -> p.preposition().matches("in|into|to|on|onto") && ledger(act, p));
        boolean row = act.objectIs(n -> n.matches("row|line|entry"));
        boolean nowhere = act.around().stream()
                        .noneMatch(p -> p.preposition().matches("in|into|on|onto|from|to|at")
                                && !act.person(p)
                                && !act.sentence().at(p.head()).is("PRON"))
                && !act.has(n ->
                        Words.MAIL.contains(n) || Words.FOLDER.contains(n) || n.matches("calendar|diary|contact|crm"));
        boolean open = nowhere && act.opened().equals(Optional.of(Paper.SHEET));
        if (fresh(act) && !act.has("csv"::equals)) {
            return Optional.of("create_sheet");
        }
        boolean inCells = act.after("in|into|on|to|onto", n -> n.matches("row|line|column|cell|field"));
        if (act.verb().matches("put|write|enter|fill|type|note|set|copy|mark|correct")
                && (act.after("in|into|to", n -> n.matches("column|cell"))
                        || inCells && (place || ledger || open || act.opened().equals(Optional.of(Paper.SHEET)))
                        || (place || ledger) && plan(act))) {
            return Optional.of("update_sheet_cells");
        }
        if ((ledger || open && !act.headWithDocument()) && act.verb().equals("fill")) {
            return Optional.of("update_sheet_cells");
        }
        boolean overview = act.verb().matches("set|switch|mark|tick") && (place || ledger) && !row;
        if (overview && act.verb().matches("set|switch")) {
            return Optional.of("update_sheet_cells");
        }
        boolean several = act.object()
                .map(o -> act.sentence().at(o.head()))
                .filter(t -> t.lower().endsWith("s") && !t.lemma().equals(t.lower()))
                .isPresent();
        if ((ledger || open && (several || !act.headWithDocument())) && asks(act, open)) {
            return Optional.of("find_sheet_rows");
        }
        if (ledger
                && !act.objectIs(n -> n.matches("task|todo|to-do|reminder"))
                && (act.verb().matches("add|append|enter|log|record|register|list|insert")
                        || act.verb().matches("put|note|write") && (row || !act.headWithDocument()))) {
            return Optional.of("create_sheet_rows");
        }
        if (ledger && act.verb().matches("set|mark|change|tick|flag|correct")
                || row && act.verb().matches("update|change|mark|close|correct")) {
            return Optional.of("update_sheet_cells");
        }
        if (act.verb().equals("filter")
                && act.object().filter(o -> ledger(act, o)).isPresent()) {
            return Optional.of("find_sheet_rows");
        }
        boolean status = act.verb().matches("set|change|switch|flip") && act.objectIs(n -> n.matches("status|flag"));
        if (status && !act.has(n -> n.matches("contact|client|crm"))) {
            return Optional.of("update_sheet_cells");
        }
        boolean value = act.objectIs(n -> n.matches(
                "price|rate|fee|band|amount|quantity|figure|number|copy|copies|date|deposit|salary|cost|value|share"));
        if (!place
                && value
                && act.around().stream().allMatch(p -> act.called(p).isEmpty())
                && act.called().any(Paper.SHEET)
                && act.verb().equals("look")
                && act.clause().particle().equals("up")) {
            return Optional.of("find_sheet_rows");
        }
        if (act.verb().matches("check|search|scan")
                && act.object().filter(o -> ledger(act, o)).isPresent()
                && act.around().stream().anyMatch(p -> p.preposition().equals("for"))) {
            return Optional.of("find_sheet_rows");
        }
        if (!object && !place && !cells || act.objectHead("copy") || near(act).isPresent()) {
            return Optional.empty();
        }
        String verb = act.verb();
        if (verb.matches("move|archive|rename|relocate|upload|copy|duplicate|clone|file|drag")
                || verb.matches("save|store|keep|put") && object && !act.indefiniteObject()) {
            return verb.equals("copy") && place && !object ? Optional.of("create_sheet_rows") : Optional.empty();
        }
        if (verb.equals("list") && act.objectIs(n -> n.matches("spreadsheet|sheet|workbook"))) {
            return Optional.of("list_sheets");
        }
        boolean goes = verb.equals("go")
                && place
                && act.clause().hasSubject()
                && !act.sentence().at(act.clause().subjectFrom()).word("i", "we", "you");
        if (goes) {
            return Optional.of("create_sheet_rows");
        }
        if (makes(act, object, place)) {
            return Optional.of("create_sheet");
        }
        if (verb.matches(
                        "update|change|correct|edit|amend|mark|tick|flag|highlight|overwrite|set|adjust|fix|replace|fill|complete|colou?r|modify|refresh|revise|extend")
                || place && writes(verb) && act.has(n -> n.matches("column|cell|field|status|checkbox|formula"))) {
            return Optional.of("update_sheet_cells");
        }
        if (place && writes(verb) && !act.clause().particle().equals("up")
                || cells && verb.matches("add|append|insert|enter|write|create|make|put")
                || object && verb.equals("append")
                || object
                        && verb.matches("add|log|record")
                        && act.clause().particle().isEmpty()) {
            return Optional.of("create_sheet_rows");
        }
        return reads(act, object, place);
    }

    /** A plan is drawn up before: who or what goes into it fills a cell that is there. */
    private static boolean plan(Act act) {
        return act.around().stream()
                .anyMatch(p -> p.preposition().matches("in|into|on|onto")
                        && act.headIn(p, n -> n.matches("plan|schedule|rota|roster|timetable|planner")));
    }

    /** "as a table", "as a sheet": how somebody wants what is made. */
    private static boolean fresh(Act act) {
        return act.verb()
                        .matches("make|write|put|create|prepare|produce|draw|build|compile|collect|list|save|do|export")
                && act.around().stream()
                        .anyMatch(p -> p.preposition().equals("as")
                                && act.sentence().at(p.from()).word("a", "an", "another")
                                && act.headIn(p, n -> n.matches("table|sheet|spreadsheet|workbook|excel")));
    }

    /** Looking for something in a list, or for what it says about something. */
    private static boolean asks(Act act, boolean open) {
        boolean whether = act.follows("whether", "if", "what", "which", "how", "who", "where");
        boolean sought = act.object()
                .filter(o -> act.person(o) && !act.sentence().at(o.head()).is("PRON"))
                .isEmpty();
        return act.verb().matches("look")
                        && (act.clause().particle().matches("up|for") || act.run("look", "for") || whether)
                        && sought
                || act.verb().matches("find|search|pick")
                        && act.clause().particle().isEmpty()
                        && sought
                        && (!open
                                || act.object().isPresent()
                                        && act.sentence()
                                                .at(act.object().get().from())
                                                .word("the", "that", "this", "his", "her", "their"))
                || act.verb().matches("check|see|read")
                        && act.object().isEmpty()
                        && whether
                        && !act.called().mailed()
                || act.verb().equals("read") && act.objectIs(n -> n.matches("row|line|entry"));
    }

    private static boolean writes(String verb) {
        return verb.matches(
                "add|append|insert|enter|log|record|put|note|write|register|track|type|paste|key|drop|capture|list|input|file|save|include|transfer|post|book|stick|pop");
    }

    private static boolean makes(Act act, boolean object, boolean place) {
        boolean fresh = object && (act.indefiniteObject() || act.words("new"))
                || place
                        && act.around().stream()
                                .anyMatch(p -> p.preposition().matches("in|into|to|as")
                                        && sheet(act, p)
                                        && act.sentence().at(p.from()).word("a", "an", "another"));
        boolean exports = act.verb().matches("export|convert|download|turn|save")
                && act.around().stream().anyMatch(p -> p.preposition().matches("to|as|into") && sheet(act, p));
        boolean creates = act.verb()
                .matches(
                        "create|make|set|start|build|prepare|produce|generate|compile|draw|write|put|export|save|collect|gather|list|enter|consolidate|summari[sz]e|compare|set-up");
        return exports
                || creates && fresh
                || object && act.verb().matches("create|build|generate|produce|compile|prepare");
    }

    private static Optional<String> reads(Act act, boolean object, boolean place) {
        String verb = act.verb();
        boolean seeks = verb.matches("find|search|locate|filter|retrieve|fetch|pick|identify")
                || verb.equals("look")
                        && (act.clause().particle().matches("up|for")
                                || place
                                        && act.around().stream()
                                                .anyMatch(p -> p.preposition().equals("for")))
                || verb.matches("pull|get|grab|check|take|extract|copy|read|see")
                        && place
                        && !object
                        && act.objectIs(n -> n.matches(
                                "row|line|entry|record|client|customer|rate|fee|price|amount|value|number|date|status"))
                || object
                        && act.around().stream().anyMatch(p -> p.preposition().equals("for"))
                        && verb.matches("check|search|scan|look")
                        && act.clause().particle().isEmpty();
        if (seeks) {
            return Optional.of("find_sheet_rows");
        }
        return ToolVerbs.READ.contains(verb)
                        || ToolVerbs.FIND.contains(verb)
                        || verb.matches("add|sum|average|use|tally|go|start|begin")
                ? Optional.of("read_sheet")
                : Optional.empty();
    }

    /** A list that is kept row by row, whether or not somebody calls it a sheet: "the order book", "the access log". */
    static boolean ledger(Sentence sentence, Phrase phrase, Called called) {
        Token head = sentence.at(phrase.head());
        boolean alone = phrase.head() == phrase.from()
                || !sentence.at(phrase.head() - 1).is("NOUN", "PROPN", "ADJ");
        boolean one = sentence.at(phrase.from()).word("a", "an");
        return !one
                && called.kind(sentence, phrase).filter(k -> k != Paper.SHEET).isEmpty()
                && (head.lemma().matches("ledger|register|log|matrix|roster|inventory")
                        || !alone
                                && head.lemma().matches("list|book|table|journal")
                                && !sentence.at(phrase.head() - 1)
                                        .lower()
                                        .matches(
                                                "to-do|todo|task|tasks|mailing|check|price|reading|shopping|wish|my|her|his"));
    }

    private static boolean ledger(Act act, Phrase phrase) {
        return ledger(act.sentence(), phrase, act.called());
    }

    private static boolean sheet(Act act, Phrase phrase) {
        return sheet(act.sentence(), phrase, act.called());
    }

    /** Whether a phrase names a sheet of cells. */
    static boolean sheet(Sentence sentence, Phrase phrase, Called called) {
        Optional<Paper> said = called.kind(sentence, phrase);
        if (said.isPresent()) {
            return said.get() == Paper.SHEET;
        }
        for (int i = phrase.from(); i < phrase.to(); i++) {
            Token token = sentence.at(i);
            String word = token.lower();
            if (word.matches("spreadsheets?|workbooks?|worksheets?|excel|trackers?|xlsx|timesheets?")) {
                return true;
            }
            boolean paper =
                    i > phrase.from() && PAPER.contains(sentence.at(i - 1).lower());
            if (word.matches("sheets?") && token.is("NOUN", "PROPN") && !paper) {
                return true;
            }
        }
        return false;
    }

    /** What looks like a tool for sheets without being one: no tool takes a row or column out. */
    static Optional<String> near(Act act) {
        boolean cells = act.objectIs(n -> n.matches("row|column|line|entry|tab"))
                && (act.has(n -> n.matches("spreadsheet|sheet|tracker|workbook|excel"))
                        || act.objectIs(n -> n.matches("row|column")));
        return act.verb().matches("delete|remove|erase|sort|hide") && cells
                ? Optional.of("update_sheet_cells")
                : Optional.empty();
    }
}
