package dev.millrace.core.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchivePathTest {
    private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");

    @Test
    void aFilterForLiveStatusesNeedsNoArchive() {
        assertThat(ArchivePath.of(filter(List.of(JobStatus.PENDING, JobStatus.DEAD), List.of())))
                .isEmpty();
    }

    @Test
    void everythingIsFoundByItsCreation() {
        JobFilter all = filter(List.of(), List.of());

        assertThat(ArchivePath.of(all)).hasValue(ArchivePath.BY_CREATION);
        assertThat(ArchivePath.BY_CREATION.serves(all)).isTrue();
    }

    @Test
    void aTypeIsFoundByItsType() {
        JobFilter completed = filter(List.of(JobStatus.COMPLETED), List.of("noop"));

        assertThat(ArchivePath.of(completed)).hasValue(ArchivePath.BY_TYPE);
        assertThat(ArchivePath.BY_TYPE.serves(completed)).isTrue();
    }

    @Test
    void rareEndsAreFoundByTheirStatusButNotTogetherWithAType() {
        JobFilter canceled = filter(List.of(JobStatus.CANCELED), List.of());
        JobFilter canceledOfType = filter(List.of(JobStatus.CANCELED), List.of("noop"));

        assertThat(ArchivePath.of(canceled)).hasValue(ArchivePath.BY_RARE_END);
        assertThat(ArchivePath.BY_RARE_END.serves(canceled)).isTrue();
        assertThat(ArchivePath.BY_RARE_END.serves(canceledOfType)).isFalse();
    }

    @Test
    void noIndexServesQueuePriorityOrTag() {
        assertThat(ArchivePath.BY_CREATION.serves(
                        JobFilter.builder().queues(List.of("default")).build()))
                .isFalse();
        assertThat(ArchivePath.BY_CREATION.serves(
                        JobFilter.builder().priorities(List.of(Priority.LOW)).build()))
                .isFalse();
        assertThat(ArchivePath.BY_TYPE.serves(JobFilter.builder()
                        .types(List.of("noop"))
                        .tags(List.of("x"))
                        .build()))
                .isFalse();
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
