package nexhelm.engine;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.AuthApi;
import nexhelm.engine.auth.Gate;
import nexhelm.engine.auth.Sessions;
import nexhelm.engine.auth.Tokens;
import nexhelm.engine.http.Origin;
import nexhelm.engine.page.Pages;
import nexhelm.engine.persona.Personas;
import nexhelm.engine.run.Downloads;
import nexhelm.engine.run.Lab;
import nexhelm.engine.run.LabApi;
import nexhelm.engine.run.SandboxApi;
import nexhelm.engine.run.ServiceApi;
import nexhelm.engine.run.TasksApi;
import nexhelm.engine.store.Migrations;
import nexhelm.engine.store.Store;
import nexhelm.engine.tool.ToolCatalog;
import nexhelm.engine.workspace.WorkspaceApi;

/** A running engine: one data directory, one database, one web server. */
final class Engine implements AutoCloseable {

    private final DataDirectory.Lock lock;
    private final Personas personas;
    private final Store store;
    private final Lab lab;
    private final WebServer server;
    private final StateFile state;
    private final Origin origin;

    private Engine(
            DataDirectory.Lock lock,
            Personas personas,
            Store store,
            Lab lab,
            WebServer server,
            StateFile state,
            Origin origin) {
        this.lock = lock;
        this.personas = personas;
        this.store = store;
        this.lab = lab;
        this.server = server;
        this.state = state;
        this.origin = origin;
    }

    /** An engine that cannot start; the message is one line for people. */
    static final class CannotStart extends Exception {
        CannotStart(String message) {
            super(message);
        }
    }

    static Engine start(Settings settings, Personas personas) throws CannotStart {
        try {
            return open(settings, personas);
        } catch (IOException e) {
            throw new CannotStart("cannot use the data folder " + settings.data() + ": " + reason(e));
        } catch (Migrations.Refused e) {
            throw new CannotStart(e.getMessage());
        }
    }

    private static Engine open(Settings settings, Personas personas)
            throws IOException, CannotStart, Migrations.Refused {
        DataDirectory data = DataDirectory.open(settings.data());
        StateFile state = new StateFile(data.state());
        DataDirectory.Lock lock = data.lock()
                .orElseThrow(() -> new CannotStart("another nex-engine"
                        + state.pid().map(pid -> " (pid " + pid + ")").orElse("") + " uses " + data.path()
                        + "; stop it, or choose another folder with --data"));
        Store store = null;
        WebServer server = null;
        try {
            server = WebServer.bind(settings.host(), settings.port());
            data.prepareDatabase();
            store = Store.open(data.database(), settings.clock());
            Migrations.released().apply(store, data.database());
            return serve(settings, personas, data, state, lock, store, server);
        } catch (IOException | CannotStart | Migrations.Refused | RuntimeException e) {
            if (server != null) {
                server.close();
            }
            if (store != null) {
                store.close();
            }
            lock.close();
            throw e;
        }
    }

    private static Engine serve(
            Settings settings,
            Personas personas,
            DataDirectory data,
            StateFile state,
            DataDirectory.Lock lock,
            Store store,
            WebServer server)
            throws IOException {
        String instance = UUID.randomUUID().toString();
        Origin origin = new Origin(settings.host(), server.port(), settings.publicUrl());
        Optional<String> localSecret = origin.isLocal() ? Optional.of(DataDirectory.random()) : Optional.empty();

        Accounts accounts = new Accounts(store);
        accounts.ensureDemo();
        if (origin.isLocal()) {
            accounts.ensureLocalUser(settings.emailDomain());
        }
        String key = data.secret("signing.key");
        Tokens tokens = new Tokens(key, settings.clock(), settings.sharedSecret());
        AuthApi auth = new AuthApi(
                accounts,
                tokens,
                origin,
                data.secret("anon.key"),
                localSecret,
                settings.emailDomain(),
                settings.clock());
        Sessions sessions = new Sessions(store, origin, key);
        Lab lab = new Lab(store, personas, ToolCatalog.all(), instance, settings.pace(), settings.impersonators());
        LabApi api = new LabApi(store, lab, personas.integrationEngineer());
        SandboxApi sandbox = new SandboxApi(store, lab, personas.designer().quick());
        Router router = new Router(
                origin,
                instance,
                new Gate(accounts, tokens),
                auth,
                sessions,
                api,
                sandbox,
                new TasksApi(store, lab),
                new ServiceApi(store, lab, settings.service()),
                new Downloads(store, lab, origin, key),
                new WorkspaceApi(settings.workspaces(), settings.data(), origin),
                new Pages(store, lab, api, sandbox, sessions, auth, settings.nex()));
        lab.start();
        server.start(router);
        state.write(server.port(), origin.url(), instance, store.now(), localSecret);
        return new Engine(lock, personas, store, lab, server, state, origin);
    }

    String url() {
        return origin.url();
    }

    /** Ends streams, lets agents stop at their next call, and leaves nothing half done. */
    @Override
    public void close() {
        state.remove();
        personas.stop();
        lab.close();
        try {
            server.close();
            store.close();
            lock.close();
        } catch (IOException e) {
            // socket and lock end with the process in any case
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException
                ? "permission denied"
                : e instanceof java.nio.file.FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : String.valueOf(e.getMessage());
    }
}
