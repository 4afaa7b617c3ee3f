package com.example.words;

import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts the words of a text. */
@Singleton
public class CountWords implements JobHandler<CountWords.Payload, CountWords.Result> {
    private static final int MOST_FREQUENT = 3;
    private static final int WORDS_A_STEP = 1_000;

    /**
     * @param text what to count
     * @param language of the text, such as {@code en}
     * @param mostFrequent how many of the most frequent words to tell; default 3
     */
    @RegisterForReflection
    public record Payload(
            @NotBlank @Size(max = 1_000_000) String text,
            @Pattern(regexp = "[a-z]{2}") String language,
            @Min(1) @Max(100) Integer mostFrequent) {}

    /** What was counted. */
    @RegisterForReflection
    public record Result(int words, List<String> mostFrequent) {}

    @Override
    public String type() {
        return "count_words";
    }

    @Override
    public String description() {
        return "Counts the words of a text.";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Payload example() {
        return new Payload("to be or not to be", "en", 2);
    }

    @Override
    public JobTypeDefaults defaults() {
        return JobTypeDefaults.STANDARD
                .withQueue("words")
                .withMaxRetries(5)
                .withBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1))
                .withTimeout(Duration.ofMinutes(5))
                .withHeartbeatTimeout(Duration.ofSeconds(30));
    }

    @Override
    public JobOutcome<Result> run(Payload payload, JobContext context) throws InterruptedException {
        String[] words = payload.text().strip().toLowerCase(Locale.ROOT).split("\\W+");
        context.log().info("counting", "words", words.length, "language", payload.language());
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < words.length; i++) {
            if (i % WORDS_A_STEP == 0) {
                context.progress(i * 100 / words.length, "counting");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            counts.merge(words[i], 1, Integer::sum);
        }
        if (counts.containsKey("confidential")) {
            return JobOutcome.discard("a confidential text is not counted");
        }
        return JobOutcome.succeed(new Result(words.length, mostFrequent(counts, payload.mostFrequent())));
    }

    private static List<String> mostFrequent(Map<String, Integer> counts, Integer asked) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(asked == null ? MOST_FREQUENT : asked)
                .map(Map.Entry::getKey)
                .toList();
    }
}
