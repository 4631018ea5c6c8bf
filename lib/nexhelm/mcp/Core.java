package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** What a server offers and answers, whatever carries its messages and whichever revision they are in. */
interface Core {

    /** The methods that it answers. */
    Set<String> methods();

    /** What the handshake says that it can do. */
    ObjectNode capabilities();

    /** What every model that is given its tools should know. */
    String instructions();

    /** Answers a request by its method; {@link Wrong} when it is none of ours or lacks something. */
    JsonNode answer(String method, JsonNode params, Call call, Client client);

    /**
     * The client of a call.
     *
     * @param asking how to ask the person there, if the client can do that
     * @param links  it knows links to resources in results
     */
    record Client(Optional<Asking> asking, boolean links) {}

    /** The way to the person at a client. */
    interface Asking {

        /**
         * Asks and waits for the reply; an empty object when there is none.
         *
         * @param method what the client is asked to do, {@code elicitation/create} for a form
         * @param about  names the question, so that a reply that comes with a later call is known to belong to it
         * @throws InputNeeded where there is no way back to the client but the result
         */
        JsonNode ask(String method, ObjectNode params, JsonNode about);

        /** What a reply that came with this call is about; nothing where replies come by themselves. */
        default Optional<JsonNode> replied() {
            return Optional.empty();
        }
    }

    /** Ends a call whose question goes out as its result. */
    final class InputNeeded extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient String method;
        private final transient ObjectNode params;
        private final transient JsonNode about;

        InputNeeded(String method, ObjectNode params, JsonNode about) {
            super(method, null, false, false);
            this.method = method;
            this.params = params;
            this.about = about;
        }

        String method() {
            return method;
        }

        ObjectNode params() {
            return params;
        }

        JsonNode about() {
            return about;
        }
    }
}
