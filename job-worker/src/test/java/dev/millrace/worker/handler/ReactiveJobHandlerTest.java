package dev.millrace.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReactiveJobHandlerTest {
    @Test
    void whatTheUniBringsIsWhatCameOfIt() throws Exception {
        assertThat(new Reactive(Uni.createFrom().item(JobOutcome.succeed("done"))).run("", null))
                .isEqualTo(JobOutcome.succeed("done"));
    }

    @Test
    void whatTheUniFailsWithIsWhatTheHandlerThrows() {
        IOException gone = new IOException("gone");

        assertThatThrownBy(() -> new Reactive(Uni.createFrom().failure(gone)).run("", null))
                .isSameAs(gone);
    }

    @Test
    void anInterruptCancelsTheUni() throws InterruptedException {
        CountDownLatch subscribed = new CountDownLatch(1);
        CountDownLatch canceled = new CountDownLatch(1);
        Reactive waiting = new Reactive(Uni.createFrom()
                .<JobOutcome<String>>nothing()
                .onSubscription()
                .invoke(subscribed::countDown)
                .onCancellation()
                .invoke(canceled::countDown));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread attempt = Thread.ofVirtual().start(() -> {
            try {
                waiting.run("", null);
            } catch (Exception | Error stopped) {
                thrown.set(stopped);
            }
        });
        subscribed.await();

        attempt.interrupt();

        assertThat(canceled.await(10, TimeUnit.SECONDS)).isTrue();
        attempt.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    private record Reactive(Uni<JobOutcome<String>> uni) implements ReactiveJobHandler<String, String> {
        @Override
        public String type() {
            return "reactive";
        }

        @Override
        public String description() {
            return "As the test says.";
        }

        @Override
        public Class<String> payloadType() {
            return String.class;
        }

        @Override
        public String example() {
            return "";
        }

        @Override
        public Uni<JobOutcome<String>> work(String payload, JobContext context) {
            return uni;
        }
    }
}
