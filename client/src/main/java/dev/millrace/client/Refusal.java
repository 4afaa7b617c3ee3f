package dev.millrace.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the refusal of a bulk means for each of its jobs. */
final class Refusal {
    private static final Pattern PLACE = Pattern.compile("/jobs/([0-9]{1,6})(/.*)?", Pattern.DOTALL);
    /** What is about the jobs, and not about who sends them: conflict, too large, invalid. */
    private static final Set<Integer> ABOUT_JOBS = Set.of(409, 413, 422);

    private static final int CONFLICT = 409;

    private final Problem problem;

    Refusal(Problem problem) {
        this.problem = problem;
    }

    /**
     * Fails the jobs that are refused for good, and returns the others in bulks: those that nothing was said about stay together; a
     * job whose unique key is held goes alone, to learn who holds it; and where the server points at no job, the halves of the bulk
     * go apart.
     */
    List<List<PendingSubmission>> settle(List<PendingSubmission> batch) {
        Map<Integer, List<Problem.Violation>> byPlace = byPlace();
        if (batch.size() == 1) {
            List<Problem.Violation> own = byPlace.get(0);
            batch.get(0).completeExceptionally(new RequestRefused(own == null ? problem : problem.about(own)));
            return List.of();
        }
        if (!ABOUT_JOBS.contains(problem.status())) {
            batch.forEach(job -> job.completeExceptionally(new RequestRefused(problem)));
            return List.of();
        }
        List<List<PendingSubmission>> again = new ArrayList<>();
        List<PendingSubmission> sound = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            List<Problem.Violation> own = byPlace.get(i);
            if (own == null) {
                sound.add(batch.get(i));
            } else if (problem.status() == CONFLICT) {
                again.add(List.of(batch.get(i)));
            } else {
                batch.get(i).completeExceptionally(new RequestRefused(problem.about(own)));
            }
        }
        if (sound.size() == batch.size()) {
            int half = sound.size() / 2;
            again.add(sound.subList(0, half));
            again.add(sound.subList(half, sound.size()));
        } else if (!sound.isEmpty()) {
            again.add(0, sound);
        }
        return again;
    }

    /** What is wrong with which job of a bulk; pointers as if it had been sent alone. */
    private Map<Integer, List<Problem.Violation>> byPlace() {
        Map<Integer, List<Problem.Violation>> byPlace = new HashMap<>();
        for (Problem.Violation violation : problem.errors()) {
            Matcher place = PLACE.matcher(violation.pointer());
            if (place.matches()) {
                String within = place.group(2) == null ? "" : place.group(2);
                byPlace.computeIfAbsent(Integer.valueOf(place.group(1)), first -> new ArrayList<>())
                        .add(new Problem.Violation(within, violation.detail()));
            }
        }
        return byPlace;
    }
}
