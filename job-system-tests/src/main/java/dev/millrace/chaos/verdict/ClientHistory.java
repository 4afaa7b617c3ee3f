package dev.millrace.chaos.verdict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the clients' ledger says. */
public final class ClientHistory {
    private final Map<String, Long> firstInvoked = new HashMap<>();
    private final Map<String, Set<List<UUID>>> answers = new LinkedHashMap<>();
    private final Map<UUID, ConfirmedCancel> canceled = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int unknown;
    private int refused;

    /** Reads the ledger. */
    public static ClientHistory read(Path file) {
        return of(LedgerLine.read(file));
    }

    static ClientHistory of(List<LedgerLine> lines) {
        ClientHistory history = new ClientHistory();
        lines.forEach(history::take);
        return history;
    }

    /** For each key that was answered for good, the different answers: there should be one. */
    Map<String, Set<List<UUID>>> answers() {
        return answers;
    }

    /** The jobs of the first good answer to this key; empty when there was none. */
    List<UUID> jobsOf(String key) {
        return answers.getOrDefault(key, Set.of(List.of())).iterator().next();
    }

    /** When the request with this key was first begun, in ns. */
    long firstInvoked(String key) {
        return firstInvoked.get(key);
    }

    boolean wasInvoked(String key) {
        return firstInvoked.containsKey(key);
    }

    /** The jobs whose cancel was confirmed. */
    Map<UUID, ConfirmedCancel> canceled() {
        return canceled;
    }

    /** Answers that must never be given. */
    List<String> wrong() {
        return wrong;
    }

    /** How many requests nobody knows the outcome of; they were repeated. */
    int unknown() {
        return unknown;
    }

    /** How many requests were refused for now. */
    int refused() {
        return refused;
    }

    private void take(LedgerLine line) {
        switch (line.word(0)) {
            case "invoked" -> firstInvoked.putIfAbsent(line.word(1), line.at());
            case "ok" ->
                answers.computeIfAbsent(line.word(1), key -> new HashSet<>())
                        .add(List.of(line.word(2).split(",")).stream()
                                .map(UUID::fromString)
                                .toList());
            case "failed" -> refused++;
            case "unknown" -> unknown++;
            case "wrong" -> wrong.add(String.join(" ", line.words()));
            case "canceled" ->
                canceled.putIfAbsent(UUID.fromString(line.word(1)), new ConfirmedCancel(line.at(), line.word(2)));
            default -> throw new IllegalArgumentException("no line of a client's ledger: " + line);
        }
    }
}
