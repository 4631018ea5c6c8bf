package nexhelm.engine;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.Passwords;
import nexhelm.engine.store.Migrations;
import nexhelm.engine.store.Store;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nex-engine user add}: a member of the demo organisation; also while the engine runs. */
@Command(name = "add", description = "Adds a member of the demo organisation.", mixinStandardHelpOptions = true)
final class UserAddCommand implements Callable<Integer> {

    @Parameters(paramLabel = "EMAIL", description = "The e-mail address to sign in with.")
    private String email;

    @Option(
            names = "--password-stdin",
            description = "Reads the password from standard input instead of asking for it.")
    private boolean passwordStdin;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the engine (default $HOME/.nex/engine).")
    private Path data;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Engine.CannotStart {
        if (!email.matches("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+\\.[^@\\s\\p{Cntrl}]+")) {
            throw wrong("'" + email + "' is not an e-mail address");
        }
        String password = password();
        if (password.codePointCount(0, password.length()) < Passwords.SHORTEST) {
            throw wrong("the password must have at least " + Passwords.SHORTEST + " characters");
        }
        Path folder = Optional.ofNullable(data).orElseGet(EngineMain::defaultData);
        try {
            add(DataDirectory.open(folder), password);
        } catch (IOException e) {
            throw new Engine.CannotStart("cannot use the data folder " + folder + ": " + e.getMessage());
        } catch (Migrations.Refused e) {
            throw new Engine.CannotStart(e.getMessage());
        }
        return 0;
    }

    private void add(DataDirectory folder, String password) throws IOException, Migrations.Refused, Engine.CannotStart {
        folder.prepareDatabase();
        Optional<DataDirectory.Lock> lock = folder.lock();
        try (Store store = Store.open(folder.database(), Clock.systemUTC())) {
            if (lock.isPresent()) {
                Migrations.released().apply(store, folder.database());
            } else {
                Migrations.released().check(store, folder.database());
                if (Migrations.version(store) != Migrations.released().newest()) {
                    throw new Engine.CannotStart("the engine that runs on " + folder.path()
                            + " is of another version; use that version's nex-engine, or stop it first");
                }
            }
            Accounts accounts = new Accounts(store);
            accounts.ensureDemo();
            if (!accounts.add(email, Passwords.hash(password))) {
                throw new Engine.CannotStart("there is already an account " + email);
            }
            spec.commandLine().getOut().println("added " + email);
            spec.commandLine().getOut().flush();
        } finally {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    private String password() throws Engine.CannotStart {
        if (!passwordStdin) {
            Console console = System.console();
            if (console == null) {
                throw wrong("there is no terminal to ask for the password; pass it with --password-stdin");
            }
            return new String(Optional.ofNullable(console.readPassword("Password for %s: ", email))
                    .orElse(new char[0]));
        }
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = System.in.read(); b >= 0 && b != '\n'; b = System.in.read()) {
                line.write(b);
            }
            byte[] bytes = line.toByteArray();
            int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
            return new String(Arrays.copyOf(bytes, length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Engine.CannotStart("cannot read the password from standard input: " + e.getMessage());
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
