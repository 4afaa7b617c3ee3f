package com.example.words;

import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import dev.millrace.worker.handler.ReactiveJobHandler;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/** Looks a word up in a dictionary that answers some time later. */
@Singleton
public class LookUpWord implements ReactiveJobHandler<LookUpWord.Payload, String> {
    private final Dictionary dictionary;

    LookUpWord(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** @param word what to look up */
    @RegisterForReflection
    public record Payload(@NotBlank String word) {}

    @Override
    public String type() {
        return "look_up_word";
    }

    @Override
    public String description() {
        return "Looks a word up in a dictionary.";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Payload example() {
        return new Payload("millrace");
    }

    @Override
    public JobTypeDefaults defaults() {
        return JobTypeDefaults.STANDARD.withQueue("words");
    }

    @Override
    public Uni<JobOutcome<String>> work(Payload payload, JobContext context) {
        return dictionary.meaning(payload.word()).map(meaning -> switch (meaning) {
            case Dictionary.Known known -> JobOutcome.succeed(known.text());
            case Dictionary.Unknown unknown -> JobOutcome.giveUp("UnknownWord", "no dictionary knows it");
            case Dictionary.Busy busy -> JobOutcome.snooze(Duration.ofMinutes(1));
            case Dictionary.Refused refused -> JobOutcome.retryAfter(refused.pause(), "asked too often");
        });
    }
}
