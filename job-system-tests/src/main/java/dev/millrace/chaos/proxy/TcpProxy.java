package dev.millrace.chaos.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Listens on a port of its own and passes connections on to a server, well or badly. The server may be away: its clients are
 * then reset.
 */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Supplier<Tap> taps;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile Trouble trouble = new Trouble.None();

    /**
     * @param server where it passes connections on to
     * @param taps makes what sees the bytes of one connection
     */
    public TcpProxy(InetSocketAddress server, Supplier<Tap> taps) {
        this.server = server;
        this.taps = taps;
        try {
            listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofPlatform().daemon().name("proxy of " + server.getPort()).start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** From now on, for connections that are there and that come, until told otherwise. */
    public void behave(Trouble next) {
        trouble = next;
        connections.forEach(connection -> connection.behave(next));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        connections.forEach(ProxiedConnection::reset);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                // The listener was closed, or the client has gone already; the loop's condition tells which.
                Thread.onSpinWait();
            }
        }
    }

    private void serve(Socket client) {
        Socket upstream = new Socket();
        ProxiedConnection connection = new ProxiedConnection(client, upstream, taps.get());
        connections.add(connection);
        connection.behave(trouble);
        try {
            upstream.connect(server, 5_000);
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            connection.passOn();
        } catch (IOException away) {
            connection.reset();
        } finally {
            connections.remove(connection);
        }
    }
}
