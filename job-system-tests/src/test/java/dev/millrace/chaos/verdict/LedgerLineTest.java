package dev.millrace.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerLineTest {
    @Test
    void halfALineAtTheEndIsNoLine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.ledger");
        Files.writeString(file, "12 start a 1\n15 end a 1 succeeded\n17 sta");

        assertThat(LedgerLine.read(file))
                .containsExactly(
                        new LedgerLine(12, List.of("start", "a", "1")),
                        new LedgerLine(15, List.of("end", "a", "1", "succeeded")));
    }
}
