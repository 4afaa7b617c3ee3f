package dev.millrace.api.directory;

import dev.millrace.api.wiring.ApiSettings;
import dev.millrace.core.batching.BatchLimits;
import dev.millrace.core.batching.Batcher;
import dev.millrace.core.store.JobTypes;
import dev.millrace.core.store.Queues;
import dev.millrace.core.store.StoreUnavailable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The job types and queues that PostgreSQL knows, read again every second or so, and at once when a name is not found: a
 * worker that has just registered is known to the next request.
 */
@Singleton
@Startup
public class Directory {
    private static final Logger LOG = Logger.getLogger(Directory.class);
    private static final int MOST_WAITING = 10_000;

    private final JobTypes jobTypes;
    private final Queues queues;
    private final Vertx vertx;
    private final ApiSettings settings;
    /** One reading at a time; whoever asks while one is under way shares the next, which began after they asked. */
    private final Batcher<Boolean, DirectorySnapshot> readings;

    private volatile DirectorySnapshot present;
    private volatile boolean stopping;

    public Directory(JobTypes jobTypes, Queues queues, Vertx vertx, ApiSettings settings) {
        this.jobTypes = jobTypes;
        this.queues = queues;
        this.vertx = vertx;
        this.settings = settings;
        readings = new Batcher<>(
                "directory",
                new BatchLimits(MOST_WAITING, 1, 1, MOST_WAITING),
                asked -> 0,
                failure -> false,
                this::readForAll);
    }

    void start(@Observes StartupEvent started) {
        keepFresh();
    }

    void stop(@Observes ShutdownEvent stopped) {
        stopping = true;
    }

    /** What is known, as of a second ago or so; fails with {@link StoreUnavailable} while nothing has ever been read. */
    public Uni<DirectorySnapshot> present() {
        DirectorySnapshot known = present;
        return known == null ? refreshed() : Uni.createFrom().item(known);
    }

    /**
     * A snapshot that knows these names, or one read after this call that shows that they are not known; fails with
     * {@link StoreUnavailable} when that cannot be told.
     */
    public Uni<DirectorySnapshot> looking(Collection<String> jobTypeNames, Collection<String> queueNames) {
        DirectorySnapshot known = present;
        return known != null && known.knows(jobTypeNames, queueNames)
                ? Uni.createFrom().item(known)
                : refreshed();
    }

    /** What PostgreSQL knows now. */
    public Uni<DirectorySnapshot> refreshed() {
        return readings.submit(true);
    }

    private void keepFresh() {
        refreshed()
                .onTermination()
                .invoke(() -> {
                    if (!stopping) {
                        vertx.setTimer(settings.directoryRefresh().toMillis(), timer -> keepFresh());
                    }
                })
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.debugf("job types and queues could not be read: %s", failure.getMessage()));
    }

    private Uni<List<DirectorySnapshot>> readForAll(List<Boolean> asked) {
        return jobTypes.list()
                .chain(types -> queues.list().map(states -> {
                    DirectorySnapshot before = present;
                    DirectorySnapshot read = (before == null ? DirectorySnapshot.EMPTY : before).next(types, states);
                    present = read;
                    return read;
                }))
                .map(read -> Collections.nCopies(asked.size(), read));
    }
}
