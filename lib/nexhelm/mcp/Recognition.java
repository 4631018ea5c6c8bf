package nexhelm.mcp;

import java.io.IOException;
import nexhelm.http.Http;
import nexhelm.http.Lifeline;
import nexhelm.world.World;

/**
 * The requests of one call: they end when the call is cancelled. Notices whether a nexhelm engine answered: it names itself in a
 * header, and no request is added for that.
 */
final class Recognition implements Http {

    private static final String ENGINE = "x-nex-engine";

    private final World outer;
    private final Http http;
    private volatile boolean engine;

    Recognition(World world, Lifeline lifeline) {
        this.outer = world;
        this.http = world.http().on(lifeline);
    }

    /** The world with requests that are looked at. */
    World world() {
        return new World(outer.env(), outer.home(), outer.cwd(), outer.clock(), outer.nonces(), this, outer.terminal());
    }

    /** True once a nexhelm engine has answered. */
    boolean engine() {
        return engine;
    }

    @Override
    public Response send(Request request) throws IOException {
        Response response = http.send(request);
        engine |= !response.header(ENGINE).isEmpty();
        return response;
    }

    @Override
    public StreamEnd stream(Request request, Listener events) throws IOException {
        StreamEnd end = http.stream(request, events);
        engine |= !end.header(ENGINE).isEmpty();
        return end;
    }
}
