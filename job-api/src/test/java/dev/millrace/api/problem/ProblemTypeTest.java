package dev.millrace.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {
    @ParameterizedTest
    @EnumSource
    void everyProblemIsDocumentedWhereItsTypeLeads(ProblemType type) throws IOException {
        String guide = Files.readString(RealServices.repository().resolve("docs/api.md"));
        String anchor = type.uri().substring(type.uri().indexOf('#') + 1);

        assertThat(guide).contains("<a id=\"" + anchor + "\"></a>`" + type.code() + "`");
    }
}
