package dev.millrace.core.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobFilterTest {
    private static final Instant TIME = Instant.parse("2026-03-29T12:00:00Z");
    private static final UUID ID = UUID.fromString("0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01");

    private static final JobFilter FULL = JobFilter.builder()
            .statuses(List.of(JobStatus.DEAD))
            .types(List.of("send_email"))
            .queues(List.of("mail"))
            .priorities(List.of(Priority.LOW))
            .tags(List.of("red"))
            .workerIds(List.of(ID))
            .scheduleIds(List.of(ID))
            .fingerprints(List.of("0123456789abcdef"))
            .createdAfter(TIME)
            .createdBefore(TIME.plusSeconds(1))
            .finishedAfter(TIME.plusSeconds(2))
            .finishedBefore(TIME.plusSeconds(3))
            .payload(List.of(PayloadMatch.of("a.b", "5")))
            .build();

    @Test
    void aFilterWithoutPartsShowsEverything() {
        assertThat(JobFilter.ANY.showsLiveJobs()).isTrue();
        assertThat(JobFilter.ANY.showsFinishedJobs()).isTrue();
        assertThat(JobFilter.ANY.finalStatuses())
                .containsExactly(JobStatus.COMPLETED, JobStatus.CANCELED, JobStatus.DISCARDED);
    }

    @Test
    void itsStatusesSayWhereItsJobsStand() {
        JobFilter live = JobFilter.builder()
                .statuses(List.of(JobStatus.PENDING, JobStatus.DEAD))
                .build();
        JobFilter finished =
                JobFilter.builder().statuses(List.of(JobStatus.CANCELED)).build();

        assertThat(live.showsFinishedJobs()).isFalse();
        assertThat(live.showsLiveJobs()).isTrue();
        assertThat(finished.showsFinishedJobs()).isTrue();
        assertThat(finished.showsLiveJobs()).isFalse();
    }

    @Test
    void onlyDeadMeansDeadLettersOnly() {
        assertThat(FULL.showsDeadLettersOnly()).isTrue();
        assertThat(JobFilter.ANY.showsDeadLettersOnly()).isFalse();
    }

    @Test
    void aFilterMadeFromAnotherKeepsEveryPartOfIt() {
        assertThat(FULL.but().build()).isEqualTo(FULL);
        assertThat(FULL.but().queues(List.of()).build().queues()).isEmpty();
    }

    @Test
    void aFilterDoesNotChangeWithTheListsItWasMadeOf() {
        List<String> tags = new ArrayList<>(List.of("red"));
        JobFilter filter = JobFilter.builder().tags(tags).build();
        tags.add("green");

        assertThat(filter.tags()).containsExactly("red");
    }
}
