package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.tool.SandboxTool;

/** The declared tools as a model sees them. A name that is not declared never gets through, whoever asks for it. */
final class ToolList {

    /** What a model answers where no tool fits. */
    static final String NONE = "none";

    private final Map<String, SandboxTool> tools;

    ToolList(Map<String, SandboxTool> tools) {
        this.tools = tools;
    }

    /** The words that an answer may choose from. */
    List<String> words() {
        List<String> words = new ArrayList<>(tools.keySet());
        words.add(NONE);
        return words;
    }

    String described() {
        var text = new StringBuilder();
        tools.values().forEach(tool -> {
            var declared = tool.declaration();
            text.append("- ")
                    .append(declared.name())
                    .append(declared.write() ? " (changes something): " : ": ")
                    .append(declared.description())
                    .append('\n');
        });
        return text.toString();
    }

    /** The tool that an answer names; nothing for "none"; a complaint for what is not declared. */
    Optional<String> chosen(JsonNode name, String at, List<String> wrong) {
        String text = name.asText("").strip();
        if (text.isEmpty() || text.equals(NONE) || name.isNull()) {
            return Optional.empty();
        }
        if (!name.isTextual() || !tools.containsKey(text)) {
            wrong.add(at + " names a tool that does not exist; it must be one of " + String.join(", ", words()) + ".");
            return Optional.empty();
        }
        return Optional.of(text);
    }
}
