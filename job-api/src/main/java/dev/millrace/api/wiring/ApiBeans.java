package dev.millrace.api.wiring;

import dev.millrace.core.listing.JobPages;
import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.store.Database;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes what only the API reads from the database. */
@Singleton
public class ApiBeans {
    @Produces
    @Singleton
    JobPages jobPages(Database database, Clock clock, ApiSettings settings) {
        return new JobPages(database, clock, settings.readTimeout());
    }

    @Produces
    @Singleton
    Statistics statistics(Database database) {
        return new Statistics(database);
    }
}
