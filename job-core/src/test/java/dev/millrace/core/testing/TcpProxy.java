package dev.millrace.core.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network between a client and a server that can lie: listens on a local port, carries bytes to and from the target,
 * and cuts, swallows or delays them when told to.
 *
 * <p>Safe for use by many threads.
 */
public final class TcpProxy implements AutoCloseable {
    /** Where it listens. */
    public static final String HOST = "127.0.0.1";

    private static final int CHUNK = 64 * 1024;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final String targetHost;
    private final int targetPort;
    private final ServerSocket listening;
    private final List<Link> links = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private final Map<Direction, Long> allowance = new EnumMap<>(Direction.class);
    private Duration delay = Duration.ZERO;
    private boolean refusing;

    private TcpProxy(String targetHost, int targetPort) throws IOException {
        this.targetHost = targetHost;
        this.targetPort = targetPort;
        this.listening = new ServerSocket(0, 50, InetAddress.getByName(HOST));
    }

    /** Listens on a free port for connections to the target. */
    public static TcpProxy to(String targetHost, int targetPort) {
        try {
            var proxy = new TcpProxy(targetHost, targetPort);
            start("accept", proxy::acceptAll);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How many connections it carries now. */
    public int connections() {
        return links.size();
    }

    /** Resets every connection it carries; new ones are accepted. */
    public void cut() {
        links.forEach(Link::reset);
    }

    /** Resets each new connection at once, or no longer; those it carries stay. */
    public void refuse(boolean refuse) {
        change(() -> refusing = refuse);
    }

    /** Lets nothing through in either direction, or lets all through, late, as a network that recovers does. */
    public void blackhole(boolean hold) {
        blackhole(Direction.TO_SERVER, hold);
        blackhole(Direction.TO_CLIENT, hold);
    }

    /** Lets nothing through in one direction: a lost request, or a lost answer. */
    public void blackhole(Direction direction, boolean hold) {
        change(() -> {
            if (hold) {
                held.add(direction);
            } else {
                held.remove(direction);
            }
        });
    }

    /** Makes every chunk of bytes come this much later. */
    public void delay(Duration each) {
        change(() -> delay = each);
    }

    /** Lets so many bytes more through in this direction, of all connections together, then resets every connection. */
    public void cutAfter(Direction direction, long bytes) {
        change(() -> allowance.put(direction, bytes));
    }

    /** Puts bytes of the test's own into the stream to each client; the server must be silent then. */
    public void sendToClients(byte[] bytes) {
        links.forEach(link -> link.sendToClient(bytes));
    }

    /** Ends every trouble but what is cut already. */
    public void heal() {
        change(() -> {
            held.clear();
            allowance.clear();
            delay = Duration.ZERO;
            refusing = false;
        });
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        cut();
        heal();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                accept(listening.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void accept(Socket client) {
        if (isRefusing()) {
            reset(client);
            return;
        }
        start("link", () -> {
            var server = new Socket();
            try {
                server.connect(new InetSocketAddress(targetHost, targetPort), CONNECT_TIMEOUT_MILLIS);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                new Link(client, server).open();
            } catch (IOException unreachable) {
                reset(client);
                reset(server);
            }
        });
    }

    private boolean isRefusing() {
        lock.lock();
        try {
            return refusing;
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits as long as this direction is held, and the delay; says how many of the bytes may then pass. */
    private int admit(Direction direction, int bytes, Link link) throws InterruptedException {
        lock.lock();
        try {
            long due = System.nanoTime() + delay.toNanos();
            while (!link.closed && (held.contains(direction) || System.nanoTime() < due)) {
                if (held.contains(direction)) {
                    changed.await();
                } else {
                    var unused = changed.awaitNanos(due - System.nanoTime());
                }
            }
            Long left = allowance.get(direction);
            if (left == null) {
                return bytes;
            }
            int passing = (int) Math.min(left, bytes);
            allowance.put(direction, left - passing);
            return passing;
        } finally {
            lock.unlock();
        }
    }

    private static void reset(Socket socket) {
        try {
            // No lingering: the peer sees a reset, not an orderly end.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // Closed is what was wanted.
        }
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().daemon().name("tcp-proxy-" + name).start(work);
    }

    /** Which way bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /** One client's connection and the one to the server that it is joined to. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final Object toClient = new Object();
        private final AtomicInteger ended = new AtomicInteger();
        private volatile boolean closed;

        private Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void open() {
            links.add(this);
            if (isRefusing()) {
                // Refused while it was being made, too late for a cut to have seen it.
                reset();
                return;
            }
            start("to-server", () -> carry(Direction.TO_SERVER, client, server, new Object()));
            start("to-client", () -> carry(Direction.TO_CLIENT, server, client, toClient));
        }

        private void carry(Direction direction, Socket from, Socket to, Object writing) {
            var chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(chunk); read >= 0 && !closed; read = in.read(chunk)) {
                    int passing = admit(direction, read, this);
                    synchronized (writing) {
                        out.write(chunk, 0, passing);
                    }
                    if (passing < read) {
                        cut();
                        return;
                    }
                }
                to.shutdownOutput();
                if (ended.incrementAndGet() == Direction.values().length) {
                    reset();
                }
            } catch (IOException broken) {
                reset();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                reset();
            }
        }

        private void sendToClient(byte[] bytes) {
            synchronized (toClient) {
                try {
                    client.getOutputStream().write(bytes);
                } catch (IOException broken) {
                    reset();
                }
            }
        }

        private void reset() {
            closed = true;
            links.remove(this);
            TcpProxy.reset(client);
            TcpProxy.reset(server);
            change(() -> {});
        }
    }
}
