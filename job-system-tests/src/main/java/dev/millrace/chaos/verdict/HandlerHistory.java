package dev.millrace.chaos.verdict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the handlers' ledgers say: every attempt that really began, and when. */
public final class HandlerHistory {
    private final Map<UUID, List<Execution>> executions = new HashMap<>();

    /** Reads all ledgers of a folder. */
    public static HandlerHistory read(Path folder) {
        HandlerHistory history = new HandlerHistory();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "attempts-*.ledger")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                history.take(
                        Long.parseLong(name.substring("attempts-".length(), name.length() - ".ledger".length())),
                        LedgerLine.read(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        history.sort();
        return history;
    }

    static HandlerHistory of(Map<Long, List<LedgerLine>> byProcess) {
        HandlerHistory history = new HandlerHistory();
        byProcess.forEach(history::take);
        history.sort();
        return history;
    }

    /** The executions of a job in the order of their starts. */
    List<Execution> of(UUID job) {
        return executions.getOrDefault(job, List.of());
    }

    Map<UUID, List<Execution>> all() {
        return executions;
    }

    int count() {
        return executions.values().stream().mapToInt(List::size).sum();
    }

    private void take(long process, List<LedgerLine> lines) {
        Map<String, LedgerLine> started = new HashMap<>();
        for (LedgerLine line : lines) {
            String key = line.word(1) + " " + line.word(2);
            if (line.word(0).equals("start")) {
                LedgerLine twice = started.put(key, line);
                if (twice != null) {
                    add(process, twice, 0, "");
                }
            } else {
                add(process, started.remove(key), line.at(), line.word(3));
            }
        }
        started.values().forEach(line -> add(process, line, 0, ""));
    }

    private void add(long process, LedgerLine start, long endedAt, String how) {
        UUID job = UUID.fromString(start.word(1));
        executions
                .computeIfAbsent(job, key -> new ArrayList<>())
                .add(new Execution(job, Integer.parseInt(start.word(2)), process, start.at(), endedAt, how));
    }

    private void sort() {
        executions.values().forEach(ofOneJob -> ofOneJob.sort(Comparator.comparingLong(Execution::startedAt)));
    }
}
