package nexhelm.auth;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nexhelm.Failure;
import nexhelm.world.World;

/**
 * The system's store of secrets, through the system's own tool: Secret Service by {@code secret-tool}, the Keychain of
 * macOS by {@code security}, the Credential Locker of Windows by PowerShell. Secrets go through pipes, never through an
 * argument. Only Secret Service is tested; the other two are written by their documentation.
 */
final class Keychain {

    private static final String SERVICE = "nexhelm";
    private static final int LIMIT_SECONDS = 60;

    private final World world;

    Keychain(World world) {
        this.world = world;
    }

    private record Answer(int code, String out, String err) {}

    /** The secret of an account; empty when there is none. A keychain that cannot be asked is a config failure. */
    Optional<String> read(String account) {
        Answer answer = switch (system()) {
            case MAC -> run("", "/usr/bin/security", "find-generic-password", "-s", SERVICE, "-a", account, "-w");
            case WINDOWS ->
                powershell(
                        "",
                        "try { $c = $vault.Retrieve('" + SERVICE + "', $account) } catch { exit 44 }",
                        "$c.RetrievePassword()",
                        "[Console]::Out.Write($c.Password)",
                        account);
            default -> run("", "secret-tool", "lookup", "service", SERVICE, "account", account);
        };
        boolean absent = system() == System.SECRET_SERVICE
                ? answer.code() == 1 && answer.err().isBlank()
                : answer.code() == 44; // errSecItemNotFound, modulo 256
        if (absent) {
            return Optional.empty();
        }
        return Optional.of(good(answer).out().stripTrailing());
    }

    /** Stores a secret over the one before it, and looks whether it is there. */
    void store(String account, String secret) {
        good(
                switch (system()) {
                    case MAC ->
                        run(
                                "add-generic-password -U -s " + SERVICE + " -a \"" + account.replace("\"", "\\\"")
                                        + "\" -X "
                                        + HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)) + "\n",
                                "/usr/bin/security",
                                "-i");
                    case WINDOWS ->
                        powershell(
                                secret,
                                "$secret = [Console]::In.ReadToEnd()",
                                "$vault.Add((New-Object Windows.Security.Credentials.PasswordCredential('" + SERVICE
                                        + "', $account, $secret)))",
                                "",
                                account);
                    default ->
                        run(
                                secret,
                                "secret-tool",
                                "store",
                                "--label=nexhelm (" + account + ")",
                                "service",
                                SERVICE,
                                "account",
                                account);
                });
        if (!read(account).filter(secret::equals).isPresent()) {
            throw unusable("it did not keep what was stored");
        }
    }

    /** Forgets an account; one that is not there is no failure. */
    void remove(String account) {
        if (read(account).isEmpty()) {
            return;
        }
        good(
                switch (system()) {
                    case MAC -> run("", "/usr/bin/security", "delete-generic-password", "-s", SERVICE, "-a", account);
                    case WINDOWS ->
                        powershell("", "$vault.Remove($vault.Retrieve('" + SERVICE + "', $account))", "", "", account);
                    default -> run("", "secret-tool", "clear", "service", SERVICE, "account", account);
                });
    }

    private enum System {
        SECRET_SERVICE,
        MAC,
        WINDOWS
    }

    private System system() {
        String os = world.os().toLowerCase(Locale.ROOT);
        return os.contains("mac") ? System.MAC : os.contains("windows") ? System.WINDOWS : System.SECRET_SERVICE;
    }

    /** A script for Windows PowerShell 5.1, the one that knows the Credential Locker. */
    private Answer powershell(String stdin, String first, String second, String third, String account) {
        String script = String.join(
                "\n",
                "$ErrorActionPreference = 'Stop'",
                "[void][Windows.Security.Credentials.PasswordVault, Windows.Security.Credentials,"
                        + " ContentType = WindowsRuntime]",
                "$vault = New-Object Windows.Security.Credentials.PasswordVault",
                "$account = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('"
                        + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)) + "'))",
                first,
                second,
                third);
        return run(
                stdin,
                "powershell.exe",
                "-NoProfile",
                "-NonInteractive",
                "-EncodedCommand",
                Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE)));
    }

    private static Answer good(Answer answer) {
        if (answer.code() != 0) {
            String said = answer.err().strip().lines().findFirst().orElse("it ended with " + answer.code());
            throw unusable(said.length() <= 200 ? said : said.substring(0, 200) + "…");
        }
        return answer;
    }

    private static Answer run(String stdin, String... command) {
        try {
            // The output of a lookup is a secret: it goes through a pipe, and only what is said of errors into a file.
            Path errors = Files.createTempFile("nex-keychain", ".err");
            try {
                Process process = new ProcessBuilder(List.of(command))
                        .redirectError(errors.toFile())
                        .start();
                try (OutputStream out = process.getOutputStream()) {
                    out.write(stdin.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // it ended without reading: its exit code says why
                }
                var reader = new java.util.concurrent.FutureTask<>(
                        () -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                var thread = new Thread(reader, "nex-keychain");
                thread.setDaemon(true);
                thread.start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw unusable("it did not answer within " + LIMIT_SECONDS + " s; is it locked?");
                }
                return new Answer(process.exitValue(), reader.get(), Files.readString(errors));
            } finally {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw unusable("there is no " + command[0] + " here"
                    + (command[0].equals("secret-tool") ? " (Debian: libsecret-tools)" : ""));
        } catch (java.util.concurrent.ExecutionException e) {
            throw unusable("its answer cannot be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unusable("interrupted");
        }
    }

    private static Failure unusable(String why) {
        return Failure.config("the system's keychain cannot be used: " + why)
                .hint("tokens stay in the file without --keychain; a profile that has it already: unlock the keychain,"
                        + " or sign in anew after nex auth clear");
    }
}
