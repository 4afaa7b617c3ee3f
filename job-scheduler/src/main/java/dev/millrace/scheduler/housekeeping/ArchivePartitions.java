package dev.millrace.scheduler.housekeeping;

import dev.millrace.core.store.Archive;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.Work;
import java.time.Duration;

/** Makes the archive's partitions of the days ahead, without which no job could end. */
public final class ArchivePartitions implements Duty {
    private final Archive archive;
    private final Duration interval;

    public ArchivePartitions(Archive archive, Duration interval) {
        this.archive = archive;
        this.interval = interval;
    }

    @Override
    public String name() {
        return "archive-partitions";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Made runOnce() {
        return new Made(Awaited.of(archive.ensurePartitions()));
    }

    /** @param partitions how many were made */
    public record Made(int partitions) implements Work {
        @Override
        public int items() {
            return partitions;
        }
    }
}
