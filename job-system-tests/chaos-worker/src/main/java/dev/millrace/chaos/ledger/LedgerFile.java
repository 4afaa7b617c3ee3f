package dev.millrace.chaos.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A file to which lines are only appended, each on disk before its writer goes on. Lines of many threads share one write to
 * the disk.
 *
 * <p>Every line begins with the machine's monotonic clock, {@link System#nanoTime()}: it is the same in all processes of a
 * machine, and no fault that shifts a service's clock moves it.
 */
public final class LedgerFile {
    private final FileChannel file;
    private final BlockingQueue<Line> waiting = new LinkedBlockingQueue<>();

    /** @param path made with its folder when it is not there, continued when it is */
    public LedgerFile(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        // A thread of its own, because an interrupt of a handler's thread would close the channel under its hands.
        Thread.ofPlatform().daemon().name("ledger").start(this::write);
    }

    /** Appends the present time and these words, and returns when they are on disk; an interrupt waits until then. */
    public void append(Object... words) {
        StringBuilder text = new StringBuilder().append(System.nanoTime());
        for (Object word : words) {
            text.append(' ').append(word);
        }
        Line line = new Line(text.append('\n').toString(), new CompletableFuture<>());
        waiting.add(line);
        line.written.join();
    }

    private void write() {
        List<Line> lines = new ArrayList<>();
        while (true) {
            try {
                lines.add(waiting.take());
                waiting.drainTo(lines);
                StringBuilder text = new StringBuilder();
                lines.forEach(line -> text.append(line.text));
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(false);
                lines.forEach(line -> line.written.complete(null));
            } catch (IOException failure) {
                lines.forEach(line -> line.written.completeExceptionally(failure));
            } catch (InterruptedException unexpected) {
                return;
            }
            lines.clear();
        }
    }

    private record Line(String text, CompletableFuture<Void> written) {}
}
