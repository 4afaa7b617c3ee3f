package dev.millrace.scheduler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(packages = "dev.millrace.scheduler", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule the_scheduler_knows_neither_the_api_nor_the_worker = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.millrace.api..", "dev.millrace.worker..");

    @ArchTest
    static final ArchRule time_ids_and_chance_are_injected = noClasses()
            .that()
            .resideOutsideOfPackage("dev.millrace.scheduler.wiring..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callConstructor(Random.class);

    @ArchTest
    static final ArchRule only_the_wiring_knows_the_framework = noClasses()
            .that()
            .resideOutsideOfPackage("dev.millrace.scheduler.wiring..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta.inject..", "jakarta.enterprise..");

    @ArchTest
    static final ArchRule nothing_waits_by_sleeping =
            noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
