package dev.millrace.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In processes of their own, whose collectors are chosen. */
class OldGenerationTest {
    private static final long MEGABYTE = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC"})
    void garbageThatHasGrownOldIsClearedBeforeTheHeapIsFull(String collector) throws Exception {
        assertThat(exitOfBurst(collector)).isZero();
    }

    private static int exitOfBurst(String collector) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        collector,
                        "-XX:TieredStopAtLevel=1",
                        "-Xms24m",
                        "-Xmn8m",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Burst.class.getName())
                .inheritIO()
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** Leaves 400 MB of garbage that has lived for some time, 10 MB of it at a time, and fails when 100 MB of it stay. */
    static final class Burst {
        private Burst() {}

        public static void main(String[] arguments) {
            var pool = OldGeneration.ofThisProcess().orElseThrow();
            new OldGeneration(pool, 32 * MEGABYTE).watch();
            List<byte[]> jobs = new ArrayList<>();
            for (int round = 0; round < 40; round++) {
                jobs.clear();
                for (int job = 0; job < 10_000; job++) {
                    jobs.add(new byte[1024]);
                }
                // Java tells of it on another thread, a moment after the collection.
                await().until(() -> pool.getUsage().getUsed() <= pool.getUsageThreshold());
                if (pool.getUsage().getUsed() > 100 * MEGABYTE) {
                    throw new IllegalStateException(pool.getUsage().toString());
                }
            }
        }
    }
}
