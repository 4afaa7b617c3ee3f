package dev.millrace.deployment;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The chart, as Helm itself renders it. */
final class Chart {
    /** The release's name and the namespace with which the plain manifests are rendered. */
    static final String RELEASE = "millrace";

    private static final String KUBERNETES = "1.34.0";

    private Chart() {}

    /** @param values YAML, which goes before the chart's own */
    static List<KubernetesObject> objects(String values) {
        return KubernetesObject.allOf(rendered(values));
    }

    /** As {@code helm template} prints it. */
    static String rendered() {
        return new Helm(Repository.CHART)
                .template()
                .withName(RELEASE)
                .withNamespace(RELEASE)
                .withKubeVersion(KUBERNETES)
                .call();
    }

    /**
     * As {@code helm template --values} prints it.
     *
     * @throws IllegalStateException when Helm refuses the values
     */
    static String rendered(String values) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return rendered(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    static String rendered(Path values) {
        return new Helm(Repository.CHART)
                .template()
                .withName(RELEASE)
                .withNamespace(RELEASE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(values)
                .call();
    }

    /** What {@code helm install} says at the end, without installing anything. */
    static String notes(Path values) {
        InstallCommand install = new Helm(Repository.CHART)
                .install()
                .withName(RELEASE)
                .withNamespace(RELEASE)
                .withKubeVersion(KUBERNETES)
                .dryRun()
                .withDryRunOption(DryRun.CLIENT)
                .clientOnly();
        String said = (values == null ? install : install.withValuesFile(values))
                .call()
                .getOutput();
        return said.substring(said.indexOf("NOTES:"));
    }

    /** As {@code helm lint --strict}. */
    static LintResult linted() {
        return new Helm(Repository.CHART).lint().strict().call();
    }
}
