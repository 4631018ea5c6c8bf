package nexhelm.engine.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nexhelm.json.Json;

/**
 * A server that speaks OpenAI's chat completions. It gets what it supports: an answer by JSON Schema, else any JSON
 * object, else text; what it took is remembered. Nothing of requests and answers is logged.
 */
public final class ModelServer {

    /** How often a request is sent that meets a busy or failing server (429, 5xx, broken connection). */
    private static final int TRIES = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final ModelSettings settings;
    private final ChatModel model;
    private final ExecutorService calls = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "model");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Manner manner = new Manner(Format.SCHEMA, true);
    private volatile boolean stopped;

    public ModelServer(ModelSettings settings) {
        this.settings = settings;
        // HTTP/1.1: several servers refuse the upgrade to HTTP/2 that the JDK offers without TLS
        var http = new JdkHttpClientBuilder()
                .httpClientBuilder(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER))
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(settings.timeout());
        // the library's own tries would log what the server says, which may repeat the key
        var builder = OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.baseUrl())
                .modelName(settings.name())
                .timeout(settings.timeout())
                .strictJsonSchema(true)
                .maxRetries(0)
                .logRequests(false)
                .logResponses(false);
        settings.key().ifPresent(builder::apiKey);
        this.model = builder.build();
    }

    /** One thing said in a conversation with a model. */
    public record Said(Speaker by, String text) {}

    /** Who said it, in the words of the protocol. */
    public enum Speaker {
        SYSTEM,
        USER,
        ASSISTANT
    }

    private enum Format {
        SCHEMA,
        OBJECT,
        TEXT
    }

    private record Manner(Format format, boolean temperature) {
        /** What to leave out after a refusal; nothing when there is nothing left to leave out. */
        Optional<Manner> humbler(String refusal) {
            if (temperature && refusal.contains("temperature")) {
                return Optional.of(new Manner(format, false));
            }
            return format == Format.TEXT
                    ? Optional.empty()
                    : Optional.of(new Manner(Format.values()[format.ordinal() + 1], temperature));
        }
    }

    /**
     * The model's answer as it wrote it.
     *
     * @param schema   JSON Schema of the answer, in the strict subset: all properties required, none besides
     * @param deadline until when, in the time of {@link System#nanoTime}
     */
    String answer(List<Said> conversation, ObjectNode schema, long deadline) throws NoAnswer {
        Manner now = manner;
        for (int attempt = 1; ; ) {
            try {
                ChatResponse response = call(request(conversation, schema, now), deadline);
                manner = now;
                return text(response);
            } catch (ExecutionException e) {
                if (stopped) {
                    throw stopping();
                }
                Throwable failure = e.getCause();
                int status = status(failure);
                Optional<Manner> humbler = status == 400 || status == 422
                        ? now.humbler(String.valueOf(failure.getMessage()))
                        : Optional.empty();
                if (humbler.isPresent()) {
                    now = humbler.get();
                } else if (!passing(failure, status) || attempt++ >= TRIES) {
                    throw new NoAnswer(reason(failure, status));
                } else {
                    pause(FIRST_PAUSE.multipliedBy(attempt == 2 ? 1 : 4), deadline);
                }
            }
        }
    }

    /** Waits for no answer any more, so that what was asked is done offline while there is time. */
    void stop() {
        stopped = true;
        calls.shutdownNow();
    }

    private ChatResponse call(ChatRequest request, long deadline) throws NoAnswer, ExecutionException {
        // the JDK's own time-out ends with the headers; a body that trickles in must end too
        Future<ChatResponse> call;
        try {
            call = calls.submit(() -> model.chat(request));
        } catch (RejectedExecutionException e) {
            throw stopping();
        }
        try {
            return call.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw late();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        } finally {
            call.cancel(true);
        }
    }

    private ChatRequest request(List<Said> conversation, ObjectNode schema, Manner manner) {
        List<ChatMessage> messages = new ArrayList<>();
        for (Said said : conversation) {
            messages.add(
                    switch (said.by()) {
                        case SYSTEM ->
                            SystemMessage.from(
                                    manner.format() == Format.SCHEMA
                                            ? said.text()
                                            : said.text() + "\nThe JSON object follows this JSON Schema: "
                                                    + Json.compact(schema));
                        case USER -> UserMessage.from(said.text());
                        case ASSISTANT -> AiMessage.from(said.text());
                    });
        }
        var request = ChatRequest.builder().messages(messages);
        if (manner.temperature()) {
            request.temperature(0.0);
        }
        switch (manner.format()) {
            case SCHEMA ->
                request.responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("answer")
                                .rootElement(JsonRawSchema.from(Json.compact(schema)))
                                .build())
                        .build());
            case OBJECT -> request.responseFormat(ResponseFormat.JSON);
            case TEXT -> {
                // the prompt alone asks for JSON
            }
        }
        return request.build();
    }

    private static String text(ChatResponse response) throws NoAnswer {
        if (response.finishReason() == FinishReason.LENGTH) {
            throw new NoAnswer("ran out of its length limit in the middle of the answer");
        }
        String text = response.aiMessage() == null ? null : response.aiMessage().text();
        if (response.finishReason() == FinishReason.CONTENT_FILTER) {
            throw new NoAnswer("refused to answer");
        }
        if (text == null || text.isBlank()) {
            throw new NoAnswer("gave an empty answer");
        }
        return text;
    }

    private void pause(Duration length, long deadline) throws NoAnswer {
        if (System.nanoTime() + length.toNanos() >= deadline) {
            throw late();
        }
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        }
    }

    private static NoAnswer stopping() {
        return new NoAnswer("was not waited for, because the engine stops");
    }

    private NoAnswer late() {
        return new NoAnswer("did not answer within " + settings.timeout().toSeconds() + " s");
    }

    private static int status(Throwable failure) {
        return found(failure, HttpException.class)
                .map(HttpException::statusCode)
                .orElse(0);
    }

    private static boolean passing(Throwable failure, int status) {
        return status == 429 || status >= 500 || status == 0 && broken(failure);
    }

    /** Jackson's failures are IOExceptions too, but the server did answer. */
    private static boolean broken(Throwable failure) {
        return found(failure, IOException.class).isPresent()
                && found(failure, JsonProcessingException.class).isEmpty();
    }

    private String reason(Throwable failure, int status) {
        if (found(failure, ContentFilteredException.class).isPresent()) {
            return "refused to answer";
        }
        if (found(failure, HttpTimeoutException.class).isPresent()
                && found(failure, HttpConnectTimeoutException.class).isEmpty()) {
            return late().getMessage();
        }
        if (found(failure, ConnectException.class).isPresent()
                || found(failure, HttpConnectTimeoutException.class).isPresent()) {
            return "cannot be reached at " + settings.baseUrl();
        }
        return switch (status) {
            case 401, 403 ->
                settings.key().isPresent() ? "refused the key (" + status + ")" : "wants a key (" + status + ")";
            case 404 -> "is not known at " + settings.baseUrl() + " (404)";
            case 429 -> "has too much to do (429)";
            case 0 -> broken(failure) ? "broke the connection off" : "answered what is no chat completion";
            default ->
                status >= 300 && status < 400
                        ? "redirects elsewhere (" + status + "), which is not followed"
                        : status >= 500 ? "failed (" + status + ")" : "did not take the request (" + status + ")";
        };
    }

    private static <T extends Throwable> Optional<T> found(Throwable failure, Class<T> kind) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return Optional.of(kind.cast(at));
            }
        }
        return Optional.empty();
    }
}
