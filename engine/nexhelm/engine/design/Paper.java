package nexhelm.engine.design;

/** What kind of thing something written is, as far as it decides which tool reads or changes it. */
enum Paper {
    SHEET,
    DOCUMENT,
    FORM,
    PDF,
    CSV,
    MAIL,
    CALENDAR,
    /** On real paper, where no tool reaches it. */
    INK;

    /** The kind that a noun says by itself, when somebody uses it to say what a thing is; null when it says none. */
    static Paper of(String noun) {
        return switch (noun) {
            case "spreadsheet", "spreadsheets", "sheet", "sheets", "excel", "workbook", "workbooks", "xlsx" -> SHEET;
            case "document", "documents", "doc", "docs" -> DOCUMENT;
            case "form", "forms" -> FORM;
            case "pdf", "pdfs" -> PDF;
            case "csv", "csvs" -> CSV;
            case "e-mail", "email", "mail", "e-mails", "emails", "mails" -> MAIL;
            default -> null;
        };
    }
}
