package nexhelm.daemon;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.RoutesConfig;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** The web server of the daemon. Its port is taken first, so that its address can be told. */
final class WebServer implements AutoCloseable {

    private final ServerSocketChannel socket;
    private Javalin server;

    private WebServer(ServerSocketChannel socket) {
        this.socket = socket;
    }

    static WebServer bind(String host, int port) throws Daemon.CannotStart, IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.bind(new InetSocketAddress(host, port));
            return new WebServer(socket);
        } catch (BindException e) {
            socket.close();
            throw new Daemon.CannotStart(
                    "cannot listen on %s:%d, another program does; choose another --port (0 takes".formatted(host, port)
                            + " a free one)");
        }
    }

    int port() {
        return socket.socket().getLocalPort();
    }

    void start(Consumer<RoutesConfig> routes) {
        QueuedThreadPool threads = new QueuedThreadPool(256, 4, 30_000);
        threads.setName("http");
        threads.setDaemon(true);
        AtomicReference<ServletContextHandler> context = new AtomicReference<>();
        server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.showOldJavalinVersionWarning = false;
                    config.startup.startupWatcherEnabled = false;
                    config.http.compressionStrategy = CompressionStrategy.NONE;
                    config.http.prefer405over404 = true;
                    config.jetty.threadPool = threads;
                    config.jetty.modifyServer(jetty -> jetty.setStopTimeout(1_000));
                    config.jetty.modifyWebSocketServletFactory(factory -> {
                        factory.setMaxBinaryMessageSize(1 << 20);
                        factory.setIdleTimeout(Duration.ofMinutes(5));
                        // what is tunnelled is encrypted: compressing it would cost time and gain nothing
                        WebSocketServerComponents.getWebSocketComponents(context.get())
                                .getExtensionRegistry()
                                .unregister("permessage-deflate");
                    });
                    config.jetty.modifyServletContextHandler(context::set);
                    config.jetty.addConnector((jetty, http) -> {
                        http.setSendServerVersion(false);
                        http.setRequestHeaderSize(16 << 10);
                        ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
                        connector.setShutdownIdleTimeout(100);
                        connector.setIdleTimeout(180_000); // a start waits for its clone
                        try {
                            connector.open(socket);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return connector;
                    });
                    routes.accept(config.routes);
                })
                .start();
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            try {
                server.stop();
            } catch (JavalinException e) {
                // a request that does not end goes on until the process does
            }
        }
        socket.close();
    }
}
