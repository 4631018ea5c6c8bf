package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.form;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nexhelm.engine.page.Pages.Content;
import nexhelm.engine.run.Run;
import nexhelm.engine.run.SandboxApi;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;

/** What the sandbox holds now, and which run holds the sandbox. */
final class SandboxPage {

    private SandboxPage() {}

    static Content of(SandboxApi.View view, String formToken) {
        return new Content(
                "Sandbox",
                div(
                        div(
                                        div(
                                                        h1("Sandbox"),
                                                        Words.pill(view.holder()
                                                                .map(Run::stands)
                                                                .orElse("free")))
                                                .withClass("title"),
                                        div(
                                                        span(view.email()),
                                                        span(view.container()),
                                                        span(view.provider()),
                                                        span(view.id()).withClass("mono"))
                                                .withClass("meta"),
                                        holder(view),
                                        p(
                                                a("What the agent can do here").withHref("/dashboard/tools"),
                                                text(": all its tools, as they are declared.")))
                                .withClass("run-head"),
                        view.holder().isPresent()
                                ? null
                                : section(
                                                p(
                                                        view.built()
                                                                ? "No run holds it. Building it anew throws away what"
                                                                        + " is in it."
                                                                : "It is empty: it is built when a run starts and"
                                                                        + " wiped when the run ends."),
                                                form(
                                                                Layout.token(formToken),
                                                                Layout.hidden("sandbox", view.id()),
                                                                button("Build it from the blueprint"))
                                                        .withMethod("post")
                                                        .withAction("/dashboard/sandbox/reset"))
                                        .withClass("card"),
                        div(shelves(view).toArray(DomContent[]::new))));
    }

    private static DomContent holder(SandboxApi.View view) {
        return view.holder()
                .<DomContent>map(run -> p(
                        text("Held by the run "),
                        a(run.id().substring(0, 8))
                                .withClass("mono")
                                .withHref("/dashboard/workflow-lab?runId=" + run.id()),
                        text(" of " + view.operator().orElse("?") + "." + built(run))))
                .orElse(null);
    }

    private static String built(Run run) {
        return switch (run.record().path("blueprint_origin").asText("")) {
            case "proposed" -> " What it holds was made up for that run's transcript.";
            case "given" -> " It is built from that run's own blueprint.";
            default -> "";
        };
    }

    private static List<DomContent> shelves(SandboxApi.View view) {
        Map<String, List<Item>> shelves = new LinkedHashMap<>();
        view.items().stream()
                .filter(item -> item.kind() == Kind.FOLDER)
                .forEach(folder -> shelves.put(folder.path().replace("/", " / "), new ArrayList<>()));
        for (Item item : view.items()) {
            if (item.kind() != Kind.FOLDER) {
                shelves.computeIfAbsent(shelf(item), name -> new ArrayList<>()).add(item);
            }
        }
        shelves.entrySet()
                .removeIf(shelf -> shelf.getValue().isEmpty()
                        && shelves.keySet().stream().anyMatch(other -> other.startsWith(shelf.getKey() + " / ")));
        List<DomContent> sections = new ArrayList<>();
        shelves.forEach((name, items) -> sections.add(section(
                        h2(name),
                        items.isEmpty()
                                ? p("Empty.").withClass("quiet")
                                : ul(each(items, item -> row(view, item))).withClass("files"))
                .withClass("card")));
        return sections;
    }

    private static String shelf(Item item) {
        return item.kind().isFile()
                ? item.folder().isEmpty() ? "Top folder" : item.folder().replace("/", " / ")
                : item.shelf().replace("/", "") + (item.kind() == Kind.MAIL ? ": " + item.folder() : "");
    }

    private static DomContent row(SandboxApi.View view, Item item) {
        return li(details(
                summary(span(item.title()).withClass("name"), span(aside(item)).withClass("quiet")),
                item.kind() == Kind.CONTACT
                        ? Fields.of(item.details(), "Contact")
                        : FileText.of(item.kind().word(), item.readable()),
                p(a("Download")
                                .withHref("/dashboard/sandbox/" + view.id() + "/items/" + item.id())
                                .attr("download"))
                        .withClass("quiet")));
    }

    private static String aside(Item item) {
        return switch (item.kind()) {
            case MAIL, DRAFT -> item.detail("from") + " " + item.detail("date");
            case CONTACT -> item.detail("email") + " " + item.detail("role");
            case TODO -> item.detail("assignee") + " " + item.detail("status");
            case EVENT -> item.detail("start").replace('T', ' ');
            case SHEET -> "sheet";
            case PDF -> "PDF";
            case DOCUMENT, FOLDER -> "";
        };
    }
}
