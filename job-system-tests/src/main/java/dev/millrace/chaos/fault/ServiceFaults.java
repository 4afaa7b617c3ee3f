package dev.millrace.chaos.fault;

import dev.millrace.chaos.load.Clients;
import dev.millrace.chaos.load.ExtraJobs;
import dev.millrace.chaos.process.Fleet;
import dev.millrace.chaos.process.Patience;
import dev.millrace.chaos.process.Replica;
import dev.millrace.chaos.process.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** What happens to the services' processes. */
final class ServiceFaults {
    private static final int LENGTHY_JOBS = 20;
    private static final Duration LENGTHY = Duration.ofSeconds(6);
    private static final Duration UNTIL_IN_HAND = Duration.ofSeconds(10);
    // The lease is 30 s, and the rescuer looks every 5 s.
    private static final Duration LONGEST_FREEZE = Duration.ofSeconds(45);
    private static final Duration UNTIL_ALL_RUN_AGAIN = Duration.ofSeconds(2);
    private static final Duration CLOCK_OFF = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final Abilities abilities;
    private final Clients clients;
    private final ExtraJobs extra;
    private final JobsInHand inHand;

    ServiceFaults(Fleet fleet, Abilities abilities, Clients clients, ExtraJobs extra, JobsInHand inHand) {
        this.fleet = fleet;
        this.abilities = abilities;
        this.clients = clients;
        this.extra = extra;
        this.inHand = inHand;
    }

    String inject(PlannedFault fault, Consumer<String> meets) {
        return switch (fault.kind()) {
            case KILL_API -> kill(take(Service.API, fault.random()), meets);
            case KILL_WORKER -> kill(take(Service.WORKER, fault.random()), meets);
            case KILL_SCHEDULER -> kill(take(Service.SCHEDULER, fault.random()), meets);
            case FREEZE_WORKER -> freeze(fault, take(Service.WORKER, fault.random()), meets);
            case CLOCK_OFF -> putTheClockOff(fault.random(), meets);
            case ROLLING_RESTART -> restartOneAfterTheOther(meets);
            default -> throw new IllegalArgumentException(fault.kind().name());
        };
    }

    private String kill(Replica replica, Consumer<String> meets) {
        try {
            meets.accept(replica.name());
            replica.kill();
            Patience.pause(Duration.ofSeconds(2));
            return replica.name();
        } finally {
            replica.giveBack();
        }
    }

    /** Long enough for its jobs to run elsewhere, and woken while they do: the moment at which only the fence helps. */
    private String freeze(PlannedFault fault, Replica replica, Consumer<String> meets) {
        try {
            long processId = replica.processId();
            clients.submit(extra.lengthy(fault.number(), LENGTHY_JOBS, LENGTHY));
            Patience.until(UNTIL_IN_HAND, () -> inHand.lengthyOf(processId) > 0);
            replica.freeze();
            meets.accept(replica.name());
            Patience.until(LONGEST_FREEZE, () -> inHand.lostAndRunningAgain(processId) > 0);
            Patience.until(UNTIL_ALL_RUN_AGAIN, () -> inHand.lostAndRunningAgain(processId) >= LENGTHY_JOBS / 2);
            replica.thaw();
            meets.accept(replica.name() + " goes on");
            return replica.name();
        } finally {
            replica.giveBack();
        }
    }

    private String putTheClockOff(Random random, Consumer<String> meets) {
        Service service = List.of(Service.values()).get(random.nextInt(Service.values().length));
        String offset = random.nextBoolean() ? "+10m" : "-10m";
        Replica replica = take(service, random);
        try {
            meets.accept(replica.name() + " by " + offset);
            replica.stop();
            replica.start(Abilities.shiftedClock(abilities.faketime(), offset));
            replica.awaitReady();
            Patience.pause(CLOCK_OFF);
            return replica.name() + " by " + offset;
        } finally {
            replica.stop();
            replica.start();
            replica.giveBack();
        }
    }

    private String restartOneAfterTheOther(Consumer<String> meets) {
        List<String> names = new ArrayList<>();
        int most = fleet.all().stream().mapToInt(Replica::number).max().orElseThrow();
        for (int number = 1; number <= most; number++) {
            int present = number;
            List<Replica> together = fleet.all().stream()
                    .filter(replica -> replica.number() == present)
                    .toList();
            together.forEach(Replica::takeWhenFree);
            try {
                List<String> restarted = together.stream().map(Replica::name).toList();
                meets.accept(String.join(", ", restarted));
                names.addAll(restarted);
                restart(together);
            } finally {
                together.forEach(Replica::giveBack);
            }
        }
        return String.join(", ", names);
    }

    private static void restart(List<Replica> replicas) {
        List<Thread> threads = replicas.stream()
                .map(replica -> Thread.ofVirtual().start(() -> {
                    replica.stop();
                    replica.start(Map.of());
                }))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
        replicas.forEach(Replica::awaitReady);
    }

    /** One that no other fault has; waits until there is one. */
    private Replica take(Service service, Random random) {
        List<Replica> replicas = fleet.of(service);
        int first = random.nextInt(replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            Replica replica = replicas.get((first + i) % replicas.size());
            if (replica.take()) {
                return replica;
            }
        }
        replicas.get(first).takeWhenFree();
        return replicas.get(first);
    }
}
