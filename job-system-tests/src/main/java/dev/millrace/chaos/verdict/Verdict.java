package dev.millrace.chaos.verdict;

import java.util.List;
import java.util.Map;

/**
 * What the ledgers and the database say about each invariant.
 *
 * @param checked for each invariant, what it was held against
 */
public record Verdict(Map<Invariant, String> checked, List<Violation> violations) {
    private static final int MOST_SHOWN = 20;

    public boolean holds() {
        return violations.isEmpty();
    }

    public boolean holds(Invariant invariant) {
        return violations.stream().noneMatch(violation -> violation.invariant() == invariant);
    }

    /** A line for each invariant, and below it what broke it. */
    public String table() {
        StringBuilder table = new StringBuilder();
        for (Invariant invariant : Invariant.values()) {
            List<Violation> broken = violations.stream()
                    .filter(violation -> violation.invariant() == invariant)
                    .toList();
            table.append("  %s  %-9s %-86s %s%n"
                    .formatted(
                            invariant.name(),
                            broken.isEmpty() ? "holds" : "BROKEN " + broken.size(),
                            invariant,
                            checked.getOrDefault(invariant, "")));
            broken.stream().limit(MOST_SHOWN).forEach(violation -> table.append("        ")
                    .append(violation.what())
                    .append(System.lineSeparator()));
            if (broken.size() > MOST_SHOWN) {
                table.append("        and ")
                        .append(broken.size() - MOST_SHOWN)
                        .append(" more")
                        .append(System.lineSeparator());
            }
        }
        return table.toString();
    }
}
