package nexhelm.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nexhelm.agents.Agents;
import nexhelm.tool.Agent;
import nexhelm.tool.Tool;

/** What the README and {@code nex help} say of the whole program: commands, exit codes, environment, files. */
public final class Reference {

    private static final List<List<String>> ENVIRONMENT = List.of(
            List.of("NEX_PROFILE", "the profile to use when --profile is not given"),
            List.of(
                    "NEX_BACKEND_URL, NEX_TOKEN",
                    "backend and token instead of a profile, both or neither (for CI);"
                            + " NEX_USER_ID and NEX_FRONTEND_URL go with them"),
            List.of("NEX_PASSWORD", "the password of auth setup -e"),
            List.of("NEX_GITHUB_TOKEN", "the token of auth github-link"),
            List.of("NEX_GITHUB_URL", "the server of nex login instead of https://github.com"),
            List.of(
                    "NEX_JWT_SECRET, NEX_JWT_ISSUER, NEX_JWT_AUDIENCE, NEX_JWT_TTL",
                    "local minting; else APP_API_SHARED_SECRET, JWT_ISSUER, JWT_AUDIENCE, JWT_TTL_SECONDS"),
            List.of("NEX_FRONTEND_ENV", "the env file that local minting reads instead of its usual places"),
            List.of(
                    "SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY",
                    "the database of tasks run and its service key; else from ~/.nex/tasks-run.env"),
            List.of("NEX_GOOGLE_DOCS_URL", "where Google documents are fetched (for tests)"),
            List.of("NEX_ENGINE", "the program that nex try and nex engine start run as the local engine"),
            List.of(
                    "NEX_ENGINE_MODEL, NEX_ENGINE_BASE_URL, NEX_ENGINE_API_KEY",
                    "a model for the local engine, its server and key, read when it starts; docs/engine.md"),
            List.of("NEX_JBANG", "the jbang that starts the engine where there is neither launcher nor checkout"),
            List.of("NEX_DEBUG", "1 prints stack traces"),
            List.of(
                    "NEX_MCP_TOOLSETS, NEX_MCP_TOOLS, NEX_MCP_READ_ONLY, NEX_MCP_FILES_ROOT,"
                            + " NEX_MCP_ALLOW_AGENT_APPROVAL",
                    "what nex-mcp offers: the options of nex-mcp --help"),
            List.of("CODEX_HOME, APPDATA", "where mcp config finds the files of Codex and Claude Desktop"),
            List.of("VISUAL, EDITOR", "the editor of workflow edit"),
            List.of("BROWSER", "the program that opens links"),
            List.of("HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY", "proxies, in either case"),
            List.of("SSL_CERT_FILE", "certificates to trust, PEM"),
            List.of("NO_COLOR, COLUMNS, TERM", "colours and width"),
            List.of("HOME", "where .nex lies"));

    private static final List<List<String>> FILES = List.of(
            List.of(
                    "~/.nex/config",
                    "the profile default: the reference's own file, 0600; no tokens in it where config set keychain is"
                            + " on"),
            List.of("~/.nex/profiles/NAME", "other profiles, 0600"),
            List.of("~/.nex/current_profile", "the name of the current profile; absent means default"),
            List.of(
                    "~/.nex/active_workspace, ~/.nex/workspaces/ID.json",
                    "how workspaces are reached, with their session tokens, 0600; workspace end removes them"),
            List.of("~/.nex/keys/ID, ~/.nex/known_hosts", "SSH keys made for workspaces, and the host keys seen there"),
            List.of("~/.ssh/config", "one marked block with the hosts of entered workspaces"),
            List.of("~/.nex/tasks-run.env", "SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY for tasks run; make it 0600"),
            List.of(
                    "~/.nex/engine/engine.json",
                    "the running local engine: process, address, secret of its local user, 0600"),
            List.of("~/.nex/engine/engine.db", "what the local engine keeps"),
            List.of("~/.nex/engine/engine.log", "what the local engine says"),
            List.of("~/.nex/edit/definition-RUN.json", "a text that workflow edit keeps after an error"),
            List.of("~/.nex/cache/", "ids that completion has seen, for some seconds, 0600"),
            List.of("~/.nex/app/", "the jars behind the launchers of nex install"));

    private Reference() {}

    /** The topics, each a table. */
    static Map<String, List<List<String>>> topics() {
        var topics = new LinkedHashMap<String, List<List<String>>>();
        topics.put("commands", commands());
        topics.put(
                "exit-codes",
                Arrays.stream(ExitCodes.values())
                        .map(code -> List.of(Integer.toString(code.code), code.meaning))
                        .toList());
        topics.put("environment", ENVIRONMENT);
        topics.put("files", FILES);
        return topics;
    }

    /** A topic as a Markdown table, as the README holds it. */
    public static String markdown(String topic) {
        var titles = Map.of(
                "commands",
                "| Command | What it does | MCP tool | Scope |\n|---|---|---|---|\n",
                "exit-codes",
                "| Code | When |\n|---|---|\n",
                "environment",
                "| Variable | What it does |\n|---|---|\n",
                "files",
                "| File | What it holds |\n|---|---|\n");
        var text = new StringBuilder(titles.get(topic));
        for (List<String> row : topics().get(topic)) {
            text.append("| ").append(code(row.get(0), !topic.equals("exit-codes")));
            row.subList(1, row.size()).forEach(cell -> text.append(" | ").append(cell.replace("|", "\\|")));
            text.append(" |\n");
        }
        return text.toString();
    }

    private static String code(String cell, boolean code) {
        return code ? "`" + cell.replace(", ", "`, `").replace("|", "\\|") + "`" : cell;
    }

    private static List<List<String>> commands() {
        var rows = new ArrayList<List<String>>();
        for (Catalog.Entry entry : Catalog.ROOT.children()) {
            if (entry.command().isPresent()) {
                rows.add(List.of("nex " + entry.name(), entry.help(), "–", "–"));
                continue;
            }
            verbs(entry, "", entry.children(), rows);
        }
        return rows;
    }

    /** The rows of a group, those of groups inside it included. */
    private static void verbs(
            Catalog.Entry group, String before, List<Catalog.Entry> entries, List<List<String>> rows) {
        for (Catalog.Entry verb : entries) {
            if (!verb.shown()) {
                continue;
            }
            if (verb.command().isEmpty()) {
                verbs(group, before + verb.name() + " ", verb.children(), rows);
                continue;
            }
            String name = before + verb.name();
            Agents.group(group.name())
                    .flatMap(agent -> action(agent, name))
                    .ifPresentOrElse(
                            tool -> rows.add(row(Agents.group(group.name()).orElseThrow(), group, tool)),
                            () -> rows.add(List.of("nex " + group.name() + " " + name, verb.help(), "–", "–")));
        }
    }

    private static java.util.Optional<Tool<?>> action(Agent agent, String verb) {
        for (Tool<?> tool : agent.on(Tool.Surface.CLI)) {
            if (tool.verb().equals(verb)) {
                return java.util.Optional.of(tool);
            }
        }
        return java.util.Optional.empty();
    }

    private static List<String> row(Agent agent, Catalog.Entry entry, Tool<?> tool) {
        return List.of(
                "nex " + entry.name() + " " + tool.verb(),
                tool.help(),
                tool.on(Tool.Surface.MCP)
                        ? "`" + agent.mcpName(tool) + "`" + (tool.disk() ? " with `--files-root`" : "")
                        : "–",
                tool.scope().wire().isEmpty() ? "–" : "`" + tool.scope().wire() + "`");
    }
}
