package nexhelm.engine.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nexhelm.engine.persona.OfflineDesigner;
import nexhelm.engine.sandbox.Blueprint;

/** Designs and rehearses transcripts and prints everything, for reading: {@code main FILE…}. */
final class RehearseExamples {

    private RehearseExamples() {}

    public static void main(String[] files) throws Exception {
        for (String file : files) {
            var design = new OfflineDesigner().design(Files.readString(Path.of(file)), Optional.empty());
            try (Rehearsal run = new Rehearsal(
                            Files.createTempDirectory("rehearsal"), Blueprint.demo(), design.definition())
                    .run()) {
                System.out.println("=================== " + file + " complete=" + run.complete() + " of "
                        + design.definition().path("steps").size());
                for (int i = 0; i < design.definition().path("steps").size(); i++) {
                    var step = design.definition().path("steps").get(i);
                    System.out.println(step.path("index").asInt() + " ["
                            + step.path("performer").asText() + "/"
                            + step.path("tool").asText() + "] "
                            + step.path("instruction").asText()
                            + (i < run.results().size()
                                    ? "\n      -> " + run.results().get(i)
                                    : "\n      (not reached)"));
                }
                run.prompts().forEach(p -> System.out.println("PROMPT " + p.replace("\n", "\n   | ")));
                System.out.println("---- changes");
                run.changes()
                        .items()
                        .forEach(c -> System.out.println("* " + c.change() + " " + c.kind() + " " + c.path() + "\n   | "
                                + c.content().replace("\n", "\n   | ")));
            }
        }
    }
}
