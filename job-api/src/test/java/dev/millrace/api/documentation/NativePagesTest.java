package dev.millrace.api.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.NativeResources;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativePagesTest {
    private final NativeResources resources = NativeResources.of("job-api");

    @Test
    void everyFileOfTheDashboardComesIntoANativeImage() {
        List<String> files = NativeResources.below(Path.of("target/classes"), "dashboard");

        assertThat(files).contains("dashboard/main.js", "dashboard/main.css", "dashboard/index.html");
        assertThat(files).allMatch(resources::holds);
    }

    @Test
    void soDoThePagesThatShowTheDescriptionOfTheApi() {
        assertThat(NativeResources.below(Path.of("src/main/resources"), "reference"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(resources::holds);
        assertThat(List.of(
                        "META-INF/maven/org.webjars/redoc/pom.properties",
                        "META-INF/resources/webjars/redoc/2.5.1/redoc.standalone.js"))
                .allMatch(resources::holds);
    }
}
