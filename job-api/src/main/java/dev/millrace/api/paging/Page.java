package dev.millrace.api.paging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of a list.
 *
 * @param nextCursor leads to the part that follows; null at the end
 */
@RegisterForReflection
public record Page<T>(
        List<T> items,

        @Schema(description = "Pass it as cursor for what follows; null at the end", nullable = true)
        String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }
}
