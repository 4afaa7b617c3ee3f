package dev.millrace.chaos.fault;

import dev.millrace.chaos.load.Clients;
import dev.millrace.chaos.load.ExtraJobs;
import dev.millrace.chaos.process.Fleet;
import dev.millrace.chaos.process.Servers;
import dev.millrace.chaos.process.SmallDisk;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Makes each kind of fault happen, and undoes it. */
public final class Faults {
    private final ServiceFaults services;
    private final BrokerFaults broker;
    private final DatabaseFaults database;
    private final NetworkFaults network;
    private final JobFaults jobs;
    private final Consumer<String> tell;
    private final Queue<FaultRecord> records = new ConcurrentLinkedQueue<>();
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore beside = new Semaphore(0);
    private int besideCount;

    /** @param tell where to say what happens */
    public Faults(
            Fleet fleet,
            Servers servers,
            Optional<SmallDisk> disk,
            Abilities abilities,
            Clients clients,
            ExtraJobs extra,
            Consumer<String> tell) {
        JobsInHand inHand = new JobsInHand(servers);
        services = new ServiceFaults(fleet, abilities, clients, extra, inHand);
        broker = new BrokerFaults(servers, fleet.tickets(), clients, extra, inHand);
        database = new DatabaseFaults(servers, disk);
        network = new NetworkFaults(fleet);
        jobs = new JobFaults(clients, extra, inHand);
        this.tell = tell;
    }

    /** Carries the plan out; returns when every fault is undone. */
    public void carryOut(FaultPlan plan) {
        long began = System.nanoTime();
        for (PlannedFault fault : plan.faults()) {
            Waiting.until(began + fault.at().toNanos());
            if (fault.kind().goesOnBesideOthers()) {
                besideCount++;
                Thread.ofVirtual().start(() -> {
                    try {
                        carryOut(fault);
                    } finally {
                        beside.release();
                    }
                });
            } else {
                carryOut(fault);
            }
        }
        beside.acquireUninterruptibly(besideCount);
    }

    /**
     * Makes sure that every fault happened.
     *
     * @throws IllegalStateException when a fault could not be carried out: the verdict is then worth less than it seems
     */
    public void requireAllCarriedOut() {
        if (!failures.isEmpty()) {
            throw new IllegalStateException("not every fault could be carried out", failures.peek());
        }
    }

    /** What has happened. */
    public List<FaultRecord> records() {
        return List.copyOf(records);
    }

    private void carryOut(PlannedFault fault) {
        long beganAt = System.nanoTime();
        try {
            String target = inject(fault, met -> tell.accept(fault.kind().words() + ": " + met));
            records.add(new FaultRecord(fault, target, beganAt, System.nanoTime()));
        } catch (RuntimeException failure) {
            tell.accept(fault.kind().words() + " FAILED: " + failure);
            failures.add(failure);
        }
    }

    private String inject(PlannedFault fault, Consumer<String> meets) {
        return switch (fault.kind().row()) {
            case A_SERVICE_DIES, A_WORKER_FREEZES, CLOCK, DEPLOY -> services.inject(fault, meets);
            case THE_BROKER_DIES, THE_BROKER_FORGETS, DUPLICATES -> broker.inject(fault, meets);
            case POSTGRESQL_DIES -> database.inject(fault, meets);
            case THE_NETWORK_LIES -> network.inject(fault, meets);
            case CONNECTIONS_DROP ->
                fault.kind() == FaultKind.TERMINATE_SESSIONS
                        ? database.inject(fault, meets)
                        : broker.inject(fault, meets);
            case DISK_FULL ->
                fault.kind() == FaultKind.POSTGRESQL_DISK_FULL
                        ? database.inject(fault, meets)
                        : broker.inject(fault, meets);
            case POISON -> fault.kind() == FaultKind.JUNK ? broker.inject(fault, meets) : jobs.inject(fault, meets);
        };
    }
}
