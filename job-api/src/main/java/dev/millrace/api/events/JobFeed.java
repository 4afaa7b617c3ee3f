package dev.millrace.api.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.jobs.JobView;
import dev.millrace.api.jobs.JobWatch;
import dev.millrace.api.jobs.JobWatcher;
import dev.millrace.api.streams.EventStream;
import dev.millrace.api.streams.StreamEnd;
import dev.millrace.api.streams.StreamEvent;
import dev.millrace.core.job.Job;
import dev.millrace.core.store.JobReader;
import dev.millrace.core.store.JobSight;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Shows single jobs as they change. The {@link JobWatch} tells which have changed; these are read together, once for all who
 * watch them.
 */
@Singleton
class JobFeed implements JobWatcher {
    private static final Logger LOG = Logger.getLogger(JobFeed.class);
    private static final long RETRY_MS = 200;

    private final JobWatch watch;
    private final JobReader reader;
    private final ObjectMapper mapper;
    private final Vertx vertx;
    private final Map<UUID, Set<Watcher>> jobs = new HashMap<>();
    private final Set<UUID> changed = new LinkedHashSet<>();
    private boolean reading;

    JobFeed(JobWatch watch, JobReader reader, ObjectMapper mapper, Vertx vertx) {
        this.watch = watch;
        this.reader = reader;
        this.mapper = mapper;
        this.vertx = vertx;
    }

    /**
     * Shows a job from now on, until the stream is over.
     *
     * @param whenOver is told once when the job will not change any more
     */
    void showTo(EventStream stream, UUID id, Consumer<StreamEnd> whenOver) {
        Watcher watcher = new Watcher(stream, whenOver);
        synchronized (this) {
            jobs.computeIfAbsent(id, ignored -> new HashSet<>()).add(watcher);
            // Of a job that is watched already, the next look shows the present state again, and so to this one.
            watch.add(id, this);
        }
        stream.fedBy(() -> remove(id, watcher));
    }

    @Override
    public boolean everyChange() {
        return true;
    }

    @Override
    public void seen(List<JobSight> sights) {
        synchronized (this) {
            sights.forEach(sight -> changed.add(sight.id()));
        }
        read();
    }

    @Override
    public void failed() {
        forAll((id, watcher) -> watcher.stream.show(
                "unavailable:" + id, StreamEvent.of("unavailable", "{\"topic\":\"job:" + id + "\"}")));
    }

    /** What has been shown is shown again, so that clients know that it holds. */
    @Override
    public void recovered() {
        synchronized (this) {
            jobs.forEach((id, watchers) -> {
                watchers.forEach(watcher -> watcher.shown = null);
                changed.add(id);
            });
        }
        read();
    }

    private synchronized void remove(UUID id, Watcher watcher) {
        Set<Watcher> watchers = jobs.get(id);
        if (watchers != null && watchers.remove(watcher) && watchers.isEmpty()) {
            jobs.remove(id);
            watch.remove(id, this);
        }
    }

    private void read() {
        List<UUID> ids;
        synchronized (this) {
            changed.retainAll(jobs.keySet());
            if (reading || changed.isEmpty()) {
                return;
            }
            reading = true;
            ids = List.copyOf(changed);
            changed.clear();
        }
        reader.findAll(ids)
                .subscribe()
                .with(
                        found -> {
                            show(ids, found);
                            readOn();
                        },
                        failure -> {
                            LOG.debugf("watched jobs could not be read: %s", failure.getMessage());
                            synchronized (this) {
                                changed.addAll(ids);
                            }
                            vertx.setTimer(RETRY_MS, timer -> readOn());
                        });
    }

    private void readOn() {
        synchronized (this) {
            reading = false;
        }
        read();
    }

    private void show(List<UUID> ids, List<Job> found) {
        Map<UUID, Job> byId = found.stream().collect(Collectors.toMap(Job::id, job -> job));
        for (UUID id : ids) {
            Job job = byId.get(id);
            StreamEnd end = job == null ? StreamEnd.UNKNOWN : job.status().isFinal() ? StreamEnd.FINAL : null;
            List<Watcher> watchers = watchers(id, end != null);
            if (job != null) {
                JobView view = JobView.of(job);
                StreamEvent event = StreamEvent.of("job", json(view));
                ObjectNode comparable = mapper.valueToTree(view);
                comparable.remove("last_heartbeat_at");
                watchers.forEach(watcher -> watcher.show("job:" + id, comparable, event));
            }
            if (end != null) {
                watchers.forEach(watcher -> watcher.over(end));
            }
        }
    }

    private String json(JobView view) {
        try {
            return mapper.writeValueAsString(view);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** @param forTheLastTime the job is not looked at any more, unless for somebody who comes later than these */
    private synchronized List<Watcher> watchers(UUID id, boolean forTheLastTime) {
        if (forTheLastTime) {
            watch.remove(id, this);
        }
        return List.copyOf(jobs.getOrDefault(id, Set.of()));
    }

    private void forAll(BiConsumer<UUID, Watcher> word) {
        Map<UUID, List<Watcher>> all = new HashMap<>();
        synchronized (this) {
            jobs.forEach((id, watchers) -> all.put(id, List.copyOf(watchers)));
        }
        all.forEach((id, watchers) -> watchers.forEach(watcher -> word.accept(id, watcher)));
    }

    private static final class Watcher {
        private final EventStream stream;
        private final Consumer<StreamEnd> whenOver;
        private volatile JsonNode shown;
        private boolean isTold;

        Watcher(EventStream stream, Consumer<StreamEnd> whenOver) {
            this.stream = stream;
            this.whenOver = whenOver;
        }

        void show(String topic, JsonNode comparable, StreamEvent event) {
            if (!comparable.equals(shown)) {
                shown = comparable;
                stream.show(topic, event);
            }
        }

        void over(StreamEnd reason) {
            if (!isTold) {
                isTold = true;
                whenOver.accept(reason);
            }
        }
    }
}
