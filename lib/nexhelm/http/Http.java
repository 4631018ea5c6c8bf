package nexhelm.http;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The way to servers: one request and its answer, or one request and a stream of events. */
public interface Http {

    /**
     * Sends a request and reads the whole answer. Redirects are not followed, nothing is sent twice.
     *
     * @throws IOException when no complete answer came; the message is fit for people
     */
    Response send(Request request) throws IOException;

    /**
     * Sends a request and hands over server-sent events as they arrive.
     *
     * @param events returns how long to wait for the next one, zero to stop listening
     * @return how the stream ended; for a status of 400 and above the answer's text, with no events
     */
    StreamEnd stream(Request request, Listener events) throws IOException;

    /** The same way, with connections that end when the lifeline is cut; one without connections stays as it is. */
    default Http on(Lifeline lifeline) {
        return this;
    }

    /** Receives events. */
    @FunctionalInterface
    interface Listener {
        /** Takes an event, or nothing when the last wait was over; says how long to wait for the next. */
        Duration next(Optional<SseEvent> event);
    }

    /**
     * A request.
     *
     * @param headers  sent as they are; Content-Type is set with a body
     * @param body     the text to send, if any
     * @param read     the longest silence while waiting for bytes
     * @param maxBytes the largest answer that is taken
     * @param redirect which other addresses may be followed to; none by default
     */
    record Request(
            String method,
            String url,
            Map<String, String> headers,
            Optional<String> body,
            Duration read,
            long maxBytes,
            Predicate<String> redirect) {

        /** A request with the limits that fit most calls. */
        public static Request of(String method, String url, Map<String, String> headers, Optional<String> body) {
            return new Request(method, url, Map.copyOf(headers), body, Duration.ofSeconds(180), 64 << 20, u -> false);
        }

        public Request read(Duration silence) {
            return new Request(method, url, headers, body, silence, maxBytes, redirect);
        }

        public Request limits(long bytes, Predicate<String> follow) {
            return new Request(method, url, headers, body, read, bytes, follow);
        }
    }

    /**
     * An answer.
     *
     * @param headers names in lower case
     * @param bytes   the body as it came
     * @param charset what its text is written in, as declared, else UTF-8
     */
    record Response(int status, Map<String, String> headers, byte[] bytes, Charset charset) {
        /** An answer with a text as its body. */
        public static Response text(int status, Map<String, String> headers, String body) {
            return new Response(status, headers, body.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }

        /** The body as text. */
        public String body() {
            return new String(bytes, charset);
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * How a stream ended.
     *
     * @param status    the answer's status
     * @param headers   the answer's headers, names in lower case
     * @param body      the text of a refusal, or of an answer that was no event stream
     * @param cause     why it broke off, empty when the server closed it in order or we stopped listening
     * @param unfinished an event was begun and never ended
     */
    record StreamEnd(int status, Map<String, String> headers, String body, String cause, boolean unfinished) {
        /** An answer's header, by its name in lower case; empty when there is none. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }
}
