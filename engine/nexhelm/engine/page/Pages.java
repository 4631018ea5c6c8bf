package nexhelm.engine.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import j2html.tags.DomContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import nexhelm.engine.auth.AuthApi;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.auth.Sessions;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.run.Lab;
import nexhelm.engine.run.LabApi;
import nexhelm.engine.run.Run;
import nexhelm.engine.run.RunSearch;
import nexhelm.engine.run.Runs;
import nexhelm.engine.run.SandboxApi;
import nexhelm.engine.store.Store;
import nexhelm.engine.tool.ToolCatalog;

/** The pages below {@code /dashboard}: exactly the paths that clients link to, and what those pages need. */
public final class Pages {

    private static final String LAB = "/dashboard/workflow-lab";
    static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:;"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Store store;
    private final Lab lab;
    private final LabApi api;
    private final SandboxApi sandbox;
    private final Sessions sessions;
    private final AuthApi auth;
    private final String nex;

    /** @param nex how nex is called on this machine: {@code nex}, or a longer way to it */
    public Pages(Store store, Lab lab, LabApi api, SandboxApi sandbox, Sessions sessions, AuthApi auth, String nex) {
        this.store = store;
        this.lab = lab;
        this.api = api;
        this.sandbox = sandbox;
        this.sessions = sessions;
        this.auth = auth;
        this.nex = nex;
    }

    public void register(RoutesConfig routes) {
        routes.get("/", context -> context.redirect(LAB, HttpStatus.SEE_OTHER));
        routes.get("/dashboard", context -> context.redirect(LAB, HttpStatus.SEE_OTHER));
        routes.get("/dashboard/assets/page.css", context -> asset(context, "text/css", Stylesheet.TEXT));
        routes.get("/dashboard/assets/page.js", context -> asset(context, "text/javascript", Behaviour.TEXT));
        routes.get("/dashboard/link/{token}", this::link);
        routes.post("/dashboard/sign-in", this::signIn);
        routes.post("/dashboard/sign-out", this::signOut);
        new LoginPages(this, sessions, auth).register(routes);
        routes.get(LAB, signedIn(this::show));
        routes.get(LAB + "/compare", signedIn(this::compare));
        routes.get(LAB + "/events", signedIn(this::events));
        routes.get(
                LAB + "/files/{id}/{file}",
                signedIn((caller, context) -> api.file(caller, Request.withoutBody(context))));
        routes.post(LAB + "/verdict", signedIn(this::verdict));
        routes.post(LAB + "/answer", signedIn(this::answer));
        routes.get("/dashboard/agent-tasks/{id}", signedIn(this::task));
        routes.post("/dashboard/agent-tasks/{id}/steps", signedIn(this::mark));
        routes.post("/dashboard/agent-tasks/{id}/finish", signedIn(this::finishTask));
        routes.get(
                "/dashboard/sandbox",
                signedIn((caller, context) -> page(
                        context,
                        Optional.of(caller),
                        SandboxPage.of(sandbox.view(caller, Optional.empty()), sessions.formToken(context)))));
        routes.get(
                "/dashboard/tools",
                signedIn((caller, context) -> page(
                        context,
                        Optional.of(caller),
                        ToolPage.of(ToolCatalog.all().values()))));
        routes.get(
                "/dashboard/sandbox/{id}/items/{item}",
                signedIn((caller, context) -> sandbox.content(caller, Request.withoutBody(context))));
        routes.post("/dashboard/sandbox/reset", signedIn((caller, context) -> {
            sessions.requireOwnForm(context);
            sandbox.reset(caller, field(context, "sandbox"));
            context.redirect("/dashboard/sandbox", HttpStatus.SEE_OTHER);
        }));
        routes.get(
                "/dashboard/audit",
                signedIn((caller, context) -> page(
                        context,
                        Optional.of(caller),
                        AuditPage.of(lab.audit().newest(caller.user().organizationId(), 500)))));
    }

    /** Any refusal below {@code /dashboard}, as a page. */
    public void refuse(Context context, Refusal refusal) {
        page(context, sessions.caller(context), Notices.refusal(refusal, nex));
    }

    Handler signedIn(BiConsumer<Caller, Context> page) {
        return context -> {
            Optional<Caller> caller = sessions.caller(context);
            if (caller.isPresent()) {
                page.accept(caller.get(), context);
            } else {
                askToSignIn(
                        context,
                        401,
                        Optional.empty(),
                        context.path()
                                + Optional.ofNullable(context.queryString())
                                        .map(query -> "?" + query)
                                        .orElse(""));
            }
        };
    }

    private void askToSignIn(Context context, int status, Optional<String> problem, String next) {
        context.status(status);
        String back = Sessions.isOwnPage(next) ? next : LAB;
        page(context, Optional.empty(), Notices.signIn(back, problem, sessions.formToken(context)));
    }

    private void link(Context context) {
        Optional<String> path = sessions.redeem(context, context.pathParam("token"));
        if (path.isPresent()) {
            context.redirect(path.get(), HttpStatus.SEE_OTHER);
        } else {
            context.status(410);
            page(context, sessions.caller(context), Notices.usedLink());
        }
    }

    private void signIn(Context context) {
        sessions.requireOwnForm(context);
        String next = Optional.ofNullable(context.formParam("next")).orElse(LAB);
        try {
            sessions.open(
                    context,
                    auth.signInToPages(field(context, "email"), field(context, "password"), context.ip())
                            .id());
        } catch (Refusal e) {
            askToSignIn(context, e.status(), Optional.of(e.detail()), next);
            return;
        }
        context.redirect(Sessions.isOwnPage(next) ? next : LAB, HttpStatus.SEE_OTHER);
    }

    private void signOut(Context context) {
        sessions.requireOwnForm(context);
        sessions.close(context);
        context.redirect(LAB, HttpStatus.SEE_OTHER);
    }

    private void show(Caller caller, Context context) {
        Optional<String> id = Optional.ofNullable(context.queryParam("runId")).filter(text -> !text.isBlank());
        String form = sessions.formToken(context);
        if (id.isEmpty()) {
            page(context, Optional.of(caller), list(caller, context));
            return;
        }
        RunView view = store.read(
                handle -> RunView.of(handle, lab.evidence(), Runs.visible(handle, caller, id.get()), caller));
        page(context, Optional.of(caller), RunPage.of(view, form));
    }

    private Content list(Caller caller, Context context) {
        if ("1".equals(context.queryParam("waiting"))) {
            return WaitingList.of(
                    store.read(handle -> RunSearch.waiting(handle, caller.user().organizationId())), caller);
        }
        RunSearch search = RunList.search(context, caller);
        return store.read(handle -> RunList.of(search, search.of(handle), RunSearch.operators(handle, caller), caller));
    }

    /** Two runs named by {@code a} and {@code b}, or marked in the list, where the newer stands first. */
    private void compare(Caller caller, Context context) {
        List<String> marked = context.queryParams("run");
        Optional<String> a = Optional.ofNullable(marked.size() == 2 ? marked.get(1) : context.queryParam("a"))
                .filter(id -> !id.isBlank());
        Optional<String> b = Optional.ofNullable(marked.size() == 2 ? marked.get(0) : context.queryParam("b"))
                .filter(id -> !id.isBlank());
        List<Run> choices = store.read(handle -> {
            List<Run> runs = new ArrayList<>(
                    new RunSearch(caller.user().organizationId(), Optional.empty(), "", Optional.empty(), 1)
                            .of(handle)
                            .runs());
            for (Optional<String> id : List.of(a, b)) {
                id.filter(one -> runs.stream().noneMatch(run -> run.id().equals(one)))
                        .ifPresent(one -> runs.add(Runs.visible(handle, caller, one)));
            }
            return runs;
        });
        page(
                context,
                Optional.of(caller),
                ComparePage.of(
                        choices,
                        a,
                        b,
                        a.isPresent() && b.isPresent()
                                ? Optional.of(api.compare(caller, a.get(), b.get()))
                                : Optional.empty()));
    }

    private void task(Caller caller, Context context) {
        Run run = taskRun(caller, context);
        RunView view = store.read(handle -> RunView.of(handle, lab.evidence(), run, caller));
        page(context, Optional.of(caller), TaskPage.of(view, context.pathParam("id"), sessions.formToken(context)));
    }

    private Run taskRun(Caller caller, Context context) {
        String id = context.pathParam("id");
        return store.read(handle ->
                        id.matches("[0-9]{1,18}") ? Runs.byTask(handle, Long.parseLong(id)) : Optional.<Run>empty())
                .filter(found -> found.organizationId().equals(caller.user().organizationId()))
                .orElseThrow(() ->
                        Refusal.notFound("task_not_found", "There is no agent task '%s'.".formatted(Request.clip(id))));
    }

    private void mark(Caller caller, Context context) {
        sessions.requireOwnForm(context);
        String decision = field(context, "decision");
        String step = field(context, "step");
        if (!decision.equals("done") && !decision.equals("not_done")) {
            throw Refusal.invalid("invalid_decision", "A step is done or not_done.");
        }
        lab.mark(
                caller,
                taskRun(caller, context).id(),
                step.matches("[0-9]{1,4}") ? Integer.parseInt(step) : 0,
                decision.equals("done"),
                field(context, "decided").equals("yes"),
                field(context, "note"));
        context.redirect("/dashboard/agent-tasks/" + context.pathParam("id"), HttpStatus.SEE_OTHER);
    }

    private void finishTask(Caller caller, Context context) {
        sessions.requireOwnForm(context);
        back(context, lab.finishTask(caller, taskRun(caller, context).id()));
    }

    private void events(Caller caller, Context context) {
        Run run = store.read(handle -> Runs.visible(
                handle, caller, Optional.ofNullable(context.queryParam("runId")).orElse("")));
        String thread = run.threadId()
                .orElseThrow(() -> Refusal.notFound("thread_not_found", "The agent has not worked on this run yet."));
        lab.stream().serve(context, caller, thread, LabApi.after(Request.withoutBody(context)));
    }

    private void verdict(Caller caller, Context context) {
        sessions.requireOwnForm(context);
        String id = field(context, "runId");
        String verdict = field(context, "verdict");
        if (!verdict.equals("approved") && !verdict.equals("rejected")) {
            throw Refusal.invalid("invalid_verdict", "The verdict must be approved or rejected.");
        }
        Run run = lab.judge(caller, id, verdict, field(context, "note"));
        back(context, run);
    }

    private void answer(Caller caller, Context context) {
        sessions.requireOwnForm(context);
        Run run = store.read(handle -> Runs.visible(handle, caller, field(context, "runId")));
        String thread =
                run.threadId().orElseThrow(() -> Refusal.conflict("already_answered", "This run asks nothing."));
        lab.answer(caller, thread, field(context, "interaction"), field(context, "decision"), field(context, "text"));
        back(context, run);
    }

    private static void back(Context context, Run run) {
        context.redirect(LAB + "?runId=" + run.id(), HttpStatus.SEE_OTHER);
    }

    static String field(Context context, String name) {
        return Optional.ofNullable(context.formParam(name)).orElse("");
    }

    void page(Context context, Optional<Caller> caller, Content content) {
        context.header("Content-Security-Policy", POLICY);
        context.header("Vary", "Cookie");
        String form = caller.isPresent() ? sessions.formToken(context) : "";
        context.html(Suggestion.typed(Layout.page(content, caller, form), nex));
    }

    private static void asset(Context context, String type, String text) {
        context.header("Cache-Control", "public, max-age=3600");
        context.contentType(type + "; charset=utf-8");
        context.result(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a page says, without the frame around it. */
    record Content(String title, DomContent main) {}
}
