package dev.millrace.chaos.verdict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A line of a ledger.
 *
 * @param at by the monotonic clock, in ns
 * @param words what follows
 */
record LedgerLine(long at, List<String> words) {
    /** All whole lines: who was killed while writing may have left half of one at the end. */
    static List<LedgerLine> read(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(LedgerLine::parse)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    private static LedgerLine parse(String line) {
        List<String> words = List.of(line.split(" "));
        return new LedgerLine(Long.parseLong(words.getFirst()), words.subList(1, words.size()));
    }
}
