package dev.millrace.bench.floor;

import dev.millrace.bench.running.RunningSystem;
import dev.millrace.launching.RunningProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What PostgreSQL does by its own pgbench: rows like those of jobs, in a database of their own on the same server. */
final class PostgresqlFloor {
    private static final String DATABASE = "bench_floor";
    private static final String ROW =
            "gen_random_uuid(), 'noop', 'default', jsonb_build_object('note', repeat('x', 189)), now()";
    private static final int BULK = 1_000;

    private final RunningSystem system;
    private final Path workspace;
    private final int seconds;

    PostgresqlFloor(RunningSystem system, Path workspace, int seconds) throws SQLException {
        this.system = system;
        this.workspace = workspace;
        this.seconds = seconds;
        try (Statement statement = system.connection().createStatement()) {
            statement.execute("drop database if exists " + DATABASE);
            statement.execute("create database " + DATABASE);
        }
        try (Connection connection = system.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table row_of_job (id uuid primary key, job_type text not null, queue text not null,"
                            + " payload jsonb not null, created_at timestamptz not null)");
        }
    }

    /** Rows a second. */
    OptionalDouble singleCommits() throws IOException, InterruptedException {
        return transactions("insert into row_of_job values (" + ROW + ");", 32);
    }

    /** Rows a second. */
    OptionalDouble bulkCommits() throws IOException, InterruptedException {
        OptionalDouble bulks =
                transactions("insert into row_of_job select " + ROW + " from generate_series(1, " + BULK + ");", 4);
        return bulks.isEmpty() ? bulks : OptionalDouble.of(BULK * bulks.getAsDouble());
    }

    private OptionalDouble transactions(String script, int clients) throws IOException, InterruptedException {
        Path file = Files.writeString(workspace.resolve("pgbench.sql"), script + "\n");
        URI database = system.database();
        String[] credentials = database.getUserInfo().split(":", 2);
        List<String> command = new ArrayList<>(List.of(program(), "--no-vacuum", "--protocol=prepared"));
        command.addAll(List.of("--host=" + database.getHost(), "--port=" + database.getPort()));
        command.addAll(List.of("--username=" + credentials[0], "--time=" + seconds, "--file=" + file));
        command.addAll(List.of("--client=" + clients, "--jobs=2", DATABASE));
        return Tool.rate(command, Map.of("PGPASSWORD", credentials[1]), "tps = ([0-9.]+)");
    }

    /** The one that belongs to the server, when it can be told; else that of the PATH. */
    private String program() {
        return system.processes().stream()
                .filter(process -> process.name().equals("postgresql"))
                .flatMap(PostgresqlFloor::beside)
                .findFirst()
                .orElse("pgbench");
    }

    private static Stream<String> beside(RunningProcess server) {
        return ProcessHandle.of(server.pid()).flatMap(process -> process.info().command()).stream()
                .map(command -> Path.of(command).resolveSibling("pgbench"))
                .filter(Files::isExecutable)
                .map(Path::toString);
    }
}
