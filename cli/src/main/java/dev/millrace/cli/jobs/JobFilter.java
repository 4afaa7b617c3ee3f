package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.input.Moment;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which jobs are meant: those that fit all that is said. Of several values of one option one must fit. */
public final class JobFilter {
    @Option(names = "--type", paramLabel = "TYPE", split = ",", description = "Jobs of this type.")
    private List<String> types = new ArrayList<>();

    @Option(names = "--queue", paramLabel = "QUEUE", split = ",", description = "Jobs of this queue.")
    private List<String> queues = new ArrayList<>();

    @Option(names = "--priority", paramLabel = "PRIORITY", split = ",", description = "high, medium or low.")
    private List<String> priorities = new ArrayList<>();

    @Option(names = "--tag", paramLabel = "TAG", split = ",", description = "Jobs with this tag.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--worker", paramLabel = "ID", split = ",", description = "Jobs that this worker runs or ran last.")
    private List<String> workers = new ArrayList<>();

    @Option(names = "--schedule", paramLabel = "ID", split = ",", description = "Jobs that this schedule made.")
    private List<String> schedules = new ArrayList<>();

    @Option(
            names = "--fingerprint",
            paramLabel = "FINGERPRINT",
            split = ",",
            description = "Jobs whose last error has this fingerprint.")
    private List<String> fingerprints = new ArrayList<>();

    @Option(
            names = "--created-after",
            paramLabel = "TIME",
            converter = Moment.Converter.class,
            description = "Made since then: 2026-03-29T01:30:00Z, or 2h for two hours ago.")
    private Moment createdAfter;

    @Option(
            names = "--created-before",
            paramLabel = "TIME",
            converter = Moment.Converter.class,
            description = "Made before then.")
    private Moment createdBefore;

    @Option(
            names = "--finished-after",
            paramLabel = "TIME",
            converter = Moment.Converter.class,
            description = "Ended or died since then.")
    private Moment finishedAfter;

    @Option(
            names = "--finished-before",
            paramLabel = "TIME",
            converter = Moment.Converter.class,
            description = "Ended or died before then.")
    private Moment finishedBefore;

    @Option(
            names = "--where",
            paramLabel = "PATH=VALUE",
            description = "Jobs whose payload has this value there, such as to.address=ada@example.org.")
    private Map<String, String> payload = new LinkedHashMap<>();

    /** As parameters of a list. */
    public Map<String, String> query(Clock clock) {
        Map<String, String> query = new LinkedHashMap<>();
        lists().forEach((name, values) -> {
            if (!values.isEmpty()) {
                query.put(name, String.join(",", values));
            }
        });
        query.putAll(times(clock));
        payload.forEach((path, value) -> query.put("payload." + path, value));
        return query;
    }

    /** As the filter of a bulk operation; empty when nothing was said. */
    public ObjectNode filter(Clock clock) {
        ObjectNode filter = JsonNodeFactory.instance.objectNode();
        lists().forEach((name, values) -> {
            if (!values.isEmpty()) {
                ArrayNode array = filter.putArray(name);
                values.forEach(array::add);
            }
        });
        times(clock).forEach(filter::put);
        if (!payload.isEmpty()) {
            ObjectNode matches = filter.putObject("payload");
            payload.forEach(matches::put);
        }
        return filter;
    }

    private Map<String, List<String>> lists() {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        lists.put("job_type", types);
        lists.put("queue", queues);
        lists.put("priority", priorities);
        lists.put("tag", tags);
        lists.put("worker_id", workers);
        lists.put("schedule_id", schedules);
        lists.put("fingerprint", fingerprints);
        return lists;
    }

    private Map<String, String> times(Clock clock) {
        Map<String, String> times = new LinkedHashMap<>();
        put(times, "created_after", createdAfter, clock);
        put(times, "created_before", createdBefore, clock);
        put(times, "finished_after", finishedAfter, clock);
        put(times, "finished_before", finishedBefore, clock);
        return times;
    }

    private static void put(Map<String, String> times, String name, Moment moment, Clock clock) {
        if (moment != null) {
            times.put(name, moment.at(clock).toString());
        }
    }
}
