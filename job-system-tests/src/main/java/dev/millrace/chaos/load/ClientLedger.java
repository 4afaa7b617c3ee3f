package dev.millrace.chaos.load;

import dev.millrace.chaos.ledger.LedgerFile;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the clients asked for and what they were told, on disk before they go on. After the time, each line says
 *
 * <pre>
 * invoked KEY               a request was begun, or begun again
 * ok KEY ID,ID,...          it was accepted, as these jobs
 * failed KEY STATUS         it was refused for now; 0: nobody was there to ask
 * unknown KEY WHY           nobody knows what came of it
 * wrong WHAT STATUS WHY     an answer that must never be given
 * canceled ID STATUS        a cancel was confirmed
 * </pre>
 */
public final class ClientLedger {
    private final LedgerFile file;
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    public ClientLedger(Path path) {
        file = new LedgerFile(path);
    }

    /** How many jobs have been accepted so far. */
    public int accepted() {
        return accepted.get();
    }

    /** How many requests nobody has answered yet. */
    public int open() {
        return open.get();
    }

    void begun() {
        open.incrementAndGet();
    }

    void over() {
        open.decrementAndGet();
    }

    void invoked(String key) {
        file.append("invoked", key);
    }

    void ok(String key, List<UUID> ids) {
        file.append("ok", key, String.join(",", ids.stream().map(UUID::toString).toList()));
        accepted.addAndGet(ids.size());
    }

    void failed(String key, int status) {
        file.append("failed", key, status);
    }

    void unknown(String key, Throwable why) {
        file.append("unknown", key, why.getClass().getSimpleName());
    }

    void wrong(String what, int status, String why) {
        file.append("wrong", what, status, why.replaceAll("\\s+", "_"));
    }

    void canceled(UUID id, String status) {
        file.append("canceled", id, status);
    }
}
