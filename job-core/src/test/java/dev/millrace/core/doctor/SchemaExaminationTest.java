package dev.millrace.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.statistics.VitalSigns;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SchemaExaminationTest {
    @Test
    void partitionsAreWantedTwoDaysAhead() {
        assertThat(SchemaExamination.partitions(days(2))).isInstanceOf(Finding.Good.class);
        assertThat(SchemaExamination.partitions(days(1)))
                .isInstanceOf(Finding.Bad.class)
                .extracting(Finding::what)
                .isEqualTo("finished jobs or logs have partitions up to tomorrow only");
        assertThat(SchemaExamination.partitions(days(0)).what()).endsWith("up to today only");
        assertThat(SchemaExamination.partitions(days(-1)).what())
                .isEqualTo("finished jobs or logs have no partition for today: nothing of them can be written");
    }

    @Test
    void manyDeadRowsAreDoubtedWhereTheyAreMoreThanTheLiveOnes() {
        assertThat(SchemaExamination.bloat(rows(1_000, 200_000)))
                .isInstanceOf(Finding.Doubtful.class)
                .extracting(Finding::what)
                .isEqualTo("the table of live jobs has 200000 dead rows beside 1000");
        assertThat(SchemaExamination.bloat(rows(300_000, 200_000))).isInstanceOf(Finding.Good.class);
        assertThat(SchemaExamination.bloat(rows(0, 90_000))).isInstanceOf(Finding.Good.class);
    }

    @Test
    void aTransactionThatIsOpenForLongIsDoubted() {
        assertThat(SchemaExamination.transactions(open(Duration.ofMinutes(16))))
                .isInstanceOf(Finding.Doubtful.class)
                .extracting(Finding::what)
                .isEqualTo("a transaction has been open for 16 min: vacuum clears nothing away meanwhile");
        assertThat(SchemaExamination.transactions(open(Duration.ofMinutes(15)))).isInstanceOf(Finding.Good.class);
    }

    private static VitalSigns days(int ahead) {
        return new VitalSigns(0, 0, 0, Duration.ZERO, 0, ahead, Duration.ZERO);
    }

    private static VitalSigns rows(long live, long dead) {
        return new VitalSigns(live, dead, 0, Duration.ZERO, 0, 30, Duration.ZERO);
    }

    private static VitalSigns open(Duration transaction) {
        return new VitalSigns(0, 0, 0, transaction, 0, 30, Duration.ZERO);
    }
}
