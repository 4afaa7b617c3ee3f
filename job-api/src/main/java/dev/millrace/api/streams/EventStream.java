package dev.millrace.api.streams;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one client is sent. A client that reads slowly delays nobody and costs a bounded amount of memory: of a snapshot only the
 * latest waits for it, of lines only so many, and it is told how many it has missed. Nothing is written while the write
 * before is not through.
 */
public final class EventStream {
    private static final int GREATEST_WAITING_LINES = 256 * 1024;
    private static final int GREATEST_WRITE = 64 * 1024;
    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    private final HttpServerResponse response;
    private final Runnable whenOver;
    private final Map<String, StreamEvent> snapshots = new LinkedHashMap<>();
    private final ArrayDeque<StreamEvent> lines = new ArrayDeque<>();
    private Runnable feeding = () -> {};
    private long waitingLines;
    private long skippedLines;
    private StreamEvent end;
    private boolean writing;
    private boolean over;
    private long lastWriteNanos;

    EventStream(HttpServerResponse response, Buffer opening, Runnable whenOver) {
        this.response = response;
        this.whenOver = whenOver;
        writing = true;
        write(opening);
    }

    /**
     * Shows how something stands now.
     *
     * @param topic what it is about; a snapshot of the same topic that has not been sent yet is dropped
     */
    public void show(String topic, StreamEvent snapshot) {
        synchronized (this) {
            if (closing()) {
                return;
            }
            snapshots.put(topic, snapshot);
        }
        flush();
    }

    /** Tells a line, or counts it as skipped when too many wait already. */
    public void tell(StreamEvent line) {
        synchronized (this) {
            if (closing()) {
                return;
            }
            if (skippedLines > 0 || waitingLines + line.bytes().length() > GREATEST_WAITING_LINES) {
                skippedLines++;
            } else {
                lines.add(line);
                waitingLines += line.bytes().length();
            }
        }
        flush();
    }

    /** Says that lines are missing here. */
    public void skip(long count) {
        synchronized (this) {
            if (closing()) {
                return;
            }
            skippedLines += count;
        }
        flush();
    }

    /** Whether its client has read all lines; who can wait with the next ones should. */
    public synchronized boolean isDrained() {
        return lines.isEmpty() && skippedLines == 0;
    }

    /** Sends what waits and a last event that says why, and ends. */
    public void end(StreamEnd reason) {
        synchronized (this) {
            if (closing()) {
                return;
            }
            end = StreamEvent.of("end", "{\"reason\":\"" + reason.reason() + "\"}");
        }
        flush();
    }

    /** @param stop is run once when the stream is over, and at once when it is over already */
    public void fedBy(Runnable stop) {
        synchronized (this) {
            if (!over) {
                Runnable before = feeding;
                feeding = () -> {
                    before.run();
                    stop.run();
                };
                return;
            }
        }
        stop.run();
    }

    /** Whether nothing can be sent any more. */
    public synchronized boolean isOver() {
        return over;
    }

    /** Looks after the connection: shows that it lives, and gives a client up that does not read. */
    void beat(long nowNanos, Duration silence, Duration patience) {
        boolean stuck;
        synchronized (this) {
            long quiet = nowNanos - lastWriteNanos;
            if (over || quiet < (writing ? patience : silence).toNanos()) {
                return;
            }
            stuck = writing;
            writing = true;
        }
        if (stuck) {
            response.reset();
            over();
        } else {
            write(HEARTBEAT);
        }
    }

    /** The client is gone, or all is said. */
    void over() {
        Runnable stop;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            snapshots.clear();
            lines.clear();
            stop = feeding;
        }
        stop.run();
        whenOver.run();
    }

    private boolean closing() {
        return over || end != null;
    }

    private void flush() {
        Buffer next;
        boolean last;
        synchronized (this) {
            if (writing || over) {
                return;
            }
            next = gather();
            last = end != null && snapshots.isEmpty() && lines.isEmpty() && skippedLines == 0;
            if (last) {
                next.appendBuffer(end.bytes());
            }
            if (next.length() == 0) {
                return;
            }
            writing = true;
        }
        if (last) {
            response.end(next).onComplete(written -> over());
        } else {
            write(next);
        }
    }

    private Buffer gather() {
        Buffer next = Buffer.buffer();
        snapshots.values().forEach(snapshot -> next.appendBuffer(snapshot.bytes()));
        snapshots.clear();
        while (!lines.isEmpty() && next.length() < GREATEST_WRITE) {
            StreamEvent line = lines.remove();
            waitingLines -= line.bytes().length();
            next.appendBuffer(line.bytes());
        }
        if (lines.isEmpty() && skippedLines > 0) {
            next.appendBuffer(StreamEvent.of("skipped", "{\"lines\":" + skippedLines + "}")
                    .bytes());
            skippedLines = 0;
        }
        return next;
    }

    private void write(Buffer bytes) {
        synchronized (this) {
            lastWriteNanos = System.nanoTime();
        }
        response.write(bytes).onComplete(written -> {
            if (written.failed()) {
                over();
                return;
            }
            synchronized (this) {
                writing = false;
            }
            flush();
        });
    }
}
