package dev.millrace.chaos.verdict;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What checks have found so far. */
final class Findings {
    private final List<Violation> violations = new ArrayList<>();
    private final Map<Invariant, String> checked = new EnumMap<>(Invariant.class);

    /** Notes that it does not hold. */
    void broken(Invariant invariant, String format, Object... about) {
        violations.add(new Violation(invariant, format.formatted(about)));
    }

    /** Notes what it was held against. */
    void checked(Invariant invariant, String format, Object... about) {
        checked.merge(invariant, format.formatted(about), (before, more) -> before + "; " + more);
    }

    Verdict verdict() {
        return new Verdict(checked, List.copyOf(violations));
    }
}
