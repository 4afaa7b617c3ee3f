package dev.millrace.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.millrace.api.bulk.BulkOperationView;
import dev.millrace.api.jobtypes.JobTypeView;
import dev.millrace.api.redaction.ShownJson;
import dev.millrace.api.security.audit.AuditEventView;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(packages = "dev.millrace.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesAreFeaturesWithoutCycles =
            slices().matching("dev.millrace.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theDatabaseIsReachedWithoutBlocking = noClasses()
            .that()
            .resideOutsideOfPackage("..wiring..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb..");

    @ArchTest
    static final ArchRule timeIdsAndChanceAreInjected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callConstructor(Random.class);

    @ArchTest
    static final ArchRule noSqlStandsInJava = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.mutiny.sqlclient..");

    /** Whatever may hold a payload is shown as {@link ShownJson}, which is masked. */
    @ArchTest
    static final ArchRule jsonIsWrittenAsItIsOnlyWhereNoPayloadStands = fields().that()
            .areAnnotatedWith(JsonRawValue.class)
            .should()
            .beDeclaredInClassesThat()
            .belongToAnyOf(JobTypeView.class, BulkOperationView.class, AuditEventView.class);

    @ArchTest
    static final ArchRule nothingWaits = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.smallrye.mutiny.groups.UniAwait");
}
