package dev.millrace.scheduler.vitals;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;

/**
 * Gauges of one name whose labels come and go. One that stays is left as it is while its value changes, so that nobody who asks
 * finds it missing for a moment. Of one thread at a time.
 */
final class GaugeFamily {
    private final MeterRegistry registry;
    private final String name;
    private final String unit;
    private final String description;
    private final Map<Tags, Shown> shown = new HashMap<>();

    /** @param unit as a part of the name, or null */
    GaugeFamily(MeterRegistry registry, String name, String unit, String description) {
        this.registry = registry;
        this.name = name;
        this.unit = unit;
        this.description = description;
    }

    /** Shows these, and no others. */
    void show(Map<Tags, Double> values) {
        values.forEach((labels, value) -> shown.computeIfAbsent(labels, this::register).value = value);
        shown.entrySet().removeIf(each -> {
            boolean gone = !values.containsKey(each.getKey());
            if (gone) {
                registry.remove(each.getValue().gauge);
            }
            return gone;
        });
    }

    private Shown register(Tags labels) {
        Shown made = new Shown();
        made.gauge = Gauge.builder(name, made, it -> it.value)
                .description(description)
                .baseUnit(unit)
                .tags(labels)
                // The registry holds it weakly; this family keeps it for as long as it is shown.
                .register(registry);
        return made;
    }

    private static final class Shown {
        private volatile double value;
        private Gauge gauge;
    }
}
