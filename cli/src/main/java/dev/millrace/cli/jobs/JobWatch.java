package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.CommandFailed;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.client.LiveEvent;
import dev.millrace.client.LiveEvents;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Watches jobs until all of them have ended or died. */
public final class JobWatch {
    private static final Set<String> BAD = Set.of("dead", "canceled", "discarded");
    private static final Duration BETWEEN_TICKS = Duration.ofMillis(500);

    private final Session session;
    private final JobDisplay display;

    public JobWatch(Session session, JobDisplay display) {
        this.session = session;
        this.display = display;
    }

    /**
     * Watches them to the end.
     *
     * @param atMost or null for as long as it takes
     * @return {@link ExitCode#DONE} when all have completed, {@link ExitCode#ENDED_BADLY} when one has not
     * @throws CommandFailed when the time is over, or there is no such job
     */
    public int watch(Collection<UUID> ids, Duration atMost) {
        long end = atMost == null ? Long.MAX_VALUE : System.nanoTime() + atMost.toNanos();
        Set<UUID> open = new HashSet<>(ids);
        Map<UUID, String> ended = new HashMap<>();
        try (LiveEvents events = session.client().watch(ids)) {
            while (!open.isEmpty()) {
                long left = atMost == null ? Long.MAX_VALUE : end - System.nanoTime();
                if (left <= 0) {
                    throw new CommandFailed(
                            ExitCode.TIME_OVER,
                            "the time is over; " + open.size() + " of " + ids.size() + " have not ended");
                }
                Optional<LiveEvent> next = events.next(Duration.ofNanos(Math.min(left, BETWEEN_TICKS.toNanos())));
                if (next.isPresent()) {
                    take(next.get(), open, ended);
                } else {
                    display.tick();
                }
            }
        } finally {
            display.end();
        }
        return ended.values().stream().anyMatch(BAD::contains) ? ExitCode.ENDED_BADLY : ExitCode.DONE;
    }

    private void take(LiveEvent event, Set<UUID> open, Map<UUID, String> ended) {
        switch (event.name()) {
            case "job" -> {
                JsonNode job = event.data();
                UUID id = UUID.fromString(job.path("id").asText());
                display.changed(id, job);
                String status = job.path("status").asText();
                if (status.equals("completed") || BAD.contains(status)) {
                    ended.put(id, status);
                    open.remove(id);
                }
            }
            case "gone" ->
                throw new CommandFailed(
                        ExitCode.NOT_FOUND,
                        "no job has the id " + event.data().path("id").asText());
            case "end" ->
                throw new CommandFailed(
                        ExitCode.OUT_OF_REACH,
                        "the server ended the watch: "
                                + event.data().path("reason").asText());
            default -> display.tick();
        }
    }
}
