package com.example.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.JobStatus;
import dev.millrace.worker.testing.Rehearsal;
import dev.millrace.worker.testing.Rehearsed;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountWordsTest {
    private final CountWords handler = new CountWords();

    @Test
    void wordsAreCounted() throws InterruptedException {
        Rehearsed<CountWords.Result> rehearsed = Rehearsal.of(handler).run(handler.example());

        assertThat(rehearsed.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(rehearsed.result()).isEqualTo(new CountWords.Result(6, List.of("be", "to")));
        assertThat(rehearsed.lines()).extracting("message").containsExactly("counting");
    }

    @Test
    void aPayloadThatBreaksTheRulesEndsTheJobAtOnce() throws InterruptedException {
        Rehearsed<CountWords.Result> rehearsed =
                Rehearsal.of(handler).runJson("{\"text\": \"to be\", \"language\": \"English\"}");

        assertThat(rehearsed.status()).isEqualTo(JobStatus.DEAD);
        assertThat(rehearsed.error().message()).startsWith("language ");
    }

    @Test
    void aConfidentialTextIsNotCounted() throws InterruptedException {
        Rehearsed<CountWords.Result> rehearsed =
                Rehearsal.of(handler).run(new CountWords.Payload("strictly confidential", null, null));

        assertThat(rehearsed.status()).isEqualTo(JobStatus.DISCARDED);
    }

    @Test
    void aCancelStopsTheCounting() throws InterruptedException {
        Rehearsed<CountWords.Result> rehearsed = Rehearsal.of(handler)
                .cancelAtProgress(50)
                .run(new CountWords.Payload("word ".repeat(10_000), null, null));

        assertThat(rehearsed.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(rehearsed.progress()).extracting("percent").last().isEqualTo(50);
    }
}
