package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nexhelm.engine.persona.OfflineDesigner;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.json.Json;

/** Designs and rehearses transcripts and prints everything, for reading: {@code main FILE…}; {@code FILE=BLUEPRINT} takes another tenant. */
final class RehearseExamples {

    private RehearseExamples() {}

    public static void main(String[] files) throws Exception {
        for (String given : files) {
            String file = given.replaceFirst("=.*", "");
            var blueprint = given.equals(file)
                    ? Blueprint.demo()
                    : (ObjectNode) Json.parse(Files.readString(Path.of(given.replaceFirst(".*=", ""))));
            var design = new OfflineDesigner().design(Files.readString(Path.of(file)), Optional.empty());
            try (Rehearsal run =
                    new Rehearsal(Files.createTempDirectory("rehearsal"), blueprint, design.definition()).run()) {
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
