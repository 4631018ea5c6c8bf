package nexhelm.daemon.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.daemon.exec.Run;
import nexhelm.engine.http.Refusal;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** A shell or a command line over SSH, run in the sandbox of the workspace. */
final class SshProgram implements Command {

    private static final Path PSEUDO_TERMINAL = Path.of("/usr/bin/script");

    private final Run run;
    private final Optional<String> commandLine;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;

    SshProgram(Run run, Optional<String> commandLine) {
        this.run = run;
        this.commandLine = commandLine;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        List<String> words = words(environment.getEnv());
        Thread thread = new Thread(
                () -> {
                    try {
                        exit.onExit(run.serve(".", words, in, out, err));
                    } catch (Refusal e) {
                        exit.onExit(126, e.detail());
                    } catch (IOException | RuntimeException e) {
                        exit.onExit(255);
                    }
                },
                "ssh program");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void destroy(ChannelSession channel) {
        run.stop();
    }

    /** A terminal is asked for by its type; then script(1) gives the shell one. */
    private List<String> words(Map<String, String> environment) {
        String shell = Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
        String terminal = Optional.ofNullable(environment.get(Environment.ENV_TERM))
                .filter(text -> text.matches("[A-Za-z0-9._+-]{1,40}"))
                .orElse("");
        if (terminal.isEmpty() || !Files.isExecutable(PSEUDO_TERMINAL)) {
            return commandLine.map(line -> List.of("/bin/sh", "-c", line)).orElse(List.of(shell));
        }
        String size = "stty cols %d rows %d 2>/dev/null; "
                .formatted(
                        number(environment.get(Environment.ENV_COLUMNS), 80),
                        number(environment.get(Environment.ENV_LINES), 24));
        String what = size + "export TERM=" + terminal + "; "
                + commandLine.map(line -> "exec /bin/sh -c " + quoted(line)).orElse("exec " + shell + " -i");
        return List.of(PSEUDO_TERMINAL.toString(), "-qefc", what, "/dev/null");
    }

    private static int number(String text, int otherwise) {
        return text != null && text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : otherwise;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
