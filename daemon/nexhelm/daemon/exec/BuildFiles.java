package nexhelm.daemon.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.daemon.files.Tree;
import nexhelm.daemon.files.TreePath;
import nexhelm.json.Json;

/** The commands that the build files of a folder imply, each as its own documentation gives it. */
final class BuildFiles {

    private final Tree tree;
    private final TreePath folder;
    private final Map<Check, List<String>> commands = new EnumMap<>(Check.class);
    private List<String> selects = List.of();

    private BuildFiles(Tree tree, TreePath folder) {
        this.tree = tree;
        this.folder = folder;
    }

    /** Empty when no build file is known. A makefile's targets come first: they are what its authors type. */
    static Optional<Area> area(Tree tree, TreePath folder) throws IOException {
        BuildFiles files = new BuildFiles(tree, folder);
        files.make();
        files.node();
        files.python();
        files.maven();
        files.gradle();
        files.go();
        files.cargo();
        return files.commands.isEmpty()
                ? Optional.empty()
                : Optional.of(new Area(folder, files.commands, files.selects));
    }

    private void make() throws IOException {
        String makefile = text("Makefile");
        for (Check check : Check.values()) {
            if (makefile.lines().anyMatch(line -> line.matches(check.word() + "\\s*:(?!=).*"))) {
                add(check, "make", check.word());
            }
        }
    }

    private void node() throws IOException {
        JsonNode scripts = json("package.json").path("scripts");
        if (scripts.has("test") && !commands.containsKey(Check.TEST)) {
            add(Check.TEST, "npm", "run", "--silent", "test");
            selects = List.of("--", Area.PATTERN);
        }
        for (String name : List.of("lint")) {
            if (scripts.has(name)) {
                add(Check.LINT, "npm", "run", "--silent", name);
            }
        }
        for (String name : List.of("typecheck", "type-check", "check-types")) {
            if (scripts.has(name)) {
                add(Check.TYPECHECK, "npm", "run", "--silent", name);
            }
        }
        if (has("package.json") && has("tsconfig.json")) {
            add(Check.TYPECHECK, "npx", "--no-install", "tsc", "--noEmit");
        }
    }

    private void python() throws IOException {
        String project = text("pyproject.toml");
        boolean isPython = has("pyproject.toml") || has("setup.py") || has("setup.cfg") || has("requirements.txt");
        if (!isPython && !has("pytest.ini") && !has("tox.ini")) {
            return;
        }
        if (!commands.containsKey(Check.TEST)) {
            add(Check.TEST, "python3", "-m", "pytest", "-q");
            selects = List.of("-k", Area.PATTERN);
        }
        if (project.contains("[tool.ruff") || has("ruff.toml") || has(".ruff.toml")) {
            add(Check.LINT, "python3", "-m", "ruff", "check", ".");
        } else if (has(".flake8") || text("setup.cfg").contains("[flake8]")) {
            add(Check.LINT, "python3", "-m", "flake8");
        }
        if (project.contains("[tool.mypy") || has("mypy.ini")) {
            add(Check.TYPECHECK, "python3", "-m", "mypy", ".");
        } else if (has("pyrightconfig.json")) {
            add(Check.TYPECHECK, "pyright");
        }
    }

    private void maven() throws IOException {
        if (has("pom.xml")) {
            String program = has("mvnw") ? "./mvnw" : "mvn";
            if (!commands.containsKey(Check.TEST)) {
                add(Check.TEST, program, "-B", "-q", "test");
                selects = List.of("-Dtest=" + Area.PATTERN);
            }
            add(Check.TYPECHECK, program, "-B", "-q", "test-compile");
        }
    }

    private void gradle() throws IOException {
        if (has("build.gradle") || has("build.gradle.kts")) {
            String program = has("gradlew") ? "./gradlew" : "gradle";
            if (!commands.containsKey(Check.TEST)) {
                add(Check.TEST, program, "--console=plain", "test");
                selects = List.of("--tests", Area.PATTERN);
            }
            add(Check.TYPECHECK, program, "--console=plain", "testClasses");
        }
    }

    private void go() throws IOException {
        if (has("go.mod")) {
            if (!commands.containsKey(Check.TEST)) {
                add(Check.TEST, "go", "test", "./...");
                selects = List.of("-run", Area.PATTERN);
            }
            add(Check.LINT, "go", "vet", "./...");
            add(Check.TYPECHECK, "go", "build", "./...");
        }
    }

    private void cargo() throws IOException {
        if (has("Cargo.toml")) {
            if (!commands.containsKey(Check.TEST)) {
                add(Check.TEST, "cargo", "test");
                selects = List.of("--", Area.PATTERN);
            }
            add(Check.LINT, "cargo", "clippy", "--all-targets");
            add(Check.TYPECHECK, "cargo", "check", "--all-targets");
        }
    }

    /** What was found first stays. */
    private void add(Check check, String... words) {
        commands.putIfAbsent(check, List.of(words));
    }

    private boolean has(String name) throws IOException {
        return tree.attributes(folder.resolve(name))
                .filter(there -> there.isRegularFile())
                .isPresent();
    }

    private String text(String name) throws IOException {
        return has(name) ? new String(tree.read(folder.resolve(name)), StandardCharsets.UTF_8) : "";
    }

    private JsonNode json(String name) throws IOException {
        try {
            return has(name) ? Json.parse(text(name)) : Json.object();
        } catch (Json.Malformed e) {
            return Json.object(); // npm will say it better
        }
    }
}
