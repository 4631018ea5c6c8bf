package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What computes sheets and makes PDFs is large; who needs neither pays for neither. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LoadedOnUseTest {

    @TempDir
    Path folder;

    @Test
    void an_engine_loads_what_computes_sheets_and_makes_pdfs_when_a_run_uses_it() throws Exception {
        Path data = Files.createDirectory(folder.resolve("engine"));
        Path log = folder.resolve("classes.log");
        try (EngineProcess process = EngineProcess.start(data, 0, "-Xlog:class+load:file=" + log)) {
            LiveEngine engine = LiveEngine.connect(Optional.empty(), data);
            ran(engine, "list all; write Note");
            assertEquals(List.of(), loaded(log, "org.apache.poi", "org.apache.pdfbox", "org.apache.fontbox"));
            ran(engine, "call read_sheet {\"sheet\":\"Operations/Fee calculation 2026\"}");
            assertTrue(loaded(log, "org.apache.poi").size() > 50);
            assertEquals(List.of(), loaded(log, "org.apache.pdfbox"));
            ran(engine, "call read_pdf {\"document\":\"Forms/Client data form\"}");
            assertTrue(loaded(log, "org.apache.pdfbox").size() > 50);
        }
    }

    private static void ran(LiveEngine engine, String script) throws Exception {
        JsonNode run = engine.started(script);
        engine.chat(run);
        engine.post(LiveEngine.runPath(run) + "/cancel", Json.object());
    }

    private static List<String> loaded(Path log, String... packages) throws Exception {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> Stream.of(packages).anyMatch(name -> line.contains(" " + name + ".")))
                    .toList();
        }
    }
}
