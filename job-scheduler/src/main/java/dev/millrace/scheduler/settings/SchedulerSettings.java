package dev.millrace.scheduler.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How often each duty runs, and how much it takes at a time. */
@ConfigMapping(prefix = "millrace.scheduler")
public interface SchedulerSettings {
    /** Publishing of tickets that their own process did not publish. */
    Relay relay();

    /** Making due jobs ready. */
    Promotion promotion();

    /** Taking jobs away from lost workers. */
    Rescue rescue();

    /** Announcing the jobs of queues that were resumed. */
    Announcement announcement();

    /** Announcing jobs again whose tickets the broker has lost. */
    Reconcile reconcile();

    /** Firing of cron schedules. */
    Cron cron();

    /** Counts of what happened. */
    Rollup rollup();

    /** Counts of what stands where. */
    Depth depth();

    /** Metrics of what tells early that something is wrong. */
    Vitals vitals();

    /** Partitions made ahead, and what is forgotten. */
    Housekeeping housekeeping();

    /** What bulk operations leave behind. */
    Bulk bulk();

    /** Encryption anew after keys have changed. */
    Reseal reseal();

    /** Of the resealer. */
    interface Reseal {
        /** From one pass through the live jobs to the next, while there is something to do. */
        @WithDefault("1m")
        Duration interval();

        /** How many jobs one statement looks at. */
        @WithDefault("500")
        @Min(1)
        @Max(10_000)
        int batch();
    }

    /** Of the outbox relay. */
    interface Relay {
        /** From the start of one round to the start of the next. */
        @WithDefault("1s")
        Duration interval();

        /** How many tickets are leased and published together. */
        @WithDefault("500")
        @Min(1)
        @Max(10_000)
        int batch();
    }

    /** Of the promoter. */
    interface Promotion {
        /** From the start of one round to the start of the next; a due job waits that long at most before it is ready. */
        @WithDefault("500ms")
        Duration interval();

        /** How many jobs are promoted by one statement. */
        @WithDefault("500")
        @Min(1)
        @Max(10_000)
        int batch();
    }

    /** Of the rescuer. */
    interface Rescue {
        /** From one look at the workers' leases to the next. */
        @WithDefault("5s")
        Duration interval();

        /** From one look at all running jobs, whatever the leases say, to the next. */
        @WithDefault("1m")
        Duration fullInterval();

        /** How many jobs are rescued together. */
        @WithDefault("500")
        @Min(1)
        @Max(10_000)
        int batch();
    }

    /** Of the announcing of jobs of queues that were resumed. */
    interface Announcement {
        /** From the start of one round to the start of the next. */
        @WithDefault("500ms")
        Duration interval();

        /** How many live jobs are looked at in a round. */
        @WithDefault("5000")
        @Min(1)
        @Max(100_000)
        int batch();
    }

    /** Of the announcing of jobs whose tickets are lost. */
    interface Reconcile {
        /** Whether it is done at all; without it jobs whose tickets the broker has lost wait for ever. */
        @WithDefault("true")
        boolean enabled();

        /** From one look at the lanes to the next. */
        @WithDefault("5s")
        Duration interval();

        /** How many jobs that are ready or run are looked at by one statement. */
        @WithDefault("5000")
        @Min(1)
        @Max(100_000)
        int batch();
    }

    /** Of the measuring of what tells early that something is wrong. */
    interface Vitals {
        /** From one measuring to the next. */
        @WithDefault("10s")
        Duration interval();
    }

    /** Of the firing of schedules. */
    interface Cron {
        /** From the start of one round to the start of the next. */
        @WithDefault("1s")
        Duration interval();

        /** How many due schedules are fired in one transaction. */
        @WithDefault("200")
        @Min(1)
        @Max(10_000)
        int batch();
    }

    /** Of the folding of counts. */
    interface Rollup {
        /** From the start of one round to the start of the next. */
        @WithDefault("3s")
        Duration interval();

        /** How many counts are folded by one statement. */
        @WithDefault("5000")
        @Min(1)
        @Max(100_000)
        int batch();
    }

    /** Of the measuring of depth. */
    interface Depth {
        /** From one measuring to the next while it takes next to nothing. */
        @WithDefault("1s")
        Duration shortestInterval();

        /** From one measuring to the next, however long it takes. */
        @WithDefault("1m")
        Duration longestInterval();
    }

    /** Of the keeping of house. */
    interface Housekeeping {
        /** From one round to the next. */
        @WithDefault("1h")
        Duration interval();

        /** How long a worker that is gone stays known. */
        @WithDefault("1d")
        Duration workerAge();

        /** How long an idempotency key is kept; clients are promised a day. */
        @WithDefault("1d")
        Duration idempotencyAge();

        /** How long it stays known which ticks of a schedule have fired. */
        @WithDefault("7d")
        Duration fireAge();

        /** How long finished jobs are kept, and with them their attempts. */
        @WithDefault("30d")
        @DurationMin(days = 2)
        Duration archiveAge();

        /** How long job logs are kept. */
        @WithDefault("30d")
        @DurationMin(days = 2)
        Duration logAge();

        /** How long dead letters wait for somebody before they are discarded. */
        @WithDefault("90d")
        @DurationMin(hours = 1)
        Duration deadLetterAge();

        /** How many dead letters one transaction discards. */
        @WithDefault("500")
        @Min(1)
        @Max(10_000)
        int deadLetterBatch();

        /** How long the audit trail is kept, and keys that have expired or were revoked. */
        @WithDefault("365d")
        @DurationMin(days = 1)
        Duration auditAge();

        /** How long a session that nobody uses stays known; it has expired long before. */
        @WithDefault("30d")
        @DurationMin(days = 1)
        Duration sessionAge();
    }

    /** Of the sweeping after bulk operations. */
    interface Bulk {
        /** From one round to the next. */
        @WithDefault("1m")
        Duration interval();

        /** How many of the jobs that operations held are deleted by one statement. */
        @WithDefault("10000")
        @Min(1)
        @Max(100_000)
        int batch();

        /** How long it stays known what a bulk operation did to which job. */
        @WithDefault("1d")
        Duration itemAge();

        /** How long a bulk operation that is over stays known. */
        @WithDefault("30d")
        Duration operationAge();
    }
}
