package nexhelm.engine;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import nexhelm.engine.http.Refusal;
import nexhelm.json.Json;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web server in front of the router. Its port is taken before anything else is done, so that links can name it. */
final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private final ServerSocketChannel socket;
    private Javalin server;

    private WebServer(ServerSocketChannel socket) {
        this.socket = socket;
    }

    /** Takes a port, any free one for 0. Who connects now waits until the server starts. */
    static WebServer bind(String host, int port) throws Engine.CannotStart, IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new BindException();
            }
            socket.bind(address);
            return new WebServer(socket);
        } catch (BindException e) {
            socket.close();
            throw new Engine.CannotStart(
                    ("cannot listen on %s:%d, either another program does or it is no address of this"
                                    + " machine; choose another --port (0 takes a free one)")
                            .formatted(host, port));
        }
    }

    int port() {
        return socket.socket().getLocalPort();
    }

    void start(Router router) {
        QueuedThreadPool threads = new QueuedThreadPool(512, 8, 30_000);
        threads.setName("http");
        threads.setDaemon(true);
        server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.showOldJavalinVersionWarning = false;
                    config.startup.startupWatcherEnabled = false;
                    config.http.compressionStrategy = CompressionStrategy.NONE;
                    config.http.prefer405over404 = true;
                    config.jetty.threadPool = threads;
                    config.jetty.modifyServer(jetty -> {
                        jetty.setStopTimeout(1_500);
                        jetty.setErrorHandler(new Unreadable());
                    });
                    config.jetty.addConnector((jetty, http) -> {
                        http.setSendServerVersion(false);
                        http.setRequestHeaderSize(16 << 10);
                        ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
                        // idle connections that clients keep would otherwise be waited for
                        connector.setShutdownIdleTimeout(100);
                        try {
                            connector.open(socket);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return connector;
                    });
                    router.register(config.routes);
                })
                .start();
    }

    /** What Jetty refuses before it is a request to the router: JSON like every refusal. */
    private static final class Unreadable extends ErrorHandler {
        @Override
        public boolean errorPageForMethod(String method) {
            return true;
        }

        @Override
        protected void generateResponse(
                Request request, Response response, int status, String message, Throwable cause, Callback callback) {
            Refusal refusal = Refusal.of(
                    status,
                    "unreadable",
                    "The web server could not take the request: "
                            + nexhelm.engine.http.Request.clip(
                                    message == null ? HttpStatus.getMessage(status) : message)
                            + ".");
            response.getHeaders().put("Content-Type", "application/json");
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            Content.Sink.write(response, true, Json.compact(refusal.body()), callback);
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            try {
                server.stop();
            } catch (JavalinException e) { // a request goes on beyond the time that stopping may take
                LOG.info("stopped while requests were at work: {}", String.valueOf(e.getCause()));
            }
        }
        socket.close();
    }
}
