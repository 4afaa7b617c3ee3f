package dev.millrace.core.doctor;

import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.BrokerInspection;
import dev.millrace.core.messaging.BrokerInspection.BrokerState;
import dev.millrace.core.messaging.BrokerInspection.LaneState;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at RabbitMQ: what it is, whether it takes messages, and whether the queues are there that work needs. */
public final class BrokerExamination implements Examination {
    private static final String OLDEST = "3.10";
    private static final int OLDEST_MAJOR = 3;
    private static final int OLDEST_MINOR = 10;
    private static final int NEWEST_TRIED = 4;

    /** Of so many queues; a broker with thousands answers for each, and this would take minutes. */
    private static final int MOST_QUEUES = 200;

    private final BrokerInspection broker;
    private final WorkExamination work;

    /** @param work tells which queues there are, and in which of them jobs wait */
    public BrokerExamination(BrokerInspection broker, WorkExamination work) {
        this.broker = broker;
        this.work = work;
    }

    @Override
    public String subject() {
        return "RabbitMQ";
    }

    @Override
    public List<Finding> look() {
        List<String> queues = List.of();
        Set<String> waiting = Set.of();
        Set<String> paused = Set.of();
        List<Finding> findings = new ArrayList<>();
        try {
            WorkState state = work.read();
            queues = state.queues();
            waiting = Set.copyOf(state.waitingQueues());
            paused = Set.copyOf(state.pausedQueues());
        } catch (RuntimeException unknown) {
            findings.add(new Finding.Doubtful(
                    "which queues it should have is not known", "mend what is said of PostgreSQL first"));
        }
        try {
            describe(broker.look(lanes(queues)), waiting, paused, findings);
            return List.copyOf(findings);
        } catch (IOException unreachable) {
            return List.of(new Finding.Bad(
                    "it cannot be asked: " + Reason.of(unreachable),
                    "see that it runs, and that millrace.amqp.url names host, port, user, password and virtual host"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of(new Finding.Bad("it was not looked at to the end", "look again"));
        }
    }

    private static void describe(BrokerState state, Set<String> waiting, Set<String> paused, List<Finding> findings) {
        findings.add(version(state.version()));
        findings.add(state.refusal()
                .<Finding>map(reason -> new Finding.Bad(
                        "it takes no messages: " + reason,
                        "free its disk or memory: rabbitmqctl status names its alarms and limits"))
                .orElseGet(() -> new Finding.Good("it takes messages and confirms them")));
        List<LaneState> missing =
                state.lanes().stream().filter(lane -> !lane.exists()).toList();
        List<LaneState> missed = missing.stream()
                .filter(lane -> waiting.contains(lane.lane().queue()))
                .toList();
        if (!missed.isEmpty()) {
            findings.add(new Finding.Bad(
                    "jobs wait whose lanes have no queue: " + names(missed),
                    "a worker that serves them makes them anew; their jobs are announced again within minutes"));
        } else if (!missing.isEmpty()) {
            findings.add(new Finding.Doubtful(
                    "some lanes have no queue: " + names(missing),
                    "workers and the first job make them; nothing waits for them"));
        } else {
            findings.add(
                    new Finding.Good("each lane has its queue (" + state.lanes().size() + ")"));
        }
        List<LaneState> untaken = state.lanes().stream()
                .filter(lane -> lane.ready() > 0 && lane.consumers() == 0)
                .filter(lane -> !paused.contains(lane.lane().queue()))
                .toList();
        if (!untaken.isEmpty()) {
            findings.add(new Finding.Bad(
                    "tickets wait that no worker takes: " + names(untaken),
                    "start a worker for these queues, or see why theirs does not reach RabbitMQ"));
        }
        if (state.deadNotices() > 0) {
            findings.add(
                    new Finding.Doubtful(
                            state.deadNotices() + " notices wait in " + Topology.deadQueue(),
                            "each tells of a dead job or of a message that was no ticket; take them with any consumer, or purge the queue"));
        }
    }

    private static Finding version(String version) {
        String[] parts = version.split("\\.");
        int major = number(parts, 0);
        int minor = number(parts, 1);
        if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
            return new Finding.Bad("version " + version + " is too old", "move to RabbitMQ " + OLDEST + " or later");
        }
        return major > NEWEST_TRIED
                ? new Finding.Doubtful(
                        "version " + version + " is newer than any this release was made for",
                        "see whether there is a newer Millrace")
                : new Finding.Good("version " + version + " answers");
    }

    private static int number(String[] parts, int place) {
        return parts.length > place && parts[place].matches("\\d{1,6}") ? Integer.parseInt(parts[place]) : 0;
    }

    private static List<Lane> lanes(List<String> queues) {
        return queues.stream()
                .limit(MOST_QUEUES)
                .flatMap(queue -> Arrays.stream(Priority.values()).map(priority -> new Lane(queue, priority)))
                .toList();
    }

    private static String names(List<LaneState> lanes) {
        return lanes.stream().map(lane -> lane.lane().toString()).collect(Collectors.joining(", "));
    }
}
