package dev.millrace.core.messaging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

@AnalyzeClasses(packages = "dev.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class MessagingRulesTest {
    /** Exchanges and queues begin so; configuration keys do as well, and are told apart by their next word. */
    private static final String BROKER_NAME = "millrace\\.(work|retry|dead)(\\..*)?";

    @ArchTest
    static final ArchRule ONLY_TOPOLOGY_DECLARES = noClasses()
            .that()
            .doNotBelongToAnyOf(Topology.class)
            .should()
            .accessTargetWhere(DescribedPredicate.describe(
                    "it declares, binds or deletes in the broker", MessagingRulesTest::changesTheTopology));

    @ArchTest
    static final ArchRule MESSAGING_KNOWS_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("dev.millrace.core.messaging..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.smallrye..", "io.quarkus..", "jakarta..", "javax.inject..");

    @ArchTest
    static final ArchRule MESSAGING_KNOWS_ONLY_JOBS_CHANCE_AND_TLS = noClasses()
            .that()
            .resideInAPackage("dev.millrace.core.messaging..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.millrace..")
                    .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                            "dev.millrace.core.messaging..",
                            "dev.millrace.core.job..",
                            "dev.millrace.core.identity..",
                            "dev.millrace.core.tls.."))));

    @ArchTest
    static final ArchRule ONLY_MESSAGING_SPEAKS_AMQP = noClasses()
            .that()
            .resideOutsideOfPackage("dev.millrace.core.messaging..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.rabbitmq..");

    @ArchTest
    static void onlyTopologyNamesWhatIsInTheBroker(JavaClasses classes) throws IOException {
        for (JavaClass candidate : classes) {
            if (!candidate.isEquivalentTo(Topology.class)) {
                assertThat(texts(candidate))
                        .describedAs("broker names in " + candidate.getName())
                        .noneMatch(text -> text.matches(BROKER_NAME));
            }
        }
        assertThat(texts(classes.get(Topology.class))).anyMatch(text -> text.matches(BROKER_NAME));
    }

    private static boolean changesTheTopology(JavaAccess<?> access) {
        return access.getTargetOwner().getPackageName().startsWith("com.rabbitmq.client")
                && access.getName().matches("(queue|exchange)(Declare|Bind|Unbind|Delete)(NoWait|Passive)?");
    }

    /** All texts that a class file holds, string literals among them. */
    private static Set<String> texts(JavaClass candidate) throws IOException {
        var texts = new HashSet<String>();
        try (InputStream open =
                        candidate.getSource().orElseThrow().getUri().toURL().openStream();
                var file = new DataInputStream(open)) {
            file.skipNBytes(8);
            int constants = file.readUnsignedShort();
            for (int index = 1; index < constants; index++) {
                int tag = file.readUnsignedByte();
                switch (tag) {
                    case 1 -> texts.add(file.readUTF());
                    case 5, 6 -> {
                        file.skipNBytes(8);
                        // Longs and doubles take two places in the table.
                        index++;
                    }
                    case 15 -> file.skipNBytes(3);
                    case 7, 8, 16, 19, 20 -> file.skipNBytes(2);
                    default -> file.skipNBytes(4);
                }
            }
        }
        return texts;
    }
}
