package dev.millrace.core.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where PostgreSQL is and how long it is waited for. */
@ConfigMapping(prefix = "millrace.pg")
public interface DatabaseSettings {
    /** {@code postgresql://user:password@host:port/database}; special characters percent-encoded. */
    @NotBlank
    String url();

    /**
     * Where the schema is changed from, in the same form: another user, who may do so, or another way to the same database, past
     * a pooler. Without it {@link #url()}.
     */
    Optional<String> migrationUrl();

    /**
     * How long a statement may take, the wait for a connection included, before it counts as unavailable. Shorter than a
     * worker's lease, so that a lost answer does not cost it.
     */
    @WithDefault("10s")
    @DurationMin(millis = 100)
    @DurationMax(seconds = 20)
    Duration patience();

    /**
     * How long a statement may wait for a free connection before PostgreSQL counts as unavailable. Short where somebody waits
     * for the answer: under more load than PostgreSQL bears, a quick refusal is worth more than a place in a long queue.
     */
    @WithDefault("10s")
    @DurationMin(millis = 50)
    @DurationMax(seconds = 20)
    Duration poolWait();
}
