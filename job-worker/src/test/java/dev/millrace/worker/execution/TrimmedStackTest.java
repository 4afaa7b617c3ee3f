package dev.millrace.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.worker.handler.BoundHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrimmedStackTest {
    @Test
    void whatCalledTheHandlerIsLeftOut() {
        IllegalStateException thrown = new IllegalStateException("no way");
        thrown.setStackTrace(new StackTraceElement[] {
            frame("com.example.Mailer", 7),
            frame("com.example.SendLetters", 42),
            frame(BoundHandler.class.getName(), 65),
            frame(JobExecution.class.getName(), 180),
            frame("java.lang.VirtualThread", 309)
        });

        assertThat(TrimmedStack.of(thrown)).isEqualTo("""
                java.lang.IllegalStateException: no way
                \tat com.example.Mailer.run(Mailer.java:7)
                \tat com.example.SendLetters.run(SendLetters.java:42)
                """);
    }

    @Test
    void aCauseIsToldWithoutWhatHasBeenShown() {
        IOException cause = new IOException("gone");
        cause.setStackTrace(new StackTraceElement[] {frame("com.example.Disk", 3), frame("com.example.Main", 1)});
        UncheckedIOException thrown = new UncheckedIOException("cannot read", cause);
        thrown.setStackTrace(new StackTraceElement[] {frame("com.example.Reader", 9), frame("com.example.Main", 1)});

        assertThat(TrimmedStack.of(thrown)).isEqualTo("""
                java.io.UncheckedIOException: cannot read
                \tat com.example.Reader.run(Reader.java:9)
                \tat com.example.Main.run(Main.java:1)
                Caused by: java.io.IOException: gone
                \tat com.example.Disk.run(Disk.java:3)
                """);
    }

    @Test
    void ofAnEndlessRecursionTheInnermostFramesAreEnough() {
        StackOverflowError thrown = new StackOverflowError();
        thrown.setStackTrace(IntStream.range(0, 1_024)
                .mapToObj(i -> frame("com.example.Loop", 5))
                .toArray(StackTraceElement[]::new));

        assertThat(TrimmedStack.of(thrown).lines())
                .hasSize(TrimmedStack.MOST_FRAMES + 2)
                .endsWith("\t... 994 more");
    }

    @Test
    void ofALongChainTheFirstAndTheLastAreKept() {
        Throwable chain = new IllegalArgumentException("the root");
        for (int i = 0; i < 8; i++) {
            chain = new IllegalStateException("because " + "of this ".repeat(200), chain);
        }
        RuntimeException thrown = new RuntimeException("the top", chain);

        assertThat(TrimmedStack.of(thrown))
                .hasSizeLessThanOrEqualTo(TrimmedStack.LONGEST)
                .startsWith("java.lang.RuntimeException: the top\n")
                .contains("Caused by: java.lang.IllegalArgumentException: the root\n");
    }

    @Test
    void aCircleOfCausesEnds() {
        IllegalStateException one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("other", one));

        assertThat(TrimmedStack.of(one)).containsOnlyOnce("Caused by: ");
    }

    private static StackTraceElement frame(String type, int line) {
        String name = type.substring(type.lastIndexOf('.') + 1);
        return new StackTraceElement(type, "run", name + ".java", line);
    }
}
