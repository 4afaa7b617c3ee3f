package dev.millrace.chaos.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
    @TempDir
    Path folder;

    @Test
    void aLineIsThereWhenItsWriterGoesOn() throws IOException {
        LedgerFile ledger = new LedgerFile(folder.resolve("a.ledger"));

        ledger.append("ok", "key-1", 201);

        assertThat(Files.readString(folder.resolve("a.ledger"))).matches("-?\\d+ ok key-1 201\\n");
    }

    @Test
    void linesOfManyThreadsStayWhole() throws Exception {
        LedgerFile ledger = new LedgerFile(folder.resolve("a.ledger"));
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            writers.add(Thread.ofVirtual().start(() -> ledger.append("line", number, "end")));
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(Files.readAllLines(folder.resolve("a.ledger")))
                .extracting(line -> line.substring(line.indexOf(' ') + 1))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200)
                        .mapToObj(number -> "line " + number + " end")
                        .toList());
    }

    @Test
    void anInterruptedWriterHarmsNobody() throws Exception {
        LedgerFile ledger = new LedgerFile(folder.resolve("a.ledger"));
        Thread interrupted = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            ledger.append("interrupted");
        });
        interrupted.join();

        ledger.append("next");

        assertThat(Files.readAllLines(folder.resolve("a.ledger"))).hasSize(2);
    }
}
