package dev.millrace.core.identity;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.millrace.core.job.JobIds;
import java.util.UUID;

/** UUIDv7 (RFC 9562), monotonic within this process. */
public final class TimeOrderedJobIds implements JobIds {
    @Override
    public UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }
}
