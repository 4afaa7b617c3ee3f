package dev.millrace.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** The rules of the house that a compiler does not keep. */
@AnalyzeClasses(packages = "dev.millrace.worker", importOptions = ImportOption.DoNotIncludeTests.class)
class WorkerRulesTest {
    @ArchTest
    static final ArchRule A_SERVICE_KNOWS_NO_OTHER_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.millrace.api..", "dev.millrace.scheduler..");

    @ArchTest
    static final ArchRule A_HANDLER_AUTHOR_NEEDS_NOTHING_OF_HOW_JOBS_ARE_RUN = noClasses()
            .that()
            .resideInAnyPackage("dev.millrace.worker.handler..", "dev.millrace.worker.builtin..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.worker.execution..");

    @ArchTest
    static final ArchRule TIME_IDS_AND_CHANCE_ARE_INJECTED = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callConstructor(Random.class);

    @ArchTest
    static final ArchRule NO_JDBC = noClasses().should().dependOnClassesThat().resideInAPackage("java.sql..");
}
