package dev.millrace.chaos;

import dev.millrace.chaos.altered.PackagedService;
import dev.millrace.chaos.fault.Abilities;
import dev.millrace.chaos.fault.FaultKind;
import dev.millrace.chaos.fault.FaultPlan;
import dev.millrace.chaos.fault.Faults;
import dev.millrace.chaos.load.ClientLedger;
import dev.millrace.chaos.load.Clients;
import dev.millrace.chaos.load.ExtraJobs;
import dev.millrace.chaos.load.LoadPlan;
import dev.millrace.chaos.load.PlannedRequest;
import dev.millrace.chaos.process.Fleet;
import dev.millrace.chaos.process.Patience;
import dev.millrace.chaos.process.Replica;
import dev.millrace.chaos.process.Servers;
import dev.millrace.chaos.process.Service;
import dev.millrace.chaos.process.SmallDisk;
import dev.millrace.chaos.verdict.Checker;
import dev.millrace.chaos.verdict.ClientHistory;
import dev.millrace.chaos.verdict.Evidence;
import dev.millrace.chaos.verdict.HandlerHistory;
import dev.millrace.chaos.verdict.StoredState;
import dev.millrace.chaos.verdict.Verdict;
import dev.millrace.chaos.verdict.WatchedSchedule;
import dev.millrace.launching.Launcher;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** One run: start everything, submit jobs while things go wrong, put all right, wait until nothing is left to do, and judge. */
public final class ChaosRun {
    private static final int OTHER_REPLICAS = 2;
    private static final Duration SHORTEST_LOAD = Duration.ofSeconds(15);
    // Twice what is promised, to tell what comes late from what never comes.
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);
    private static final Map<String, Duration> SCHEDULES =
            Map.of("* * * * * *", Duration.ofSeconds(1), "*/2 * * * * *", Duration.ofSeconds(2));

    private final ChaosOptions options;
    private final PrintStream out;
    private final Progress progress;
    private final Launcher launcher;
    private final Path ledgers;

    /** @param out where to say what goes on */
    public ChaosRun(ChaosOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.progress = new Progress(out);
        this.launcher = new Launcher(options.repository(), options.home(), Map.of());
        this.ledgers = options.home().resolve("ledgers");
    }

    /** Runs it to the end. The ledgers and logs stay; the data stay only when something does not hold. */
    public Verdict run() {
        out.printf("seed %d, %d jobs, %d faults%n", options.seed(), options.jobs(), options.faults());
        launcher.run("down", "--data");
        emptyTheLedgers();
        Optional<SmallDisk> disk = SmallDisk.mount(options.home());
        boolean holds = false;
        try {
            Verdict verdict = run(disk);
            holds = verdict.holds();
            return verdict;
        } finally {
            if (holds || disk.isPresent()) {
                launcher.run("down", "--data");
            } else {
                launcher.run("down");
            }
            disk.ifPresent(SmallDisk::close);
        }
    }

    private Verdict run(Optional<SmallDisk> disk) {
        Abilities abilities = new Abilities(disk.isPresent());
        FaultPlan plan = plan(abilities);
        progress.say("starting PostgreSQL and RabbitMQ");
        Servers servers = new Servers(launcher);
        try (Fleet fleet =
                new Fleet(options.repository(), packages(), replicas(), servers, options.home(), settings())) {
            progress.say("starting "
                    + String.join(", ", fleet.all().stream().map(Replica::name).toList()));
            fleet.start();
            return new Running(abilities, plan, servers, fleet, disk).run();
        }
    }

    private FaultPlan plan(Abilities abilities) {
        FaultPlan plan = options.only().isEmpty()
                ? FaultPlan.of(
                        options.seed(), options.faults(), abilities.missing().keySet())
                : FaultPlan.exactly(options.seed(), options.only().toArray(FaultKind[]::new));
        abilities.missing().forEach((kind, why) -> out.printf("SKIPPED  %s: %s%n", kind.words(), why));
        plan.faults().forEach(fault -> out.printf("  %s%n", fault));
        return plan;
    }

    private Map<Service, Path> packages() {
        Map<Service, Path> packages = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            packages.put(
                    service,
                    PackagedService.copy(
                            options.repository().resolve(service.module()).resolve("target/quarkus-app"),
                            options.home().resolve("apps").resolve(service.processName()),
                            options.alterations()));
        }
        return packages;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("MILLRACE_CHAOS_LEDGERS", ledgers.toString());
        options.alterations().forEach(alteration -> settings.putAll(alteration.environment()));
        return settings;
    }

    private Map<Service, Integer> replicas() {
        return Map.of(
                Service.API, OTHER_REPLICAS, Service.WORKER, options.workers(), Service.SCHEDULER, OTHER_REPLICAS);
    }

    private void emptyTheLedgers() {
        try {
            Files.createDirectories(ledgers);
            try (Stream<Path> files = Files.list(ledgers)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What happens once everything has started. */
    private final class Running {
        private final FaultPlan plan;
        private final Servers servers;
        private final Fleet fleet;
        private final Path clientFile = ledgers.resolve("clients.ledger");
        private final ClientLedger ledger = new ClientLedger(clientFile);
        private final ExtraJobs extra = new ExtraJobs();
        private final Clients clients;
        private final Faults faults;

        private Running(Abilities abilities, FaultPlan plan, Servers servers, Fleet fleet, Optional<SmallDisk> disk) {
            this.plan = plan;
            this.servers = servers;
            this.fleet = fleet;
            this.clients = new Clients(
                    fleet.of(Service.API).stream().map(Replica::address).toList(), ledger);
            this.faults = new Faults(fleet, servers, disk, abilities, clients, extra, progress::say);
        }

        private Verdict run() {
            progress.watch(ledger, servers);
            Map<UUID, Duration> schedules = new LinkedHashMap<>();
            SCHEDULES.forEach(
                    (cron, step) -> schedules.put(clients.schedule("every " + step.toSeconds() + " s", cron), step));
            clients.look();
            LoadPlan load = LoadPlan.of(
                    options.seed(),
                    options.jobs(),
                    plan.length().compareTo(SHORTEST_LOAD) < 0 ? SHORTEST_LOAD : plan.length());
            Thread submitting = Thread.ofVirtual().start(() -> clients.submit(load));
            faults.carryOut(plan);
            join(submitting);
            long healedAt = System.nanoTime();
            progress.say("all faults are healed");
            servers.startAgain();
            fleet.all().forEach(Replica::awaitReady);
            List<WatchedSchedule> watched = schedules.entrySet().stream()
                    .map(schedule -> pause(schedule.getKey(), schedule.getValue()))
                    .toList();
            boolean drained = Patience.until(LONGEST_DRAIN, this::isDrained);
            Duration drain = drained ? Duration.ofNanos(System.nanoTime() - healedAt) : null;
            clients.stop();
            progress.end();
            progress.say(drained ? "nothing is left to do" : "NOT DRAINED");
            return judge(load, watched, drain);
        }

        private WatchedSchedule pause(UUID schedule, Duration step) {
            Instant before = Instant.now();
            clients.pause(schedule);
            return new WatchedSchedule(schedule, step, before);
        }

        private boolean isDrained() {
            return ledger.open() == 0 && StoredState.unfinished(servers) == 0;
        }

        private Verdict judge(LoadPlan load, List<WatchedSchedule> schedules, Duration drain) {
            List<PlannedRequest> requests = Stream.concat(load.requests().stream(), extra.requests().stream())
                    .toList();
            Verdict verdict = Checker.judge(new Evidence(
                    requests,
                    ClientHistory.read(clientFile),
                    HandlerHistory.read(ledgers),
                    StoredState.read(servers),
                    faults.records(),
                    fleet.lives(),
                    fleet.tickets()::publishesOf,
                    schedules,
                    drain));
            out.print(verdict.table());
            faults.requireAllCarriedOut();
            return verdict;
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
