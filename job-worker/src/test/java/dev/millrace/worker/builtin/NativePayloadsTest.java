package dev.millrace.worker.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.millrace.worker.handler.JobHandler;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A native image knows the components of those records alone that are registered; Jackson and the schemas read them. */
class NativePayloadsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.millrace.worker");

    @Test
    void everyPayloadAndResultOfABuiltInTypeIsRegisteredForReflection() {
        Set<String> registered = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        for (JavaClass handler : CLASSES) {
            if (handler.isAssignableTo(JobHandler.class) && !handler.isInterface()) {
                for (Type type : handler.reflect().getGenericInterfaces()) {
                    collect(type, registered, missing);
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(registered).hasSizeGreaterThanOrEqualTo(12);
    }

    private static void collect(Type type, Set<String> registered, Set<String> missing) {
        switch (type) {
            case ParameterizedType parameterized -> {
                for (Type argument : parameterized.getActualTypeArguments()) {
                    collect(argument, registered, missing);
                }
            }
            case WildcardType wildcard -> collect(wildcard.getUpperBounds()[0], registered, missing);
            case Class<?> plain
            when plain.getName().startsWith("dev.millrace.") -> {
                boolean isRegistered = plain.isAnnotationPresent(RegisterForReflection.class);
                if (!(isRegistered ? registered : missing).add(plain.getName()) || !plain.isRecord()) {
                    return;
                }
                for (RecordComponent component : plain.getRecordComponents()) {
                    collect(component.getGenericType(), registered, missing);
                }
            }
            default -> {}
        }
    }
}
