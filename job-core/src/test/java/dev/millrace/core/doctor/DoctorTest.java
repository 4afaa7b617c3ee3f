package dev.millrace.core.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final Examination WELL = part("Well", () -> List.of(new Finding.Good("fine")));
    private static final Examination DOUBTFUL = part("So so", () -> List.of(new Finding.Doubtful("hm", "look")));
    private static final Examination ILL = part("Ill", () -> List.of(new Finding.Bad("broken", "mend it")));
    private static final Examination BUG = part("Bug", () -> {
        throw new IllegalStateException("never thought of");
    });

    private final ByteArrayOutputStream paper = new ByteArrayOutputStream();

    @Test
    void nothingBadIsWell() {
        assertThat(look(WELL, DOUBTFUL)).isEqualTo(Doctor.WELL);
        assertThat(paper.toString(UTF_8)).endsWith("\n\nNothing to mend.\n");
    }

    @Test
    void somethingBadIsIll() {
        assertThat(look(WELL, ILL)).isEqualTo(Doctor.ILL);
        assertThat(paper.toString(UTF_8))
                .contains("  bad   broken\n        mend it\n")
                .endsWith("\n\n1 to mend.\n");
    }

    @Test
    void anExaminationThatFailsIsToldOfAndKeepsNoOtherFromBeingMade() {
        assertThat(look(BUG, ILL)).isEqualTo(Doctor.UNABLE);
        assertThat(paper.toString(UTF_8))
                .contains("  bad   it was not looked at to the end: java.lang.IllegalStateException: never thought of")
                .contains("  bad   broken")
                .endsWith("\n\n2 to mend.\n");
    }

    private int look(Examination... parts) {
        return new Doctor(List.of(parts), new PrintStream(paper, true, UTF_8)).look();
    }

    private static Examination part(String subject, Supplier<List<Finding>> look) {
        return new Examination() {
            @Override
            public String subject() {
                return subject;
            }

            @Override
            public List<Finding> look() {
                return look.get();
            }
        };
    }
}
