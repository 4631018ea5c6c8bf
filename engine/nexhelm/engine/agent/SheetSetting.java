package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a workflow lacks in made-up sheets: the row that a step looks up, a column, the values of a row to add. */
final class SheetSetting {

    private static final Pattern ROW = Pattern.compile("^(?:a|the) row of “([^”]*)” for “[^”]*”$");
    private static final Pattern COLUMN = Pattern.compile("^a column for (.+) in “([^”]*)”$");

    private static final Pattern CELL = Pattern.compile("^what to change in “([^”]*)” \\(.*");

    private final Setting setting;
    private final MadeUp madeUp;

    SheetSetting(Setting setting, MadeUp madeUp) {
        this.setting = setting;
        this.madeUp = madeUp;
    }

    /** Adds what is lacking; false when it has nothing to do with a sheet, or is there already. */
    boolean supply(String lack, Instruction instruction, Optional<ObjectNode> readBefore) {
        Matcher match = COLUMN.matcher(lack);
        if (match.matches()) {
            String name = match.group(1);
            return sheet(match.group(2))
                    .map(sheet -> column(sheet, Setting.title(name), ""))
                    .orElse(false);
        }
        match = CELL.matcher(lack);
        if (match.matches() && instruction.object().isPresent()) {
            String name = instruction.object().get().text().replaceFirst("(?i) of .*", "");
            return sheet(match.group(1))
                    .map(sheet -> column(sheet, Setting.title(name), ""))
                    .orElse(false);
        }
        match = ROW.matcher(lack);
        return match.matches()
                && sheet(match.group(1))
                        .map(sheet -> row(sheet, instruction, readBefore))
                        .orElse(false);
    }

    private Optional<ObjectNode> sheet(String title) {
        for (JsonNode sheet : setting.blueprint().path("sheets")) {
            if (sheet.path("title").asText().equals(title)) {
                return Optional.of((ObjectNode) sheet);
            }
        }
        return Optional.empty();
    }

    /** Lets a row have what was read before under the name of a column: "look up the order in the order tracker". */
    private boolean row(ObjectNode sheet, Instruction instruction, Optional<ObjectNode> readBefore) {
        List<Phrase> keys = instruction.phrases().stream()
                .filter(p -> !p.text().equalsIgnoreCase(sheet.path("title").asText()) && !SheetChoice.names(p))
                .toList();
        for (Phrase phrase : keys) {
            String name = Setting.title(phrase.text());
            String key = phrase.telling() || name.isEmpty() ? name : first(keys, name) + name.toLowerCase(Locale.ROOT);
            if (readBefore.isEmpty() || key.isBlank()) {
                continue;
            }
            setting.says(readBefore.get(), key, false);
            Optional<String> value = setting.said(readBefore.get(), key);
            if (value.isPresent() && column(sheet, key, value.get())) {
                return true;
            }
        }
        return false;
    }

    /** "the number" alone is that of the thing looked for. */
    private static String first(List<Phrase> keys, String name) {
        return keys.stream()
                .filter(Phrase::telling)
                .map(p -> Setting.title(p.text()))
                .filter(title -> !title.equals(name))
                .findFirst()
                .map(title -> title + " ")
                .orElse("");
    }

    /** Adds a column, or a value to the first row of one that is there. */
    private boolean column(ObjectNode sheet, String name, String first) {
        ArrayNode header = (ArrayNode) sheet.path("header");
        ArrayNode rows = (ArrayNode) sheet.path("rows");
        for (int i = 0; i < header.size(); i++) {
            if (Stems.set(header.get(i).asText()).equals(Stems.set(name))) {
                ArrayNode row = (ArrayNode) rows.get(0);
                boolean there = first.isEmpty() || row.get(i).asText().equals(first);
                if (!there) {
                    row.set(i, first);
                }
                return !there;
            }
        }
        header.add(name);
        for (int i = 0; i < rows.size(); i++) {
            ((ArrayNode) rows.get(i)).add(i == 0 && !first.isEmpty() ? first : madeUp.value(name + " " + (i + 1)));
        }
        return true;
    }
}
