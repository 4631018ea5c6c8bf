package nexhelm.assistant;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nexhelm.world.World;

/**
 * A program that can be given the MCP server, and how its own configuration names one. Formats change; each says where it
 * is documented, and {@link #READ} when that was read last.
 */
public enum Assistant {
    CLAUDE(
            "claude",
            "Claude Code",
            Format.JSON,
            "mcpServers",
            true,
            "https://code.claude.com/docs/en/mcp (.mcp.json, shared with the project)"),
    CLAUDE_DESKTOP(
            "claude-desktop",
            "Claude Desktop",
            Format.JSON,
            "mcpServers",
            false,
            "https://modelcontextprotocol.io/docs/develop/connect-local-servers"),
    CURSOR("cursor", "Cursor", Format.JSON, "mcpServers", false, "https://cursor.com/docs/context/mcp"),
    VSCODE(
            "vscode",
            "Visual Studio Code",
            Format.JSON,
            "servers",
            true,
            "https://code.visualstudio.com/docs/copilot/reference/mcp-configuration (.vscode/mcp.json)"),
    CODEX(
            "codex",
            "Codex",
            Format.TOML,
            "mcp_servers",
            false,
            "https://github.com/openai/codex/blob/main/docs/config.md"),
    GEMINI(
            "gemini",
            "Gemini CLI",
            Format.JSON,
            "mcpServers",
            false,
            "https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/mcp-server.md");

    /** When the documentation of the formats was read. */
    public static final String READ = "2026-11-23";

    /** How a configuration is written. */
    public enum Format {
        JSON,
        TOML
    }

    private final String word;
    private final String title;
    private final Format format;
    private final String key;
    private final boolean typed;
    private final String source;

    Assistant(String word, String title, Format format, String key, boolean typed, String source) {
        this.word = word;
        this.title = title;
        this.format = format;
        this.key = key;
        this.typed = typed;
        this.source = source;
    }

    /** One by the word for it on the command line. */
    public static Optional<Assistant> of(String word) {
        return List.of(values()).stream().filter(one -> one.word.equals(word)).findFirst();
    }

    /** The word for it on the command line. */
    public String word() {
        return word;
    }

    /** Its name. */
    public String title() {
        return title;
    }

    /** How its configuration is written. */
    public Format format() {
        return format;
    }

    /** The key, at the root of the configuration, under which servers stand by name. */
    public String key() {
        return key;
    }

    /** True when an entry says that the server is spoken to over standard input and output. */
    public boolean typed() {
        return typed;
    }

    /** Where the format is documented. */
    public String source() {
        return source;
    }

    /** The file that holds its servers: the project's where it has one of its own, else the account's. */
    public Path file(World world) {
        boolean mac = world.os().toLowerCase(java.util.Locale.ROOT).contains("mac");
        return switch (this) {
            case CLAUDE -> world.cwd().resolve(".mcp.json");
            case VSCODE -> world.cwd().resolve(".vscode/mcp.json");
            case CURSOR -> world.home().resolve(".cursor/mcp.json");
            case GEMINI -> world.home().resolve(".gemini/settings.json");
            case CODEX ->
                world.env("CODEX_HOME")
                        .map(Path::of)
                        .orElse(world.home().resolve(".codex"))
                        .resolve("config.toml");
            case CLAUDE_DESKTOP ->
                world.env("APPDATA")
                        .map(Path::of)
                        .orElse(world.home().resolve(mac ? "Library/Application Support" : ".config"))
                        .resolve("Claude/claude_desktop_config.json");
        };
    }
}
