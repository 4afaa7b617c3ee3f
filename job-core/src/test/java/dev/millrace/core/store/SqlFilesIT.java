package dev.millrace.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SqlFilesIT {
    private static FreshDatabase database;
    private static TestStore store;

    @BeforeAll
    static void migrate() {
        database = RealServices.freshDatabase();
        store = TestStore.on(database);
    }

    @AfterAll
    static void drop() {
        store.close();
        database.close();
    }

    static List<String> statements() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/sql"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".sql", ""))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreStatements() throws IOException {
        assertThat(statements()).contains("accept_jobs", "claim_jobs", "end_jobs");
    }

    @ParameterizedTest
    @MethodSource("statements")
    void everyStatementFitsTheSchema(String statement) {
        var prepared = TestStore.await(store.pool()
                .getConnection()
                .chain(connection -> connection.prepare(SqlFile.read(statement)).eventually(connection::close)));

        assertThat(prepared).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void everyStatementSaysItsPurposeFirst(String statement) {
        assertThat(SqlFile.read(statement)).startsWith("-- ");
    }
}
