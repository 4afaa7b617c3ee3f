package dev.millrace.core.store;

import dev.millrace.core.job.RetryPolicy;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;

/**
 * What is known of a job type.
 *
 * @param payloadSchema JSON Schema 2020-12 of the payload, as text
 * @param example a payload that the schema allows, as text
 * @param maxRetries default for jobs that do not say
 * @param retry default for jobs that do not say
 * @param timeout default for jobs that do not say
 * @param ticketSize how many jobs of this type may travel in one ticket: many when they are quick, one when they are slow
 * @param queue default for jobs that do not say
 */
public record JobTypeCard(
        String name,
        String description,
        String payloadSchema,
        String example,
        int maxRetries,
        RetryPolicy retry,
        Duration timeout,
        int ticketSize,
        String queue) {
    static JobTypeCard of(Row row) {
        return new JobTypeCard(
                row.getString("name"),
                row.getString("description"),
                row.getString("payload_schema"),
                row.getString("example"),
                row.getShort("max_retries"),
                new RetryPolicy(
                        Duration.ofMillis(row.getLong("retry_base_ms")),
                        Duration.ofMillis(row.getLong("retry_max_ms"))),
                Duration.ofSeconds(row.getInteger("timeout_seconds")),
                row.getInteger("ticket_size"),
                row.getString("queue"));
    }
}
