package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import com.fasterxml.jackson.databind.JsonNode;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nexhelm.engine.page.Pages.Content;
import nexhelm.engine.tool.SandboxTool;
import nexhelm.engine.tool.ToolDeclaration;
import nexhelm.json.Json;

/** What the agent can do: the tools as they are declared, which the designer and a model see too. */
final class ToolPage {

    private ToolPage() {}

    static Content of(Collection<SandboxTool> tools) {
        Map<String, List<ToolDeclaration>> providers = new LinkedHashMap<>();
        tools.stream()
                .map(SandboxTool::declaration)
                .forEach(tool -> providers
                        .computeIfAbsent(tool.provider(), provider -> new ArrayList<>())
                        .add(tool));
        List<DomContent> sections = new ArrayList<>();
        providers.forEach((provider, declared) -> sections.add(section(
                        h2(
                                provider.length() < 4
                                        ? provider.toUpperCase(Locale.ROOT)
                                        : Character.toUpperCase(provider.charAt(0)) + provider.substring(1)),
                        ul(each(declared, ToolPage::tool)).withClass("files"))
                .withClass("card")));
        return new Content(
                "Tools",
                div(
                        div(
                                        div(h1("Tools")).withClass("title"),
                                        p(
                                                text("What the agent can do in the "),
                                                a("sandbox").withHref("/dashboard/sandbox"),
                                                text(", and nowhere else. A tool that writes is taken away when the"
                                                        + " data are another person's.")))
                                .withClass("run-head"),
                        div(sections.toArray(DomContent[]::new))));
    }

    private static DomContent tool(ToolDeclaration tool) {
        return li(details(
                        summary(
                                span(tool.name()).withClasses("name", "mono"),
                                span(tool.write() ? "writes" : "reads").withClass("chip"),
                                text(" "),
                                span(tool.description()).withClass("quiet")),
                        inputs(tool),
                        p("For example:").withClass("quiet"),
                        pre(Json.readable(tool.example())).withClass("paper")))
                .withId(tool.name());
    }

    private static DomContent inputs(ToolDeclaration tool) {
        List<DomContent> rows = new ArrayList<>();
        for (Map.Entry<String, JsonNode> input :
                tool.inputSchema().path("properties").properties()) {
            boolean required = tool.inputSchema()
                    .path("required")
                    .valueStream()
                    .anyMatch(name -> name.asText().equals(input.getKey()));
            rows.add(dt(code(input.getKey()), text(required ? "" : " (optional)")));
            rows.add(dd(input.getValue().path("description").asText()));
        }
        return rows.isEmpty()
                ? p("Takes no input.")
                : dl(rows.toArray(DomContent[]::new)).withClass("values").attr("aria-label", "Input");
    }
}
