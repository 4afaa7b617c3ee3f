package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A native image knows of reflection what it is told; picocli needs it for every class with options. */
class NativeReadinessTest {
    private static final String TOLD = "/META-INF/native-image/picocli-generated/dev.millrace/cli/reflect-config.json";

    @Test
    void everyCommandAndWhatItsOptionsStandInIsTold() throws IOException {
        Set<String> used = new HashSet<>();
        collect(new CommandLine(new MillraceCommand(null)).getCommandSpec(), used);

        assertThat(used).hasSizeGreaterThan(30);
        assertThat(told()).containsAll(used);
    }

    private static void collect(CommandSpec command, Set<String> used) {
        used.add(command.userObject().getClass().getName());
        command.mixins().values().forEach(mixin -> {
            if (!mixin.userObject().getClass().getName().startsWith("picocli.")) {
                collect(mixin, used);
            }
        });
        command.subcommands().values().forEach(sub -> collect(sub.getCommandSpec(), used));
    }

    private static Set<String> told() throws IOException {
        try (InputStream file = NativeReadinessTest.class.getResourceAsStream(TOLD)) {
            Set<String> names = new HashSet<>();
            for (JsonNode each : new ObjectMapper().readTree(file)) {
                names.add(each.path("name").asText());
            }
            return names;
        }
    }
}
