package dev.millrace.api.tracing;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names a route after a request's path, with what varies left out, so that there are few names. */
final class RouteName {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}");
    /** Whose members are named by people. */
    private static final Set<String> COLLECTIONS = Set.of("queues", "job-types", "users", "api-keys", "workers");

    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private RouteName() {}

    /** Empty when there is no such route. */
    static Optional<String> of(String path, int status) {
        if (status == NOT_FOUND && !ID.matcher(path).find() || status == NOT_ALLOWED) {
            return Optional.empty();
        }
        StringBuilder route = new StringBuilder();
        String before = "";
        for (String part : path.substring(1).split("/", -1)) {
            route.append('/');
            if (ID.matcher(part).matches()) {
                route.append("{id}");
            } else if (COLLECTIONS.contains(before)) {
                route.append("{name}");
            } else {
                route.append(part);
            }
            before = part;
        }
        return Optional.of(route.toString());
    }
}
