package nexhelm.daemon.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.daemon.files.TreePath;

/**
 * A part of the repository with the commands that check it.
 *
 * @param commands each the words of one program; {@code {pattern}} stands for what selects tests
 * @param selects  words that are added to the tests' command to select some, empty when it cannot
 */
record Area(TreePath folder, Map<Check, List<String>> commands, List<String> selects) {

    static final String PATTERN = "{pattern}";

    Area {
        commands = Map.copyOf(commands);
        selects = List.copyOf(selects);
    }

    /** The command of a check; empty when the area has none, or cannot select what is asked for. */
    Optional<List<String>> command(Check check, Optional<String> pattern) {
        List<String> words = commands.get(check);
        if (words == null || pattern.isPresent() && selects.isEmpty()) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(words);
        pattern.ifPresent(text -> selects.forEach(word -> all.add(word.replace(PATTERN, text))));
        return Optional.of(all);
    }
}
