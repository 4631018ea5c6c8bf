///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Writes the task definition of every run into a folder, one file each, touching only what changed.
//JAVA 17+
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.core:jackson-databind:2.20.1
//DEPS com.fasterxml.jackson.dataformat:jackson-dataformat-toml:2.20.1
//DEPS io.jsonwebtoken:jjwt-api:0.13.0
//DEPS io.jsonwebtoken:jjwt-impl:0.13.0
//DEPS io.jsonwebtoken:jjwt-jackson:0.13.0
//DEPS org.apache.pdfbox:pdfbox:3.0.5
//DEPS org.apache.pdfbox:pdfbox-io:3.0.5
//DEPS org.apache.pdfbox:fontbox:3.0.5
//DEPS commons-logging:commons-logging:1.3.5
//SOURCES ../../lib/nexhelm/Sources.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import nexhelm.Failure;
import nexhelm.agents.LabWorkflow;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.render.Style;
import nexhelm.world.TextFile;
import nexhelm.world.World;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A folder to keep under version control: what each run was told to do. It calls nex's own actions in this process. */
@Command(
        name = "export-definitions",
        sortOptions = false,
        description = "Writes the task definition of every run into a folder: FOLDER/RUN_ID.json.",
        footer = {
            "",
            "Each file goes back in with nex workflow refine RUN_ID -T FILE. Exit codes:",
            "  0    done",
            "  1    a definition could not be exported or written, or the backend cannot be reached",
            "  2    wrong options, or nex is not set up",
            "  3, 4 as nex: the backend refused, or an input is invalid"
        })
class export_definitions implements Callable<Integer> {

    private static final int MOST_RUNS = 200;

    @Parameters(paramLabel = "FOLDER", description = "Where to write; made when it is missing.")
    private Path folder;

    @Option(names = "--active", description = "Only runs that have not ended.")
    private boolean active;

    @Option(names = "--dry-run", description = "Write nothing, only report.")
    private boolean dryRun;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile of nex to use.")
    private String profile;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    private int written;
    private int unchanged;
    private int failed;

    public static void main(String[] args) {
        var command = new CommandLine(new export_definitions());
        command.setExecutionExceptionHandler((e, line, parsed) -> {
            line.getErr().println("export-definitions: this should not have happened: " + e);
            return 1;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() {
        var session =
                new Session(World.system(), Optional.ofNullable(profile), Session.Speaker.PERSON, Progress.SILENT);
        try {
            JsonNode runs = action(
                            session,
                            "list",
                            Json.object().put("limit", MOST_RUNS).put("active", active))
                    .path("runs");
            if (!dryRun) {
                Files.createDirectories(folder);
            }
            for (JsonNode run : runs) {
                export(session, run.path("id").asText());
            }
            if (runs.size() >= MOST_RUNS) {
                err.println("export-definitions: only the newest " + MOST_RUNS + " runs were looked at");
            }
            out.println("%d run(s): %d %s, %d unchanged%s"
                    .formatted(
                            runs.size(),
                            written,
                            dryRun ? "would be written" : "written",
                            unchanged,
                            failed > 0 ? ", " + failed + " FAILED" : ""));
            return failed > 0 ? 1 : 0;
        } catch (Failure e) {
            err.println("export-definitions: "
                    + Style.line(e.getMessage() + (e.hint().isEmpty() ? "" : " (" + e.hint() + ")")));
            return e.exit();
        } catch (IOException e) {
            err.println("export-definitions: cannot use " + folder + ": " + TextFile.reason(e));
            return 1;
        }
    }

    private void export(Session session, String id) {
        try {
            // an id is a file name here, and it comes from a server
            if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
                throw Failure.input("this id cannot be a file name");
            }
            JsonNode answer =
                    action(session, "export_task_definition", Json.object().put("run_id", id));
            if (!answer.path("task_definition").isObject()) {
                throw Failure.backend(200, "it has no task definition");
            }
            // without the run's status, which changes while the definition does not
            ObjectNode kept = Json.object().put("run_id", id);
            kept.set("task_definition_id", answer.path("task_definition_id"));
            kept.set("task_definition", answer.path("task_definition"));
            write(folder.resolve(id + ".json"), Json.pretty(kept) + "\n");
        } catch (Failure e) {
            if (e.kind() == Failure.Kind.NETWORK || e.status() == 401) {
                throw e; // the next run would fail alike
            }
            fail(id, e.getMessage());
        } catch (IOException e) {
            fail(id, TextFile.reason(e));
        }
    }

    private void write(Path file, String text) throws IOException {
        if (Files.isRegularFile(file) && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).equals(text)) {
            unchanged++;
            return;
        }
        if (!dryRun) {
            TextFile.replace(file, text, false);
        }
        written++;
        out.println((dryRun ? "would write " : "wrote ") + file);
    }

    private void fail(String id, String why) {
        failed++;
        err.println("export-definitions: run " + Style.line(id) + ": " + Style.line(why));
    }

    private static JsonNode action(Session session, String name, ObjectNode inputs) {
        return LabWorkflow.AGENT.tools().stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow()
                .call(session, inputs);
    }
}
