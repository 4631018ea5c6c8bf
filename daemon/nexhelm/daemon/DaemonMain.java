package nexhelm.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code nex-workspace}. Exit codes: 0 done, 1 it could not be done, 2 the command line is wrong. */
public final class DaemonMain {

    static final String VERSION = "0.4.0";

    private DaemonMain() {}

    public static int run(String[] args) {
        logToStderr();
        return run(args, new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    }

    /** With other streams than the process's. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine command = new CommandLine(new Root());
        command.addSubcommand(new ServeCommand());
        command.setOut(out).setErr(err);
        command.setParameterExceptionHandler((e, given) -> {
            e.getCommandLine().getErr().println("nex-workspace: " + oneLine(e.getMessage()));
            return 2;
        });
        command.setExecutionExceptionHandler((e, at, parsed) -> {
            at.getErr().println("nex-workspace: " + oneLine(String.valueOf(e.getMessage())));
            if (!(e instanceof Daemon.CannotStart)) {
                LoggerFactory.getLogger(DaemonMain.class).error("unexpected", e);
            }
            return 1;
        });
        return command.execute(args);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").strip();
    }

    /** Logback without configuration writes debug lines to standard output; libraries log addresses and packets. */
    static void logToStderr() {
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
        context.getLogger("org.eclipse.jgit").setLevel(Level.OFF);
        context.getLogger("org.apache.sshd").setLevel(Level.OFF);
    }

    /** Prints help when no subcommand is given. */
    @Command(
            name = "nex-workspace",
            description = "The daemon that keeps clones of repositories and runs their checks.",
            mixinStandardHelpOptions = true,
            version = "nex-workspace " + VERSION)
    static final class Root implements Runnable {
        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "say what to do: serve --allow-exec --repo URL");
        }
    }
}
