package dev.millrace.chaos.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** I4: ticks follow each other without gap or repetition, and each has one job. */
final class ScheduleChecks {
    // A tick may be some seconds late when the schedule is paused.
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Evidence evidence;
    private final Findings findings;

    ScheduleChecks(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    void run() {
        evidence.schedules().forEach(this::check);
    }

    private void check(WatchedSchedule watched) {
        UUID schedule = watched.id();
        List<StoredFire> fires = evidence.stored().fires().stream()
                .filter(fire -> fire.schedule().equals(schedule))
                .toList();
        if (fires.isEmpty()) {
            findings.broken(Invariant.I4, "schedule %s never fired", schedule);
        } else if (fires.getLast().at().plus(watched.step()).plus(SLACK).isBefore(watched.pausedAt())) {
            findings.broken(
                    Invariant.I4,
                    "schedule %s fired last at %s, and was paused at %s",
                    schedule,
                    fires.getLast().at(),
                    watched.pausedAt());
        }
        for (int i = 0; i + 1 < fires.size(); i++) {
            Instant next = fires.get(i).at().plus(watched.step());
            if (!fires.get(i + 1).at().equals(next)) {
                findings.broken(
                        Invariant.I4,
                        "schedule %s fired at %s, not at %s",
                        schedule,
                        fires.get(i + 1).at(),
                        next);
            }
        }
        Set<UUID> fired = new HashSet<>();
        for (StoredFire fire : fires) {
            if (!fired.add(fire.job())) {
                findings.broken(Invariant.I4, "job %s was made by two ticks", fire.job());
            }
            if (!evidence.stored().jobs().containsKey(fire.job())) {
                findings.broken(Invariant.I4, "the job %s of the tick at %s is nowhere", fire.job(), fire.at());
            }
        }
        evidence.stored().jobs().values().stream()
                .filter(job -> schedule.equals(job.schedule()) && !fired.contains(job.id()))
                .forEach(job ->
                        findings.broken(Invariant.I4, "job %s of schedule %s belongs to no tick", job.id(), schedule));
        findings.checked(Invariant.I4, "%d ticks", fires.size());
    }
}
