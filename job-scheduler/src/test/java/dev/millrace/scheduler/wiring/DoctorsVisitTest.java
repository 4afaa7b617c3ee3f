package dev.millrace.scheduler.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.doctor.Doctor;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class DoctorsVisitTest {
    @Test
    void aVisitThatCannotBeginEndsAllTheSameWithACodeOfItsOwn() {
        DoctorsVisit visit = new DoctorsVisit(() -> true, () -> "no URL at all", null, null, Clock.systemUTC());

        assertThat(visit.visit()).isEqualTo(Doctor.UNABLE);
    }
}
