package dev.millrace.api.paging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** A whole list. */
@RegisterForReflection
public record Items<T>(List<T> items) {
    public Items {
        items = List.copyOf(items);
    }
}
