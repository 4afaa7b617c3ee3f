package dev.millrace.api.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.JobStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyJobStatusTest {
    @ParameterizedTest
    @CsvSource({
        "SCHEDULED, queued, pending",
        "PENDING, queued, pending",
        "RETRYING, queued, failed",
        "RUNNING, processing, processing",
        "COMPLETED, completed, success",
        "DEAD, failed, permanently_failed",
        "DISCARDED, failed, permanently_failed",
        "CANCELED, failed, permanently_failed"
    })
    void everyStatusHasItsOlderNames(JobStatus status, String ofJob, String ofQuery) {
        assertThat(LegacyJobStatus.ofJob(status)).isEqualTo(ofJob);
        assertThat(LegacyJobStatus.ofQuery(status)).isEqualTo(ofQuery);
    }
}
