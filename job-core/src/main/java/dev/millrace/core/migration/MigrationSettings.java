package dev.millrace.core.migration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who changes the schema, and when. */
@ConfigMapping(prefix = "millrace.migration")
public interface MigrationSettings {
    /** What this process has to do with it. */
    @WithDefault("apply")
    @NotNull
    MigrationMode mode();

    /**
     * How long a process that only migrates waits for PostgreSQL, and for transactions that hold what a migration changes, before it
     * fails; services wait for as long as it takes.
     */
    @WithDefault("2m")
    @DurationMin(millis = 0)
    @DurationMax(hours = 1)
    Duration patience();
}
