package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.div;
import static j2html.TagCreator.form;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.page.Pages.Content;

/** The small pages: sign-in, refusals, a link that is used up. */
final class Notices {

    private static final Pattern RUN = Pattern.compile("[?&]runId=([A-Za-z0-9-]+)");

    private Notices() {}

    static Content signIn(String next, Optional<String> problem, String formToken) {
        Matcher run = RUN.matcher(next);
        String open = run.find() ? "nex open " + run.group(1) : "nex open";
        return new Content(
                "Sign in",
                section(
                                h1("Sign in"),
                                p(
                                        text("On the machine of this engine, run "),
                                        Suggestion.of(open),
                                        text(" in a terminal: it opens this page signed in.")),
                                p("With an account of this engine, sign in here."),
                                problem.map(sentence ->
                                                p(sentence).withClass("problem").attr("role", "alert"))
                                        .orElse(null),
                                form(
                                                Layout.token(formToken),
                                                Layout.hidden("next", next),
                                                label("E-mail address").withFor("email"),
                                                input().withId("email")
                                                        .withName("email")
                                                        .withType("email")
                                                        .attr("autocomplete", "username")
                                                        .isRequired(),
                                                label("Password").withFor("password"),
                                                input().withId("password")
                                                        .withName("password")
                                                        .withType("password")
                                                        .attr("autocomplete", "current-password")
                                                        .isRequired(),
                                                div(button("Sign in")
                                                        .withType("submit")
                                                        .withClass("primary")))
                                        .withMethod("post")
                                        .withAction("/dashboard/sign-in")
                                        .withClass("fields"))
                        .withClass("card narrow"));
    }

    static Content refusal(Refusal refusal, String nex) {
        return new Content(
                refusal.status() == 404 ? "Nothing here" : "That did not work",
                section(
                                h1(refusal.status() == 404 ? "Nothing here" : "That did not work"),
                                p(Suggestion.in(refusal.detail(), nex)),
                                p(a("All runs").withHref("/dashboard/workflow-lab")))
                        .withClass("card narrow"));
    }

    static Content usedLink() {
        return new Content(
                "Link used up",
                section(
                                h1("This link has been used or is too old"),
                                p(
                                        text("A link signs in once, within five minutes. Run "),
                                        Suggestion.of("nex open"),
                                        text(" again for a new one.")),
                                p(a("All runs").withHref("/dashboard/workflow-lab")))
                        .withClass("card narrow"));
    }
}
