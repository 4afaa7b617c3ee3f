package dev.millrace.bench;

import dev.millrace.bench.floor.Floors;
import dev.millrace.bench.report.Figure;
import dev.millrace.bench.report.Report;
import dev.millrace.bench.running.MemoryWatch;
import dev.millrace.bench.running.RunningSystem;
import dev.millrace.bench.scenario.BothAtOnce;
import dev.millrace.bench.scenario.Drain;
import dev.millrace.bench.scenario.History;
import dev.millrace.bench.scenario.Measuring;
import dev.millrace.bench.scenario.MemoryUse;
import dev.millrace.bench.scenario.MoreWorkers;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.scenario.StartLatency;
import dev.millrace.bench.scenario.SubmitBulks;
import dev.millrace.bench.scenario.SubmitOneByOne;
import dev.millrace.bench.scenario.WarmUp;
import dev.millrace.launching.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of the benchmark: a fresh system, the floors, the scenarios, the report. */
final class Bench {
    private final BenchOptions options;
    private final Progress progress;
    private final Launcher launcher;

    Bench(BenchOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.launcher = new Launcher(options.repository(), options.home(), Map.of("MILLRACE_BUILD", "never"));
    }

    void run() throws IOException, SQLException, InterruptedException {
        launcher.run("down", "--data");
        // Also when somebody breaks it off.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> launcher.run("down", "--data")));
        progress.say("PostgreSQL, RabbitMQ and the services start in " + options.home());
        launcher.run(environment(), "up");
        long up = System.nanoTime();
        try (RunningSystem system = new RunningSystem(launcher);
                MemoryWatch watch = new MemoryWatch()) {
            measure(system, watch, up);
        }
    }

    private Map<String, String> environment() throws IOException {
        if (options.recordings().isEmpty()) {
            return Map.of();
        }
        Path directory = options.recordings().get();
        Files.createDirectories(directory);
        progress.say("each service leaves a recording in " + directory + " when it ends");
        return Map.of(
                "MILLRACE_JAVA_OPTS",
                "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + directory + "/%p.jfr");
    }

    private void measure(RunningSystem system, MemoryWatch watch, long up)
            throws IOException, SQLException, InterruptedException {
        Map<String, MemoryWatch.Memory> idle = Map.of();
        if (options.only().contains(ScenarioLetter.G)) {
            long idleSince = (System.nanoTime() - up) / 1_000_000;
            Thread.sleep(Math.max(0, options.sizes().idleSeconds() * 1_000L - idleSince));
            idle = MemoryWatch.now(system.processes());
        }
        Floors floors = new Floors(system, options.sizes(), options.home(), progress);
        floors.measureServers();
        watch.watch(system.processes());
        Measuring measuring = new Measuring(system, options.sizes(), progress, options.home());
        new WarmUp(measuring).run();
        floors.measureHttp();
        List<Figure> figures = new ArrayList<>();
        for (ScenarioLetter letter : options.only()) {
            figures.addAll(scenario(letter, watch, idle).measure(measuring));
        }
        Report report = new Report(Machine.describe(system), floors.measured(), figures);
        Path results = options.home().resolve("results.json");
        report.write(results);
        System.out.println();
        System.out.println(report.table());
        System.out.println();
        System.out.println("Results: " + results);
    }

    private static Scenario scenario(ScenarioLetter letter, MemoryWatch watch, Map<String, MemoryWatch.Memory> idle) {
        return switch (letter) {
            case A -> new SubmitOneByOne();
            case B -> new SubmitBulks();
            case C -> new Drain();
            case D -> new StartLatency();
            case E -> new BothAtOnce();
            case F -> new History();
            case G -> new MemoryUse(watch, idle);
            case H -> new MoreWorkers();
        };
    }
}
