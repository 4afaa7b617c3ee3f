package dev.millrace.chaos.fault;

import dev.millrace.chaos.load.Clients;
import dev.millrace.chaos.load.ExtraJobs;
import dev.millrace.chaos.load.PlannedRequest;
import dev.millrace.chaos.process.Patience;
import java.time.Duration;
import java.util.function.Consumer;

/** Jobs that end their worker's process. */
final class JobFaults {
    // Three leases of 30 s, each with the rescuer's 5 s and a start.
    private static final Duration UNTIL_DEAD = Duration.ofMinutes(3);

    private final Clients clients;
    private final ExtraJobs extra;
    private final JobsInHand inHand;

    JobFaults(Clients clients, ExtraJobs extra, JobsInHand inHand) {
        this.clients = clients;
        this.extra = extra;
        this.inHand = inHand;
    }

    String inject(PlannedFault fault, Consumer<String> meets) {
        boolean always = fault.kind() == FaultKind.HALT_ALWAYS;
        PlannedRequest request = extra.poison(fault.number(), always ? Integer.MAX_VALUE : 1);
        meets.accept("whoever takes it");
        clients.submit(request);
        if (always) {
            long number = request.jobs().getFirst().number();
            Patience.until(UNTIL_DEAD, () -> inHand.dead(number) > 0);
        }
        return "the workers that took it";
    }
}
