package dev.millrace.worker.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.worker.builtin.StampFile.Payload;
import dev.millrace.worker.builtin.StampFile.Result;
import dev.millrace.worker.handler.JobOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String STAMP = "2026-03-01T12:00:00Z job=" + RecordingContext.JOB + " attempt=2";

    @TempDir
    private Path directory;

    private Path root;
    private Path outside;

    record Settings(Optional<Path> root) implements StampFileSettings {}

    @BeforeEach
    void makeFiles() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        outside = Files.writeString(directory.resolve("outside.txt"), "untouched");
        Files.createDirectory(root.resolve("inbox"));
        Files.writeString(root.resolve("inbox/letter.txt"), "Dear Ada\n");
    }

    @Test
    void aLineIsAppended() throws Exception {
        assertThat(stamp("inbox/letter.txt")).isEqualTo(JobOutcome.succeed(new Result("inbox/letter.txt", STAMP)));

        assertThat(root.resolve("inbox/letter.txt")).hasContent("Dear Ada\n" + STAMP + "\n");
    }

    @Test
    void aMissingFileIsAFailureThatIsRetriedAndMakesNoFile() throws Exception {
        assertThat(stamp("inbox/other.txt"))
                .isEqualTo(JobOutcome.fail("FileMissing", "there is no file inbox/other.txt"));
        assertThat(stamp("nowhere/letter.txt")).isInstanceOf(JobOutcome.Fail.class);

        assertThat(root.resolve("inbox/other.txt")).doesNotExist();
    }

    @Test
    void noLinkLeadsOutNorIn() throws Exception {
        Files.createSymbolicLink(root.resolve("link.txt"), outside);
        Files.createSymbolicLink(root.resolve("up"), directory);
        Files.createSymbolicLink(root.resolve("inner.txt"), root.resolve("inbox/letter.txt"));

        assertThat(stamp("link.txt")).isInstanceOf(JobOutcome.GiveUp.class);
        assertThat(stamp("up/outside.txt")).isInstanceOf(JobOutcome.GiveUp.class);
        assertThat(stamp("inner.txt")).isInstanceOf(JobOutcome.GiveUp.class);

        assertThat(outside).hasContent("untouched");
    }

    @Test
    void theRootItselfMayBeALink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), root);

        assertThat(new StampFile(new Settings(Optional.of(link)), CLOCK)
                        .run(new Payload("inbox/letter.txt"), new RecordingContext(2)))
                .isInstanceOf(JobOutcome.Succeed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.txt",
                "inbox/../../outside.txt",
                "inbox/..",
                "..",
                ".",
                "./inbox/letter.txt",
                "/etc/passwd",
                "",
                "a\0b",
                "inbox"
            })
    void aPathThatIsNoneBelowTheRootIsRefused(String path) throws Exception {
        assertThat(stamp(path)).isInstanceOfSatisfying(JobOutcome.GiveUp.class, givenUp -> assertThat(givenUp.type())
                .isEqualTo("PathRefused"));

        assertThat(outside).hasContent("untouched");
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        Process made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
        assertThat(made.waitFor()).isZero();

        assertThat(stamp("pipe")).isInstanceOf(JobOutcome.GiveUp.class);
    }

    @Test
    void withoutARootNothingIsWritten() throws Exception {
        assertThat(new StampFile(new Settings(Optional.empty()), CLOCK)
                        .run(new Payload(outside.toString()), new RecordingContext(1)))
                .isInstanceOf(JobOutcome.GiveUp.class);

        assertThat(outside).hasContent("untouched");
    }

    private JobOutcome<Result> stamp(String path) throws IOException {
        return new StampFile(new Settings(Optional.of(root)), CLOCK).run(new Payload(path), new RecordingContext(2));
    }
}
