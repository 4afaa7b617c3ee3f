package dev.millrace.core.doctor;

import dev.millrace.core.store.Database;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Looks at PostgreSQL: what it is, how it is set up, and how it fares. */
public final class ServerExamination implements Examination {
    private static final int OLDEST = 15;
    private static final int NEWEST_TRIED = 18;
    private static final int VERSIONS_A_MAJOR = 10_000;
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
    private static final double CROWDED = 0.85;
    private static final Duration LONG_LOCK_WAIT = Duration.ofSeconds(5);
    private static final long MUCH_KEPT = 1L << 30;
    private static final long BYTES_A_MEGABYTE = 1L << 20;

    private final Database database;
    private final Clock clock;

    /** @param clock this machine's, which the server's is held against */
    public ServerExamination(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public String subject() {
        return "PostgreSQL";
    }

    @Override
    public List<Finding> look() {
        ServerSettings settings;
        Instant asked;
        Instant answered;
        try {
            // The first answer waits for a connection; between this question and its answer stands the server's clock.
            database.probe().await().indefinitely();
            asked = clock.instant();
            settings = ServerSettings.of(database.run("examine_server", Tuple.tuple())
                    .await()
                    .indefinitely()
                    .iterator()
                    .next());
            answered = clock.instant();
        } catch (RuntimeException failure) {
            return List.of(new Finding.Bad(
                    "it cannot be asked: " + Reason.of(failure),
                    "see that it runs, and that millrace.pg.url names host, port, user, password and database"));
        }
        return judge(settings, difference(settings.clock().toInstant(), asked, answered));
    }

    /** @param off by how much the server's clock is ahead of this machine's; negative when it is behind */
    static List<Finding> judge(ServerSettings settings, Duration off) {
        List<Finding> findings = new ArrayList<>();
        findings.add(version(settings));
        findings.add(commits(settings));
        findings.add(clocks(off));
        findings.add(connections(settings));
        findings.add(locks(settings));
        findings.add(vacuum(settings));
        mayBe(settings, findings);
        return List.copyOf(findings);
    }

    private static Finding version(ServerSettings settings) {
        int major = settings.versionNumber() / VERSIONS_A_MAJOR;
        if (major < OLDEST) {
            return new Finding.Bad(
                    "version " + settings.version() + " is too old", "move to PostgreSQL " + OLDEST + " or later");
        }
        if (major > NEWEST_TRIED) {
            return new Finding.Doubtful(
                    "version " + settings.version() + " is newer than any this release was made for",
                    "see whether there is a newer Millrace");
        }
        return new Finding.Good("version " + settings.version() + " answers");
    }

    private static Finding commits(ServerSettings settings) {
        if (settings.readOnly()) {
            return new Finding.Bad(
                    "it is a standby or read-only: nothing can be written",
                    "let millrace.pg.url name the primary, such as a service that follows it");
        }
        if (!settings.losesCommits().isEmpty()) {
            return new Finding.Bad(
                    settings.losesCommits() + " is off: accepted jobs are lost when the server goes down",
                    "turn it on, in postgresql.conf, for the database and for the role");
        }
        return new Finding.Good("what is committed is on disk");
    }

    private static Duration difference(Instant server, Instant asked, Instant answered) {
        if (server.isBefore(asked)) {
            return Duration.between(asked, server);
        }
        return server.isAfter(answered) ? Duration.between(answered, server) : Duration.ZERO;
    }

    private static Finding clocks(Duration off) {
        if (off.abs().compareTo(CLOCK_TOLERANCE) > 0) {
            return new Finding.Bad(
                    String.format(
                            Locale.ROOT, "its clock and this machine's differ by %.1f s", off.toMillis() / 1_000.0),
                    "let both follow a time server; jobs start by PostgreSQL's clock, tokens and logs go by the services'");
        }
        return new Finding.Good("its clock and this machine's agree");
    }

    private static Finding connections(ServerSettings settings) {
        String share = settings.connections() + " of " + settings.mostConnections() + " connections are in use";
        return settings.connections() > CROWDED * settings.mostConnections()
                ? new Finding.Doubtful(
                        share,
                        "raise max_connections, or give the services smaller pools (quarkus.datasource.reactive.max-size)")
                : new Finding.Good(share);
    }

    private static Finding locks(ServerSettings settings) {
        if (settings.lockWait().compareTo(LONG_LOCK_WAIT) > 0) {
            String holders =
                    settings.lockHolders().stream().map(String::valueOf).collect(Collectors.joining(", "));
            return new Finding.Bad(
                    "somebody has waited for " + settings.lockWait().toSeconds() + " s for what process " + holders
                            + " holds",
                    "SELECT * FROM pg_stat_activity WHERE pid IN (" + holders
                            + "); pg_terminate_backend() whoever is not at work");
        }
        return new Finding.Good("nobody waits long for a lock");
    }

    private static Finding vacuum(ServerSettings settings) {
        if (!settings.autovacuum()) {
            return new Finding.Bad("autovacuum is off: tables grow without end", "turn autovacuum on");
        }
        if (settings.preparedTransactions() > 0) {
            return new Finding.Bad(
                    settings.preparedTransactions()
                            + " prepared transactions are left over: vacuum clears nothing away",
                    "SELECT * FROM pg_prepared_xacts, then ROLLBACK PREPARED or COMMIT PREPARED each");
        }
        return new Finding.Good("vacuum may do its work");
    }

    private static void mayBe(ServerSettings settings, List<Finding> findings) {
        if (!settings.encoding().equals("UTF8")) {
            findings.add(new Finding.Bad(
                    "the database's encoding is " + settings.encoding() + ": some texts cannot be stored",
                    "make the database anew with ENCODING 'UTF8'"));
        }
        if (settings.superuser()) {
            findings.add(new Finding.Doubtful(
                    "Millrace's role is a superuser", "give it a role of its own with no more rights than it needs"));
        }
        if (!settings.encrypted() && !settings.local()) {
            findings.add(new Finding.Doubtful(
                    "the connection is not encrypted", "add ?sslmode=verify-full to millrace.pg.url"));
        }
        if (settings.idleSlots() > 0) {
            String kept = settings.idleSlots() + " replication slots have no reader, "
                    + settings.keptBytes() / BYTES_A_MEGABYTE + " MB of log is kept for them";
            String advice = "see pg_replication_slots; pg_drop_replication_slot() those that nobody needs";
            findings.add(
                    settings.keptBytes() > MUCH_KEPT
                            ? new Finding.Bad(kept, advice)
                            : new Finding.Doubtful(kept, advice));
        }
        if (settings.brokenIndexes() > 0) {
            findings.add(new Finding.Bad(
                    settings.brokenIndexes() + " indexes are invalid", "REINDEX SCHEMA CONCURRENTLY millrace"));
        }
    }
}
