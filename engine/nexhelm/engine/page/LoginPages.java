package nexhelm.engine.page;

import static j2html.TagCreator.b;
import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.form;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import j2html.tags.DomContent;
import java.util.Optional;
import nexhelm.engine.auth.AuthApi;
import nexhelm.engine.auth.BrowserLogins;
import nexhelm.engine.auth.BrowserLogins.Wish;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.auth.Sessions;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.page.Pages.Content;

/** The pages of a command line's login: a code to enter, and a program at an address of the machine to agree to. */
final class LoginPages {

    private static final String DEVICE = "/dashboard/device";
    private static final String AUTHORIZE = "/dashboard/authorize";

    private final Pages pages;
    private final Sessions sessions;
    private final AuthApi auth;

    LoginPages(Pages pages, Sessions sessions, AuthApi auth) {
        this.pages = pages;
        this.sessions = sessions;
        this.auth = auth;
    }

    void register(RoutesConfig routes) {
        routes.get("/login/device", context -> context.redirect(DEVICE + codeOf(context), HttpStatus.SEE_OTHER));
        routes.get("/auth/v1/authorize", context -> {
            wish(context);
            context.redirect(AUTHORIZE + "?" + context.queryString(), HttpStatus.SEE_OTHER);
        });
        routes.get(DEVICE, pages.signedIn(this::device));
        routes.post(DEVICE, pages.signedIn(this::decideDevice));
        routes.get(AUTHORIZE, pages.signedIn(this::authorize));
        routes.post(AUTHORIZE, pages.signedIn(this::decideAuthorize));
    }

    private static String codeOf(Context context) {
        return Optional.ofNullable(context.queryParam("user_code"))
                .filter(code -> code.matches("[A-Za-z-]{1,20}"))
                .map(code -> "?user_code=" + code)
                .orElse("");
    }

    private void device(Caller caller, Context context) {
        enter(
                caller,
                context,
                Optional.ofNullable(context.queryParam("user_code")).orElse(""),
                Optional.empty());
    }

    private void enter(Caller caller, Context context, String code, Optional<String> problem) {
        pages.page(
                context,
                Optional.of(caller),
                card(
                        "Sign in a terminal",
                        p(
                                text("A terminal that runs "),
                                Suggestion.of("nex login"),
                                text(" shows a code. Enter it only if it is your own terminal: it will work as "),
                                b(caller.user().email()),
                                text(".")),
                        problem.map(sentence -> p(sentence).withClass("problem").attr("role", "alert"))
                                .orElse(null),
                        form(
                                        Layout.token(sessions.formToken(context)),
                                        label("Code").withFor("user_code"),
                                        input().withId("user_code")
                                                .withName("user_code")
                                                .withValue(code.matches("[A-Za-z-]{1,20}") ? code : "")
                                                .attr("autocomplete", "off")
                                                .attr("autocapitalize", "characters")
                                                .isRequired(),
                                        choices("Sign in this terminal"))
                                .withMethod("post")
                                .withAction(DEVICE)
                                .withClass("fields")));
    }

    private void decideDevice(Caller caller, Context context) {
        sessions.requireOwnForm(context);
        String code = Pages.field(context, "user_code");
        boolean agreed = agreed(context);
        if (!auth.decideDevice(caller, code, agreed, context.ip())) {
            context.status(422);
            enter(caller, context, code, Optional.of("No terminal waits with this code; it may have expired."));
            return;
        }
        pages.page(
                context,
                Optional.of(caller),
                card(
                        agreed ? "The terminal is signed in" : "The terminal was refused",
                        p("Close this page and go back to the terminal.")));
    }

    private void authorize(Caller caller, Context context) {
        Wish wish = wish(context);
        pages.page(
                context,
                Optional.of(caller),
                card(
                        "Sign in a program",
                        p(
                                text("A program on your machine, at "),
                                code(wish.origin()),
                                text(", asks to work as "),
                                b(caller.user().email()),
                                text(". Agree if you have just run "),
                                Suggestion.of("nex auth login"),
                                text(".")),
                        form(
                                        Layout.token(sessions.formToken(context)),
                                        Layout.hidden("redirect_to", wish.back()),
                                        Layout.hidden("code_challenge", wish.challenge()),
                                        Layout.hidden("code_challenge_method", "s256"),
                                        choices("Agree"))
                                .withMethod("post")
                                .withAction(AUTHORIZE)
                                .withClass("fields")));
        // Browsers hold a form to this list also where its answer is a redirect.
        context.header(
                "Content-Security-Policy",
                Pages.POLICY.replace("form-action 'self'", "form-action 'self' " + wish.origin()));
    }

    private void decideAuthorize(Caller caller, Context context) {
        sessions.requireOwnForm(context);
        Wish wish = BrowserLogins.wish(
                Optional.of(Pages.field(context, "redirect_to")),
                Optional.of(Pages.field(context, "code_challenge")),
                Optional.of(Pages.field(context, "code_challenge_method")));
        context.redirect(auth.browserLogins().decide(wish, caller, agreed(context)), HttpStatus.SEE_OTHER);
    }

    private static Wish wish(Context context) {
        return BrowserLogins.wish(
                Optional.ofNullable(context.queryParam("redirect_to")),
                Optional.ofNullable(context.queryParam("code_challenge")),
                Optional.ofNullable(context.queryParam("code_challenge_method")));
    }

    private static boolean agreed(Context context) {
        return switch (Pages.field(context, "decision")) {
            case "agree" -> true;
            case "refuse" -> false;
            default -> throw Refusal.invalid("invalid_decision", "The decision is agree or refuse.");
        };
    }

    private static DomContent choices(String agree) {
        return div(
                button(agree)
                        .withType("submit")
                        .withName("decision")
                        .withValue("agree")
                        .withClass("primary"),
                button("Refuse").withType("submit").withName("decision").withValue("refuse"));
    }

    private static Content card(String title, DomContent... inside) {
        return new Content(
                title, section(h1(title), j2html.TagCreator.each(inside)).withClass("card narrow"));
    }
}
