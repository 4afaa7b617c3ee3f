package dev.millrace.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerExaminationTest {
    private static final Duration IN_STEP = Duration.ZERO;
    private static final OffsetDateTime NOW = OffsetDateTime.of(2026, 11, 22, 3, 0, 0, 0, ZoneOffset.UTC);

    @Test
    void aServerThatFaresWellIsFoundGood() {
        assertThat(ServerExamination.judge(server(), IN_STEP)).allMatch(Finding.Good.class::isInstance);
    }

    @Test
    void anOldVersionIsRefusedAndANewOneDoubted() {
        assertThat(bad(server("version", "14.9", "versionNumber", 140009))).containsExactly("version 14.9 is too old");
        assertThat(doubtful(server("version", "19.0", "versionNumber", 190000)))
                .containsExactly("version 19.0 is newer than any this release was made for");
        assertThat(bad(server("version", "15.0", "versionNumber", 150000))).isEmpty();
        assertThat(doubtful(server("version", "18.3", "versionNumber", 180003))).isEmpty();
    }

    @Test
    void aServerThatLosesCommitsOrTakesNoneIsBad() {
        assertThat(bad(server("losesCommits", "fsync")))
                .containsExactly("fsync is off: accepted jobs are lost when the server goes down");
        assertThat(bad(server("readOnly", true)))
                .containsExactly("it is a standby or read-only: nothing can be written");
    }

    @Test
    void clocksMayDifferByTwoSecondsEitherWay() {
        ServerSettings settings = server();

        assertThat(messages(ServerExamination.judge(settings, Duration.ofMillis(2_100)), Finding.Bad.class))
                .containsExactly("its clock and this machine's differ by 2.1 s");
        assertThat(messages(ServerExamination.judge(settings, Duration.ofMillis(-2_100)), Finding.Bad.class))
                .hasSize(1);
        assertThat(messages(ServerExamination.judge(settings, Duration.ofMillis(-1_900)), Finding.Bad.class))
                .isEmpty();
    }

    @Test
    void whatKeepsVacuumFromItsWorkIsSeen() {
        assertThat(bad(server("autovacuum", false))).hasSize(1);
        assertThat(bad(server("preparedTransactions", 2L))).hasSize(1);
    }

    @Test
    void whoeverHoldsOthersUpForLongIsNamed() {
        assertThat(bad(server("lockWait", Duration.ofMillis(5_100))))
                .containsExactly("somebody has waited for 5 s for what process 4711 holds");
        assertThat(bad(server("lockWait", Duration.ofMillis(4_900)))).isEmpty();
    }

    @Test
    void slotsWithoutAReaderAreDoubtedUntilTheyFillTheDisk() {
        assertThat(doubtful(server("idleSlots", 1L, "keptBytes", 1L << 20)))
                .containsExactly("1 replication slots have no reader, 1 MB of log is kept for them");
        assertThat(bad(server("idleSlots", 1L, "keptBytes", 2L << 30))).hasSize(1);
    }

    @Test
    void aCrowdOfConnectionsASuperuserAndAPlainNetworkAreDoubted() {
        assertThat(doubtful(server("connections", 90L))).hasSize(1);
        assertThat(doubtful(server("superuser", true))).containsExactly("Millrace's role is a superuser");
        assertThat(doubtful(server("local", false))).containsExactly("the connection is not encrypted");
        assertThat(bad(server("encoding", "SQL_ASCII"))).hasSize(1);
        assertThat(bad(server("brokenIndexes", 1L))).hasSize(1);
    }

    private static List<String> bad(ServerSettings settings) {
        return messages(ServerExamination.judge(settings, IN_STEP), Finding.Bad.class);
    }

    private static List<String> doubtful(ServerSettings settings) {
        return messages(ServerExamination.judge(settings, IN_STEP), Finding.Doubtful.class);
    }

    private static List<String> messages(List<Finding> findings, Class<? extends Finding> kind) {
        return findings.stream().filter(kind::isInstance).map(Finding::what).toList();
    }

    /** A server that fares well, but for some of what it says: component and value, in turn. */
    private static ServerSettings server(Object... changes) {
        ServerSettings well = new ServerSettings(
                "17.2",
                170002,
                false,
                "",
                true,
                "UTF8",
                20,
                100,
                NOW,
                false,
                false,
                true,
                0,
                0,
                0,
                Duration.ofSeconds(1),
                List.of(4711),
                0);
        Map<String, Object> changed = new HashMap<>();
        for (int i = 0; i < changes.length; i += 2) {
            changed.put((String) changes[i], changes[i + 1]);
        }
        RecordComponent[] components = ServerSettings.class.getRecordComponents();
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                Object value = changed.remove(components[i].getName());
                values[i] = value == null ? components[i].getAccessor().invoke(well) : value;
            }
            assertThat(changed).isEmpty();
            return ServerSettings.class
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
