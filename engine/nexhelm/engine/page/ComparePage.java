package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.form;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.label;
import static j2html.TagCreator.li;
import static j2html.TagCreator.option;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.select;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import com.fasterxml.jackson.databind.JsonNode;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import nexhelm.engine.page.Pages.Content;
import nexhelm.engine.run.Run;

/** Two runs step by step: what got worse first, then steps with their differences, then files. */
final class ComparePage {

    private static final Map<String, String> SIGNS = Map.of("only_a", "−", "only_b", "+", "changed", "~", "same", "=");
    private static final Map<String, String> WORDS = Map.of(
            "only_a", "only in the first", "only_b", "only in the second", "changed", "differs", "same", "the same");

    private ComparePage() {}

    /** Without a comparison, only the choice of two runs. */
    static Content of(List<Run> choices, Optional<String> a, Optional<String> b, Optional<JsonNode> compared) {
        return new Content(
                "Compare",
                section(
                        h1("Compare two runs"),
                        iff(choices.size() > 1 || compared.isPresent(), choice(choices, a, b)),
                        compared.map(found -> result(found, choices))
                                .orElseGet(() -> p(choices.size() > 1
                                                ? "Choose two runs: the second is measured by the first."
                                                : "There are no two runs yet. Refine a run, let the agent work on"
                                                        + " both, and see here what became different.")
                                        .withClass("quiet"))));
    }

    private static DomContent choice(List<Run> choices, Optional<String> a, Optional<String> b) {
        return form(
                        div(
                                        label("First").withFor("a"),
                                        select(options(choices, a)).withId("a").withName("a"))
                                .withClass("grow"),
                        div(
                                        label("Second").withFor("b"),
                                        select(options(choices, b)).withId("b").withName("b"))
                                .withClass("grow"),
                        div(button("Compare").withType("submit")))
                .withMethod("get")
                .withAction("/dashboard/workflow-lab/compare")
                .withClass("filters");
    }

    private static DomContent[] options(List<Run> choices, Optional<String> chosen) {
        List<DomContent> options = new ArrayList<>();
        if (chosen.isEmpty()) {
            options.add(option("Choose a run").withValue(""));
        }
        for (Run run : choices) {
            String created = run.record().path("created_at").asText();
            options.add(option(Words.minute(created) + " · " + Words.of(run.stands()) + " · " + RunList.name(run))
                    .withValue(run.id())
                    .withCondSelected(chosen.filter(run.id()::equals).isPresent()));
        }
        return options.toArray(DomContent[]::new);
    }

    private static DomContent result(JsonNode compared, List<Run> runs) {
        JsonNode worse = compared.path("regressions");
        return div(
                div(side("First", compared.path("a"), runs), side("Second", compared.path("b"), runs))
                        .withClass("sides"),
                compared.path("same").asBoolean()
                        ? p("They are the same: steps, outcomes, calls and files.")
                                .withClass("card")
                        : worse.isEmpty()
                                ? p("Nothing got worse.").withClass("card")
                                : section(
                                                h2("What got worse"),
                                                ul(each(
                                                        all(worse),
                                                        one -> li(
                                                                one.path("text").asText()))))
                                        .withClasses("card", "worse")
                                        .withId("worse"),
                section(
                                h2("Steps"),
                                ul(each(all(compared.path("steps")), ComparePage::step))
                                        .withClass("changes"))
                        .withClass("card")
                        .withId("steps"),
                compared.path("files").isEmpty()
                        ? null
                        : section(
                                        h2("Files"),
                                        ul(each(all(compared.path("files")), ComparePage::file))
                                                .withClass("changes"))
                                .withClass("card")
                                .withId("files"));
    }

    private static DomContent side(String which, JsonNode run, List<Run> runs) {
        String stands = runs.stream()
                .filter(one -> one.id().equals(run.path("run_id").asText()))
                .findFirst()
                .map(Run::stands)
                .orElse(run.path("status").asText());
        String stop = run.path("stop_reason").asText("");
        return div(
                        p(which).withClass("quiet"),
                        p(a(run.path("name").asText())
                                .withHref("/dashboard/workflow-lab?runId="
                                        + run.path("run_id").asText())
                                .withClass("name")),
                        div(
                                        Words.pill(stands),
                                        span(run.path("stop_reason").isNull() ? "did not end" : "ended: " + stop),
                                        run.path("duration_ms").isNumber()
                                                ? span(seconds(
                                                        run.path("duration_ms").asLong()))
                                                : null,
                                        Words.when(run.path("created_at").asText()),
                                        span(run.path("operator").asText()))
                                .withClass("meta"),
                        run.path("error").isTextual()
                                ? p(run.path("error").asText()).withClass("problem")
                                : null)
                .withClass("card");
    }

    private static String seconds(long ms) {
        return ms < 60_000 ? ms / 1000 + "." + ms % 1000 / 100 + " s" : ms / 60_000 + " min";
    }

    private static DomContent step(JsonNode step) {
        String change = step.path("change").asText();
        JsonNode state = change.equals("only_a") ? step.path("a") : step.path("b");
        List<DomContent> rows = new ArrayList<>();
        step.path("differences").forEach(one -> rows.add(row(one.path("what").asText(), one)));
        for (JsonNode call : step.path("calls")) {
            String tool = call.path("tool").asText();
            rows.add(tr(td(span(SIGNS.get(call.path("change").asText()) + " " + tool)
                                    .withClass("mono"))
                            .attr("colspan", "3"))
                    .withClass("call-row"));
            call.path("fields")
                    .forEach(one -> rows.add(row(
                            one.path("field")
                                    .asText()
                                    .replaceFirst("^(in|out)put\\.", "")
                                    .replace('_', ' '),
                            one)));
        }
        return li(
                        line(
                                change,
                                step.path("title").asText(),
                                Words.pill(state.path("state").asText())),
                        rows.isEmpty()
                                ? null
                                : div(table(
                                                thead(tr(th(""), th("First"), th("Second"))),
                                                tbody(rows.toArray(DomContent[]::new))))
                                        .withClass("wide"))
                .withClasses("change", change);
    }

    private static DomContent row(String what, JsonNode pair) {
        return tr(
                td(what).withClass("quiet"),
                td(cell(pair.path("a"))).attr("data-side", "First"),
                td(cell(pair.path("b"))).attr("data-side", "Second"));
    }

    private static String cell(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "–" : value.asText();
    }

    private static DomContent line(String change, String title, DomContent more) {
        return div(
                        span(SIGNS.getOrDefault(change, "")).withClass("sign").attr("aria-hidden", "true"),
                        span(title).withClass("what"),
                        more,
                        span(WORDS.getOrDefault(change, change)).withClass("quiet"))
                .withClass("line");
    }

    private static DomContent file(JsonNode file) {
        String change = file.path("change").asText();
        DomContent title = line(
                change,
                file.path("path").asText(),
                span(file.path("kind").asText()).withClass("chip"));
        if (file.path("diff").isEmpty()) {
            return li(title).withClasses("change", change);
        }
        List<DomContent> lines = new ArrayList<>();
        for (JsonNode signed : file.path("diff")) {
            String text = signed.asText();
            String tone = text.startsWith("+")
                    ? "plus"
                    : text.startsWith("-") ? "minus" : text.startsWith("@") ? "at" : "both";
            lines.add(span(text + "\n").withClass(tone));
        }
        return li(details(summary(title), pre(lines.toArray(DomContent[]::new)).withClass("diff"))
                        .attr("open"))
                .withClasses("change", change);
    }

    private static List<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
