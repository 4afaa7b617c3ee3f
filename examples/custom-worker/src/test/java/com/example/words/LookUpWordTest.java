package com.example.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.JobStatus;
import dev.millrace.worker.testing.Rehearsal;
import dev.millrace.worker.testing.Rehearsed;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LookUpWordTest {
    @Test
    void aKnownWordIsExplained() throws InterruptedException {
        Rehearsed<String> rehearsed = lookUp(new Dictionary.Known("one who works"));

        assertThat(rehearsed.result()).isEqualTo("one who works");
    }

    @Test
    void aWordThatNobodyKnowsIsNotLookedUpAgain() throws InterruptedException {
        Rehearsed<String> rehearsed = lookUp(new Dictionary.Unknown());

        assertThat(rehearsed.status()).isEqualTo(JobStatus.DEAD);
        assertThat(rehearsed.error().type()).isEqualTo("UnknownWord");
    }

    @Test
    void aBusyDictionaryCountsAsNoFailure() throws InterruptedException {
        Rehearsed<String> rehearsed = lookUp(new Dictionary.Busy());

        assertThat(rehearsed.status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(rehearsed.error()).isNull();
    }

    @Test
    void aRefusalIsHeeded() throws InterruptedException {
        Rehearsed<String> rehearsed = lookUp(new Dictionary.Refused(Duration.ofSeconds(7)));

        assertThat(rehearsed.status()).isEqualTo(JobStatus.RETRYING);
        assertThat(rehearsed.delay()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aDictionaryThatNeverAnswersTimesOut() throws InterruptedException {
        Rehearsed<String> rehearsed = Rehearsal.of(
                        new LookUpWord(word -> Uni.createFrom().nothing()))
                .timeout(Duration.ofMillis(100))
                .run(new LookUpWord.Payload("worker"));

        assertThat(rehearsed.status()).isEqualTo(JobStatus.RETRYING);
        assertThat(rehearsed.error().type()).isEqualTo("TIMEOUT");
    }

    private static Rehearsed<String> lookUp(Dictionary.Meaning meaning) throws InterruptedException {
        return Rehearsal.of(new LookUpWord(word -> Uni.createFrom().item(meaning)))
                .run(new LookUpWord.Payload("worker"));
    }
}
