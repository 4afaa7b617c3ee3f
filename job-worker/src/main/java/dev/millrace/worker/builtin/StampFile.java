package dev.millrace.worker.builtin;

import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Appends a line to a file below the configured root: small work whose doing, retries and death people can watch with
 * {@code tail} and {@code rm}.
 */
@Singleton
public class StampFile implements JobHandler<StampFile.Payload, StampFile.Result> {
    private final Optional<Path> root;
    private final Clock clock;

    StampFile(StampFileSettings settings, Clock clock) {
        this.root = settings.root();
        this.clock = clock;
    }

    /** @param path relative to the root; the file must be there */
    @RegisterForReflection
    public record Payload(@NotBlank @Size(max = 1_000) String path) {}

    /** @param line what was appended */
    @RegisterForReflection
    public record Result(String path, String line) {}

    @Override
    public String type() {
        return "stamp_file";
    }

    @Override
    public String description() {
        return "Appends a line with time, job and attempt to a file.";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Payload example() {
        return new Payload("inbox/letter.txt");
    }

    @Override
    public JobTypeDefaults defaults() {
        return JobTypeDefaults.STANDARD.withTimeout(Duration.ofMinutes(1));
    }

    @Override
    public JobOutcome<Result> run(Payload payload, JobContext context) throws IOException {
        if (root.isEmpty()) {
            return JobOutcome.giveUp(
                    "NoRoot", "millrace.worker.stamp-file.root is not set, so that no file may be written");
        }
        Optional<FileBelow> file = FileBelow.find(root.get(), payload.path());
        if (file.isEmpty()) {
            context.log().error("the path is refused", "path", payload.path());
            return JobOutcome.giveUp("PathRefused", "the path must lead to a file below the root");
        }
        String line = clock.instant().truncatedTo(ChronoUnit.MILLIS) + " job=" + context.jobId() + " attempt="
                + context.attempt();
        try {
            if (!file.get().append(line + "\n")) {
                context.log().error("the path is refused", "path", payload.path());
                return JobOutcome.giveUp("PathRefused", "the path leads over a link, or to what is no file");
            }
        } catch (NoSuchFileException | NotDirectoryException missing) {
            context.log().warn("there is no such file", "path", payload.path());
            return JobOutcome.fail("FileMissing", "there is no file " + payload.path());
        }
        context.log().info("stamped", "path", payload.path(), "line", line);
        return JobOutcome.succeed(new Result(payload.path(), line));
    }
}
