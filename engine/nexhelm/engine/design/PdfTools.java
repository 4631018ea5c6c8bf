package nexhelm.engine.design;

import java.util.Optional;

/** Which tool for PDFs, forms or CSV files does an act. */
final class PdfTools {

    private PdfTools() {}

    static Optional<String> of(Act act) {
        if ((act.has("csv"::equals) || act.follows("csv"))
                && !act.verb().matches("copy|move|rename|archive|delete|upload|file")) {
            return csv(act);
        }
        boolean pdf = act.has(n -> n.matches("pdfs?")) || act.follows("pdf") || act.called(Paper.PDF);
        if (act.called(Paper.CSV) && act.verb().matches("read|open|look|check|import|load|go|see")) {
            return Optional.of("read_csv");
        }
        boolean form = act.has(n -> n.matches("forms?|paperwork|questionnaires?|w-?\\d\\w*|[a-z]{1,3}-\\d{1,4}\\w*"))
                || act.follows("form", "forms")
                || act.called(Paper.FORM)
                || nowhere(act) && act.opened().equals(Optional.of(Paper.FORM));
        if (fills(act) && (pdf || form)) {
            return Optional.of("create_pdf_form");
        }
        if (act.verb().matches("enter|put|type|key|insert|write|transfer|copy")
                && act.after("in|into|on|onto|to", n -> n.matches("forms?|pdfs?"))
                && !act.objectHas(n -> n.matches("forms?|pdfs?"))
                && !act.after("in|into|to", n -> n.matches("folder|register|archive"))) {
            return Optional.of("create_pdf_form");
        }
        if (!pdf || act.verb().matches("move|file|archive|rename|upload|drag|place|drop|delete|copy|sign")) {
            return Optional.empty();
        }
        if (act.verb()
                .matches(
                        "save|export|convert|turn|render|produce|create|make|generate|write|put|print|download|prepare|store|keep|output|issue|build")) {
            return made(act) ? Optional.of("create_pdf") : Optional.empty();
        }
        return ToolVerbs.READ.contains(act.verb())
                        || ToolVerbs.FIND.contains(act.verb())
                        || act.verb().matches("parse|use|summari[sz]e")
                ? Optional.of("read_pdf")
                : Optional.empty();
    }

    private static boolean nowhere(Act act) {
        return act.around().stream().noneMatch(p -> p.preposition().matches("in|into|on|onto|to"))
                && !act.headWithDocument();
    }

    private static boolean fills(Act act) {
        return act.verb().matches("fill|complete|prefill|pre-fill|populate|autofill|prepopulate|pre-populate|finish")
                || act.verb().equals("pre") && act.words("fill", "filled");
    }

    /** "as a PDF", "to PDF", "a PDF of the report"; "save the PDF in the folder" makes none. */
    private static boolean made(Act act) {
        boolean as = act.after("as|to|into|in", n -> n.matches("pdfs?")) || act.run("as|to|into", "pdf");
        boolean object = act.objectHas(n -> n.matches("pdfs?"));
        boolean keeps = act.verb().matches("save|put|store|keep|download|print");
        boolean called =
                act.called(Paper.PDF) && act.verb().matches("write|make|create|prepare|produce|issue|generate");
        return as || called || object && (!keeps || act.indefiniteObject());
    }

    private static Optional<String> csv(Act act) {
        boolean out = act.after("as|to|into|in", "csv"::equals)
                || act.run("as|to|into", "csv")
                || act.objectHas("csv"::equals);
        if (act.verb()
                        .matches(
                                "export|save|convert|download|create|write|generate|produce|put|turn|make|build|prepare|output|dump|render|compile")
                && out) {
            return Optional.of("create_csv");
        }
        return ToolVerbs.READ.contains(act.verb())
                        || ToolVerbs.FIND.contains(act.verb())
                        || act.verb().matches("import|load|parse|use")
                ? Optional.of("read_csv")
                : Optional.empty();
    }
}
