package dev.millrace.api.logs;

import dev.millrace.api.streams.EventStream;
import dev.millrace.api.streams.StreamEnd;
import dev.millrace.api.streams.StreamSettings;
import dev.millrace.core.joblog.JobLogs;
import dev.millrace.core.joblog.LogPosition;
import dev.millrace.core.joblog.LogReader;
import dev.millrace.core.joblog.StoredLine;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Follows the logs of single jobs: all that are followed in one statement a tick, each client from where it is and no faster
 * than it reads.
 */
@Singleton
public class JobLogFeed {
    private static final Logger LOG = Logger.getLogger(JobLogFeed.class);
    private static final int LINES_A_LOOK = 100;
    /** Longer than a worker keeps a line, and than a reader of the log is kept waiting for writes under way. */
    private static final Duration LAST_LINES = Duration.ofSeconds(4);

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final JobLogs logs;
    private final LogEvents events;
    private final Vertx vertx;
    private final StreamSettings settings;
    private final Set<Follower> followers = new HashSet<>();
    private boolean looking;

    JobLogFeed(JobLogs logs, LogEvents events, Vertx vertx, StreamSettings settings) {
        this.logs = logs;
        this.events = events;
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Shows the lines of a job that come after {@code after}, those of the past first. */
    public Follower showTo(EventStream stream, UUID jobId, LogPosition after) {
        Follower follower = new Follower(stream, jobId, after);
        synchronized (this) {
            followers.add(follower);
            if (!looking) {
                looking = true;
                vertx.runOnContext(now -> look());
            }
        }
        stream.fedBy(() -> remove(follower));
        return follower;
    }

    private synchronized void remove(Follower follower) {
        followers.remove(follower);
    }

    private void look() {
        List<Follower> readers;
        synchronized (this) {
            if (followers.isEmpty()) {
                looking = false;
                return;
            }
            readers = followers.stream()
                    .filter(follower -> follower.stream.isDrained())
                    .toList();
        }
        if (readers.isEmpty()) {
            lookAfter(settings.logTick());
            return;
        }
        long begun = System.nanoTime();
        logs.pages(
                        readers.stream()
                                .map(follower -> new LogReader(follower.jobId, follower.position))
                                .toList(),
                        LINES_A_LOOK)
                .subscribe()
                .with(pages -> lookAfter(tell(readers, pages, begun) ? AT_ONCE : settings.logTick()), failure -> {
                    LOG.debugf("jobs' logs could not be read for those who watch: %s", failure.getMessage());
                    lookAfter(settings.logTick());
                });
    }

    private void lookAfter(Duration pause) {
        vertx.setTimer(pause.toMillis(), timer -> look());
    }

    /** Returns whether there is more to show already. */
    private boolean tell(List<Follower> readers, List<List<StoredLine>> pages, long lookedAtNanos) {
        boolean more = false;
        for (int i = 0; i < readers.size(); i++) {
            Follower reader = readers.get(i);
            List<StoredLine> page = pages.get(i);
            page.forEach(line -> reader.stream.tell(events.of(line)));
            if (!page.isEmpty()) {
                reader.position = page.getLast().position();
            }
            more |= page.size() == LINES_A_LOOK;
            if (page.size() < LINES_A_LOOK) {
                reader.endIfQuiet(lookedAtNanos);
            }
        }
        return more;
    }

    /** One client that follows one job's log. */
    public static final class Follower {
        private final EventStream stream;
        private final UUID jobId;
        private volatile LogPosition position;
        private volatile End end;

        Follower(EventStream stream, UUID jobId, LogPosition position) {
            this.stream = stream;
            this.jobId = jobId;
            this.position = position;
        }

        /** Ends the stream a little later, when the last lines are surely written and shown. */
        public void endWhenQuiet(StreamEnd reason) {
            end = new End(reason, System.nanoTime() + LAST_LINES.toNanos());
        }

        private void endIfQuiet(long nowNanos) {
            End wanted = end;
            if (wanted != null && nowNanos - wanted.notBeforeNanos >= 0) {
                stream.end(wanted.reason);
            }
        }

        private record End(StreamEnd reason, long notBeforeNanos) {}
    }
}
