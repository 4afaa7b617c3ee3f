package dev.millrace.chaos;

import dev.millrace.chaos.altered.Alteration;
import dev.millrace.chaos.fault.FaultKind;
import dev.millrace.chaos.verdict.Invariant;
import dev.millrace.chaos.verdict.Verdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Shows that the suite notices when something that keeps jobs safe is missing: a run without it must break an invariant. */
public enum Proof {
    /** A worker that was frozen ends jobs that by then run elsewhere. */
    OF_THE_FENCE(Invariant.I2, Set.of(Alteration.WITHOUT_FENCE), FaultKind.FREEZE_WORKER),

    /** Tickets that never reached the broker count as published. The reconciler would find their jobs, and is off, too. */
    OF_THE_CONFIRM(
            Invariant.I1,
            Set.of(Alteration.WITHOUT_CONFIRM, Alteration.WITHOUT_RECONCILER),
            FaultKind.LOSE_PUBLISH,
            FaultKind.LOSE_PUBLISH,
            FaultKind.LOSE_PUBLISH),

    /** Nobody looks for what the broker has forgotten. */
    OF_THE_RECONCILER(
            Invariant.I1,
            Set.of(Alteration.WITHOUT_RECONCILER),
            FaultKind.PURGE_QUEUES,
            FaultKind.DELETE_QUEUES,
            FaultKind.WIPE_BROKER);

    private static final int JOBS = 600;

    private final Invariant broken;
    private final Set<Alteration> alterations;
    private final FaultKind[] faults;

    Proof(Invariant broken, Set<Alteration> alterations, FaultKind... faults) {
        this.broken = broken;
        this.alterations = alterations;
        this.faults = faults;
    }

    /** What must be broken. */
    public Invariant broken() {
        return broken;
    }

    /** Runs with services that lack it. */
    public Verdict run(Path repository, Path home, long seed, PrintStream out) {
        out.printf("%nProof %s: %s must be broken.%n", name().replace('_', ' '), broken.name());
        ChaosOptions options = new ChaosOptions(
                repository, home, JOBS, faults.length, seed, ChaosOptions.USUAL_WORKERS, List.of(faults), alterations);
        Verdict verdict = new ChaosRun(options, out).run();
        out.println(verdict.holds(broken) ? "NOT PROVEN: nothing was noticed." : "Proven: it was noticed.");
        return verdict;
    }
}
