package nexhelm.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import java.util.function.Supplier;
import nexhelm.json.Json;

/** The agent's stream as text: live, piece by piece, or whole afterwards. Text that comes twice is shown once. */
public final class Conversation {

    private final Consumer<String> out;
    private final Style style;
    private final boolean live;
    private final Supplier<String> stamp;
    private final int width;
    private final StringBuilder tokens = new StringBuilder();
    private boolean open;

    /**
     * @param out  takes text, with its line ends
     * @param live  true shows tokens as they arrive and what only matters meanwhile (steps)
     * @param width columns that a tool call or its result may take while it is live
     */
    public Conversation(Consumer<String> out, Style style, boolean live, int width) {
        this(out, style, live, width, () -> "");
    }

    /** @param stamp what stands before a step, for instance the time */
    public Conversation(Consumer<String> out, Style style, boolean live, int width, Supplier<String> stamp) {
        this.stamp = stamp;
        this.out = out;
        this.style = style;
        this.live = live;
        this.width = width;
    }

    /** The whole conversation under its heading; nothing when there were no events. */
    public static void transcript(JsonNode events, Page page) {
        if (events.isEmpty()) {
            return;
        }
        page.blank().heading("conversation");
        var text = new StringBuilder();
        var conversation = new Conversation(text::append, page.style(), false, Integer.MAX_VALUE);
        events.forEach(conversation::event);
        conversation.end();
        text.toString().lines().forEach(page::line);
    }

    /** Shows one event. */
    public void event(JsonNode event) {
        JsonNode data = event.path("data");
        switch (event.path("type").asText("")) {
            case "token" -> token(text(data, "text", "content"));
            case "ai_message_complete" -> message(text(data, "content", "text"));
            case "thread_initialized" -> line(style.dim("thread: " + Page.cell(data.path("thread_id"))));
            case "tool_start" ->
                line(cut("→ " + (data.path("name").isMissingNode() ? "?" : Page.cell(data.path("name"))) + " "
                        + Style.line(Json.compact(first(data, "input", "args")))));
            case "tool_end" -> line(style.dim(cut("← " + Views.clip(Style.line(result(data))))));
            case "interaction" -> asked("⚠ interaction needed", " " + interaction(data));
            case "simulated_approval" ->
                asked("simulated approval:", " " + data.path("prompt").asText("-"));
            case "error" ->
                line(style.bad("error ")
                        + (data.isTextual() ? Style.line(data.textValue()) : Style.line(Json.compact(data))));
            case "complete" -> end();
            case "status" -> {
                if (live
                        && data.path("step").isNumber()
                        && data.path("state").asText().equals("started")) {
                    line(stamp.get()
                            + style.bold("step " + data.path("step").asInt() + " of "
                                    + data.path("of").asInt() + "  ")
                            + Page.cell(data.path("title")));
                }
            }
            default -> {
                // kept in the events, not shown: reasoning, progress and what is unknown
            }
        }
    }

    /** Ends a line that is still open. */
    public void end() {
        if (tokens.length() > 0) {
            if (live && open) {
                out.accept("\n");
            } else if (!live) {
                out.accept("assistant: " + Style.safe(tokens.toString()) + "\n");
            }
            tokens.setLength(0);
        }
        open = false;
    }

    private void token(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (live) {
            out.accept((open ? "" : "assistant: ") + Style.safe(text));
            open = true;
        }
        tokens.append(text);
    }

    private void message(String text) {
        boolean shown = text.strip().equals(tokens.toString().strip());
        end();
        if (!shown && !text.isEmpty()) {
            out.accept(wrapped("assistant: " + text, 0));
        }
    }

    /** What a person is asked keeps its lines: it may be a whole letter. */
    private void asked(String head, String text) {
        end();
        String[] lines = (head + text.stripTrailing()).split("\n", 2);
        out.accept(style.warn(head) + wrapped(lines[0], 0).substring(head.length()));
        if (lines.length > 1) {
            out.accept(wrapped(lines[1], 2).indent(2));
        }
    }

    /** Text from elsewhere with a line end; live it is broken between words. */
    private String wrapped(String text, int indent) {
        return live ? new Page(width - indent, Style.PLAIN).prose(text).toString() : Style.safe(text) + "\n";
    }

    private void line(String text) {
        end();
        out.accept(text + "\n");
    }

    /** A live line stays one line of the terminal; the whole text is in the trace. */
    private String cut(String text) {
        return live && Page.columns(text) > width ? new Page(width, Style.PLAIN).fit(text, 0) : text;
    }

    /** A prompt of several lines shows what is about to happen; with a short one the tool's input does. */
    private static String interaction(JsonNode data) {
        String prompt = data.path("prompt").asText("").strip();
        return prompt.isEmpty()
                ? Style.line(Json.compact(data))
                : Page.cell(data.path("kind")) + ": " + prompt
                        + (data.path("tool").isTextual() && !prompt.contains("\n")
                                ? "  (" + Page.cell(data.path("tool")) + " "
                                        + Style.line(Json.compact(data.path("input"))) + ")"
                                : "");
    }

    private static String result(JsonNode data) {
        JsonNode value = first(data, "output", "result");
        return value.isTextual() ? value.textValue() : Json.compact(value);
    }

    private static JsonNode first(JsonNode data, String key, String other) {
        JsonNode value = data.path(key);
        value = value.isMissingNode() || value.isNull() ? data.path(other) : value;
        return value.isMissingNode() ? Json.object() : value;
    }

    private static String text(JsonNode data, String key, String other) {
        String text = data.path(key).asText("");
        return text.isEmpty() || data.path(key).isNull()
                ? data.path(other).isNull() ? "" : data.path(other).asText("")
                : text;
    }
}
