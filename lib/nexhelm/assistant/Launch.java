package nexhelm.assistant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.json.Json;
import nexhelm.world.World;

/**
 * How the MCP server is started.
 *
 * @param command   program and arguments
 * @param installed true for the launcher of {@code nex install}
 */
public record Launch(List<String> command, boolean installed) {

    public Launch {
        command = List.copyOf(command);
    }

    /** The installed launcher where there is one, else JBang: a host starts it often, and JBang asks whom to trust. */
    public static Launch best(World world) {
        return installed(world)
                .map(launcher -> new Launch(List.of(launcher.toString()), true))
                .orElseGet(() -> new Launch(List.of("jbang", "nex-mcp@nexhelm"), false));
    }

    /** Through the wrapper of the checkout that this runs from, where JBang has been used before and need not be fetched. */
    public static Optional<Launch> checkout(World world) {
        boolean used = world.env("JBANG_DIR").isPresent()
                || Files.isDirectory(world.home().resolve(".jbang"));
        return world.env("NEXHELM_CHECKOUT")
                .map(folder -> Path.of(folder, "jbang"))
                .filter(wrapper -> used && Files.isExecutable(wrapper))
                .map(wrapper -> new Launch(List.of(wrapper.toString(), "nex-mcp"), false));
    }

    private static Optional<Path> installed(World world) {
        var places = new ArrayList<Path>();
        world.property("nex.engine")
                .ifPresent(engine -> places.add(Path.of(engine).resolveSibling("nex-mcp")));
        places.add(world.home().resolve(".local/bin/nex-mcp"));
        for (String folder : world.env("PATH").orElse("").split(File.pathSeparator)) {
            if (!folder.isEmpty()) {
                places.add(world.path(folder).resolve("nex-mcp"));
            }
        }
        return places.stream()
                .filter(place -> Files.isRegularFile(place) && Files.isExecutable(place))
                .map(Path::toAbsolutePath)
                .findFirst();
    }

    /** The keys of an entry that say it, in an assistant's words. */
    public ObjectNode entry(Assistant assistant) {
        ObjectNode entry = Json.object();
        if (assistant.typed()) {
            entry.put("type", "stdio");
        }
        entry.put("command", command.get(0));
        if (command.size() > 1) {
            ArrayNode arguments = entry.putArray("args");
            command.subList(1, command.size()).forEach(arguments::add);
        }
        return entry;
    }
}
