package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.form;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.li;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.option;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.select;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import io.javalin.http.Context;
import j2html.tags.DomContent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.page.Pages.Content;
import nexhelm.engine.run.Run;
import nexhelm.engine.run.RunSearch;
import nexhelm.engine.run.RunStatus;

/** Runs, newest first: filtered, in pages, two of them to be compared. */
final class RunList {

    private static final String LAB = "/dashboard/workflow-lab";

    private RunList() {}

    /** What the query asks for: {@code status}, {@code q}, {@code who} (an id, or {@code all}) and {@code page}; nonsense is ignored. */
    static RunSearch search(Context context, Caller caller) {
        Optional<RunStatus> status = Arrays.stream(RunStatus.values())
                .filter(one -> one.word().equals(context.queryParam("status")))
                .findFirst();
        String who = Optional.ofNullable(context.queryParam("who"))
                .filter(text -> !text.isBlank())
                .orElse(caller.user().id());
        String page = Optional.ofNullable(context.queryParam("page"))
                .filter(text -> text.matches("[1-9][0-9]{0,5}"))
                .orElse("1");
        String q = Optional.ofNullable(context.queryParam("q")).orElse("").strip();
        return new RunSearch(
                caller.user().organizationId(),
                status,
                q.length() > 200 ? q.substring(0, 200) : q,
                who.equals("all") ? Optional.empty() : Optional.of(who),
                Integer.parseInt(page));
    }

    static Content of(RunSearch search, RunSearch.Found found, Map<String, String> operators, Caller caller) {
        boolean plain = search.status().isEmpty()
                && search.text().isEmpty()
                && search.userId().filter(caller.user().id()::equals).isPresent();
        if (found.total() == 0 && plain && operators.size() < 2) {
            return new Content(
                    "Runs",
                    section(
                                    h1("Runs"),
                                    p(
                                            text("There are none yet. "),
                                            Suggestion.of("nex try"),
                                            text(" makes one from a transcript.")))
                            .withClass("card narrow"));
        }
        return new Content(
                "Runs",
                section(
                        h1("Runs"),
                        filters(search, operators, caller),
                        found.runs().isEmpty()
                                ? p(
                                                text("No run fits. "),
                                                a("Show all of yours").withHref(LAB))
                                        .withClass("card")
                                : list(search, found, operators),
                        pages(search, found)));
    }

    private static DomContent filters(RunSearch search, Map<String, String> operators, Caller caller) {
        List<DomContent> states = new ArrayList<>(List.of(option("Any status").withValue("")));
        for (RunStatus status : RunStatus.values()) {
            states.add(option(Words.of(status.word()))
                    .withValue(status.word())
                    .withCondSelected(search.status().filter(status::equals).isPresent()));
        }
        List<DomContent> people = new ArrayList<>();
        operators.forEach(
                (id, email) -> people.add(option(id.equals(caller.user().id()) ? "Mine" : email)
                        .withValue(id)
                        .withCondSelected(search.userId().filter(id::equals).isPresent())));
        people.add(option("Everybody's")
                .withValue("all")
                .withCondSelected(search.userId().isEmpty()));
        return form(
                        div(
                                        label("Name or summary").withFor("q"),
                                        input().withId("q")
                                                .withName("q")
                                                .withType("search")
                                                .withValue(search.text()))
                                .withClass("grow"),
                        div(
                                label("Status").withFor("status"),
                                select(states.toArray(DomContent[]::new))
                                        .withId("status")
                                        .withName("status")),
                        div(
                                label("Whose").withFor("who"),
                                select(people.toArray(DomContent[]::new))
                                        .withId("who")
                                        .withName("who")),
                        div(button("Show").withType("submit")))
                .withMethod("get")
                .withAction(LAB)
                .withClass("filters")
                .attr("role", "search");
    }

    private static DomContent list(RunSearch search, RunSearch.Found found, Map<String, String> operators) {
        return form(
                        ul(each(
                                        found.runs(),
                                        run -> row(
                                                run,
                                                search.userId().isEmpty()
                                                        ? operators.getOrDefault(run.userId(), "a removed user")
                                                        : "")))
                                .withClass("runs"),
                        found.runs().size() < 2
                                ? null
                                : p(
                                                button("Compare two").withType("submit"),
                                                span(" Mark two runs first.").withClass("quiet"))
                                        .withClass("compare"))
                .withMethod("get")
                .withAction(LAB + "/compare");
    }

    private static DomContent row(Run run, String operator) {
        String name = name(run);
        int files = run.record().path("files_count").asInt();
        return li(
                input().withType("checkbox").withName("run").withValue(run.id()).attr("aria-label", "Compare " + name),
                div(
                        a(name).withHref(LAB + "?runId=" + run.id()).withClass("name"),
                        div(
                                        Words.pill(run.stands()),
                                        Words.when(
                                                run.record().path("created_at").asText()),
                                        files == 0 ? null : span(files == 1 ? "1 file" : files + " files"),
                                        operator.isEmpty() ? null : span(operator),
                                        span(run.id().substring(0, 8)).withClass("mono"))
                                .withClass("meta")));
    }

    static String name(Run run) {
        var proposal = run.record().path("proposal");
        return proposal.path("task_name").asText(proposal.path("title").asText(run.id()));
    }

    private static DomContent pages(RunSearch search, RunSearch.Found found) {
        int page = Math.min(search.page(), found.pages());
        if (found.pages() == 1) {
            return p(found.total() == 1 ? "1 run" : found.total() + " runs").withClass("quiet");
        }
        return nav(
                        page > 1
                                ? a("Newer").withHref(link(search, page - 1)).withRel("prev")
                                : span("Newer").withClass("quiet"),
                        span("Page " + page + " of " + found.pages() + ", " + found.total() + " runs")
                                .withClass("quiet"),
                        page < found.pages()
                                ? a("Older").withHref(link(search, page + 1)).withRel("next")
                                : span("Older").withClass("quiet"))
                .withClass("pages")
                .attr("aria-label", "Pages");
    }

    private static String link(RunSearch search, int page) {
        return LAB + "?status=" + search.status().map(RunStatus::word).orElse("") + "&q="
                + URLEncoder.encode(search.text(), StandardCharsets.UTF_8) + "&who="
                + URLEncoder.encode(search.userId().orElse("all"), StandardCharsets.UTF_8) + "&page=" + page;
    }
}
