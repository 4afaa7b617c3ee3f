package dev.millrace.api.wiring;

import dev.millrace.core.bulk.BulkLimits;
import dev.millrace.core.bulk.BulkOperations;
import dev.millrace.core.bulk.BulkRuns;
import dev.millrace.core.listing.JobPages;
import dev.millrace.core.settings.DatabaseSettings;
import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.statistics.TimeSeries;
import dev.millrace.core.store.Database;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

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

    @Produces
    @Singleton
    BulkOperations bulkOperations(Database database, ApiSettings settings, DatabaseSettings databaseSettings) {
        // PostgreSQL gives up before the pool does, so that what is too much is told from what cannot be reached.
        Duration longest = databaseSettings.patience().multipliedBy(9).dividedBy(10);
        Duration timeout = settings.bulkFreezeTimeout().compareTo(longest) < 0 ? settings.bulkFreezeTimeout() : longest;
        return new BulkOperations(
                database,
                new BulkLimits(settings.bulkMostJobs(), timeout, settings.bulkPreviewAge()),
                settings.readTimeout());
    }

    @Produces
    @Singleton
    BulkRuns bulkRuns(Database database) {
        return new BulkRuns(database);
    }

    @Produces
    @Singleton
    TimeSeries timeSeries(Database database, Clock clock, ApiSettings settings) {
        return new TimeSeries(database, clock, settings.readTimeout());
    }
}
