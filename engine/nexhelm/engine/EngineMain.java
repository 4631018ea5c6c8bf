package nexhelm.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code nex-engine}. Exit codes: 0 done, 1 it could not be done, 2 the command line is wrong. */
public final class EngineMain {

    private EngineMain() {}

    public static int run(String[] args) {
        logToStderr();
        if (LoggerFactory.getLogger("nexhelm.engine") instanceof Logger ours) {
            ours.setLevel(Level.INFO); // ids and words of ours, see Journal
        }
        CommandLine command = new CommandLine(new Root());
        command.addSubcommand(new ServeCommand());
        CommandLine user = new CommandLine(new UserCommand());
        user.addSubcommand(new UserAddCommand());
        command.addSubcommand("user", user);
        command.setParameterExceptionHandler((e, given) -> {
            e.getCommandLine()
                    .getErr()
                    .println("nex-engine: " + oneLine(e.getMessage()) + " (see "
                            + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
            return 2;
        });
        command.setExecutionExceptionHandler((e, at, parsed) -> {
            at.getErr().println("nex-engine: " + oneLine(String.valueOf(e.getMessage())));
            if (!(e instanceof Engine.CannotStart)) {
                LoggerFactory.getLogger(EngineMain.class).error("unexpected", e);
            }
            return 1;
        });
        return command.execute(args);
    }

    /** The folder when none is named. Java's own idea of a home folder does not follow HOME. */
    static Path defaultData() {
        return home().resolve(".nex").resolve("engine");
    }

    /** Where a workspace daemon keeps its files when none is named. */
    static Path defaultWorkspaces() {
        return home().resolve(".nex").resolve("workspace-daemon");
    }

    private static Path home() {
        return Path.of(Optional.ofNullable(System.getenv("HOME"))
                .filter(home -> !home.isBlank())
                .orElse(System.getProperty("user.home")));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").strip();
    }

    /** Logback without configuration writes debug lines to standard output. */
    static void logToStderr() {
        // spreadsheets log through log4j, which complains about itself unless it is told where to
        System.setProperty("log4j.provider", "org.apache.logging.log4j.simple.internal.SimpleProvider");
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(stderr);
        root.setLevel(Level.WARN);
        context.getLogger("com.password4j").setLevel(Level.ERROR);
        // may quote a transcript, or a key that a server repeats in an error; the run says what went wrong
        context.getLogger("dev.langchain4j").setLevel(Level.OFF);
    }

    /** Prints help when no subcommand is given. */
    @Command(
            name = "nex-engine",
            description = "The engine of the workflow lab.",
            mixinStandardHelpOptions = true,
            version = "nex-engine " + Version.TEXT)
    static final class Root implements Runnable {
        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: serve or user add");
        }
    }

    /** Groups what concerns accounts. */
    @Command(name = "user", description = "Accounts of this engine.", mixinStandardHelpOptions = true)
    static final class UserCommand implements Runnable {
        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: user add EMAIL");
        }
    }
}
