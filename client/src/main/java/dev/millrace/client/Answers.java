package dev.millrace.client;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what was asked, and throws what came of it in the name of the thread that waits. */
final class Answers {
    private Answers() {}

    static <T> T await(CompletableFuture<T> asked, Duration atMost) {
        try {
            return asked.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupt) {
            asked.cancel(true);
            throw interrupted(interrupt);
        } catch (TimeoutException late) {
            asked.cancel(true);
            throw new MillraceUnavailable("no answer within " + atMost.toMillis() + " ms", late);
        } catch (CancellationException closed) {
            throw new MillraceUnavailable("given up", closed);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof MillraceException expected) {
                throw expected.here();
            }
            throw new CompletionException(failure.getCause());
        }
    }

    static CallInterrupted interrupted(InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return new CallInterrupted(interrupt);
    }
}
