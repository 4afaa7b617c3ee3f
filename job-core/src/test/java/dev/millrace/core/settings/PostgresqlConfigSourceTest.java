package dev.millrace.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresqlConfigSourceTest {
    private static final String ORDINARY = "postgresql://service:one@pooler:6432/jobs";
    private static final String MIGRATION = "postgresql://owner:two@database:5432/jobs";

    @Test
    void oneAddressIsGoodForAll() {
        SmallRyeConfig config = config(Map.of("millrace.pg.url", ORDINARY));

        assertThat(text(config, "quarkus.datasource.username")).isEqualTo("service");
        assertThat(text(config, "quarkus.datasource.reactive.url")).isEqualTo("postgresql://pooler:6432/jobs");
        assertThat(text(config, "quarkus.datasource.jdbc.url"))
                .isEqualTo("jdbc:postgresql://pooler:6432/jobs?sslmode=disable");
        assertThat(text(config, "quarkus.flyway.jdbc-url")).isNull();
    }

    @Test
    void migrationsGoTheirOwnWayWhereOneIsGiven() {
        SmallRyeConfig config = config(Map.of("millrace.pg.url", ORDINARY, "millrace.pg.migration-url", MIGRATION));

        assertThat(text(config, "quarkus.datasource.username")).isEqualTo("service");
        assertThat(text(config, "quarkus.flyway.jdbc-url"))
                .isEqualTo("jdbc:postgresql://database:5432/jobs?sslmode=disable");
        assertThat(text(config, "quarkus.flyway.username")).isEqualTo("owner");
        assertThat(text(config, "quarkus.flyway.password")).isEqualTo("two");
    }

    @Test
    void whatOnlyMigratesNeedsNoOtherAddress() {
        SmallRyeConfig config =
                config(Map.of("millrace.pg.migration-url", MIGRATION, "millrace.migration.mode", "only"));

        assertThat(text(config, "millrace.pg.url")).isEqualTo(MIGRATION);
        assertThat(text(config, "quarkus.datasource.reactive.url")).isEqualTo("postgresql://database:5432/jobs");
    }

    @Test
    void aServiceNeverWorksWithTheRightsOfTheMigrations() {
        SmallRyeConfig config = config(Map.of("millrace.pg.migration-url", MIGRATION));

        assertThat(text(config, "millrace.pg.url")).isNull();
        assertThat(text(config, "quarkus.datasource.username")).isNull();
    }

    @Test
    void aServiceWithoutMigrationsHasNoJdbc() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("millrace.pg.url", ORDINARY), "test", 300))
                .withSources(new PostgresqlConfigSource())
                .build();

        assertThat(text(config, "quarkus.datasource.jdbc.url")).isNull();
        assertThat(text(config, "quarkus.datasource.reactive.url")).isNotNull();
    }

    @Test
    void aMalformedAddressIsToldOfByTheNameOfItsSetting() {
        assertThatThrownBy(() -> config(
                        Map.of("millrace.pg.url", ORDINARY, "millrace.pg.migration-url", "mysql://a:secret@b/c")))
                .hasMessageContaining("millrace.pg.migration-url")
                .hasMessageNotContaining("secret");
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("quarkus.flyway.schemas", "millrace");
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 300))
                .withSources(new PostgresqlConfigSource())
                .build();
    }

    private static String text(SmallRyeConfig config, String name) {
        return config.getConfigValue(name).getValue();
    }
}
