package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Phrases.Phrase;
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
                && act.called().sheets().size() > 0
                && act.verb().equals("look")
                && act.clause().particle().equals("up")) {
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
    private static boolean ledger(Act act, Phrase phrase) {
        Token head = act.sentence().at(phrase.head());
        boolean alone = phrase.head() == phrase.from()
                || !act.sentence().at(phrase.head() - 1).is("NOUN", "PROPN", "ADJ");
        boolean one = act.sentence().at(phrase.from()).word("a", "an");
        return !one
                && !act.calledPaper(phrase)
                && (head.lemma().matches("ledger|register|log|matrix|roster|inventory")
                        || !alone
                                && head.lemma().matches("list|book|table|journal")
                                && !act.sentence()
                                        .at(phrase.head() - 1)
                                        .lower()
                                        .matches(
                                                "to-do|todo|task|tasks|mailing|check|price|reading|shopping|wish|my|her|his"));
    }

    /** Whether a phrase names a sheet of cells. */
    private static boolean sheet(Act act, Phrase phrase) {
        if (act.calledSheet(phrase)) {
            return true;
        }
        for (int i = phrase.from(); i < phrase.to(); i++) {
            Token token = act.sentence().at(i);
            String word = token.lower();
            if (word.matches("spreadsheets?|workbooks?|worksheets?|excel|trackers?|xlsx|timesheets?")) {
                return true;
            }
            boolean paper =
                    i > phrase.from() && PAPER.contains(act.sentence().at(i - 1).lower());
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
