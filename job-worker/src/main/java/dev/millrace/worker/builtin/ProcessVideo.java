package dev.millrace.worker.builtin;

import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;

/** Converts a video: simulated work that shows its progress. */
@Singleton
public class ProcessVideo implements JobHandler<ProcessVideo.Payload, ProcessVideo.Result> {
    private static final double DEFAULT_SECONDS = 5;
    private static final int STEPS = 20;
    private static final int STEPS_A_LINE = 5;

    /**
     * @param videoUrl where the video is
     * @param outputFormat what to make of it; default mp4
     * @param duration how long the work takes, in seconds; 0 to 3,600, default 5
     */
    @RegisterForReflection
    public record Payload(
            @NotBlank @Size(max = 2_048) String videoUrl,
            @Size(min = 1, max = 16) String outputFormat,
            @DecimalMin("0") @DecimalMax("3600") Double duration) {}

    /** What was made. */
    @RegisterForReflection
    public record Result(String outputUrl, String outputFormat) {}

    @Override
    public String type() {
        return "process_video";
    }

    @Override
    public String description() {
        return "Converts a video (simulated), showing its progress.";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Payload example() {
        return new Payload("https://example.org/holiday.mov", "mp4", DEFAULT_SECONDS);
    }

    @Override
    public JobTypeDefaults defaults() {
        return JobTypeDefaults.STANDARD.withTicketSize(1);
    }

    @Override
    public JobOutcome<Result> run(Payload payload, JobContext context) throws InterruptedException {
        double seconds = payload.duration() == null ? DEFAULT_SECONDS : payload.duration();
        String format = payload.outputFormat() == null ? "mp4" : payload.outputFormat();
        Duration step = Duration.ofNanos(Math.round(seconds * 1e9 / STEPS));
        context.log().info("reading the video", "video_url", payload.videoUrl(), "output_format", format);
        for (int done = 0; done < STEPS; done++) {
            context.progress(100 * done / STEPS, done == 0 ? "reading" : "encoding " + format);
            if (done % STEPS_A_LINE == 0) {
                context.log().debug("encoding", "percent", 100 * done / STEPS);
            }
            Thread.sleep(step);
        }
        context.progress(100, "done");
        Result result = new Result(payload.videoUrl() + "." + format, format);
        context.log().info("converted", "output_url", result.outputUrl(), "seconds", seconds);
        return JobOutcome.succeed(result);
    }
}
