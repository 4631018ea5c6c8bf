package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpServerSession;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import nexhelm.json.Json;

/** What the official scenarios want a server to offer, answered by the same sessions and dispatching as our tools. */
final class FixtureCore implements Core {

    /** The call that this thread works for: what it sends meanwhile belongs to that call's stream. */
    static final ThreadLocal<JsonNode> CURRENT = new ThreadLocal<>();

    private static final TypeRef<JsonNode> TREE = new TypeRef<>() {};

    /** One red pixel. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

    /** A sound of no length: the header of a WAV file. */
    private static final String WAV = Base64.getEncoder().encodeToString(new byte[] {
        'R', 'I', 'F', 'F', 36, 0, 0, 0, 'W', 'A', 'V', 'E', 'f', 'm', 't', ' ', 16, 0, 0, 0, 1, 0, 1, 0, 64, 31, 0, 0,
        64, 31, 0, 0, 1, 0, 8, 0, 'd', 'a', 't', 'a', 0, 0, 0, 0
    });

    private static final Map<String, String> TOOLS = Map.ofEntries(
            Map.entry("test_simple_text", ""),
            Map.entry("test_image_content", ""),
            Map.entry("test_audio_content", ""),
            Map.entry("test_embedded_resource", ""),
            Map.entry("test_multiple_content_types", ""),
            Map.entry("test_tool_with_logging", ""),
            Map.entry("test_error_handling", ""),
            Map.entry("test_tool_with_progress", ""),
            Map.entry("test_sampling", "prompt"),
            Map.entry("test_elicitation", "message"),
            Map.entry("test_elicitation_sep1034_defaults", ""),
            Map.entry("test_elicitation_sep1330_enums", ""));

    private final Wire wire;
    private final Supplier<McpServerSession> session;

    FixtureCore(Wire wire, Supplier<McpServerSession> session) {
        this.wire = wire;
        this.session = session;
    }

    @Override
    public Set<String> methods() {
        return Set.of(
                "tools/list",
                "tools/call",
                "resources/list",
                "resources/templates/list",
                "resources/read",
                "resources/subscribe",
                "resources/unsubscribe",
                "prompts/list",
                "prompts/get",
                "completion/complete",
                "logging/setLevel");
    }

    @Override
    public ObjectNode capabilities() {
        return json("{'tools':{},'resources':{'subscribe':true},'prompts':{},'completions':{},'logging':{}}");
    }

    @Override
    public String instructions() {
        return "A fixture for the official scenarios.";
    }

    @Override
    public JsonNode answer(String method, JsonNode params, Call call, Client client) {
        CURRENT.set(call.id());
        return switch (method) {
            case "tools/list" -> tools();
            case "tools/call" -> call(params, call, client);
            case "resources/list" ->
                json("{'resources':[{'uri':'test://static-text','name':'text','description':'A text.','mimeType':"
                        + "'text/plain'},{'uri':'test://static-binary','name':'picture','description':'A picture.',"
                        + "'mimeType':'image/png'}]}");
            case "resources/templates/list" ->
                json("{'resourceTemplates':[{'uriTemplate':'test://template/{id}/data','name':'data',"
                        + "'description':'Data by its id.','mimeType':'application/json'}]}");
            case "resources/read" -> resource(params.path("uri").asText());
            case "resources/subscribe", "resources/unsubscribe", "logging/setLevel" -> Json.object();
            case "prompts/list" -> prompts();
            case "prompts/get" -> prompt(params);
            case "completion/complete" -> json("{'completion':{'values':['paris','park'],'total':2,'hasMore':false}}");
            default -> throw new Wrong(Frame.METHOD_NOT_FOUND, "Method not found: " + method);
        };
    }

    private static ObjectNode tools() {
        ObjectNode result = Json.object();
        ArrayNode tools = result.putArray("tools");
        TOOLS.keySet().stream().sorted().forEach(name -> {
            ObjectNode tool = tools.addObject().put("name", name).put("description", "For the scenario " + name + ".");
            ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
            schema.putObject("properties");
            if (!TOOLS.get(name).isEmpty()) {
                schema.withObjectProperty("properties")
                        .putObject(TOOLS.get(name))
                        .put("type", "string");
                schema.putArray("required").add(TOOLS.get(name));
            }
        });
        return result;
    }

    private JsonNode call(JsonNode params, Call call, Client client) {
        JsonNode arguments = params.path("arguments");
        String name = params.path("name").asText();
        return switch (name) {
            case "test_simple_text" -> text("This is a simple text response for testing.");
            case "test_image_content" -> content("{'type':'image','data':'" + PNG + "','mimeType':'image/png'}");
            case "test_audio_content" -> content("{'type':'audio','data':'" + WAV + "','mimeType':'audio/wav'}");
            case "test_embedded_resource" ->
                content("{'type':'resource','resource':{'uri':'test://embedded-resource','mimeType':'text/plain',"
                        + "'text':'This is an embedded resource content.'}}");
            case "test_multiple_content_types" ->
                content(
                        "{'type':'text','text':'Multiple content types test:'}",
                        "{'type':'image','data':'" + PNG + "','mimeType':'image/png'}",
                        "{'type':'resource','resource':{'uri':'test://mixed-content-resource','mimeType':"
                                + "'application/json','text':'{}'}}");
            case "test_tool_with_logging" -> {
                log(call, "Tool execution started");
                log(call, "Tool processing data");
                log(call, "Tool execution completed");
                yield text("logged");
            }
            case "test_error_handling" -> Results.error("This tool intentionally returns an error for testing");
            case "test_tool_with_progress" -> {
                progress(call, 0);
                progress(call, 50);
                progress(call, 100);
                yield text("done");
            }
            case "test_sampling" -> {
                ObjectNode question = json("{'messages':[{'role':'user','content':{'type':'text'}}],'maxTokens':100}");
                ((ObjectNode) question.path("messages").path(0).path("content")).set("text", arguments.path("prompt"));
                JsonNode said = session.get()
                        .sendRequest("sampling/createMessage", question, TREE)
                        .block();
                yield text("LLM response: " + said.path("content").path("text").asText());
            }
            case "test_elicitation" ->
                elicited(
                        client,
                        "User response: ",
                        arguments.path("message").asText(),
                        "{'type':'object','properties':{'username':{'type':'string','description':'User\\u0027s"
                                + " response'},'email':{'type':'string','description':'User\\u0027s email address'}},"
                                + "'required':['username','email']}");
            case "test_elicitation_sep1034_defaults" ->
                elicited(
                        client,
                        "Elicitation completed: ",
                        "Defaults",
                        "{'type':'object','properties':{'name':{'type':'string','default':'John Doe'},"
                            + "'age':{'type':'integer','default':30},'score':{'type':'number','default':95.5},"
                            + "'status':{'type':'string','enum':['active','inactive','pending'],'default':'active'},"
                            + "'verified':{'type':'boolean','default':true}}}");
            case "test_elicitation_sep1330_enums" ->
                elicited(
                        client,
                        "Elicitation completed: ",
                        "Choices",
                        "{'type':'object','properties':{"
                            + "'untitledSingle':{'type':'string','enum':['option1','option2','option3']},'titledSingle':{'type':'string','oneOf':[{'const':'value1','title':'First"
                            + " Option'},{'const':'value2','title':'Second Option'},{'const':'value3','title':'Third"
                            + " Option'}]},"
                            + "'legacyEnum':{'type':'string','enum':['opt1','opt2','opt3'],'enumNames':['Option"
                            + " One','Option Two','Option Three']},"
                            + "'untitledMulti':{'type':'array','items':{'type':'string',"
                            + "'enum':['option1','option2','option3']}},'titledMulti':{'type':'array','items':{'anyOf':[{'const':'value1','title':'First"
                            + " Choice'},{'const':'value2','title':'Second Choice'},{'const':'value3','title':'Third"
                            + " Choice'}]}}}}");
            default -> Results.error("Unknown tool: " + name);
        };
    }

    private static JsonNode elicited(Client client, String words, String message, String schema) {
        if (client.asking().isEmpty()) {
            return Results.error("this client cannot ask");
        }
        ObjectNode params = Json.object().put("message", message);
        params.set("requestedSchema", json(schema));
        JsonNode reply = client.asking().get().ask("elicitation/create", params, Json.object());
        return text(
                words + "action=" + reply.path("action").asText() + ", content=" + Json.compact(reply.path("content")));
    }

    private void log(Call call, String line) {
        wire.notify(
                call,
                "notifications/message",
                Json.object().put("level", "info").put("logger", "fixture").put("data", line));
        Server.pause(50);
    }

    private void progress(Call call, int progress) {
        call.progressToken().ifPresent(token -> {
            ObjectNode params = Json.object();
            params.set("progressToken", token);
            wire.notify(
                    call,
                    "notifications/progress",
                    params.put("progress", progress).put("total", 100));
        });
        Server.pause(50);
    }

    private static JsonNode resource(String uri) {
        ObjectNode result = Json.object();
        ObjectNode content = result.putArray("contents").addObject().put("uri", uri);
        if (uri.equals("test://static-text")) {
            content.put("mimeType", "text/plain").put("text", "This is the content of the static text resource.");
        } else if (uri.equals("test://static-binary")) {
            content.put("mimeType", "image/png").put("blob", PNG);
        } else if (uri.matches("test://template/[^/]+/data")) {
            String id = uri.split("/")[3];
            content.put("mimeType", "application/json")
                    .put("text", "{\"id\":\"" + id + "\",\"templateTest\":true,\"data\":\"Data for ID: " + id + "\"}");
        } else {
            throw new Wrong(
                    Frame.INVALID_PARAMS, "Resource not found", Json.object().put("uri", uri));
        }
        return result;
    }

    private static ObjectNode prompts() {
        return json("{'prompts':[{'name':'test_simple_prompt','description':'Simple.'},"
                + "{'name':'test_prompt_with_arguments','description':'With arguments.','arguments':["
                + "{'name':'arg1','description':'First.','required':true},"
                + "{'name':'arg2','description':'Second.','required':true}]},"
                + "{'name':'test_prompt_with_embedded_resource','description':'With a resource.','arguments':["
                + "{'name':'resourceUri','description':'Its address.','required':true}]},"
                + "{'name':'test_prompt_with_image','description':'With a picture.'}]}");
    }

    private static JsonNode prompt(JsonNode params) {
        JsonNode arguments = params.path("arguments");
        return switch (params.path("name").asText()) {
            case "test_simple_prompt" -> messages("{'type':'text','text':'This is a simple prompt for testing.'}");
            case "test_prompt_with_arguments" -> {
                ObjectNode result = messages("{'type':'text'}");
                ((ObjectNode) result.path("messages").path(0).path("content"))
                        .put(
                                "text",
                                "Prompt with arguments: arg1='"
                                        + arguments.path("arg1").asText() + "', arg2='"
                                        + arguments.path("arg2").asText() + "'");
                yield result;
            }
            case "test_prompt_with_embedded_resource" -> {
                ObjectNode result = messages(
                        "{'type':'resource','resource':{'mimeType':'text/plain',"
                                + "'text':'Embedded resource content for testing.'}}",
                        "{'type':'text','text':'Please process the embedded resource above.'}");
                ((ObjectNode) result.path("messages").path(0).path("content").path("resource"))
                        .set("uri", arguments.path("resourceUri"));
                yield result;
            }
            case "test_prompt_with_image" ->
                messages(
                        "{'type':'image','data':'" + PNG + "','mimeType':'image/png'}",
                        "{'type':'text','text':'Please analyze the image above.'}");
            default -> throw new Wrong(Frame.INVALID_PARAMS, "Invalid params: no such prompt");
        };
    }

    private static ObjectNode messages(String... contents) {
        ObjectNode result = Json.object();
        ArrayNode messages = result.putArray("messages");
        for (String content : contents) {
            messages.addObject().put("role", "user").set("content", json(content));
        }
        return result;
    }

    private static ObjectNode text(String text) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    private static ObjectNode content(String... blocks) {
        ObjectNode result = Json.object();
        ArrayNode content = result.putArray("content");
        for (String block : blocks) {
            content.add(json(block));
        }
        return result;
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.parse(text.replace('\'', '"'));
        } catch (Json.Malformed e) {
            throw new AssertionError(e);
        }
    }
}
