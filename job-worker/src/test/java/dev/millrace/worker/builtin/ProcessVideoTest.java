package dev.millrace.worker.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.worker.builtin.ProcessVideo.Payload;
import dev.millrace.worker.builtin.ProcessVideo.Result;
import dev.millrace.worker.handler.JobOutcome;
import org.junit.jupiter.api.Test;

class ProcessVideoTest {
    @Test
    void itShowsItsProgressAndSaysWhatItDoes() throws Exception {
        RecordingContext context = new RecordingContext(1);

        JobOutcome<Result> outcome =
                new ProcessVideo().run(new Payload("https://example.org/holiday.mov", "webm", 0.0), context);

        assertThat(outcome).isEqualTo(JobOutcome.succeed(new Result("https://example.org/holiday.mov.webm", "webm")));
        assertThat(context.percents()).isSorted().startsWith(0).endsWith(100).hasSizeGreaterThan(10);
        assertThat(context.messages()).startsWith("reading the video").endsWith("converted");
    }
}
