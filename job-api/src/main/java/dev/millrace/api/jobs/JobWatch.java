package dev.millrace.api.jobs;

import dev.millrace.api.wiring.ApiSettings;
import dev.millrace.core.store.JobReader;
import dev.millrace.core.store.JobSight;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Looks at the jobs that somebody waits for or watches: at all of this process together, in one statement a tick, and only
 * while there are any. So a thousand clients cost PostgreSQL no more than one, however many jobs run.
 */
@Singleton
public class JobWatch {
    private static final Logger LOG = Logger.getLogger(JobWatch.class);
    /** No mark that PostgreSQL gives. */
    private static final String NEVER_SEEN = "";

    private static final String OVER = "over";

    private final JobReader reader;
    private final Vertx vertx;
    private final ApiSettings settings;
    private final Map<UUID, Watched> watched = new HashMap<>();
    private boolean ticking;
    private boolean troubled;

    public JobWatch(JobReader reader, Vertx vertx, ApiSettings settings) {
        this.reader = reader;
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Lets the watcher know of the job from the next look on, until it is removed. */
    public synchronized void add(UUID jobId, JobWatcher watcher) {
        Watched job = watched.computeIfAbsent(jobId, ignored -> new Watched());
        job.watchers.add(watcher);
        if (watcher.everyChange()) {
            job.mark = NEVER_SEEN;
        }
        if (!ticking) {
            ticking = true;
            lookLater();
        }
    }

    /** Ends what {@link #add} began. */
    public synchronized void remove(UUID jobId, JobWatcher watcher) {
        Watched job = watched.get(jobId);
        if (job != null && job.watchers.remove(watcher) && job.watchers.isEmpty()) {
            watched.remove(jobId);
        }
    }

    private void lookLater() {
        vertx.setTimer(settings.waitTick().toMillis(), timer -> look());
    }

    private void look() {
        Map<UUID, Optional<String>> marks = marks();
        if (marks.isEmpty()) {
            return;
        }
        reader.look(marks).onTermination().invoke(this::lookLater).subscribe().with(this::tell, failure -> {
            LOG.debugf("awaited jobs could not be looked at: %s", failure.getMessage());
            tellAll(true, JobWatcher::failed);
        });
    }

    private synchronized Map<UUID, Optional<String>> marks() {
        ticking = !watched.isEmpty();
        Map<UUID, Optional<String>> marks = new HashMap<>();
        watched.forEach((id, job) -> marks.put(id, job.everyChange() ? Optional.of(job.mark) : Optional.empty()));
        return marks;
    }

    private void tell(List<JobSight> sights) {
        Map<JobWatcher, List<JobSight>> news = new LinkedHashMap<>();
        synchronized (this) {
            for (JobSight sight : sights) {
                Watched job = watched.get(sight.id());
                if (job == null) {
                    continue;
                }
                String mark = Objects.requireNonNullElse(sight.mark(), OVER);
                boolean changed = !mark.equals(job.mark);
                job.mark = mark;
                for (JobWatcher watcher : job.watchers) {
                    if (watcher.everyChange() ? changed : sight.settled()) {
                        news.computeIfAbsent(watcher, ignored -> new ArrayList<>())
                                .add(sight);
                    }
                }
            }
        }
        tellAll(false, JobWatcher::recovered);
        news.forEach(JobWatcher::seen);
    }

    private void tellAll(boolean nowTroubled, Consumer<JobWatcher> word) {
        Set<JobWatcher> all = new HashSet<>();
        synchronized (this) {
            if (troubled == nowTroubled) {
                return;
            }
            troubled = nowTroubled;
            watched.values().forEach(job -> all.addAll(job.watchers));
        }
        all.forEach(word);
    }

    private static final class Watched {
        private final Set<JobWatcher> watchers = new HashSet<>();
        private String mark = NEVER_SEEN;

        boolean everyChange() {
            return watchers.stream().anyMatch(JobWatcher::everyChange);
        }
    }
}
