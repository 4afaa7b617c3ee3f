package dev.millrace.chaos;

import dev.millrace.chaos.load.ClientLedger;
import dev.millrace.chaos.process.Patience;
import dev.millrace.chaos.process.Servers;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Says what goes on: each fault, and every ten seconds how far the jobs have come. */
final class Progress {
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final PrintStream out;
    private final long began = System.nanoTime();
    private volatile ClientLedger ledger;
    private volatile Servers servers;
    private volatile boolean over;
    private volatile int ended;

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String text) {
        ClientLedger clients = ledger;
        String jobs = clients == null ? "" : "accepted %5d, ended %5d  ".formatted(clients.accepted(), ended);
        out.printf("%4d s  %s%s%n", (System.nanoTime() - began) / 1_000_000_000, jobs, text);
    }

    /** From now on jobs are counted. */
    void watch(ClientLedger clients, Servers watched) {
        ledger = clients;
        servers = watched;
        Thread.ofVirtual().start(() -> {
            while (!over) {
                Patience.pause(BETWEEN);
                count();
                if (!over) {
                    say("");
                }
            }
        });
    }

    /** No more is said by itself. */
    void end() {
        count();
        over = true;
    }

    private void count() {
        try (Connection connection = servers.connect();
                Statement statement = connection.createStatement()) {
            ResultSet row = statement.executeQuery("select (select count(*) from millrace.job_archive)"
                    + " + (select count(*) from millrace.job where status = 'dead')");
            row.next();
            ended = row.getInt(1);
        } catch (SQLException away) {
            // PostgreSQL may well be away just now; the last count is good enough.
            return;
        }
    }
}
