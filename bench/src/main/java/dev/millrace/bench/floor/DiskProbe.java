package dev.millrace.bench.floor;

import dev.millrace.bench.load.Latencies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * How long the disk takes to make a few bytes durable while something else is measured: a floor for whatever has to wait for it. The
 * disk of a machine that is shared stands still at times, and nothing that is durable is quicker than it.
 */
public final class DiskProbe implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final int BYTES = 4_096;

    private final Path file;
    private final FileChannel channel;
    private final Latencies latencies = new Latencies();
    private final Thread thread;
    private volatile boolean over;

    /** @param directory on the disk in question */
    public DiskProbe(Path directory) throws IOException {
        file = Files.createTempFile(directory, "disk-probe", null);
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
        thread = Thread.ofPlatform().daemon().name("disk-probe").start(this::probe);
    }

    /** Ends it; what it has seen. */
    public Latencies end() throws InterruptedException {
        over = true;
        thread.join();
        return latencies;
    }

    private void probe() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
        try {
            while (!over) {
                long begun = System.nanoTime();
                channel.write(bytes.clear(), 0);
                channel.force(false);
                latencies.add(System.nanoTime() - begun);
                Thread.sleep(BETWEEN);
            }
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException("the disk could not be looked at", failure);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        end();
        channel.close();
        Files.delete(file);
    }
}
