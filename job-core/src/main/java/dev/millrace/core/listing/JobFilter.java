package dev.millrace.core.listing;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Which jobs a list, a count or a bulk operation is about. A job must fit every part; an empty list of values means any, and
 * a list of several means one of them.
 *
 * @param tags a job fits with one of them
 * @param workerIds who runs the job, or ran its last attempt
 * @param scheduleIds the schedules that fired it
 * @param fingerprints of the job's last error
 * @param createdAfter jobs made at or after it, or null
 * @param createdBefore jobs made before it, or null
 * @param finishedAfter jobs that ended or died at or after it, or null
 * @param finishedBefore jobs that ended or died before it, or null
 * @param payload a job fits with all of them
 */
public record JobFilter(
        List<JobStatus> statuses,
        List<String> types,
        List<String> queues,
        List<Priority> priorities,
        List<String> tags,
        List<UUID> workerIds,
        List<UUID> scheduleIds,
        List<String> fingerprints,
        Instant createdAfter,
        Instant createdBefore,
        Instant finishedAfter,
        Instant finishedBefore,
        List<PayloadMatch> payload) {
    /** Every job. */
    public static final JobFilter ANY = builder().build();

    public JobFilter {
        statuses = List.copyOf(statuses);
        types = List.copyOf(types);
        queues = List.copyOf(queues);
        priorities = List.copyOf(priorities);
        tags = List.copyOf(tags);
        workerIds = List.copyOf(workerIds);
        scheduleIds = List.copyOf(scheduleIds);
        fingerprints = List.copyOf(fingerprints);
        payload = List.copyOf(payload);
    }

    /** Begins with every job. */
    public static Builder builder() {
        return new Builder();
    }

    /** Begins with the jobs of this filter. */
    public Builder but() {
        return new Builder()
                .statuses(statuses)
                .types(types)
                .queues(queues)
                .priorities(priorities)
                .tags(tags)
                .workerIds(workerIds)
                .scheduleIds(scheduleIds)
                .fingerprints(fingerprints)
                .createdAfter(createdAfter)
                .createdBefore(createdBefore)
                .finishedAfter(finishedAfter)
                .finishedBefore(finishedBefore)
                .payload(payload);
    }

    /** The final statuses among those that it shows. */
    public List<JobStatus> finalStatuses() {
        List<JobStatus> shown = statuses.isEmpty() ? List.of(JobStatus.values()) : statuses;
        return shown.stream().filter(JobStatus::isFinal).toList();
    }

    /** Whether it shows finished jobs, which stand in the archive. */
    public boolean showsFinishedJobs() {
        return !finalStatuses().isEmpty();
    }

    /** Whether it shows jobs that can still change. */
    public boolean showsLiveJobs() {
        return statuses.isEmpty() || statuses.stream().anyMatch(status -> !status.isFinal());
    }

    /** Whether it shows dead letters and nothing else. */
    public boolean showsDeadLettersOnly() {
        return statuses.equals(List.of(JobStatus.DEAD));
    }

    /** Puts a filter together from the parts that are wanted. */
    public static final class Builder {
        private List<JobStatus> statuses = List.of();
        private List<String> types = List.of();
        private List<String> queues = List.of();
        private List<Priority> priorities = List.of();
        private List<String> tags = List.of();
        private List<UUID> workerIds = List.of();
        private List<UUID> scheduleIds = List.of();
        private List<String> fingerprints = List.of();
        private Instant createdAfter;
        private Instant createdBefore;
        private Instant finishedAfter;
        private Instant finishedBefore;
        private List<PayloadMatch> payload = List.of();

        private Builder() {}

        public Builder statuses(List<JobStatus> values) {
            statuses = values;
            return this;
        }

        public Builder types(List<String> values) {
            types = values;
            return this;
        }

        public Builder queues(List<String> values) {
            queues = values;
            return this;
        }

        public Builder priorities(List<Priority> values) {
            priorities = values;
            return this;
        }

        public Builder tags(List<String> values) {
            tags = values;
            return this;
        }

        public Builder workerIds(List<UUID> values) {
            workerIds = values;
            return this;
        }

        public Builder scheduleIds(List<UUID> values) {
            scheduleIds = values;
            return this;
        }

        public Builder fingerprints(List<String> values) {
            fingerprints = values;
            return this;
        }

        public Builder createdAfter(Instant time) {
            createdAfter = time;
            return this;
        }

        public Builder createdBefore(Instant time) {
            createdBefore = time;
            return this;
        }

        public Builder finishedAfter(Instant time) {
            finishedAfter = time;
            return this;
        }

        public Builder finishedBefore(Instant time) {
            finishedBefore = time;
            return this;
        }

        public Builder payload(List<PayloadMatch> values) {
            payload = values;
            return this;
        }

        public JobFilter build() {
            return new JobFilter(
                    statuses,
                    types,
                    queues,
                    priorities,
                    tags,
                    workerIds,
                    scheduleIds,
                    fingerprints,
                    createdAfter,
                    createdBefore,
                    finishedAfter,
                    finishedBefore,
                    payload);
        }
    }
}
