package dev.millrace.deployment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Whether an object has the structure that its kind asks for: no key that the kind does not know, no value of another type.
 * Kinds of Kubernetes and of the Prometheus operator are checked against typed models; those of other operators against
 * schemas that allow just the keys that the chart may use. An object of any other kind has a flaw for that alone.
 */
final class StructuralCheck {
    private static final Map<String, Class<? extends HasMetadata>> MODELS = Map.ofEntries(
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

    private static final Map<String, String> SCHEMAS = Map.of(
            "keda.sh/v1alpha1/ScaledObject", "schemas/scaled-object.json",
            "postgresql.cnpg.io/v1/Cluster", "schemas/postgresql-cluster.json",
            "rabbitmq.com/v1beta1/RabbitmqCluster", "schemas/rabbitmq-cluster.json");

    private static final JsonMapper STRICT = strict();

    private StructuralCheck() {}

    /** What is wrong, for people; empty when nothing is. */
    static List<String> flawsOf(KubernetesObject object) {
        String type = object.apiVersion() + "/" + object.kind();
        if (MODELS.containsKey(type)) {
            return flawsByModel(object, MODELS.get(type));
        }
        if (SCHEMAS.containsKey(type)) {
            return schema(SCHEMAS.get(type)).validate(object.tree()).stream()
                    .map(ValidationMessage::getMessage)
                    .map(flaw -> object.title() + ": " + flaw)
                    .sorted()
                    .toList();
        }
        return List.of(object.title() + " is of a type that is not known here: " + type);
    }

    private static List<String> flawsByModel(KubernetesObject object, Class<?> model) {
        try {
            STRICT.treeToValue(object.tree(), model);
            return List.of();
        } catch (JsonMappingException flaw) {
            return List.of(object.title() + ": " + flaw.getPathReference() + ": " + flaw.getOriginalMessage());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonSchema schema(String resource) {
        try (InputStream schema = StructuralCheck.class.getClassLoader().getResourceAsStream(resource)) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonMapper strict() {
        JsonMapper mapper = JsonMapper.builder()
                .annotationIntrospector(new NothingLeftOver())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
        // What YAML reads as a number is none of the texts that Kubernetes asks for.
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper;
    }

    /** The models keep what they do not know in {@code additionalProperties}; here that is a flaw. */
    private static final class NothingLeftOver extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return Boolean.FALSE;
        }
    }
}
