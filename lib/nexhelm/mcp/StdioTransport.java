package nexhelm.mcp;

import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * MCP over standard input and output. The SDK's own transport ends at the first malformed line and ignores
 * cancellations; this one answers every malformed line and reads on.
 */
final class StdioTransport implements McpServerTransportProvider {

    private static final Duration LAST_WORDS = Duration.ofMillis(1000);

    private final Lines in;
    private final Dispatcher dispatcher;

    StdioTransport(InputStream in, PrintStream out) {
        this.in = new Lines(in);
        this.dispatcher = new Dispatcher(new Wire(line -> {
            out.write(line, 0, line.length);
            out.flush();
        }));
    }

    Wire wire() {
        return dispatcher.wire();
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory factory) {
        dispatcher.setSession(factory.create(wire()));
    }

    /** Who answers the requests that need no session. */
    void setStateless(Stateless answers) {
        dispatcher.setStateless(answers);
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return dispatcher.session().map(s -> s.sendNotification(method, params)).orElse(Mono.empty());
    }

    @Override
    public Mono<Void> closeGracefully() {
        return wire().closeGracefully();
    }

    /** Serves until the input ends; calls at work get a moment for their answer, then they are cancelled. */
    void serve() {
        try {
            for (var line = in.next(); line.isPresent(); line = in.next()) {
                if (line.get().fault().isPresent() || !line.get().text().isBlank()) {
                    dispatcher.take(Frame.of(line.get()));
                }
            }
        } catch (IOException e) {
            // a pipe that cannot be read any more has ended
        }
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        while (wire().calls().stream().anyMatch(Call::awaited) && System.nanoTime() < end) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                break;
            }
        }
        wire().calls().forEach(Call::cancel);
    }
}
