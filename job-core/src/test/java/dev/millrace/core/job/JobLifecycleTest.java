package dev.millrace.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobLifecycleTest {
    @ParameterizedTest
    @CsvSource({
        "SCHEDULED, PROMOTE, PENDING",
        "SCHEDULED, POSTPONE, SCHEDULED",
        "SCHEDULED, CANCEL, CANCELED",
        "PENDING, CLAIM, RUNNING",
        "PENDING, POSTPONE, SCHEDULED",
        "PENDING, CANCEL, CANCELED",
        "RUNNING, SUCCEED, COMPLETED",
        "RUNNING, RETRY_LATER, RETRYING",
        "RUNNING, BURY, DEAD",
        "RUNNING, SNOOZE, SCHEDULED",
        "RUNNING, RELEASE, PENDING",
        "RUNNING, RESCUE, PENDING",
        "RUNNING, CANCEL, RUNNING",
        "RUNNING, END_CANCELED, CANCELED",
        "RUNNING, DISCARD, DISCARDED",
        "RETRYING, PROMOTE, PENDING",
        "RETRYING, POSTPONE, RETRYING",
        "RETRYING, CLAIM, RUNNING",
        "RETRYING, CANCEL, CANCELED",
        "RETRYING, RETRY_NOW, PENDING",
        "DEAD, DISCARD, DISCARDED",
        "DEAD, RETRY_NOW, PENDING"
    })
    void theTableSaysWhereAnEventLeads(JobStatus from, JobEvent event, JobStatus to) {
        assertThat(JobLifecycle.next(from, event)).contains(to);
    }

    @Test
    void nothingElseIsAllowed() {
        long allowed = Arrays.stream(JobStatus.values())
                .flatMap(status -> Arrays.stream(JobEvent.values()).map(event -> JobLifecycle.next(status, event)))
                .filter(Optional::isPresent)
                .count();

        assertThat(allowed).isEqualTo(22);
    }

    @ParameterizedTest
    @EnumSource(JobStatus.class)
    void aFinalStatusIsLeftByNoEvent(JobStatus status) {
        Set<JobEvent> leaving = Arrays.stream(JobEvent.values())
                .filter(event -> JobLifecycle.next(status, event).isPresent())
                .collect(Collectors.toSet());

        assertThat(leaving.isEmpty()).isEqualTo(status.isFinal());
    }

    @Test
    void onlyAHandlerMayDiscardARunningJob() {
        assertThat(JobAction.DISCARD.isAllowed(JobStatus.RUNNING)).isFalse();
        assertThat(JobAction.DISCARD.isAllowed(JobStatus.DEAD)).isTrue();
    }
}
