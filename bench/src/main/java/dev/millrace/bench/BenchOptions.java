package dev.millrace.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run shall be like.
 *
 * @param repository where Millrace's launcher and its built services are
 * @param home a folder of this run's own, for servers, services, logs and results
 * @param only the letters of the scenarios to be measured, in order
 * @param recordings where each service writes a recording of the JDK's Flight Recorder when it ends, if it shall
 */
public record BenchOptions(
        Path repository, Path home, Sizes sizes, List<ScenarioLetter> only, Optional<Path> recordings) {}
