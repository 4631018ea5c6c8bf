package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nexhelm.engine.sandbox.Changes;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.TestTenants;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A hostile agent tries every input of every tool of the catalogue against what belongs to somebody else. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class IsolationTest {

    /** Stands in everything of theirs that can be read. */
    private static final String SECRET = "CONFIDENTIAL";

    private static final List<String> PATHS = List.of(
            "Theirs",
            "Theirs/Paper",
            "Theirs/Table",
            "Theirs/Form",
            "../Theirs",
            "/etc/passwd",
            "Theirs/../../u-2",
            "%");

    @TempDir
    Path folder;

    private static ObjectNode theirs() throws Exception {
        return (ObjectNode) Json.parse("""
            {"docs": [{"path": "Theirs", "title": "Paper", "text": "CONFIDENTIAL paper"}],
             "sheets": [{"path": "Theirs", "title": "Table", "header": ["a"], "rows": [["CONFIDENTIAL cell"]]}],
             "forms": [{"path": "Theirs", "title": "Form", "text": "CONFIDENTIAL form", "fields": [{"name": "client_name"}]}],
             "contacts": [{"name": "Their Client", "email": "client@theirs.example", "role": "CONFIDENTIAL role",
                           "household": "Theirs", "notes": ["CONFIDENTIAL note"]}],
             "mailbox": [{"from": "friend@theirs.example", "to": "x@theirs.example", "subject": "Their mail",
                          "date": "2026-01-01", "text": "CONFIDENTIAL mail"}],
             "calendar": [{"title": "Their event", "start": "2026-03-09T09:00", "end": "2026-03-09T17:00",
                           "location": "CONFIDENTIAL place", "attendees": ["client@theirs.example"]}],
             "todos": [{"title": "Their todo", "text": "CONFIDENTIAL todo"}]}\
            """);
    }

    /** One test for each tool, so a new tool is tried without being named here. */
    @TestFactory
    List<DynamicTest> no_tool_reaches_what_belongs_to_another() {
        return ToolCatalog.all().values().stream()
                .map(tool -> DynamicTest.dynamicTest(tool.declaration().name(), () -> attack(tool)))
                .toList();
    }

    private void attack(SandboxTool tool) throws Exception {
        String name = tool.declaration().name();
        try (TestTenants tenants = new TestTenants(Files.createDirectories(folder.resolve(name)))) {
            Tenant other = tenants.built("u-2", theirs());
            other.add(Kind.DRAFT, "", "Their draft", SECRET + " draft", Json.object());
            Changes before = Changes.of(other);
            List<String> values = new ArrayList<>(PATHS);
            for (Item item : other.everything()) {
                values.add(item.id());
                values.add(item.title());
            }
            values.addAll(List.of("client@theirs.example", "friend@theirs.example", "u-2"));
            Tenant mine = tenants.demo("u-1");
            List<ObjectNode> inputs = hostile(tool.declaration(), values);
            for (ObjectNode input : inputs) {
                String said;
                try {
                    said = Json.compact(tool.call(mine, input));
                } catch (ToolFailure e) {
                    said = e.getMessage();
                }
                assertFalse(said.contains(SECRET), () -> name + " " + input);
            }
            assertEquals(before, Changes.of(other), name + " changed what belongs to another");
            for (Item item : mine.everything()) {
                assertFalse((item.readable() + item.details()).contains(SECRET), () -> name + " took " + item.path());
                for (String address : List.of("client@theirs.example", "friend@theirs.example")) {
                    assertFalse(
                            List.of("to", "cc", "attendees").stream()
                                    .anyMatch(f ->
                                            Json.compact(item.details().path(f)).contains(address)),
                            () -> name + " wrote to " + address);
                }
            }
            assertTrue(inputs.size() >= values.size(), () -> name + " was tried only " + inputs.size() + " times");
        }
    }

    /** The tool's example with each of its texts, and each text that it could have, replaced by each value. */
    private static List<ObjectNode> hostile(ToolDeclaration tool, List<String> values) {
        List<ObjectNode> inputs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property :
                tool.inputSchema().path("properties").properties()) {
            for (String value : values) {
                ObjectNode input = tool.example().deepCopy();
                switch (property.getValue().path("type").asText()) {
                    case "string" -> input.put(property.getKey(), value);
                    case "array" -> {
                        ArrayNode list = input.putArray(property.getKey());
                        if (property.getValue()
                                .path("items")
                                .path("type")
                                .asText()
                                .equals("array")) {
                            list.addArray().add(value);
                        } else {
                            list.add(value);
                        }
                    }
                    case "object" -> {
                        String key = tool.example()
                                        .path(property.getKey())
                                        .fieldNames()
                                        .hasNext()
                                ? tool.example()
                                        .path(property.getKey())
                                        .fieldNames()
                                        .next()
                                : "x";
                        input.putObject(property.getKey()).put(key, value);
                    }
                    default -> {
                        continue;
                    }
                }
                inputs.add(input);
                ObjectNode alone = Json.object();
                alone.set(property.getKey(), input.get(property.getKey()));
                inputs.add(alone);
            }
        }
        return inputs;
    }
}
