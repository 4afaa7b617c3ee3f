package dev.millrace.bench.load;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Callers who each send one request after another over a connection of their own. All of them are one thread, so that the load
 * takes as little as can be of the processors that it shares with what is measured.
 */
public final class HttpLoad {
    private final URI address;
    private final byte[] request;
    private final int callers;

    public HttpLoad(URI address, byte[] request, int callers) {
        this.address = address;
        this.request = request;
        this.callers = callers;
    }

    /** Sends so many requests as fast as they are answered; returns how long that took. */
    public Duration run(long requests, HttpAnswers answers) throws IOException {
        return run(requests, 0, answers);
    }

    /**
     * Sends requests at a steady rate.
     *
     * @param interval from one to the next, in ns; one that finds all connections busy is sent as soon as one is free
     */
    public Duration run(long requests, long interval, HttpAnswers answers) throws IOException {
        List<HttpConnection> connections = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            Deque<HttpConnection> idle = new ArrayDeque<>();
            for (int i = 0; i < callers; i++) {
                HttpConnection connection = new HttpConnection(address, request);
                connections.add(connection);
                connection.channel().register(selector, SelectionKey.OP_READ, connection);
                idle.add(connection);
            }
            long begun = System.nanoTime();
            long sent = 0;
            long answered = 0;
            while (answered < requests) {
                long now = System.nanoTime();
                while (sent < requests && !idle.isEmpty() && now - begun >= sent * interval) {
                    idle.remove().send();
                    sent++;
                }
                answered += receive(selector, untilNext(begun + sent * interval - now), idle, answers);
            }
            return Duration.ofNanos(System.nanoTime() - begun);
        } finally {
            for (HttpConnection connection : connections) {
                connection.close();
            }
        }
    }

    private static long untilNext(long nanoseconds) {
        return Math.max(1, nanoseconds / 1_000_000);
    }

    private static int receive(Selector selector, long timeout, Deque<HttpConnection> idle, HttpAnswers answers)
            throws IOException {
        int[] whole = new int[1];
        IOException[] failure = new IOException[1];
        selector.select(
                key -> {
                    HttpConnection connection = (HttpConnection) key.attachment();
                    try {
                        if (connection.receive(answers)) {
                            idle.add(connection);
                            whole[0]++;
                        }
                    } catch (IOException broken) {
                        failure[0] = broken;
                    }
                },
                timeout);
        if (failure[0] != null) {
            throw failure[0];
        }
        return whole[0];
    }
}
