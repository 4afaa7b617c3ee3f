package dev.millrace.api.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.api.directory.Directory;
import dev.millrace.api.jobs.JobView;
import dev.millrace.api.paging.Items;
import dev.millrace.api.queues.BrokerPages;
import dev.millrace.api.queues.QueueView;
import dev.millrace.api.stats.Overviews;
import dev.millrace.api.stats.StatsView;
import dev.millrace.api.streams.EventStream;
import dev.millrace.api.streams.SharedSnapshot;
import dev.millrace.api.streams.StreamSettings;
import dev.millrace.api.workers.WorkerView;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.listing.JobFilter;
import dev.millrace.core.listing.JobPage;
import dev.millrace.core.listing.JobPages;
import dev.millrace.core.listing.ListOrder;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.statistics.LaneDepth;
import dev.millrace.core.store.WorkerRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a dashboard shows, each topic made once a tick for all who watch it. */
@Singleton
class DashboardFeed {
    private static final int JOBS_SHOWN = 20;
    private static final Duration NEW = Duration.ofHours(23);

    private final Directory directory;
    private final Overviews overviews;
    private final TicketPublisher publisher;
    private final WorkerRegistry workers;
    private final JobPages pages;
    private final BrokerPages brokerPages;
    private final Clock clock;
    private final Map<Topic, SharedSnapshot> snapshots = new EnumMap<>(Topic.class);

    DashboardFeed(
            Directory directory,
            Overviews overviews,
            TicketPublisher publisher,
            WorkerRegistry workers,
            JobPages pages,
            BrokerPages brokerPages,
            ObjectMapper mapper,
            Clock clock,
            Vertx vertx,
            StreamSettings settings) {
        this.directory = directory;
        this.overviews = overviews;
        this.publisher = publisher;
        this.workers = workers;
        this.pages = pages;
        this.brokerPages = brokerPages;
        this.clock = clock;
        ObjectMapper brief = mapper.copy()
                .addMixIn(JobView.class, BriefJob.class)
                .addMixIn(JobView.ErrorView.class, BriefError.class);
        for (Topic topic : Topic.values()) {
            snapshots.put(topic, new SharedSnapshot(topic.wireName(), reading(topic), brief, vertx, settings.tick()));
        }
    }

    /** Shows a topic from now on, until the stream is over. */
    void showTo(EventStream stream, Topic topic) {
        snapshots.get(topic).showTo(stream);
    }

    private Supplier<Uni<?>> reading(Topic topic) {
        return switch (topic) {
            case STATS -> this::stats;
            case QUEUES -> this::queues;
            case WORKERS -> this::workers;
            case DEAD -> this::dead;
            case JOBS -> this::jobs;
        };
    }

    private Uni<StatsView> stats() {
        return overviews.present().map(overview -> StatsView.of(overview, publisher.available()));
    }

    private Uni<Items<QueueView>> queues() {
        return directory.refreshed().chain(snapshot -> overviews
                .present()
                .map(overview -> new Items<>(snapshot.queues().stream()
                        .map(queue -> QueueView.of(queue, overview, brokerPages))
                        .toList())));
    }

    private Uni<Items<WorkerView>> workers() {
        return workers.list()
                .map(known -> new Items<>(known.stream().map(WorkerView::of).toList()));
    }

    private Uni<DeadLetters> dead() {
        JobFilter dead = JobFilter.builder().statuses(List.of(JobStatus.DEAD)).build();
        return Uni.combine()
                .all()
                .unis(overviews.present(), listed(dead, ListOrder.LATEST_END_FIRST))
                .asTuple()
                .map(read -> new DeadLetters(
                        read.getItem1().depth().stream()
                                .filter(lane -> lane.status() == JobStatus.DEAD)
                                .mapToLong(LaneDepth::jobs)
                                .sum(),
                        read.getItem2()));
    }

    private Uni<Items<JobView>> jobs() {
        JobFilter recent =
                JobFilter.builder().createdAfter(clock.instant().minus(NEW)).build();
        return listed(recent, ListOrder.NEWEST_FIRST).map(Items::new);
    }

    private Uni<List<JobView>> listed(JobFilter filter, ListOrder order) {
        return pages.list(filter, order, null, JOBS_SHOWN).map(page -> switch (page) {
            case JobPage.Listed listed ->
                listed.jobs().stream().map(JobView::of).toList();
            case JobPage.RangeRequired impossible -> throw new IllegalStateException("the list is narrow");
        });
    }

    /**
     * Dead letters.
     *
     * @param total as last measured in the background
     * @param items the latest to die
     */
    @RegisterForReflection
    record DeadLetters(long total, List<JobView> items) {}

    /** A table of jobs shows nothing that may be large. */
    @JsonIgnoreProperties({"payload", "result"})
    private interface BriefJob {}

    @JsonIgnoreProperties("stacktrace")
    private interface BriefError {}
}
