package dev.millrace.api.health;

import dev.millrace.api.wiring.Schema;
import dev.millrace.core.store.Database;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that the API can work with the schema and that PostgreSQL answers within a second. */
@Readiness
@Singleton
public class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "postgresql";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Schema schema;
    private final Database database;

    public DatabaseReadiness(Schema schema, Database database) {
        this.schema = schema;
        this.database = database;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (!schema.isUpToDate()) {
            return Uni.createFrom()
                    .item(HealthCheckResponse.named(NAME)
                            .down()
                            .withData("schema_up_to_date", false)
                            .withData("reason", schema.obstacle())
                            .build());
        }
        return database.probe()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .replaceWith(response(true))
                .onFailure()
                .recoverWithItem(response(false));
    }

    private static HealthCheckResponse response(boolean reachable) {
        return HealthCheckResponse.named(NAME)
                .status(reachable)
                .withData("schema_up_to_date", true)
                .withData("reachable", reachable)
                .build();
    }
}
