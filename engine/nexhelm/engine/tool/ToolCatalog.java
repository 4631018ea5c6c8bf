package nexhelm.engine.tool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All tools of the agent by name, in the order in which people read them. */
public final class ToolCatalog {

    private static final Map<String, SandboxTool> ALL = collect();

    private ToolCatalog() {}

    public static Map<String, SandboxTool> all() {
        return ALL;
    }

    private static Map<String, SandboxTool> collect() {
        Map<String, SandboxTool> tools = new LinkedHashMap<>();
        Stream.of(
                        DocumentReading.TOOLS,
                        DocumentWriting.TOOLS,
                        CsvTools.TOOLS,
                        SheetReading.TOOLS,
                        SheetWriting.TOOLS,
                        MailReading.TOOLS,
                        MailWriting.TOOLS,
                        CalendarReading.TOOLS,
                        CalendarWriting.TOOLS,
                        ContactReading.TOOLS,
                        ContactWriting.TOOLS,
                        PdfTools.TOOLS,
                        TodoTools.TOOLS)
                .flatMap(List::stream)
                .forEach(tool -> tools.put(tool.declaration().name(), tool));
        return Collections.unmodifiableMap(tools);
    }
}
