package dev.millrace.core.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** The job types that workers have registered. Any call may fail with {@link StoreUnavailable}. */
public final class JobTypes {
    private final Database database;

    public JobTypes(Database database) {
        this.database = database;
    }

    /** Makes a type known, or brings what is known of it up to date. */
    public Uni<Void> register(JobTypeCard type) {
        return database.run(
                        "register_job_type",
                        Tuple.tuple()
                                .addValue(type.name())
                                .addValue(type.description())
                                .addValue(type.payloadSchema())
                                .addValue(type.example())
                                .addValue((short) type.maxRetries())
                                .addValue(type.retry().base().toMillis())
                                .addValue(type.retry().max().toMillis())
                                .addValue((int) type.timeout().toSeconds())
                                .addValue(type.ticketSize())
                                .addValue(type.queue()))
                .replaceWithVoid();
    }

    /** All of them, by name. */
    public Uni<List<JobTypeCard>> list() {
        return database.run("list_job_types", Tuple.tuple()).map(rows -> Rows.list(rows, JobTypeCard::of));
    }
}
