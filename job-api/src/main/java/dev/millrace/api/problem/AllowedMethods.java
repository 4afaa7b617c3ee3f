package dev.millrace.api.problem;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which methods each path has, gathered at the start: a 405 has to say it (RFC 9110, 15.5.6). */
@Provider
public class AllowedMethods implements DynamicFeature {
    private static final Map<String, SortedSet<String>> METHODS = new ConcurrentHashMap<>();

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Method method = resource.getResourceMethod();
        String template = Stream.of(
                        resource.getResourceClass().getAnnotation(Path.class), method.getAnnotation(Path.class))
                .map(path -> path == null ? "" : path.value())
                .map(AllowedMethods::trimmed)
                .collect(Collectors.joining());
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod named = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (named != null) {
                METHODS.computeIfAbsent(template, ignored -> new TreeSet<>()).add(named.value());
            }
        }
    }

    /** The methods of all routes that the path matches. */
    static List<String> at(String path) {
        return METHODS.entrySet().stream()
                .filter(route -> pattern(route.getKey()).matcher(path).matches())
                .flatMap(route -> route.getValue().stream())
                .sorted()
                .distinct()
                .toList();
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(Stream.of(template.split("/"))
                .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                .collect(Collectors.joining("/")));
    }

    private static String trimmed(String path) {
        String inner = path.replaceAll("^/+|/+$", "");
        return inner.isEmpty() ? "" : "/" + inner;
    }
}
