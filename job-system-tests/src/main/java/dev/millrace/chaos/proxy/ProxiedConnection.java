package dev.millrace.chaos.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One connection through a proxy: two sockets, and a pump for each direction. */
final class ProxiedConnection {
    private static final int PIECE = 16 * 1024;

    private final Socket client;
    private final Socket server;
    private final Tap tap;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Trouble trouble = new Trouble.None();

    // How much has passed in the direction that is to be cut, since that trouble began.
    private long passed;
    private boolean losing;

    ProxiedConnection(Socket client, Socket server, Tap tap) {
        this.client = client;
        this.server = server;
        this.tap = tap;
    }

    void behave(Trouble next) {
        lock.lock();
        try {
            trouble = next;
            passed = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next instanceof Trouble.Reset) {
            reset();
        }
    }

    /** Passes bytes on until one side has closed; returns when both directions have ended. */
    void passOn() throws IOException {
        if (present() instanceof Trouble.Reset) {
            reset();
            return;
        }
        Thread back = Thread.ofVirtual().start(() -> pump(server, client, Direction.TO_CLIENT));
        pump(client, server, Direction.TO_SERVER);
        try {
            back.join();
        } catch (InterruptedException interrupted) {
            reset();
        }
    }

    /** Breaks both sides off without a farewell. */
    void reset() {
        breakOff(client);
        breakOff(server);
    }

    private void pump(Socket from, Socket to, Direction direction) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(piece);
            while (length >= 0) {
                int allowed = allow(direction, length);
                if (allowed > 0) {
                    out.write(piece, 0, allowed);
                    if (direction == Direction.TO_SERVER) {
                        tap.sent(piece, allowed);
                    }
                }
                if (allowed < length && present() instanceof Trouble.CutAfter) {
                    reset();
                }
                length = in.read(piece);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            reset();
        } catch (InterruptedException ended) {
            reset();
        }
    }

    /** How many of these bytes may pass; returns when they may. */
    private int allow(Direction direction, int length) throws InterruptedException {
        awaitTheEndOfABlackhole();
        return switch (present()) {
            case Trouble.None none -> length;
            case Trouble.Blackhole blackhole -> length;
            case Trouble.Reset reset -> 0;
            case Trouble.Delay delay -> {
                Thread.sleep(delay.each());
                yield length;
            }
            case Trouble.CutAfter cut -> cut.direction() == direction ? upTo(cut.bytes(), length) : length;
            case Trouble.Lose lose -> {
                if (lose.direction() != direction) {
                    yield length;
                }
                resetSoon(lose.untilReset());
                yield 0;
            }
        };
    }

    private int upTo(long bytes, int length) {
        lock.lock();
        try {
            int allowed = (int) Math.max(0, Math.min(length, bytes - passed));
            passed += length;
            return allowed;
        } finally {
            lock.unlock();
        }
    }

    private void resetSoon(Duration delay) {
        lock.lock();
        try {
            if (losing) {
                return;
            }
            losing = true;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            reset();
        });
    }

    private void awaitTheEndOfABlackhole() throws InterruptedException {
        lock.lock();
        try {
            while (trouble instanceof Trouble.Blackhole && !client.isClosed()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private Trouble present() {
        lock.lock();
        try {
            return trouble;
        } finally {
            lock.unlock();
        }
    }

    private static void breakOff(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            // What matters is that it is closed.
            return;
        }
    }
}
