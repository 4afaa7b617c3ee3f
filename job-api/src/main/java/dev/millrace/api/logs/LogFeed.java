package dev.millrace.api.logs;

import dev.millrace.api.redaction.Redaction;
import dev.millrace.api.streams.EventStream;
import dev.millrace.api.streams.StreamEvent;
import dev.millrace.api.streams.StreamSettings;
import dev.millrace.core.joblog.JobLogs;
import dev.millrace.core.joblog.LogNews;
import dev.millrace.core.joblog.LogTail;
import dev.millrace.core.joblog.StoredLine;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Shows the lines of all workers as they are written: one look a tick for all clients of this process, and none while there is no
 * client. Under a flood the latest lines are shown, and how many were skipped, rather than all of them later and later.
 */
@Singleton
class LogFeed {
    private static final Logger LOG = Logger.getLogger(LogFeed.class);
    private static final StreamEvent BEGIN = StreamEvent.of("begin", "{}");
    private static final StreamEvent UNAVAILABLE = StreamEvent.of("unavailable", "{\"topic\":\"logs\"}");

    private final JobLogs logs;
    private final LogEvents events;
    private final Redaction redaction;
    private final Vertx vertx;
    private final StreamSettings settings;
    private final Set<Follower> followers = new HashSet<>();
    private LogTail tail = LogTail.BEGINNING;
    private boolean looking;
    private boolean troubled;

    LogFeed(JobLogs logs, LogEvents events, Redaction redaction, Vertx vertx, StreamSettings settings) {
        this.logs = logs;
        this.events = events;
        this.redaction = redaction;
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Shows what is written from now on; an event {@code begin} says from when on none is missed. */
    void showTo(EventStream stream, LogFilter filter) {
        Follower follower = new Follower(stream, filter);
        synchronized (this) {
            followers.add(follower);
            if (!looking) {
                looking = true;
                tail = LogTail.BEGINNING;
                vertx.runOnContext(now -> look());
            }
        }
        stream.fedBy(() -> remove(follower));
    }

    private synchronized void remove(Follower follower) {
        followers.remove(follower);
    }

    private void look() {
        List<Follower> present;
        LogTail from;
        synchronized (this) {
            if (followers.isEmpty()) {
                looking = false;
                return;
            }
            present = List.copyOf(followers);
            from = tail;
        }
        logs.poll(from, settings.logLines())
                .onTermination()
                .invoke(() -> vertx.setTimer(settings.logTick().toMillis(), timer -> look()))
                .subscribe()
                .with(news -> tell(present, news), failure -> tellOfFailure(present, failure));
    }

    private void tell(List<Follower> present, LogNews news) {
        synchronized (this) {
            tail = news.tail();
            troubled = false;
        }
        if (news.skipped() > 0) {
            present.forEach(follower -> follower.stream.skip(news.skipped()));
        }
        for (StoredLine line : news.lines()) {
            StreamEvent event = null;
            for (Follower follower : present) {
                if (follower.filter.shows(line, redaction)) {
                    event = event == null ? events.of(line) : event;
                    follower.stream.tell(event);
                }
            }
        }
        present.forEach(Follower::begin);
    }

    private void tellOfFailure(List<Follower> present, Throwable failure) {
        LOG.debugf("new log lines could not be looked for: %s", failure.getMessage());
        synchronized (this) {
            if (troubled) {
                return;
            }
            troubled = true;
        }
        present.forEach(follower -> follower.stream.show("unavailable", UNAVAILABLE));
    }

    private static final class Follower {
        private final EventStream stream;
        private final LogFilter filter;
        private boolean begun;

        Follower(EventStream stream, LogFilter filter) {
            this.stream = stream;
            this.filter = filter;
        }

        void begin() {
            if (!begun) {
                begun = true;
                stream.show("begin", BEGIN);
            }
        }
    }
}
