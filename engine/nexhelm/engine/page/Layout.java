package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.button;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.form;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.input;
import static j2html.TagCreator.link;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.script;
import static j2html.TagCreator.span;
import static j2html.TagCreator.title;

import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.util.Optional;
import nexhelm.engine.auth.Caller;

/** The frame around every page. */
final class Layout {

    private static final String VERSION = Integer.toHexString((Stylesheet.TEXT + Behaviour.TEXT).hashCode());

    private Layout() {}

    static String page(Pages.Content content, Optional<Caller> caller, String formToken) {
        return document(html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                meta().withName("color-scheme").withContent("light dark"),
                                title(content.title() + " · nexhelm"),
                                link().withRel("icon").withHref("data:,"),
                                link().withRel("stylesheet").withHref("/dashboard/assets/page.css?" + VERSION),
                                script().withSrc("/dashboard/assets/page.js?" + VERSION)
                                        .attr("defer")),
                        body(
                                a("Skip to content").withClass("skip").withHref("#content"),
                                header(
                                                a("nexhelm").withClass("brand").withHref("/dashboard/workflow-lab"),
                                                caller.isEmpty()
                                                        ? span("Workflow lab").withClass("quiet")
                                                        : places(content.title()),
                                                caller.map(c -> who(c, formToken))
                                                        .orElseGet(() -> div().withClass("who")))
                                        .withClass("top"),
                                main(content.main()).withId("content")))
                .withLang("en"));
    }

    private static DomContent places(String current) {
        return nav(
                        place("Runs", "/dashboard/workflow-lab", current),
                        place("Waiting", "/dashboard/workflow-lab?waiting=1", current),
                        place("Compare", "/dashboard/workflow-lab/compare", current),
                        place("Sandbox", "/dashboard/sandbox", current),
                        place("Tools", "/dashboard/tools", current),
                        place("Audit", "/dashboard/audit", current))
                .withClass("places")
                .attr("aria-label", "Workflow lab");
    }

    private static DomContent place(String name, String path, String current) {
        var link = a(name).withHref(path);
        return name.equals(current) ? link.attr("aria-current", "page") : link;
    }

    private static DivTag who(Caller caller, String formToken) {
        return div(
                        span(caller.user().email()).withClass("quiet"),
                        form(
                                        token(formToken),
                                        button("Sign out").withType("submit").withClass("link"))
                                .withMethod("post")
                                .withAction("/dashboard/sign-out"))
                .withClass("who");
    }

    /** The hidden field without which a form is refused. */
    static DomContent token(String formToken) {
        return hidden("form", formToken);
    }

    static DomContent hidden(String name, String value) {
        return input().withType("hidden").withName(name).withValue(value);
    }
}
