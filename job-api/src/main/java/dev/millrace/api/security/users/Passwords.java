package dev.millrace.api.security.users;

import dev.millrace.api.security.OwnContext;
import dev.millrace.api.security.RandomText;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes passwords and looks whether they match, on two threads of its own, for that is slow by design. A flood of sign-ins
 * takes these two and no more, and is refused with {@link PasswordsBusy} beyond a short queue.
 */
@Singleton
public class Passwords {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;
    private static final int THREADS = 2;
    private static final int QUEUE = 32;
    private static final long IDLE_SECONDS = 30;

    private final RandomText random;
    private final ThreadPoolExecutor workers;

    public Passwords(RandomText random) {
        this.random = random;
        workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().daemon().name("password-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
    }

    void stop(@Observes ShutdownEvent stopped) {
        workers.shutdownNow();
    }

    /** What is wrong with a new password, or empty: it must have 12 to 200 characters. */
    public static Optional<String> flaw(String password) {
        int length = password.codePointCount(0, password.length());
        return length >= SHORTEST && length <= LONGEST
                ? Optional.empty()
                : Optional.of("must have " + SHORTEST + " to " + LONGEST + " characters");
    }

    /** The hash under which a password is kept. */
    public Uni<String> hash(String password) {
        return aside(() -> PasswordHash.of(password, random.bytes(PasswordHash.SALT_BYTES)));
    }

    /**
     * Whether a password matches a hash.
     *
     * @param hash null for that of nobody, which takes the same time
     */
    public Uni<Boolean> matches(String password, String hash) {
        return aside(
                () -> PasswordHash.matches(password, hash == null ? PasswordHash.OF_NOBODY : hash) && hash != null);
    }

    private <T> Uni<T> aside(Supplier<T> work) {
        return OwnContext.answering(Uni.createFrom().emitter(emitter -> {
            try {
                workers.execute(() -> {
                    try {
                        emitter.complete(work.get());
                    } catch (RuntimeException failure) {
                        emitter.fail(failure);
                    }
                });
            } catch (RejectedExecutionException full) {
                emitter.fail(new PasswordsBusy());
            }
        }));
    }
}
