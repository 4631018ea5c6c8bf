package nexhelm.http;

import java.io.IOException;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/**
 * The connections of one piece of work. Cutting it closes all of them at once, from whatever thread and whatever they
 * wait for, and opens no other: so ends work that nobody waits for any more.
 */
public final class Lifeline {

    private final Set<Socket> sockets = new HashSet<>();
    private boolean cut;

    /** Closes every connection. */
    public synchronized void cut() {
        cut = true;
        sockets.forEach(Lifeline::close);
        sockets.clear();
    }

    /** Takes a connection, before it is made. */
    synchronized void hold(Socket socket) throws IOException {
        if (cut) {
            close(socket);
            throw new IOException("the work was cancelled");
        }
        sockets.add(socket);
    }

    /** Closes one connection. */
    synchronized void release(Socket socket) {
        sockets.remove(socket);
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more either way
        }
    }
}
