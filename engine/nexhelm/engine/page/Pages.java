package nexhelm.engine.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.AuthApi;
import nexhelm.engine.auth.Sessions;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.run.Lab;
import nexhelm.engine.store.Store;

/** The pages below {@code /dashboard}. */
public final class Pages {
    public Pages(Store store, Lab lab, Sessions sessions, Accounts accounts, AuthApi auth, Origin origin) {}

    public void register(RoutesConfig routes) {}

    public void refuse(Context context, Refusal refusal) {
        context.result(refusal.detail());
    }
}
