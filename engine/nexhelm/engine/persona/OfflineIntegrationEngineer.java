package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nexhelm.engine.design.Drafting;
import nexhelm.engine.design.Need;
import nexhelm.engine.language.Language;
import nexhelm.engine.tool.SandboxTool;
import nexhelm.engine.tool.ToolCatalog;
import nexhelm.json.Json;

/** Says by linguistic analysis alone which integrations a described way of working needs. */
public final class OfflineIntegrationEngineer implements IntegrationEngineer {

    private static final int LONGEST_QUOTE = 160;
    private static final int EXAMPLES = 3;

    private final Map<String, SandboxTool> tools = ToolCatalog.all();

    @Override
    public ObjectNode analyse(String transcript) {
        var draftsman = Drafting.of(transcript, tools.keySet());
        draftsman.definition();
        Map<String, List<Need>> groups = new LinkedHashMap<>();
        for (Need need : draftsman.needs()) {
            String key = need.tool()
                    .orElseGet(() -> need.product()
                            .map(p -> "product " + p.toLowerCase())
                            .orElse("act " + need.act().toLowerCase()));
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(need);
        }
        ObjectNode analysis = Json.object();
        analysis.put("summary", "");
        ArrayNode capabilities = analysis.putArray("capabilities_needed");
        int missing = 0;
        for (List<Need> group : groups.values()) {
            Need first = group.get(0);
            missing += first.tool().isEmpty() ? 1 : 0;
            capability(capabilities.addObject(), group, first);
        }
        Language language = draftsman.language();
        String said = language == Language.ENGLISH ? "" : " The transcript is in " + language.title() + ".";
        if (language != Language.ENGLISH) {
            analysis.put("language", language.code());
        }
        analysis.put(
                "summary",
                (capabilities.isEmpty()
                                ? "The transcript describes no work that needs an integration."
                                : missing + " of " + capabilities.size() + " capabilities "
                                        + (missing == 1 ? "is" : "are") + " missing"
                                        + (missing == 0 ? "." : ": " + named(groups) + "."))
                        + said);
        return analysis;
    }

    private void capability(ObjectNode out, List<Need> group, Need first) {
        List<String> acts =
                group.stream().map(Need::act).distinct().limit(EXAMPLES).toList();
        boolean writes = group.stream().anyMatch(Need::writes);
        String what = first.tool()
                .map(t -> tools.get(t).declaration().title())
                .or(first::product)
                .map(t -> t + ": ")
                .orElse("");
        out.put("priority", priority(first, writes));
        out.put("capability", what + String.join("; ", acts));
        first.tool().ifPresentOrElse(t -> out.put("existing_tool", t), () -> out.putNull("existing_tool"));
        first.analog().ifPresentOrElse(a -> out.put("closest_analog", a), () -> out.putNull("closest_analog"));
        out.put("reasoning", reasoning(first));
    }

    private static String priority(Need need, boolean writes) {
        boolean minor = need.tool()
                .filter(t ->
                        t.endsWith("_todo") || t.endsWith("_todos") || t.endsWith("_folder") || t.endsWith("_location"))
                .isPresent();
        return minor
                ? "minor"
                : writes || need.product().isPresent() && need.tool().isEmpty() ? "blocker" : "major";
    }

    private static String reasoning(Need need) {
        String quote = need.quote().replaceAll("\\s+", " ");
        String said = quote.length() > LONGEST_QUOTE
                ? quote.substring(0, quote.lastIndexOf(' ', LONGEST_QUOTE)) + "\u2026"
                : quote;
        String why = need.tool().isPresent()
                ? "is covered by " + need.tool().get()
                : need.product().isPresent()
                        ? "takes place in " + need.product().get() + ", which no declared tool reaches"
                        : "needs something that no declared tool does";
        return "\u201c" + said + "\u201d " + why + ".";
    }

    private static String named(Map<String, List<Need>> groups) {
        return String.join(
                "; ",
                groups.values().stream()
                        .map(g -> g.get(0))
                        .filter(n -> n.tool().isEmpty())
                        .map(n -> n.product().orElse(n.act()))
                        .distinct()
                        .toList());
    }
}
