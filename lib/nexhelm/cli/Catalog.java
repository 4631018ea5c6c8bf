package nexhelm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import nexhelm.agents.Agents;
import nexhelm.tool.Agent;
import nexhelm.tool.Tool;

/** All commands by name, each made only when it is invoked or explained. */
final class Catalog {

    /** A command, or a group of commands. */
    record Entry(String name, String help, Optional<Supplier<Command>> command, Supplier<List<Entry>> inside) {

        static Entry leaf(String name, String help, Supplier<Command> command) {
            return new Entry(name, help, Optional.of(command), List::of);
        }

        static Entry group(String name, String help, Supplier<List<Entry>> inside) {
            return new Entry(name, help, Optional.empty(), inside);
        }

        List<Entry> children() {
            return inside.get();
        }

        /** False for what only other programs call. */
        boolean shown() {
            return !name.startsWith("_");
        }

        Optional<Entry> child(String word) {
            return children().stream()
                    .filter(entry -> entry.name().equals(word))
                    .findFirst();
        }
    }

    static final Entry ROOT =
            Entry.group("nex", "Workflow lab on the terminal: from a transcript to a verified workflow.", Catalog::top);

    private Catalog() {}

    private static List<Entry> top() {
        var entries = new ArrayList<Entry>();
        entries.add(Entry.leaf("try", "See the whole loop on a transcript: no account, no set-up.", TryCommand::new));
        entries.add(Entry.leaf("login", "Sign in by a code that is entered at GitHub.", LoginCommand::new));
        for (Agent agent : Agents.ALL) {
            entries.add(Entry.group(agent.group(), agent.description(), () -> verbs(agent)));
        }
        entries.add(Entry.group(
                "auth",
                "Sign in, see who you are, sign out.",
                () -> List.of(
                        Entry.leaf(
                                "setup", "Sign in with e-mail and password, or set up local minting.", AuthSetup::new),
                        Entry.leaf("login", "Sign in at the backend's login page, in a browser.", AuthLogin::new),
                        Entry.leaf("status", "Show backend, profile and token, and ask the backend.", AuthStatus::new),
                        Entry.leaf(
                                "github-link", "Link the GitHub token that workspaces push with.", AuthGithubLink::new),
                        Entry.leaf("token", "Print the token that calls are made with, for scripts.", AuthToken::new),
                        Entry.leaf("clear", "Sign out: remove the profile's file.", AuthClear::new))));
        entries.add(Entry.group(
                "profile",
                "Keep several logins side by side.",
                () -> List.of(
                        Entry.leaf("list", "List the profiles.", () -> new ProfileCommand(ProfileCommand.What.LIST)),
                        Entry.leaf(
                                "use",
                                "Make a profile the current one.",
                                () -> new ProfileCommand(ProfileCommand.What.USE)),
                        Entry.leaf(
                                "show",
                                "Show a profile, without its secrets.",
                                () -> new ProfileCommand(ProfileCommand.What.SHOW)))));
        entries.add(Entry.group(
                "config",
                "A profile's settings.",
                () -> List.of(
                        Entry.leaf("list", "List the settings.", () -> new ConfigCommand(ConfigCommand.What.LIST)),
                        Entry.leaf("get", "Print one setting.", () -> new ConfigCommand(ConfigCommand.What.GET)),
                        Entry.leaf(
                                "set",
                                "Change a setting; keychain on moves the tokens to the system's keychain.",
                                () -> new ConfigCommand(ConfigCommand.What.SET)))));
        entries.add(Entry.group(
                "engine",
                "The engine on this machine.",
                () -> List.of(
                        Entry.leaf(
                                "start",
                                "Start it in the background and sign in as its local user.",
                                () -> new EngineCommand(EngineCommand.What.START)),
                        Entry.leaf(
                                "stop",
                                "Stop it; runs at work go on when it starts again.",
                                () -> new EngineCommand(EngineCommand.What.STOP)),
                        Entry.leaf(
                                "status",
                                "Say whether it runs, where, and where its files are.",
                                () -> new EngineCommand(EngineCommand.What.STATUS)),
                        Entry.leaf("logs", "Print the newest lines of its log.", EngineLogs::new),
                        Entry.leaf(
                                "reset",
                                "Remove everything that it keeps: runs, sandboxes, accounts.",
                                EngineReset::new))));
        entries.add(Entry.group(
                "mcp",
                "Give coding assistants the workflow lab.",
                () -> List.of(Entry.leaf(
                        "config",
                        "Print or write the block that gives an assistant the MCP server.",
                        McpConfigCommand::new))));
        entries.add(Entry.leaf("open", "Open a run's page, or the list of runs, already signed in.", OpenCommand::new));
        entries.add(Entry.leaf("doctor", "Check the set-up from end to end.", DoctorCommand::new));
        entries.add(Entry.leaf("api", "Make one authenticated call and print the answer as JSON.", ApiCommand::new));
        entries.add(Entry.leaf(
                "install", "Put nex, nex-mcp and nex-engine on the PATH as quick launchers.", InstallCommand::new));
        entries.add(Entry.leaf(
                "completion",
                "Print the script that lets a shell complete commands, options and ids.",
                CompletionCommand::new));
        entries.add(Entry.leaf("update", "Say how this installation is updated, or update it.", UpdateCommand::new));
        entries.add(Entry.leaf(
                "help", "Explain exit codes, environment variables, files, or list all commands.", HelpCommand::new));
        return entries;
    }

    private static List<Entry> verbs(Agent agent) {
        var entries = new ArrayList<Entry>();
        for (Tool<?> tool : agent.on(Tool.Surface.CLI)) {
            String[] words = tool.verb().split(" ", 2);
            if (words.length == 1) {
                entries.add(Entry.leaf(tool.verb(), tool.help(), () -> new ToolCommand(tool)));
            } else if (entries.stream().noneMatch(entry -> entry.name().equals(words[0]))) {
                entries.add(Entry.group(words[0], agent.groups().get(words[0]), () -> inner(agent, words[0])));
            }
        }
        if (agent.group().equals("workflow")) {
            entries.add(Entry.leaf(
                    "edit", "Edit a run's definition in your editor and refine with it as it is.", EditCommand::new));
        }
        if (agent.group().equals("workspace")) {
            entries.add(Entry.leaf(
                    "enter",
                    "Start a workspace that ssh and an editor reach by name; installs nothing.",
                    WorkspaceEnter::new));
            entries.add(Entry.leaf("_proxy", "Carry SSH to a workspace; OpenSSH calls it.", WorkspaceProxy::new));
        }
        return entries;
    }

    /** The commands behind a first word: {@code blueprint} has {@code check}. */
    private static List<Entry> inner(Agent agent, String word) {
        var entries = new ArrayList<Entry>();
        for (Tool<?> tool : agent.on(Tool.Surface.CLI)) {
            if (tool.verb().startsWith(word + " ")) {
                entries.add(
                        Entry.leaf(tool.verb().substring(word.length() + 1), tool.help(), () -> new ToolCommand(tool)));
            }
        }
        return entries;
    }
}
