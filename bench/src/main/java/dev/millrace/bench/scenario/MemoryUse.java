package dev.millrace.bench.scenario;

import dev.millrace.bench.report.Figure;
import dev.millrace.bench.running.MemoryWatch;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** G: memory of each service's JVM, idle 30 s after it was started, and the most that was seen while everything was measured. */
public final class MemoryUse implements Scenario {
    private static final double KIBIBYTES_A_MEGABYTE = 1_000_000 / 1024.0;

    private final MemoryWatch watch;
    private final Map<String, MemoryWatch.Memory> idle;

    /**
     * @param watch has looked since the services were started
     * @param idle before they had anything to do
     */
    public MemoryUse(MemoryWatch watch, Map<String, MemoryWatch.Memory> idle) {
        this.watch = watch;
        this.idle = idle;
    }

    @Override
    public List<Figure> measure(Measuring measuring) throws IOException, SQLException, InterruptedException {
        // In case that nothing else is measured.
        for (int run = 0; run < measuring.sizes().runs(); run++) {
            BothAtOnce.gathered(measuring);
            Drain.drain(measuring);
        }
        List<Figure> figures = new ArrayList<>();
        idle.forEach((service, memory) -> figures.add(figure(measuring, service + ", idle", memory)));
        watch.most().forEach((service, memory) -> figures.add(figure(measuring, service + ", under load", memory)));
        return figures;
    }

    private static Figure figure(Measuring measuring, String name, MemoryWatch.Memory memory) {
        double resident = memory.resident() / KIBIBYTES_A_MEGABYTE;
        measuring.progress().say("G  %9.0f MB  %s".formatted(resident, name));
        return new Figure(
                "G",
                name,
                "MB",
                List.of(resident),
                List.of(),
                Map.of("Pss MB", memory.proportional() / KIBIBYTES_A_MEGABYTE));
    }
}
