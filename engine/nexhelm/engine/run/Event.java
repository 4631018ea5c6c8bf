package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.json.Json;

/**
 * One committed event of a thread.
 *
 * @param id counts from 1 within the thread
 */
public record Event(long id, String turnId, String type, ObjectNode data, String at) {

    /** What goes over the wire. */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("type", type);
        json.set("data", data);
        return json.put("timestamp", at);
    }

    public boolean ends() {
        return type.equals("complete") || type.equals("error") || type.equals("interaction");
    }
}
