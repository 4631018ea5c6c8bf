package nexhelm.mcp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nexhelm.Failure;
import nexhelm.tool.Tool;
import nexhelm.world.FilesRoot;
import nexhelm.world.World;

/**
 * What the operator chose when the server was started.
 *
 * @param toolsets groups of actions that are offered
 * @param tools    single actions that are offered besides
 * @param readOnly only actions that change nothing, whatever else is chosen
 * @param agentApproval the assistant may approve in the person's name
 * @param filesRoot where the assistant may read and write files; nowhere by default
 * @param profile  whose config is used
 */
record Choice(
        Set<String> toolsets,
        Set<String> tools,
        boolean readOnly,
        boolean agentApproval,
        Optional<FilesRoot> filesRoot,
        Optional<String> profile) {

    static final String HELP = """
        Usage: nex-mcp [OPTIONS]
        The workflow lab as an MCP server on standard input and output, for coding assistants.

        Options, each also as an environment variable (switches take 1, true, yes, on or 0, false, no, off):
          --toolsets A,B     groups of tools to offer: workflow, tasks, sandbox, workspace, code, all
                             (default workflow,tasks; NEX_MCP_TOOLSETS)
          --tools A,B        single tools to offer besides, by name (NEX_MCP_TOOLS)
          --read-only        offer only tools that change nothing (NEX_MCP_READ_ONLY=1)
          --allow-agent-approval
                             let the assistant approve in your name; without it approvals and verdicts on runs
                             with side effects are yours (NEX_MCP_ALLOW_AGENT_APPROVAL=1)
          --files-root DIR   let the assistant name files below this folder: transcripts and blueprints to read,
                             reports and results to write; no link is followed (NEX_MCP_FILES_ROOT; default: none)
          --profile NAME     the login to use (NEX_PROFILE)
          --version, --help
        """;

    private static final Set<String> TOOLSETS = Set.of("workflow", "tasks", "sandbox", "workspace", "code", "all");

    /** What is offered when nothing is said. */
    static final Choice DEFAULT =
            new Choice(Set.of("workflow", "tasks"), Set.of(), false, false, Optional.empty(), Optional.empty());

    /** Reads options and variables; an option wins over its variable, read-only over everything. */
    static Choice of(String[] args, World world) {
        Set<String> toolsets = world.env("NEX_MCP_TOOLSETS").map(Choice::words).orElse(DEFAULT.toolsets());
        Set<String> tools = world.env("NEX_MCP_TOOLS").map(Choice::words).orElse(Set.of());
        boolean readOnly = on(world, "NEX_MCP_READ_ONLY");
        boolean agentApproval = on(world, "NEX_MCP_ALLOW_AGENT_APPROVAL");
        Optional<String> filesRoot = world.env("NEX_MCP_FILES_ROOT");
        Optional<String> profile = Optional.empty();
        List<String> rest = split(args);
        for (int i = 0; i < rest.size(); i++) {
            String option = rest.get(i);
            if (option.equals("--read-only")) {
                readOnly = true;
                continue;
            }
            if (option.equals("--allow-agent-approval")) {
                agentApproval = true;
                continue;
            }
            if (!Set.of("--toolsets", "--tools", "--files-root", "--profile").contains(option)) {
                throw Failure.usage("nex-mcp knows no " + option).hint("see nex-mcp --help");
            }
            if (i + 1 == rest.size()) {
                throw Failure.usage(option + " needs a value").hint("see nex-mcp --help");
            }
            String value = rest.get(++i);
            switch (option) {
                case "--toolsets" -> toolsets = words(value);
                case "--tools" -> tools = words(value);
                case "--files-root" -> filesRoot = Optional.of(value);
                default -> profile = Optional.of(value);
            }
        }
        for (String toolset : toolsets) {
            if (!TOOLSETS.contains(toolset)) {
                throw Failure.usage("there is no toolset " + toolset).hint("see nex-mcp --help");
            }
        }
        Set<String> known = tools.isEmpty() ? Set.of() : Offers.names();
        for (String tool : tools) {
            if (!known.contains(Offers.wireName(tool))) {
                throw Failure.usage("there is no tool " + tool).hint("agents_list names them, with --toolsets all");
            }
        }
        return new Choice(
                toolsets,
                tools,
                readOnly,
                agentApproval,
                filesRoot.map(folder -> new FilesRoot(world.path(folder))),
                profile);
    }

    /** Whether actions may write files at all. */
    boolean writesFiles() {
        return filesRoot.isPresent() && !readOnly;
    }

    boolean includes(Offers.Offer offer) {
        String toolset = offer.tool().toolset();
        boolean chosen = toolsets.contains("all")
                || toolsets.contains(toolset.isEmpty() ? offer.agent().group() : toolset)
                || tools.stream().map(Offers::wireName).anyMatch(offer.name()::equals);
        return chosen
                && (!offer.tool().disk() || writesFiles())
                && (!readOnly || offer.tool().effect() == Tool.Effect.READ);
    }

    /** A switch; a word that is neither on nor off is refused, because a guess could open what should stay closed. */
    private static boolean on(World world, String variable) {
        String value = world.env(variable).orElse("").trim().toLowerCase(Locale.ROOT);
        return switch (value) {
            case "1", "true", "yes", "on" -> true;
            case "", "0", "false", "no", "off", "n" -> false;
            default ->
                throw Failure.usage(variable + " is '" + Results.line(value)
                        + "': it takes 1, true, yes, on or 0, false," + " no, off");
        };
    }

    private static List<String> split(String[] args) {
        var words = new ArrayList<String>();
        for (String arg : args) {
            int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
            if (equals > 0) {
                words.add(arg.substring(0, equals));
                words.add(arg.substring(equals + 1));
            } else {
                words.add(arg);
            }
        }
        return words;
    }

    private static Set<String> words(String list) {
        var words = new LinkedHashSet<String>();
        for (String word : list.split("[,\\s]+")) {
            if (!word.isBlank()) {
                words.add(word);
            }
        }
        return words;
    }
}
