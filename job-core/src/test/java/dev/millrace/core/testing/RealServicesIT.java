package dev.millrace.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealServicesIT {
    @Test
    void aFreshDatabaseHasTheMigratedSchemaAndIsGoneAfterwards() throws SQLException {
        FreshDatabase database = RealServices.freshDatabase();
        try (database;
                Connection connection = database.connect();
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT count(*) FROM millrace.job")) {
            row.next();
            assertThat(row.getLong(1)).isZero();
        }
        assertThatThrownBy(database::connect).isInstanceOf(SQLException.class).hasMessageContaining("does not exist");
    }

    @Test
    void twoFreshDatabasesDoNotSeeEachOther() throws SQLException {
        try (FreshDatabase one = RealServices.emptyDatabase();
                FreshDatabase other = RealServices.emptyDatabase();
                Connection connection = one.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE note ()");
            try (Connection elsewhere = other.connect();
                    ResultSet tables = elsewhere.getMetaData().getTables(null, null, "note", null)) {
                assertThat(tables.next()).isFalse();
            }
        }
    }

    @Test
    void aDatabaseIsReachedThroughAProxyUntilThatIsCut() throws SQLException {
        try (FreshDatabase database = RealServices.emptyDatabase();
                TcpProxy proxy = database.proxy()) {
            assertThat(database.urlThrough(proxy)).contains(":" + proxy.port() + "/" + database);
            String url = "jdbc:postgresql://" + TcpProxy.HOST + ":" + proxy.port() + "/" + database;
            try (Connection connection = DriverManager.getConnection(url, database.user(), database.password())) {
                assertThat(connection.isValid(5)).isTrue();
                proxy.cut();
                assertThat(connection.isValid(5)).isFalse();
            }
        }
    }

    @Test
    void aFreshBrokerKeepsBytesAndForgetsThemWhenAsked() {
        try (FreshBroker broker = RealServices.freshBroker()) {
            broker.setPolicy("short", ".*", Map.of("max-length", 1));
            broker.declareQueue("notes");
            broker.put("notes", "first".getBytes(StandardCharsets.UTF_8));
            assertThat(broker.depth("notes")).isEqualTo(1);
            assertThat(broker.drain("notes"))
                    .extracting(message -> new String(message.body(), StandardCharsets.UTF_8))
                    .containsExactly("first");

            broker.put("notes", "second".getBytes(StandardCharsets.UTF_8));
            broker.purge("notes");
            assertThat(broker.depth("notes")).isZero();

            broker.deleteQueue("notes");
            assertThat(broker.queues()).isEmpty();
        }
    }
}
