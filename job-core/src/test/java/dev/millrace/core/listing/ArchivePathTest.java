package dev.millrace.core.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ArchivePathTest {
    private static final UUID ID = UUID.fromString("0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01");
    private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");

    @Test
    void aFilterForLiveStatusesNeedsNoArchive() {
        assertThat(ArchivePath.of(filter(List.of(JobStatus.PENDING, JobStatus.DEAD), List.of())))
                .isEqualTo(ArchivePath.NONE);
    }

    @Test
    void everythingIsFoundByItsCreation() {
        JobFilter all = filter(List.of(), List.of());

        assertThat(ArchivePath.of(all)).isEqualTo(ArchivePath.CREATION);
        assertThat(ArchivePath.CREATION.serves(all)).isTrue();
    }

    @Test
    void aTypeIsFoundByItsType() {
        JobFilter completed = filter(List.of(JobStatus.COMPLETED), List.of("noop"));

        assertThat(ArchivePath.of(completed)).isEqualTo(ArchivePath.TYPES);
        assertThat(ArchivePath.TYPES.serves(completed)).isTrue();
    }

    @Test
    void rareEndsAreFoundByTheirStatusButNotTogetherWithAType() {
        JobFilter canceled = filter(List.of(JobStatus.CANCELED), List.of());
        JobFilter canceledOfType = filter(List.of(JobStatus.CANCELED), List.of("noop"));

        assertThat(ArchivePath.of(canceled)).isEqualTo(ArchivePath.RARE_ENDS);
        assertThat(ArchivePath.RARE_ENDS.serves(canceled)).isTrue();
        assertThat(ArchivePath.RARE_ENDS.serves(canceledOfType)).isFalse();
    }

    @Test
    void noIndexServesQueuePriorityOrTag() {
        assertThat(ArchivePath.CREATION.serves(
                        JobFilter.builder().queues(List.of("default")).build()))
                .isFalse();
        assertThat(ArchivePath.CREATION.serves(
                        JobFilter.builder().priorities(List.of(Priority.LOW)).build()))
                .isFalse();
        assertThat(ArchivePath.TYPES.serves(JobFilter.builder()
                        .types(List.of("noop"))
                        .tags(List.of("x"))
                        .build()))
                .isFalse();
    }

    @Test
    void whatAScheduleFiredIsFoundByTheSchedule() {
        JobFilter fired = JobFilter.builder().scheduleIds(List.of(ID)).build();
        JobFilter canceled = fired.but().statuses(List.of(JobStatus.CANCELED)).build();

        assertThat(ArchivePath.of(fired)).isEqualTo(ArchivePath.SCHEDULES);
        assertThat(ArchivePath.SCHEDULES.serves(fired)).isTrue();
        assertThat(ArchivePath.SCHEDULES.serves(canceled)).isFalse();
    }

    @Test
    void noIndexServesWorkersFingerprintsPayloadsOrEnds() {
        assertThat(List.of(
                        JobFilter.builder().workerIds(List.of(ID)).build(),
                        JobFilter.builder().fingerprints(List.of("x")).build(),
                        JobFilter.builder()
                                .payload(List.of(PayloadMatch.of("a", "1")))
                                .build(),
                        JobFilter.builder().finishedAfter(NOW).build(),
                        JobFilter.builder().finishedBefore(NOW).build()))
                .noneMatch(ArchivePath.CREATION::serves);
    }

    @Test
    void onlyTheOrderOfCreationIsServedWithoutARange() {
        JobFilter lately =
                JobFilter.builder().finishedAfter(NOW.minusSeconds(60)).build();
        JobFilter live =
                JobFilter.builder().statuses(List.of(JobStatus.RUNNING)).build();
        ListOrder byEnd = ListOrder.LATEST_END_FIRST;

        assertThat(JobSelection.of(JobFilter.ANY, ListOrder.OLDEST_FIRST, NOW)).isPresent();
        assertThat(JobSelection.of(JobFilter.ANY, byEnd, NOW)).isEmpty();
        assertThat(JobSelection.of(lately, byEnd, NOW)).isPresent();
        assertThat(JobSelection.of(live, byEnd, NOW)).isPresent();
    }

    @Test
    void aRangeOfEndsIsAsGoodAsOneOfCreations() {
        JobFilter lately = JobFilter.builder()
                .finishedAfter(NOW.minus(Duration.ofDays(9)))
                .finishedBefore(NOW.minus(Duration.ofDays(8)))
                .build();

        assertThat(ArchivePath.isNarrow(lately, NOW)).isTrue();
        assertThat(ArchivePath.isNarrow(lately.but().finishedBefore(null).build(), NOW))
                .isFalse();
    }

    @Test
    void deadLettersAreFoundByTheirDeath() {
        JobFilter dead = JobFilter.builder().statuses(List.of(JobStatus.DEAD)).build();

        assertThat(LivePath.of(dead)).isEqualTo(LivePath.DEAD);
        assertThat(LivePath.of(dead.but().fingerprints(List.of("x")).build())).isEqualTo(LivePath.FINGERPRINTS);
        assertThat(LivePath.of(JobFilter.builder().fingerprints(List.of("x")).build()))
                .isEqualTo(LivePath.ALL);
        assertThat(LivePath.of(JobFilter.builder().finishedAfter(NOW).build())).isEqualTo(LivePath.DEAD);
        assertThat(LivePath.of(JobFilter.builder()
                        .finishedAfter(NOW)
                        .statuses(List.of(JobStatus.PENDING, JobStatus.COMPLETED))
                        .build()))
                .isEqualTo(LivePath.NONE);
    }

    @Test
    void aRangeIsNarrowUpToADay() {
        assertThat(ArchivePath.isNarrow(range(NOW.minus(Duration.ofDays(1)), null), NOW))
                .isTrue();
        assertThat(ArchivePath.isNarrow(range(NOW.minus(Duration.ofDays(1)).minusMillis(1), null), NOW))
                .isFalse();
        assertThat(ArchivePath.isNarrow(range(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(8))), NOW))
                .isTrue();
        assertThat(ArchivePath.isNarrow(range(null, NOW), NOW)).isFalse();
    }

    private static JobFilter filter(List<JobStatus> statuses, List<String> types) {
        return JobFilter.builder().statuses(statuses).types(types).build();
    }

    private static JobFilter range(Instant after, Instant before) {
        return JobFilter.builder().createdAfter(after).createdBefore(before).build();
    }
}
