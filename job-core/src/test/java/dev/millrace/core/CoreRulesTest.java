package dev.millrace.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** The rules of the house that a compiler does not keep. */
@AnalyzeClasses(packages = "dev.millrace.core", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreRulesTest {
    @ArchTest
    static final ArchRule THE_JOB_DEPENDS_ON_THE_JDK_ALONE = noClasses()
            .that()
            .resideInAPackage("dev.millrace.core.job..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "dev.millrace.core.job..");

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.millrace.api..", "dev.millrace.worker..", "dev.millrace.scheduler..");

    @ArchTest
    static final ArchRule TIME_IDS_AND_CHANCE_ARE_INJECTED = noClasses()
            .that()
            .resideOutsideOfPackages("dev.millrace.core.identity..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callConstructor(Random.class);

    @ArchTest
    static final ArchRule THE_STORE_AND_THE_BROKER_DO_NOT_KNOW_EACH_OTHERS_CLIENTS = noClasses()
            .that()
            .resideInAPackage("dev.millrace.core.store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.rabbitmq..");

    @ArchTest
    static final ArchRule JDBC_IS_FOR_MIGRATIONS_ALONE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.millrace.core.migration..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.sql..");
}
