package dev.millrace.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What the server tells as it happens. A connection that is lost is made again, for as long as the client's patience; every event
 * but a log's line tells all of what it is about, so that nothing is missed, and lines go on after the last one that came.
 *
 * <p>For one thread; to be closed.
 */
public final class LiveEvents implements AutoCloseable {
    /** A reader that does not keep up is waited for; the server then leaves out what is out of date. */
    private static final int MOST_UNREAD = 1_000;
    /** The server says something every 15 s at least. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

    private static final int SUCCESS = 200;
    private static final String STOPPING = "stopping";

    private final Connector connector;
    private final Patience patience;
    private final BlockingQueue<Told> unread = new ArrayBlockingQueue<>(MOST_UNREAD);
    private final Thread reader;
    private volatile InputStream open;
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean closed;
    private String lastLine;
    private boolean over;

    /** Opens a connection; told the id of the last line that came, or null. */
    interface Connector {
        HttpResponse<InputStream> connect(String lastLine) throws IOException, InterruptedException;
    }

    /** One of both is null. */
    private record Told(LiveEvent event, MillraceException failure) {}

    LiveEvents(Connector connector, Patience patience, String lastLine) {
        this.connector = connector;
        this.patience = patience;
        this.lastLine = lastLine;
        reader = new Thread(this::read, "millrace-events");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * What happens next, or nothing when nothing does in this time. After an event {@code end} nothing follows.
     *
     * @throws RequestRefused when the server refuses to tell
     * @throws MillraceUnavailable when it could not be reached for the client's patience
     */
    public Optional<LiveEvent> next(Duration atMost) {
        if (over) {
            return Optional.empty();
        }
        try {
            Told told = unread.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (told == null) {
                breakOffWhenSilent();
                return Optional.empty();
            }
            if (told.failure != null) {
                over = true;
                throw told.failure.here();
            }
            over = told.event.name().equals(LiveEvent.END);
            return Optional.of(told.event);
        } catch (InterruptedException interrupt) {
            throw Answers.interrupted(interrupt);
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
        breakOff();
    }

    private void breakOffWhenSilent() {
        if (System.nanoTime() - lastHeard > LONGEST_SILENCE.toNanos()) {
            lastHeard = System.nanoTime();
            breakOff();
        }
    }

    private void breakOff() {
        InputStream stream = open;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException alreadyBroken) {
                // Then there is nothing to break off.
                return;
            }
        }
    }

    private void read() {
        long lost = System.nanoTime();
        int attempts = 0;
        try {
            while (!closed) {
                String reason;
                Throwable cause = null;
                try {
                    HttpResponse<InputStream> answer = connector.connect(lastLine);
                    open = answer.body();
                    if (answer.statusCode() == SUCCESS) {
                        lastHeard = System.nanoTime();
                        attempts = 0;
                        if (readAll(answer.body())) {
                            return;
                        }
                        lost = System.nanoTime();
                        reason = "the connection ended";
                    } else {
                        Problem problem = ClientJson.readProblem(
                                answer.statusCode(), answer.body().readAllBytes());
                        if (!Exchange.isPassing(problem)) {
                            unread.put(new Told(null, new RequestRefused(problem)));
                            return;
                        }
                        reason = problem.toString();
                    }
                } catch (IOException failure) {
                    lost = attempts == 0 ? System.nanoTime() : lost;
                    reason = String.valueOf(failure);
                    cause = failure;
                }
                attempts++;
                if (System.nanoTime() - lost > patience.whole().toNanos()) {
                    unread.put(
                            new Told(null, new MillraceUnavailable("no connection; the last try: " + reason, cause)));
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(patience.waitBefore(attempts, 1).toMillis());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the server has said that nothing follows. */
    private boolean readAll(InputStream body) throws IOException, InterruptedException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "message";
            String id = null;
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lastHeard = System.nanoTime();
                if (line.isEmpty()) {
                    if (data.length() > 0) {
                        JsonNode told = ClientJson.readTree(data.toString().getBytes(StandardCharsets.UTF_8));
                        lastLine = id == null ? lastLine : id;
                        if (name.equals(LiveEvent.END)
                                && told.path("reason").asText().equals(STOPPING)) {
                            return false;
                        }
                        unread.put(new Told(new LiveEvent(name, told), null));
                        if (name.equals(LiveEvent.END)) {
                            return true;
                        }
                    }
                    name = "message";
                    id = null;
                    data.setLength(0);
                } else if (line.startsWith("event:")) {
                    name = value(line);
                } else if (line.startsWith("id:")) {
                    id = value(line);
                } else if (line.startsWith("data:")) {
                    data.append(data.length() == 0 ? "" : "\n").append(value(line));
                }
            }
        }
        return false;
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    /** @param query of the first connection; the place to go on from is added */
    static Map<String, String> from(Map<String, String> query, String lastLine) {
        if (lastLine == null) {
            return query;
        }
        Map<String, String> more = new TreeMap<>(query);
        more.put("after", lastLine);
        return more;
    }
}
