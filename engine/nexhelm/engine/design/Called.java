package nexhelm.engine.design;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a speaker says that things are: "the gift book, that's our spreadsheet". From then on a gift book is a sheet.
 *
 * @param sheets names of spreadsheets, in lower case
 * @param pdfs   names of PDFs, in lower case
 */
record Called(Set<String> sheets, Set<String> pdfs) {

    static final Called NOTHING = new Called(Set.of(), Set.of());

    private static final String NAME =
            "\\b(?:the|our|my|this|that|a|an)\\s+(?<name>[\\p{L}-]+(?:\\s+[\\p{L}-]+){0,2}?)";
    private static final String IS =
            "(?:,\\s*(?:(?:and\\s+)?(?:that|it|which|this)(?:\\s+is|['’]s)\\s+)?|\\s+is\\s+)(?:also\\s+|just\\s+|really\\s+|actually\\s+|basically\\s+)?(?:an?|our|my|one|another|the)\\s+";
    private static final Pattern SHEET = Pattern.compile(
            NAME + IS
                    + "(?:(?:big|little|shared|huge|old|simple|google|excel|online|different)\\s+)*(?:spreadsheet|sheet|excel|workbook)\\b(?!\\s+of\\s+paper)");
    private static final Pattern PDF =
            Pattern.compile(NAME + IS + "(?:(?:big|little|fillable|official|old|simple)\\s+)*pdf\\b");

    Called {
        sheets = Set.copyOf(sheets);
        pdfs = Set.copyOf(pdfs);
    }

    static Called in(String transcript) {
        String text = transcript.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        return new Called(names(SHEET, text), names(PDF, text));
    }

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            String name = found.group("name");
            if (!name.matches("(?:.* )?(?:one|thing|first|last|it|same)")) {
                names.add(name);
            }
        }
        return names;
    }

    boolean sheet(String words) {
        return named(sheets, words);
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
